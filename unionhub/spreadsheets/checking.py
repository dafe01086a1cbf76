"""Lines of a sheet as an office has it: title above, heading somewhere, totals and notes below.

``check`` finds the heading, reads every line through the columns' readers and tells each problem
by sheet, Excel row and column. It knows no record and saves nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from unionhub.spreadsheets.cells import CellProblem, Reader, fold, is_blank, plain_text
from unionhub.spreadsheets.reading import Cell, Sheet

HEADING_WITHIN = 30  # filled rows in which the heading is looked for
LONGEST_NOTE_START = 14
NO_HEADING = "没有找到表头"
_TOTALS = re.compile(r"(?:本页|本表|总)?(?:合计|总计|小计|共计|累计)\d*[人户名元]*")
_NOTE = re.compile(
    r"(?:注|备注|附注|说明|填表|填报|制表|审核|复核|审批|经办|负责人|单位负责|单位盖章|公章|"
    r"联系人|联系电话|报送|签字|签章|主席|日期)"
)
_SENTENCE = re.compile(r"\w{4}[，。；！]")
# A remark in brackets, but not one that changes the unit: 金额（万元） is not 金额.
_DECORATION = re.compile(r"[（(][^（）()万]*[)）]|[*＊:：、,，.。·/／\-—_“”\"'《》【】\[\]]")

Row = tuple[int, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column to read: the key of its value, the heading as printed and as others print it.

    ``required``: the sheet must have the column, and each line a value in it.
    ``spreads``: a cell merged over several rows holds for each of them (unit, village; not money).
    """

    key: str
    label: str
    read: Reader
    synonyms: Sequence[str] = ()
    required: bool = False
    spreads: bool = False


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
    """

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: dict[str, list[str]] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    headings: dict[str, Heading] = field(default_factory=dict)

    @property
    def good(self) -> list[Line]:
        return [line for line in self.lines if not line.problems]


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the heading is: its rows, and for each column found its place and its words."""

    rows: range
    places: Mapping[str, int]
    words: Mapping[str, str]
    twice: Mapping[str, str]
    ignored: Sequence[str]


def check(sheets: Iterable[Sheet], columns: Sequence[Column]) -> Checked:
    """Read the lines of all visible sheets that have a heading with some of the columns."""
    checked = Checked()
    for sheet in sheets:
        if sheet.hidden:
            checked.unread[sheet.name] = "隐藏的工作表不读取"
        elif (heading := _find_heading(sheet.rows, columns)) is None:
            checked.unread[sheet.name] = NO_HEADING
        else:
            _check_sheet(sheet, heading, columns, checked)
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


def heading_key(text: str) -> str:
    """What two spellings of a heading have in common: no blanks, marks and remarks in brackets."""
    bare = fold(_DECORATION.sub("", text))
    return bare or fold(text)


def _check_sheet(
    sheet: Sheet, heading: Heading, columns: Sequence[Column], checked: Checked
) -> None:
    checked.headings[sheet.name] = heading
    checked.ignored[sheet.name] = list(heading.ignored)
    row = heading.rows[-1]
    missing = [
        Problem(
            sheet.name,
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
            sheet.name,
            row,
            column.label,
            "column_twice",
            f"有两栏都叫“{heading.twice[column.key]}”，请改名或删去不用的一栏。",
        )
        for column in columns
        if column.key in heading.twice
    ]
    checked.problems += missing + twice
    if missing or twice:
        return
    present = [column for column in columns if column.key in heading.places]
    for line in _lines(sheet, heading, present):
        checked.lines.append(line)
        checked.problems += line.problems


