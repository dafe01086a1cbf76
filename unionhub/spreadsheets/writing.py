"""Columns and rows → a workbook that prints: title, unit, repeated header, totals, sign-off.

Text is always written as a string cell, whatever it begins with, so nothing that somebody typed
can become a formula. Rows are streamed: a long list needs no more memory than a short one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from unionhub.periods import OFFICE_ZONE
from unionhub.spreadsheets import texts
from unionhub.spreadsheets.packing import SteadyArchive
from unionhub.spreadsheets.styles import FORMATS, Cells

Kind = Literal["text", "number", "integer", "money", "day", "percent"]
Value = str | int | float | Decimal | date | bool | None

TOTAL = "合计"
A4 = 9
SAMPLE = 200
LARGEST = 10**15  # beyond it a spreadsheet changes digits


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``percent`` takes percent numbers (90.0), as figures are kept everywhere.

    ``width`` is in characters, two to a Chinese one; 0 measures label and rows. Neighbours with
    the same ``group`` stand under one heading. ``total`` sums the column beneath it.
    """

    label: str
    kind: Kind = "text"
    width: float = 0
    total: bool = False
    group: str = ""


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
    for sheet in sheets:
        _Writer(book, sheet, texts.sheet_name(sheet.name, names)).write()
    target = BytesIO()
    ExcelWriter(book, SteadyArchive(target)).save()
    return target.getvalue()


class _Writer:
    """Writes one sheet from top to bottom; ``line`` is the last row written."""

    def __init__(self, book: Workbook, sheet: Sheet, name: str) -> None:
        self.sheet = sheet
        self.ws = book.create_sheet(name)
        self.merged: list[str] = []
        self.ws.merged_cells = self.merged  # in order, where openpyxl keeps a set
        self.cells = Cells(self.ws)
        self.count = max(len(sheet.columns), 1)
        self.line = 0
        self.sums = [Decimal(0) for _ in sheet.columns]

    def write(self) -> None:
        head = 1 + any(column.group for column in self.sheet.columns)
        above = bool(self.sheet.title) + bool(self._subtitle())
        self._set_page(above + 1, above + head)
        self._set_widths(above, head)
        if self.sheet.title:
            self._row([self.cells.text(self.sheet.title, "title")], 36, merge=[(1, self.count)])
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
        ws.sheet_properties.pageSetUpPr.fitToPage = True
        ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
        ws.page_margins.left = ws.page_margins.right = 0.5
        ws.page_margins.top, ws.page_margins.bottom = 0.6, 0.7
        ws.print_options.horizontalCentered = True
        ws.print_title_rows = f"{first}:{last}"
        ws.oddFooter.center.text = "第 &P 页 共 &N 页"
        ws.freeze_panes = f"{get_column_letter(self.sheet.frozen + 1)}{last + 1}"

    def _set_widths(self, above: int, head: int) -> None:
        rows = self.sheet.rows
        sample = rows[:SAMPLE] if isinstance(rows, Sequence) else ()
        self.widths = []
        for number, column in enumerate(self.sheet.columns):
            width = column.width
            if not width:
                shown = [_shown(row[number], column.kind) for row in sample if number < len(row)]
                width = texts.fitting_width(column.label, shown)
            self.widths.append(width)
            self.ws.column_dimensions[get_column_letter(number + 1)].width = width
        deepest = max(
            (texts.lines(c.label, w) for c, w in zip(self.sheet.columns, self.widths, strict=True)),
            default=1,
        )
        self.ws.row_dimensions[above + head].height = max(22, 15 * deepest + 6)

    def _subtitle(self) -> list[str]:
        parts = self.sheet.subtitle
        return [part for part in ([parts] if isinstance(parts, str) else parts) if part]

    def _write_head(self, head: int) -> None:
        labels = [column.label for column in self.sheet.columns]
        if head == 2:
            top = [column.group or column.label for column in self.sheet.columns]
            spans, start = [], 1
            for group, run in groupby(self.sheet.columns, key=lambda column: column.group):
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
        columns = self.sheet.columns
        padded = [*row, *[None] * (len(columns) - len(row))]
        self._row([self._cell(v, c.kind, look) for v, c in zip(padded, columns, strict=True)])

    def _cell(self, value: Value, kind: Kind, look: str) -> Any:
        plain = _as_kind(value, kind)
        if isinstance(plain, str):
            return self.cells.text(plain, look, centred=kind != "text")
        return self.cells.value(plain, look, FORMATS[kind])

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
        whole = sum(self.widths) or 80
        for note in self.sheet.notes:
            height = 15 * texts.lines(note, whole) + 3
            self._row([self.cells.text(note, "note")], height, merge=[(1, self.count)])

    def _write_parts(self, parts: Sequence[str], look: str, height: float) -> None:
        """Parts of a line spread over the columns, each over its share of the width."""
        spans = texts.shares(self.widths, len(parts))
        if len(spans) < len(parts):
            parts, spans = ["　　".join(parts)], [(1, self.count)]
        row: list[Any] = [None] * self.count
        for number, ((first, _), part) in enumerate(zip(spans, parts, strict=True)):
            side = "left" if number == 0 else "right" if number == len(parts) - 1 else "center"
            row[first - 1] = self.cells.text(
                part, look, side=side if look == "subtitle" else "left"
            )
        self._row(row, height, merge=spans)

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


def _shown(value: Value, kind: Kind) -> str:
    """About what a cell will show, for measuring."""
    plain = _as_kind(value, kind)
    if isinstance(plain, (int, float, Decimal)):
        return f"{plain:,.2f}" if kind == "money" else f"{plain:,}"
    return "" if plain is None else str(plain)


def _as_kind(value: Value, kind: Kind) -> str | int | float | Decimal | date | None:
    """A value as its column wants it; what does not fit is shown as text, never dropped."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        value = value.astimezone(OFFICE_ZONE).date() if value.tzinfo else value.date()
    if isinstance(value, str) or kind == "text":
        return str(value)
    if kind == "day":
        return value if isinstance(value, date) and value.year >= 1900 else str(value)
    if isinstance(value, date):
        return str(value)
    exact = Decimal(str(value))
    if not exact.is_finite() or abs(exact) >= LARGEST:
        return str(value)
    return exact / 100 if kind == "percent" else value
