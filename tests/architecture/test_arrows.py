"""Arrows point down: between apps, through three doors, and from room to room inside an app."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.source import (
    APPS,
    ROOT,
    imports_of,
    late_imports,
    name_of,
    python_files,
    tree_of,
)

BELOW: dict[str, set[str]] = {
    "unionhub": set(),
    "members": {"unionhub"},
    "aid": {"unionhub", "members"},
    "activities": {"unionhub", "members"},
    "reports": {"unionhub", "members", "aid", "activities"},
}
# Of a lower app only these may be opened; the kernel is all door.
DOORS = {"models", "actions", "pickers"}

# Each room imports only what stands above it here; rooms of one line do not see each other.
SIDE_ROOMS = {"pickers", "listings", "imports", "printouts", "forms"}
ROOMS: tuple[set[str], ...] = (
    {"models"},
    {"rules"},
    {"workflow", "signs"},
    {"actions"},
    SIDE_ROOMS,
    {"views", "management"},
    {"urls"},
    {"apps"},
)
# The desk computes, lays out and freezes in rooms of its own before it acts.
DESK: tuple[set[str], ...] = (
    {"models"},
    {"rules", "patterns", "wording", "masking"},
    {"workflow", "indicators", "money_ledgers"},
    {"sources", "ledgers", "sheets", "progress", "waiting"},
    {"sections", "first_page"},
    {"voice"},
    {"helping"},
    {"statements"},
    {"assembling"},
    {"terms"},
    {"freezing"},
    {"printing", "reconciling"},
    {"tallies"},
    {"actions"},
    SIDE_ROOMS | {"demo"},
    {"views", "management"},
    {"urls"},
    {"apps"},
)
ORDER = {"members": ROOMS, "aid": ROOMS, "activities": ROOMS, "reports": DESK}

# What only the kernel's outer shell may open in the kernel.
SHELL = {"views", "urls", "middleware"}

LATE = {
    # Django's own hook: models and checks may not be imported before the apps are ready.
    "unionhub/apps.py",
}


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[1].removesuffix(".py")


def rank(app: str, room: str) -> int | None:
    """The line of the table a room stands on; None for one the table does not know."""
    return next((n for n, rooms in enumerate(ORDER[app]) if room in rooms), None)


def wrong_arrows(app: str, room: str, modules: list[str]) -> list[str]:
    """The modules a file of this app and room may not import."""
    wrong = []
    for module in modules:
        other, *rest = module.split(".")
        if other == app and app in ORDER and rest and rest[0] not in (room, "__init__"):
            mine, theirs = rank(app, room), rank(app, rest[0])
            if mine is None or theirs is None or theirs >= mine:
                wrong.append(module)
        elif other in APPS and other not in (app, "unionhub"):
            closed = not rest or rest[0] not in DOORS
            if other not in BELOW[app] or closed:
                wrong.append(module)
        elif other in APPS and other != app and other not in BELOW[app]:
            wrong.append(module)
    return wrong


def test_a_file_imports_only_what_lies_below_it():
    wrong = set()
    for path in python_files():
        modules = [module for _node, module in imports_of(tree_of(path))]
        app = path.relative_to(ROOT).parts[0]
        wrong |= {(name_of(path), module) for module in wrong_arrows(app, room_of(path), modules)}
    assert wrong == set()


@pytest.mark.parametrize("app", ORDER)
def test_every_room_has_its_place_in_the_order(app):
    rooms = {room_of(path) for path in (ROOT / app).glob("*/**/*.py")} | {
        room_of(path) for path in (ROOT / app).glob("*.py")
    }
    assert {room for room in rooms - {"__init__", "migrations"} if rank(app, room) is None} == set()


def test_the_kernels_inside_does_not_open_its_shell():
    inside = [p for p in python_files() if name_of(p).startswith("unionhub/")]
    opened = {
        f"{name_of(path)}: {module}"
        for path in inside
        if room_of(path) not in SHELL | {"settings"}
        for _node, module in imports_of(tree_of(path))
        if module.split(".")[:2] in [["unionhub", room] for room in SHELL]
    }
    assert opened == set()


def test_imports_are_absolute():
    relative = {
        f"{name_of(path)}: {module}"
        for path in python_files()
        for _node, module in imports_of(tree_of(path))
        if module.startswith(".")
    }
    assert relative == set()


def test_imports_stand_at_the_top():
    late = {name_of(path) for path in python_files() if late_imports(tree_of(path))}
    assert late == LATE


def test_the_insides_of_actions_stay_inside():
    """A file of ``actions`` that begins with an underscore is shared by its neighbours only."""
    opened = {
        f"{name_of(path)}: {module}"
        for path in python_files()
        for node, module in imports_of(tree_of(path))
        for name in [f"{module}.{alias.name}" for alias in node.names]
        if ".actions._" in name and path.parent != ROOT / name.split(".")[0] / "actions"
    }
    assert opened == set()


def test_nothing_shipped_imports_the_tests():
    assert [
        name_of(path)
        for path in python_files()
        for _node, module in imports_of(tree_of(path))
        if module.split(".")[0] == "tests"
    ] == []
