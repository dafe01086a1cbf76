"""Small enough to read: functions, files, templates. Going over is allowed once, with a reason."""

from __future__ import annotations

from datetime import date

import pytest

from tests.architecture.source import (
    ROOT,
    TEMPLATES,
    functions,
    length_of,
    name_of,
    python_files,
    tree_of,
)

FUNCTION, FILE, TABLE, TEMPLATE, COMPONENT, TEST = 39, 299, 399, 149, 60, 500
SETTINGS = 250

# Files that are tables of words or rows and nothing else: they may be long.
TABLES = {
    "unionhub/permissions.py",
    "unionhub/roles.py",
    "unionhub/surnames.py",
    "reports/sections.py",
}
# path (or path:function) → since when, how long, why. Each line is to be shortened or defended.
OVER: dict[str, tuple[date, int, str]] = {}


def limit_of(name: str) -> int:
    if name == "unionhub/settings.py":
        return SETTINGS
    return TABLE if name in TABLES else FILE


def lines_of(path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def long_functions() -> dict[str, int]:
    return {
        f"{name_of(path)}:{node.name}": length_of(node)
        for path in python_files()
        for node in functions(tree_of(path))
        if length_of(node) > FUNCTION
    }


def long_files() -> dict[str, int]:
    files = {name_of(path): lines_of(path) for path in python_files()}
    return {name: lines for name, lines in files.items() if lines > limit_of(name)}


def long_templates() -> dict[str, int]:
    files = {name_of(path): lines_of(path) for path in TEMPLATES.rglob("*.html")}
    return {
        name: lines
        for name, lines in files.items()
        if lines > (COMPONENT if name.startswith("templates/components/") else TEMPLATE)
    }


def long_tests() -> dict[str, int]:
    files = {name_of(path): lines_of(path) for path in (ROOT / "tests").rglob("*.py")}
    return {name: lines for name, lines in files.items() if lines > TEST}


@pytest.mark.parametrize(
    "measure", [long_functions, long_files, long_templates, long_tests], ids=lambda m: m.__name__
)
def test_nothing_is_too_long(measure):
    found = measure()
    excused = {name for name, lines in found.items() if name in OVER and lines <= OVER[name][1]}
    assert {name: lines for name, lines in found.items() if name not in excused} == {}


def test_an_excuse_that_is_no_longer_needed_goes():
    found = long_functions() | long_files() | long_templates() | long_tests()
    assert set(OVER) - set(found) == set()


def test_an_excuse_says_since_when_and_why():
    assert all(since <= date.today() and len(why) > 20 for since, _, why in OVER.values())  # noqa: DTZ011


def test_tables_named_here_exist():
    assert {name for name in TABLES if not (ROOT / name).exists()} == set()
