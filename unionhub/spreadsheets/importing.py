"""Between a sheet and the register: the lines of a file as they were read, and told again.

It knows no record: an entry has values by key, what stops it and what is only to be noticed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from unionhub.spreadsheets.cells import CellProblem, Reader
from unionhub.spreadsheets.checking import Checked
from unionhub.spreadsheets.columns import Column
from unionhub.spreadsheets.headings import Heading
from unionhub.spreadsheets.reading import Cell
from unionhub.spreadsheets.refusing import WorkbookRefused
from unionhub.spreadsheets.returning import Marks, line_words

_STAYED = {"unchanged": "未变", "choose": "待选，未导入", "refused": "有误，未导入"}
OUTCOME_WORDS = {
    "checked": {"new": "将新增", "updated": "将更新", **_STAYED},
    "applied": {"new": "已新增", "updated": "已更新", **_STAYED},
    "withdrawn": {"new": "新增已撤回", "updated": "更新已撤回", **_STAYED},
}
OF_SHEETS = ("column_missing", "column_twice")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What stops a line: the column by our name (empty: the line), a code, words for people."""

    column: str
    code: str
    message: str


@dataclass(slots=True)
class Entry:
    """One line of a sheet. ``values`` are typed, without blanks; ``row`` is Excel's own number.

    ``changes``: label → [old, new] words of what the line does to the record it meets.
    ``read``: how many of the problems and warnings came from reading; the others from comparing.
    ``candidates``: (number, words) of the records it may mean, where it is not clear which.
    ``traces``: what the line wrote, in JSON, as its kind needs it to take that back.
    ``kept``: why something of it stayed when that was asked for.
    """

    sheet: str
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Trouble] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    changes: dict[str, list[str]] = field(default_factory=dict)
    outcome: str = ""
    target_id: int | None = None
    read: tuple[int, int] = (0, 0)
    candidates: list[tuple[int, str]] = field(default_factory=list)
    traces: dict[str, Any] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        """What tells the line from every other of its file."""
        return f"{self.row}!{self.sheet}"

    def bare(self) -> Entry:
        """The line as it was read, without what a comparison found."""
        problems, warnings = self.problems[: self.read[0]], self.warnings[: self.read[1]]
        return Entry(self.sheet, self.row, dict(self.values), problems, warnings, read=self.read)

    def refuse(self, column: str, code: str, message: str) -> None:
        self.problems.append(Trouble(column, code, message))


def lenient(read: Reader) -> Reader:
    """A reader that hands over the problem as the value, where another column decides anyway."""

    def tolerant(cell: Cell) -> Any:
        try:
            return read(cell)
        except CellProblem as problem:
            return problem

    return tolerant


def entries(checked: Checked) -> list[Entry]:
    """The lines of a checked workbook, and one refused entry for each sheet that is not usable.

    Raises WorkbookRefused when no sheet has a heading with lines below it.
    """
    if not checked.lines and not any(p.code in OF_SHEETS for p in checked.problems):
        refuse_unread(checked)
    sheets: dict[str, Entry] = {}
    for problem in checked.problems:
        if problem.code in OF_SHEETS:
            entry = sheets.setdefault(problem.sheet, Entry(problem.sheet, problem.row))
            entry.refuse(problem.column, problem.code, problem.message)
    found = list(sheets.values())
    for line in checked.lines:
        values = {key: value for key, value in line.values.items() if value is not None}
        problems = [Trouble(p.column, p.code, p.message) for p in line.problems]
        found.append(Entry(line.sheet, line.row, values, problems))
    return found


def refuse_unread(checked: Checked) -> None:
    """Raise WorkbookRefused when no line could be read, for whatever reason."""
    if not checked.lines:
        raise WorkbookRefused(
            checked.problems[0].code, "".join(dict.fromkeys(p.message for p in checked.problems))
        )


def refuse_repeated(
    lines: Iterable[Entry], key: Callable[[Entry], Hashable], refuse: Callable[[Entry, Entry], None]
) -> None:
    """Of entries with one key (None counts as none) the first stands, the others are refused."""
    first: dict[Hashable, Entry] = {}
    for entry in lines:
        if (found := key(entry)) is None:
            continue
        if found in first:
            refuse(entry, first[found])
        else:
            first[found] = entry