def _find_heading(rows: Sequence[Row], columns: Sequence[Column]) -> Heading | None:
    """The row with the most known headings (two at least), and those next to it that add some."""
    known = {}
    for column in columns:
        for word in (column.label, *column.synonyms):
            known[heading_key(word)] = column.key
    first = rows[:HEADING_WITHIN]
    found = [_matches(cells, known) for _, cells in first]
    best = max(range(len(first)), key=lambda n: len(set(found[n].values())), default=None)
    if best is None or len(set(found[best].values())) < min(2, len(columns)):
        return None
    start = end = best
    while start > 0 and _adds(found[start - 1], found[start : end + 1], first, start):
        start -= 1
    while end + 1 < len(first) and _adds(found[end + 1], found[start : end + 1], first, end + 1):
        end += 1
    numbers = range(first[start][0], first[end][0] + 1)
    return _heading(numbers, first[start : end + 1], found[start : end + 1], columns)


def _matches(cells: Sequence[Cell], known: Mapping[str, str]) -> dict[int, str]:
    """Place → key of the cells of a row that are known headings."""
    return {
        place: known[heading_key(cell)]
        for place, cell in enumerate(cells)
        if isinstance(cell, str) and heading_key(cell) in known
    }


def _adds(more: dict[int, str], have: list[dict[int, str]], rows: Sequence[Row], at: int) -> bool:
    """Does the neighbour row (two rows, one heading) name columns not named yet, at free places?"""
    if rows[at][0] - rows[at - 1][0] != 1:
        return False
    places = {place for one in have for place in one}
    keys = {key for one in have for key in one.values()}
    return bool(more) and not keys & set(more.values()) and not places & set(more)


def _heading(
    numbers: range,
    rows: Sequence[Row],
    found: Sequence[dict[int, str]],
    columns: Sequence[Column],
) -> Heading:
    labels = {column.key: heading_key(column.label) for column in columns}
    places: dict[str, list[tuple[int, str]]] = defaultdict(list)
    others: dict[int, str] = {}
    for (_, cells), matches in zip(rows, found, strict=True):
        others |= {n: plain_text(c) for n, c in enumerate(cells) if isinstance(c, str)}
        for place, key in matches.items():
            places[key].append((place, str(cells[place])))
    chosen, twice = {}, {}
    for key, hits in places.items():
        # The heading as we print it goes before a synonym; two of a kind are no choice of ours.
        exact = [hit for hit in hits if heading_key(hit[1]) == labels[key]]
        if len(exact or hits) > 1:
            twice[key] = (exact or hits)[0][1].strip()
        chosen[key] = (exact or hits)[0]
    taken = {place for hits in places.values() for place, _ in hits}
    return Heading(
        numbers,
        {key: place for key, (place, _) in chosen.items()},
        {key: word for key, (_, word) in chosen.items()},
        twice,
        [word for place, word in sorted(others.items()) if place not in taken],
    )


def _lines(sheet: Sheet, heading: Heading, columns: Sequence[Column]) -> Iterator[Line]:
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
        yield _line(sheet.name, number, own, columns)


def _is_no_line(cells: Sequence[Cell], own: Mapping[str, Cell], heading: Heading) -> bool:
    """Blank (or only numbered), totals, notes and signatures, the heading once more."""
    filled = [key for key, cell in own.items() if not is_blank(cell)]
    if not filled:
        return True
    if all(own[key] == heading.words[key] for key in filled) and len(filled) > 1:
        return True
    first = next(cell for cell in cells if not is_blank(cell))
    if not isinstance(first, str):
        return False
    if _TOTALS.fullmatch(heading_key(first)):
        return True
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


def _line(sheet: str, number: int, own: Mapping[str, Cell], columns: Sequence[Column]) -> Line:
    values: dict[str, Any] = {}
    problems = []
    for column in columns:
        cell = own[column.key]
        values[column.key] = None
        if is_blank(cell) and not column.required:
            continue
        try:
            values[column.key] = column.read(cell)
        except CellProblem as problem:
            message = f"{column.label}：{problem.message}"
            problems.append(Problem(sheet, number, column.label, problem.code, message))
    return Line(sheet, number, values, tuple(problems))
