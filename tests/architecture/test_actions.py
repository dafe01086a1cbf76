"""Every change is an action: signed, whole, recorded."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.source import (
    Function,
    decorators,
    name_of,
    public_functions,
    python_files,
    tree_of,
)

# Public functions beside the actions that change no record, and why they are there.
NOT_ACTIONS = {
    "unionhub/actions/sheets.py:check_post": "asks; the pages of a sheet show by it",
    "members/actions/unions.py:check_settled": "asks; the kernel closes a union by it",
    "members/actions/unions.py:office_of": "asks which office keeps a union",
    "members/actions/dues_rates.py:in_force": "asks what holds for an office on a day",
    "reports/actions/targets.py:check_may_set": "asks; the pages show buttons by it",
    "unionhub/actions/accounts.py:accounts_of": "a reading the list and the actions share",
    "unionhub/actions/accounts.py:one_time_password": "makes a word, stores nothing",
    "unionhub/actions/attachments.py:inspect": "judges an upload",
    "unionhub/actions/attachments.py:write_durably": "writes a file on disk",
}
WRITES = {"save", "create", "bulk_create", "update_or_create", "get_or_create", "bulk_update"}


def public() -> dict[str, tuple[Path, Function]]:
    """Every function of the doors; files with an underscore are shared insides, not doors."""
    return {
        f"{name_of(path)}:{node.name}": (path, node)
        for path in python_files("actions/*.py")
        if not path.name.startswith("_")
        for node in public_functions(tree_of(path))
    }


def actions() -> dict[str, tuple[Path, Function]]:
    return {name: found for name, found in public().items() if name not in NOT_ACTIONS}


def is_keyword_only(node: Function) -> bool:
    arguments = node.args
    return not (arguments.args or arguments.posonlyargs or arguments.vararg)


def is_signed(node: Function) -> bool:
    return "by" in {argument.arg for argument in node.args.kwonlyargs}


def is_whole(node: Function) -> bool:
    return any(d.startswith("transaction.atomic") for d in decorators(node))


def is_recorded(path: Path, node: Function, seen: frozenset[str] = frozenset()) -> bool:
    """Whether it writes to the trail itself, or through functions of the same actions folder."""
    for call in ast.walk(node):
        name = ast.unparse(call.func) if isinstance(call, ast.Call) else ""
        if name in ("audit.record", "audit.record_many", "audit.append"):
            return True
        beside, function = _meant(path, name)
        key = f"{beside.stem}.{function}"
        inner = _functions_of(beside).get(function)
        if inner is not None and key not in seen and is_recorded(beside, inner, seen | {key}):
            return True
    return False


def _meant(path: Path, name: str) -> tuple[Path, str]:
    """(file, function) a call of that name in this file reaches inside its actions folder."""
    *module, function = name.split(".")
    if len(module) == 1:
        return path.with_name(f"{module[0]}.py"), function
    for node in tree_of(path).body:
        if isinstance(node, ast.ImportFrom) and any(a.name == name for a in node.names):
            return path.with_name(f"{(node.module or '').split('.')[-1]}.py"), name
    return path, name


def _functions_of(path: Path) -> dict[str, Function]:
    if not path.exists():
        return {}
    return {n.name: n for n in tree_of(path).body if isinstance(n, Function)}


def test_an_action_is_called_by_keywords():
    assert [name for name, (_, node) in actions().items() if not is_keyword_only(node)] == []


def test_an_action_says_who_asks():
    assert [name for name, (_, node) in actions().items() if not is_signed(node)] == []


def test_an_action_happens_whole_or_not_at_all():
    assert [name for name, (_, node) in actions().items() if not is_whole(node)] == []


def test_an_action_leaves_a_row_in_the_log():
    assert [name for name, (path, node) in actions().items() if not is_recorded(path, node)] == []


def test_what_is_excused_is_still_there():
    assert set(NOT_ACTIONS) - set(public()) == set()


def test_there_are_actions_to_look_at():
    assert len(actions()) > 30


@pytest.mark.parametrize("room", ["views", "forms", "listings", "printouts", "pickers"])
def test_only_actions_write(room):
    """The other rooms hand over; none of them saves, makes or deletes a record."""
    written = {
        f"{name_of(path)}: {ast.unparse(call.func)}"
        for path in python_files(f"{room}/*.py", f"{room}.py")
        for call in ast.walk(tree_of(path))
        if isinstance(call, ast.Call) and writes(call)
    }
    assert written == set()


def writes(call: ast.Call) -> bool:
    """``Model.objects.create(…)`` and its kin, and ``record.save(update_fields=…)``."""
    if not isinstance(call.func, ast.Attribute):
        return False
    by_manager = call.func.attr in WRITES and ".objects" in ast.unparse(call.func)
    return by_manager or any(keyword.arg == "update_fields" for keyword in call.keywords)