def where(entry: Entry, other: Entry) -> str:
    """How the other line is called beside this one: 第5行, or 工作表“二车间”第5行."""
    sheet = f"工作表“{other.sheet}”" if other.sheet != entry.sheet else ""
    return f"{sheet}第{other.row}行"


def as_json(entry: Entry, plain: Callable[[Any], Any]) -> dict[str, Any]:
    """An entry as it is kept; ``plain`` makes a value one of JSON."""
    return {
        "values": {key: plain(value) for key, value in entry.values.items()},
        "changes": entry.changes,
        "problems": [asdict(problem) for problem in entry.problems],
        "warnings": entry.warnings,
        "read": entry.read,
        "candidates": entry.candidates,
        "traces": plain(entry.traces),
        "kept": entry.kept,
    }


def from_json(sheet: str, row: int, kept: Mapping[str, Any]) -> Entry:
    """What ``as_json`` kept; its values are still those of JSON."""
    return Entry(
        sheet,
        row,
        kept["values"],
        [Trouble(**problem) for problem in kept["problems"]],
        kept["warnings"],
        kept["changes"],
        read=(kept["read"][0], kept["read"][1]),
        candidates=[(number, words) for number, words in kept["candidates"]],
        traces=kept["traces"],
        kept=kept["kept"],
    )


def notes_of(checked: Checked, columns: Sequence[Column]) -> dict[str, Any]:
    """Words about the file as a whole: sheets not read, headings not asked for, where the columns
    (by our names) stand, counted from 1, and the words no list has.

    ``cells`` of a heading: (place, words, key of the column read there or empty, whether that was
    remembered). ``asked`` and ``answered``: key → words with how many lines have them.
    """
    labels = {column.key: column.label for column in columns}
    return {
        "unread": dict(checked.unread),
        "totals": checked.totals,
        "ignored": {name: words for name, words in checked.ignored.items() if words},
        "headings": {
            name: {
                "row": heading.rows[-1],
                "places": {labels[key]: place + 1 for key, place in heading.places.items()},
                "words": {labels[key]: word.strip() for key, word in heading.words.items()},
                "cells": _cells_of(heading),
            }
            for name, heading in checked.headings.items()
        },
        "asked": {key: [*counted.most_common()] for key, counted in checked.unknown.items()},
        "answered": {
            key: [(word, lines, answer) for (word, answer), lines in counted.most_common()]
            for key, counted in checked.answered.items()
        },
    }


def _cells_of(heading: Heading) -> list[tuple[int, str, str, bool]]:
    keys = {place: key for key, place in heading.places.items()}
    return [
        (place, words, keys.get(place, ""), place in heading.remembered)
        for place, words in sorted(heading.cells.items())
        if words
    ]


def marks_of(lines: Iterable[Entry], notes: Mapping[str, Any], state: str) -> dict[str, Marks]:
    """What the returned workbook says of each line of a run in that state."""
    marks: dict[str, Marks] = {}
    for entry in lines:
        heading = notes["headings"].get(entry.sheet)
        if heading is None:
            continue
        sheet = marks.setdefault(entry.sheet, Marks(heading["row"]))
        sheet.lines[entry.row] = line_words(
            OUTCOME_WORDS[state][entry.outcome],
            [problem.message for problem in entry.problems],
            [*entry.warnings, *entry.kept],
            [f"{label} {old}→{new}" for label, (old, new) in entry.changes.items()],
        )
        places = (heading["places"].get(problem.column) for problem in entry.problems)
        sheet.cells += [(entry.row, place) for place in places if place]
    return marks


def outcomes(lines: Sequence[Entry]) -> dict[str, int]:
    """How many entries there are of each outcome, and how many carry a warning."""
    counted = {"new": 0, "updated": 0, "unchanged": 0, "choose": 0, "refused": 0}
    for entry in lines:
        counted[entry.outcome] += 1
    return counted | {"warned": sum(bool(e.warnings) and not e.problems for e in lines)}


def words(value: Any) -> str:
    """A value as people read it."""
    if value is None or value == "":
        return "（空）"
    if isinstance(value, bool):
        return "是" if value else "否"
    return value.isoformat() if isinstance(value, date) else str(value)
