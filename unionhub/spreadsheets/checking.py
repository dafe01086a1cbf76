"""Lines of a sheet as an office has it: title above, heading somewhere, totals and notes below.

``check`` finds the heading, reads every line through the columns' readers and tells each problem
by sheet, Excel row and column. It knows no record and saves nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from unionhub.spreadsheets.cells import CellProblem, answered, fold, is_blank, plain_text
from unionhub.spreadsheets.columns import NO_ANSWERS, Answers, Column
from unionhub.spreadsheets.headings import Heading, find_heading
from unionhub.spreadsheets.reading import Cell, Sheet
from unionhub.spreadsheets.totals import doubts, is_totals

LONGEST_NOTE_START = 14
NO_HEADING = "没有找到表头"
_NOTE = re.compile(
    r"(?:注|备注|附注|说明|填表|填报|制表|审核|复核|审批|经办|负责人|单位负责|单位盖章|公章|"
    r"联系人|联系电话|报送|签字|签章|主席|日期)"
)
_SENTENCE = re.compile(r"\w{4}[，。；！]")

ASKED = ("choice_unknown", "yes_no_format")  # words that a list does not have
LONGEST_WORD = 40
_LONG_NUMBER = re.compile(r"\d{7,}")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong where. ``row`` is Excel's own number; 0 and an empty column mean the sheet."""

    sheet: str
    row: int
    column: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet. ``values`` has None for blanks and no key for columns not there."""

    sheet: str
    row: int
    values: Mapping[str, Any]
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Checked:
    """What a workbook holds for these columns.

    ``lines``: all of them, in order; those with problems are not to be taken.
    ``problems``: of lines and of sheets. ``ignored``: headings nobody asked for, by sheet.
    ``unread``: sheets that were not read, with the reason. ``headings``: of those that were.
    ``unknown``: key → words no list has, with how many lines have them; ``answered``: key →
    (word, what the office says it means) of those that were read so. ``totals``: what to say of
    totals that differ from the lines.
    """

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: dict[str, list[str]] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    headings: dict[str, Heading] = field(default_factory=dict)
    totals: list[str] = field(default_factory=list)
    unknown: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    answered: dict[str, Counter[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(Counter)
    )

    @property
    def good(self) -> list[Line]:
        return [line for line in self.lines if not line.problems]


def check(
    sheets: Iterable[Sheet], columns: Sequence[Column], answers: Answers = NO_ANSWERS
) -> Checked:
    """Read the lines of all visible sheets that have a heading with some of the columns."""
    checked = Checked()
    for sheet in sheets:
        if sheet.hidden:
            checked.unread[sheet.name] = "隐藏的工作表不读取"
            continue
        heading = find_heading(sheet.rows, columns, answers, sheet.name)
        if heading is None:
            checked.unread[sheet.name] = NO_HEADING
        else:
            _check_sheet(sheet, heading, columns, answers, checked)
    if not checked.lines and not checked.problems:
        wanted = "、".join(column.label for column in columns if column.required)
        if NO_HEADING in checked.unread.values():
            message = f"没有找到表头：表中应有一行写着{wanted}等栏目名称，且工作表未隐藏。"
            checked.problems.append(Problem("", 0, "", "heading_missing", message))
        else:
            checked.problems.append(
                Problem("", 0, "", "no_lines", "表头以下没有可读的内容，请核对文件。")
            )
    return checked


def _check_sheet(
    sheet: Sheet,
    heading: Heading,
    columns: Sequence[Column],
    answers: Answers,
    checked: Checked,
) -> None:
    checked.headings[sheet.name] = heading
    checked.ignored[sheet.name] = heading.ignored
    row = heading.rows[-1]
    faults = _heading_faults(sheet.name, row, heading, columns)
    checked.problems += faults
    if faults:
        return
    read = len(checked.lines)
    present = [column for column in columns if column.key in heading.places]
    for number, own in _rows(sheet, heading, present):
        line = _line(sheet.name, number, own, present, answers, checked)
        checked.lines.append(line)
        checked.problems += line.problems
    lines = {line.row for line in checked.lines[read:]}
    checked.totals += doubts(sheet, row, heading.cells, lines)


def _heading_faults(
    name: str, row: int, heading: Heading, columns: Sequence[Column]
) -> list[Problem]:
    """Columns that have to be there and are not, and those that are there twice."""
    missing = [
        Problem(
            name,
            row,
            column.label,
            "column_missing",
            f"缺少“{column.label}”一栏，请补上该栏后重新上传。",
        )
        for column in columns
        if column.required and column.key not in heading.places
    ]
    twice = [
        Problem(
            name,
            row,
            column.label,
            "column_twice",
            f"有两栏都叫“{heading.twice[column.key]}”，请改名或删去不用的一栏。",
        )
        for column in columns
        if column.key in heading.twice
    ]
    return missing + twice


def _rows(
    sheet: Sheet, heading: Heading, columns: Sequence[Column]
) -> Iterator[tuple[int, dict[str, Cell]]]:
    """(Excel's row number, cells by key) of each line."""
    spread = _spreading(sheet, heading, columns)
    for number, cells in sheet.rows:
        if number <= heading.rows[-1]:
            continue
        own = {
            column.key: cells[place] if (place := heading.places[column.key]) < len(cells) else None
            for column in columns
        }
        if _is_no_line(cells, own, heading):
            continue
        for column in columns:
            if column.spreads and is_blank(own[column.key]):
                own[column.key] = spread.get((number, heading.places[column.key]))
        yield number, own


def _is_no_line(cells: Sequence[Cell], own: Mapping[str, Cell], heading: Heading) -> bool:
    """Blank (or only numbered), totals, notes and signatures, the heading once more."""
    filled = [key for key, cell in own.items() if not is_blank(cell)]
    if not filled:
        return True
    if all(own[key] == heading.words[key] for key in filled) and len(filled) > 1:
        return True
    if is_totals(cells):
        return True
    first = next(cell for cell in cells if not is_blank(cell))
    if not isinstance(first, str):
        return False
    if _SENTENCE.search(first) and sum(not is_blank(cell) for cell in cells) == 1:
        return True
    start = "".join(first.split())[:LONGEST_NOTE_START]
    colon = "：" in start or ":" in start
    return bool(colon and _NOTE.match(start)) or start.rstrip("：:") in ("注", "备注", "说明")


def _spreading(
    sheet: Sheet, heading: Heading, columns: Sequence[Column]
) -> dict[tuple[int, int], Cell]:
    """(row, place) → the value of the merged cell it is part of, in columns that spread."""
    wanted = {heading.places[column.key] for column in columns if column.spreads}
    rows = dict(sheet.rows)
    found: dict[tuple[int, int], Cell] = {}
    for top, left, bottom, _ in sheet.merged:
        place = left - 1
        if place in wanted and top > heading.rows[-1] and place < len(rows.get(top, ())):
            found |= {(row, place): rows[top][place] for row in range(top, bottom + 1)}
    return found


def _line(
    sheet: str,
    number: int,
    own: Mapping[str, Cell],
    columns: Sequence[Column],
    answers: Answers,
    checked: Checked,
) -> Line:
    values: dict[str, Any] = {}
    problems = []
    for column in columns:
        cell = own[column.key]
        values[column.key] = None
        if is_blank(cell) and (column.may_lack or not column.required):
            continue
        try:
            values[column.key] = _value(column, cell, answers, checked)
        except CellProblem as problem:
            if problem.code in ASKED:
                _ask(column, cell, checked)
            message = f"{column.label}：{problem.message}"
            problems.append(Problem(sheet, number, column.label, problem.code, message))
    return Line(sheet, number, values, tuple(problems))


def _value(column: Column, cell: Cell, answers: Answers, checked: Checked) -> Any:
    """What the cell says, by the office's own answer where the list does not have its word."""
    said = answers.values.get(column.key)
    if said and isinstance(cell, str) and (answer := said.get(fold(cell))) is not None:
        checked.answered[column.key][plain_text(cell), answer] += 1
        return answered(column.read, answer) if answer else None
    return column.read(cell)


def _ask(column: Column, cell: Cell, checked: Checked) -> None:
    """Note a word to ask about; one with a long number in it may be anything and is not shown."""
    word = plain_text(cell)
    if len(word) <= LONGEST_WORD and not _LONG_NUMBER.search(word):
        checked.unknown[column.key][word] += 1
