"""Columns and rows → a workbook that prints: title, unit, repeated header, totals, sign-off.

Text is always written as a string cell, whatever it begins with, so nothing that somebody typed
can become a formula. Rows are streamed: a long list needs no more memory than a short one.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.writer.excel import ExcelWriter

from unionhub.periods import OFFICE_ZONE
from unionhub.spreadsheets import texts
from unionhub.spreadsheets.packing import SteadyArchive
from unionhub.spreadsheets.styles import FORMATS, Cells
from unionhub.spreadsheets.values import Kind, Value, as_kind, shown, typed

TOTAL = "合计"
A4 = 9
SAMPLE = 200
LAST_ROW = 1_048_576
PAGE_PIXELS = 1020  # printable width of A4 landscape at 96 dpi
DIGIT_PIXELS = 9.5  # a column's unit; 7 with the usual font, more where another takes its place


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``percent`` takes percent numbers (90.0), as figures are kept everywhere.

    ``width`` is in characters, two to a Chinese one; 0 measures label and rows. Neighbours with
    the same ``group`` stand under one heading. ``total`` sums the column beneath it.
    ``new_page``: when printed, a page begins here; every page repeats the frozen columns.
    """

    label: str
    kind: Kind = "text"
    width: float = 0
    total: bool = False
    group: str = ""
    new_page: bool = False


class TooManyRows(ValueError):
    """More rows than a worksheet can hold."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet. ``subtitle``: one line, or its parts from left to right.

    ``totals``: None sums the columns marked total, False writes no totals row, a sequence is
    written as it is (for counts that do not add up, such as distinct people).
    ``frozen``: columns on the left that stay in view.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    subtitle: str | Sequence[str] = ""
    totals: Sequence[Value] | Literal[False] | None = None
    sign_off: Sequence[str] = ("填报人", "审核人", "日期")
    notes: Sequence[str] = ()
    frozen: int = 0


def write_workbook(
    sheets: Sequence[Sheet], *, creator: str = "UnionHub", created: datetime | None = None
) -> bytes:
    """The workbook as bytes; the same sheets, creator and moment give the same bytes."""
    moment = (created or datetime.now(OFFICE_ZONE)).astimezone(UTC).replace(tzinfo=None)
    book = Workbook(write_only=True)
    book.properties.creator = book.properties.lastModifiedBy = creator
    book.properties.created = book.properties.modified = moment.replace(microsecond=0)
    names: set[str] = set()
    try:
        for sheet in sheets:
            _Writer(book, sheet, texts.sheet_name(sheet.name, names)).write()
    except BaseException:
        _discard(book)
        raise
    target = BytesIO()
    ExcelWriter(book, SteadyArchive(target)).save()
    return target.getvalue()


def _discard(book: Workbook) -> None:
    """Remove the drafts of a workbook that failed: people's data do not stay on disk."""
    for ws in book.worksheets:
        with suppress(Exception):
            ws.close()
        ws._writer.cleanup()


