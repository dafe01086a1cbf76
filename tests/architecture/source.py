"""Our own source as trees: what the tests of the house read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("unionhub", "members", "aid", "activities", "reports")
TEMPLATES = ROOT / "templates"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def python_files(*patterns: str) -> list[Path]:
    """Shipped Python files, migrations apart; ``patterns`` are globs below an app's folder."""
    found = {
        path
        for app in APPS
        for pattern in patterns or ("**/*.py",)
        for path in (ROOT / app).glob(pattern)
        if "migrations" not in path.parts
    }
    return sorted(found)


def name_of(path: Path) -> str:
    """How a test names a file: its path from the root."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def public_functions(tree: ast.Module) -> list[Function]:
    """Functions of the module itself that others may call."""
    return [n for n in tree.body if isinstance(n, Function) and not n.name.startswith("_")]


def length_of(node: Function) -> int:
    """Lines from ``def`` to the end; decorators are declarations, not length."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def decorators(node: Function) -> list[str]:
    return [ast.unparse(decorator) for decorator in node.decorator_list]


def imports_of(tree: ast.AST) -> list[tuple[ast.Import | ast.ImportFrom, str]]:
    """(statement, dotted module) of every import; ``from app import room`` names app.room."""
    found: list[tuple[ast.Import | ast.ImportFrom, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            whole = module in APPS
            found += [(node, f"{module}.{a.name}" if whole else module) for a in node.names]
    return found


def late_imports(tree: ast.Module) -> list[ast.stmt]:
    """Imports inside a function or a class body."""
    return [
        node
        for outer in ast.walk(tree)
        if isinstance(outer, Function | ast.ClassDef)
        for node in ast.walk(outer)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
