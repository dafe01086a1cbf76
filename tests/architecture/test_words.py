"""The kernel knows offices, people's posts, papers and sheets; it does not know this trade."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tests.architecture.source import ROOT, name_of, python_files, tree_of

# Tables of words that import nothing from above.
EXCUSED = {
    "unionhub/settings.py",
    "unionhub/urls.py",
    "unionhub/permissions.py",
    "unionhub/roles.py",
}
# English words of the trade, as parts of identifiers and of text that is not a docstring.
ENGLISH = {
    "aid",
    "activities",
    "activity",
    "beneficiary",
    "campaign",
    "case",
    "cases",
    "employer",
    "event",
    "events",
    "facility",
    "hardship",
    "household",
    "indicator",
    "indicators",
    "member",
    "members",
    "membership",
    "participation",
    "publicity",
    "reports",
    "slogan",
}
CHINESE = (
    "会员",
    "会籍",
    "入会",
    "退会",
    "帮扶",
    "救助",
    "慰问",
    "困难职工",
    "资金",
    "活动",
    "阵地",
    "宣传",
    "指标",
    "总结",
    "农民工",
    "用人单位",
)
# The kernel's own uses of such a word, each with what it means there.
OWN = {
    "unionhub/audit.py": {"event"},  # a row of the log
    "unionhub/caging.py": {"event", "events"},  # what Python's audit hook reports
    "unionhub/spreadsheets/archive.py": {"members"},  # the files inside a zip archive
    "unionhub/spreadsheets/refusing.py": {"members"},
    "unionhub/trail.py": {"event", "events"},
    "unionhub/listings.py": {"event"},
    "unionhub/models/__init__.py": {"event"},
    "unionhub/models/audit.py": {"event"},
}


def kernel() -> list[Path]:
    return [p for p in python_files() if name_of(p).startswith("unionhub/")]


def words_of(tree: ast.Module) -> set[str]:
    """Lower-case words of identifiers, arguments and texts; docstrings and imports apart."""
    documented = {id(d) for node in ast.walk(tree) if (d := _docstring(node)) is not None}
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts = [] if id(node) in documented else [node.value]
        else:
            texts = [
                value
                for field in ("id", "attr", "name", "arg")
                if isinstance(value := getattr(node, field, None), str)
            ]
        found |= {word for text in texts for word in _split(text)}
    return found


def _docstring(node: ast.AST) -> ast.Constant | None:
    body = getattr(node, "body", None)
    if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and body:
        first = body[0]
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            return first.value
    return None


def _split(text: str) -> list[str]:
    """member_edit, MemberEdit, "member.edit" → member, edit."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", text)]


def test_the_kernel_speaks_no_english_of_the_trade():
    spoken = {
        name_of(path): words_of(tree_of(path)) & ENGLISH - OWN.get(name_of(path), set())
        for path in kernel()
        if name_of(path) not in EXCUSED
    }
    assert {name: sorted(words) for name, words in spoken.items() if words} == {}


def test_the_kernel_speaks_no_chinese_of_the_trade():
    spoken = {
        name_of(path): [word for word in CHINESE if word in path.read_text(encoding="utf-8")]
        for path in kernel()
        if name_of(path) not in EXCUSED
    }
    assert {name: words for name, words in spoken.items() if words} == {}


def test_excuses_name_files_that_exist():
    assert {name for name in EXCUSED | set(OWN) if not (ROOT / name).exists()} == set()


def test_excuses_are_needed():
    idle = {
        name: sorted(words - words_of(tree_of(ROOT / name)))
        for name, words in OWN.items()
        if words - words_of(tree_of(ROOT / name))
    }
    assert idle == {}