class _Writer:
    """Writes one sheet from top to bottom; ``line`` is the last row written."""

    def __init__(self, book: Workbook, sheet: Sheet, name: str) -> None:
        self.sheet = sheet
        self.ws = book.create_sheet(name)
        self.merged: list[str] = []
        self.ws.merged_cells = self.merged  # in order, where openpyxl keeps a set
        self.cells = Cells(self.ws)
        self.count = max(len(sheet.columns), 1)
        self.pages = _pages(sheet, self.count)
        self.line = 0
        self.sums = [Decimal(0) for _ in sheet.columns]

    def write(self) -> None:
        head = 1 + any(column.group for column in self.sheet.columns)
        above = bool(self.sheet.title) + bool(self._subtitle())
        self._set_page(above + 1, above + head)
        self._set_widths(above, head)
        if self.sheet.title:
            self._write_parts([self.sheet.title], "title", 36)
        if self._subtitle():
            self._write_parts(self._subtitle(), "subtitle", 20)
        self._write_head(head)
        for row in self.sheet.rows:
            self._write_values(row, "body")
            self._add_up(row)
        self._write_totals()
        self._write_foot()

    def _set_page(self, first: int, last: int) -> None:
        ws = self.ws
        ws.page_setup.orientation, ws.page_setup.paperSize = "landscape", A4
        ws.page_margins.left = ws.page_margins.right = 0.5
        ws.page_margins.top, ws.page_margins.bottom = 0.6, 0.7
        ws.print_options.horizontalCentered = True
        ws.print_title_rows = f"{first}:{last}"
        ws.oddFooter.center.text = "第 &P 页 共 &N 页"
        ws.freeze_panes = f"{get_column_letter(self.sheet.frozen + 1)}{last + 1}"
        if len(self.pages) > 1 and self.sheet.frozen:
            ws.print_title_cols = f"A:{get_column_letter(self.sheet.frozen)}"

    def _set_widths(self, above: int, head: int) -> None:
        rows = self.sheet.rows
        sample = rows[:SAMPLE] if isinstance(rows, Sequence) else ()
        self.widths = []
        for number, column in enumerate(self.sheet.columns):
            width = column.width
            if not width:
                cells = [shown(row[number], column.kind) for row in sample if number < len(row)]
                width = texts.fitting_width(column.label, cells)
            self.widths.append(width)
            self.ws.column_dimensions[get_column_letter(number + 1)].width = width
        deepest = max(
            (texts.lines(c.label, w) for c, w in zip(self.sheet.columns, self.widths, strict=True)),
            default=1,
        )
        self.ws.row_dimensions[above + head].height = max(22, 15 * deepest + 6)
        self._fit_pages()

    def _fit_pages(self) -> None:
        """One page wide; or, where columns begin pages of their own, so many at one scale."""
        ws = self.ws
        if len(self.pages) == 1:
            ws.sheet_properties.pageSetUpPr.fitToPage = True
            ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
            return
        kept = self.widths[: self.sheet.frozen]
        pixels = max(
            sum(width * DIGIT_PIXELS + 5 for width in [*kept, *self.widths[first - 1 : last]])
            for first, last in self.pages
        )
        ws.page_setup.scale = min(100, int(100 * PAGE_PIXELS / pixels))
        ws.page_setup.pageOrder = "overThenDown"
        for first, _ in self.pages[1:]:
            ws.col_breaks.append(Break(id=first - 1))

    def _subtitle(self) -> list[str]:
        parts = self.sheet.subtitle
        return [part for part in ([parts] if isinstance(parts, str) else parts) if part]

    def _write_head(self, head: int) -> None:
        labels = [column.label for column in self.sheet.columns]
        if head == 2:
            top = [column.group or column.label for column in self.sheet.columns]
            spans, start = [], 1
            begins = [first for first, _ in self.pages]
            numbered = [(bisect(begins, n), c.group) for n, c in enumerate(self.sheet.columns, 1)]
            for (_, group), run in groupby(numbered):
                end = start + len(list(run)) - 1
                spans += [(start, end)] if group else []
                start = end + 1
            self._row([self.cells.text(text, "head") for text in top], 22, merge=spans)
            for number, column in enumerate(self.sheet.columns, 1):
                if not column.group:
                    letter = get_column_letter(number)
                    self.merged.append(f"{letter}{self.line}:{letter}{self.line + 1}")
                    labels[number - 1] = ""
        self._row([self.cells.text(label, "head") for label in labels])

    def _write_values(self, row: Sequence[Value], look: str) -> None:
        if self.line >= LAST_ROW:
            raise TooManyRows(f"{self.sheet.name}超过{LAST_ROW:,}行，一张工作表放不下。")
        columns = self.sheet.columns
        padded = [*row, *[None] * (len(columns) - len(row))]
        self._row([self._cell(v, c.kind, look) for v, c in zip(padded, columns, strict=True)])

    def _cell(self, value: Value, kind: Kind, look: str) -> Any:
        one = typed(value, kind)
        plain = as_kind(one.value, one.kind)
        if isinstance(plain, str):
            return self.cells.text(plain, look, centred=one.kind != "text")
        return self.cells.value(plain, look, FORMATS[one.kind])

    def _add_up(self, row: Sequence[Value]) -> None:
        for number, column in enumerate(self.sheet.columns[: len(row)]):
            if column.total and isinstance(row[number], (int, float, Decimal)):
                self.sums[number] += Decimal(str(row[number]))

    def _write_totals(self) -> None:
        totals, columns = self.sheet.totals, self.sheet.columns
        if totals is False or (totals is None and not any(c.total for c in columns)):
            return
        if totals is None:
            totals = [s if c.total else None for s, c in zip(self.sums, columns, strict=True)]
        if totals and totals[0] is None:
            totals = [TOTAL, *totals[1:]]
        self._write_values(totals, "total")

    def _write_foot(self) -> None:
        if self.sheet.sign_off:
            self._write_parts([f"{label}：" for label in self.sheet.sign_off], "foot", 30)
        first, last = self.pages[0]
        whole = sum(self.widths[first - 1 : last]) or 80
        for note in self.sheet.notes:
            height = 15 * texts.lines(note, whole) + 3
            cells = [None] * (first - 1) + [self.cells.text(note, "note")]
            self._row(cells, height, merge=[(first, last)])

    def _write_parts(self, parts: Sequence[str], look: str, height: float) -> None:
        """Parts of a line, on each page, spread over its columns by their share of its width."""
        row: list[Any] = [None] * self.count
        merge = []
        for begin, end in self.pages:
            spans, words = texts.shares(self.widths[begin - 1 : end], len(parts)), parts
            if len(spans) < len(parts):
                spans, words = [(1, end - begin + 1)], ["　　".join(parts)]
            for number, ((first, last), word) in enumerate(zip(spans, words, strict=True)):
                cell = self.cells.text(word, look, side=_side(look, number, words))
                row[begin + first - 2] = cell
                merge.append((begin + first - 1, begin + last - 1))
        self._row(row, height, merge=merge)

    def _row(
        self, cells: list[Any], height: float = 0, merge: Iterable[tuple[int, int]] = ()
    ) -> None:
        self.line += 1
        if height:
            self.ws.row_dimensions[self.line].height = height
        for first, last in merge:
            if first < last:
                ends = (get_column_letter(first), get_column_letter(last))
                self.merged.append(f"{ends[0]}{self.line}:{ends[1]}{self.line}")
        self.ws.append(cells)


def _pages(sheet: Sheet, count: int) -> list[tuple[int, int]]:
    """First and last column of each printed page, the repeated columns left out."""
    begins = [n for n, column in enumerate(sheet.columns, 1) if column.new_page]
    if not begins:
        return [(1, count)]
    begins = sorted({sheet.frozen + 1, *begins})
    return list(zip(begins, [*(n - 1 for n in begins[1:]), count], strict=True))


def _side(look: str, number: int, parts: Sequence[str]) -> str:
    """Of the parts of a line above the table the first stands left, the last right."""
    if look == "title":
        return "center"
    if look != "subtitle" or number == 0:
        return "left"
    return "right" if number == len(parts) - 1 else "center"
