"""Kinds of sheets an office takes in: what a kind says about itself, so that one set of actions,
pages and addresses serves them all.

A kind names its columns, looks over the lines that were read (``tidy``), finds out what each
does to the records on file (``plan``, which writes nothing), writes that (``take``) and takes it
back (``undo``). Everything else (reading, the sealed file, the check page, answers about headings
and words, the marked workbook, withdrawal within thirty days) is the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Protocol

from unionhub.permissions import Permission
from unionhub.scope import Scope
from unionhub.spreadsheets.cells import listed
from unionhub.spreadsheets.checking import Checked, check
from unionhub.spreadsheets.columns import NO_ANSWERS, Answers, Column
from unionhub.spreadsheets.importing import Entry, entries
from unionhub.spreadsheets.reading import read_workbook
from unionhub.spreadsheets.templates import Blank, blank_workbook


class Planned(Protocol):
    """One line with whatever its kind found out for it; only the entry is looked at here."""

    @property
    def entry(self) -> Entry: ...


@dataclass(frozen=True, slots=True)
class Option:
    """Something the office chooses when it hands a sheet in; kept with the run by its key.

    ``flag``: a tick, kept as a truth value. ``day``: a day, kept in ISO form or empty.
    ``choice``: one of ``choices``, the first where nothing is said.
    """

    key: str
    label: str
    help: str = ""
    kind: Literal["flag", "day", "choice"] = "flag"
    choices: Sequence[tuple[str, str]] = ()


class Tidy(Protocol):
    def __call__(self, entries: Sequence[Entry], /) -> None:
        """Settle what lines say about themselves and each other: refuse, warn, fill in."""
        ...


class Plan(Protocol):
    def __call__(
        self, entries: Sequence[Entry], *, options: Mapping[str, Any], by: Scope
    ) -> Sequence[Planned]:
        """Put outcome, changes, problems and warnings on the entries; write nothing."""
        ...


class Take(Protocol):
    def __call__(self, planned: Sequence[Any], *, options: Mapping[str, Any], by: Scope) -> None:
        """Write what the (good) lines do, log included; each entry learns its ``target_id``."""
        ...


class Undo(Protocol):
    def __call__(self, entries: Sequence[Entry], *, reason: str, by: Scope) -> None:
        """Take back what the ``traces`` of lines tell, log included; of what was edited since or
        has other records resting on it, say so on the entry (``kept``) and leave it."""
        ...


@dataclass(frozen=True)
class SheetKind:
    """One kind of sheet.

    ``slug``: its part of the addresses; ``app``: the namespace they stand in. ``title``: what the
    sheet is called; ``noun``: what a line is; ``unit``: its measure word. ``shows``: the columns
    of the check page (label, words of a line's values). ``target``: the address name of the
    record a line makes or meets. ``back``: the list the hand-in page returns to. ``days`` and
    ``amounts``: keys of values that JSON keeps as text.
    """

    slug: str
    app: str
    title: str
    noun: str
    unit: str
    permission: Permission
    columns: tuple[Column, ...]
    plan: Plan
    take: Take
    blanks: tuple[Blank, ...]
    back: str
    tidy: Tidy | None = None
    undo: Undo | None = None
    target: str = ""
    shows: tuple[tuple[str, Callable[[Mapping[str, Any]], str]], ...] = ()
    options: tuple[Option, ...] = ()
    days: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    hints: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What runs of this kind are kept under: the address name of their page."""
        return f"{self.app}:{self.slug}_import"

    def address(self, deed: str) -> str:
        """The address name of a deed on this kind (``add``, ``template``, ``apply`` …)."""
        return f"{self.key}_{deed}"

    @property
    def list_address(self) -> str:
        return f"{self.key}s"

    def read(
        self, content: bytes, name: str, answers: Answers = NO_ANSWERS
    ) -> tuple[list[Entry], Checked]:
        """The lines of a file, and how it was read. Raises WorkbookRefused."""
        checked = check(read_workbook(content, name).sheets, self.columns, answers)
        lines = entries(checked)
        if self.tidy is not None:
            self.tidy(lines)
        return lines, checked

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def entries_of(self, key: str) -> list[tuple[str, str]]:
        """(value, label) of the list a column reads from; empty where it reads no list."""
        return listed(self.column(key).read)

    def may_be_blank(self, key: str) -> bool:
        return not self.column(key).required

    def template(self) -> bytes:
        """The workbook to download and fill in; it holds nobody's data."""
        return blank_workbook(self.title, self.blanks)

    @property
    def template_name(self) -> str:
        return f"{self.title}模板.xlsx"

    def revive(self, entry: Entry) -> Entry:
        """Give the values that JSON kept as text their types again."""
        for key in self.days:
            if isinstance(told := entry.values.get(key), str):
                entry.values[key] = date.fromisoformat(told)
        for key in self.amounts:
            if isinstance(told := entry.values.get(key), str):
                entry.values[key] = Decimal(told)
        return entry

    def chosen(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """What was chosen of this kind's options, as it is kept."""
        kept: dict[str, Any] = {}
        for option in self.options:
            value = given.get(option.key)
            if option.kind == "flag":
                kept[option.key] = bool(value)
            elif option.kind == "choice":
                kept[option.key] = value or option.choices[0][0]
            else:
                kept[option.key] = value.isoformat() if isinstance(value, date) else value or ""
        return kept
