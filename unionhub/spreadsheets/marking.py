"""The process that marks one workbook: orders and bytes on standard input, a workbook out."""

from __future__ import annotations

import json
import os
import sys
from io import BytesIO
from typing import Any

import openpyxl.reader.excel
from openpyxl import load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from unionhub.caging import guard, limit
from unionhub.spreadsheets.refusing import Limits
from unionhub.spreadsheets.returning import HEADING
from unionhub.spreadsheets.scanning import prepare

FILE_BYTES = 128 * 2**20
WIDTH = 50
_BAD = PatternFill("solid", fgColor="FFC7CE")
_RED = Font(color="9C0006")


def main() -> int:
    orders = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**orders["limits"])
    limit(memory=limits.memory, cpu_seconds=limits.cpu_seconds, file_bytes=FILE_BYTES)
    sys.addaudithook(guard([os.getcwd()]))
    try:
        # The archive as it was checked and packed anew for reading: XML only.
        _, packed = prepare(sys.stdin.buffer.read(), limits)
        sys.stdout.buffer.write(mark(packed, orders["marks"]))
    except BaseException:
        return 3
    return 0


def mark(content: bytes, marks: dict[str, Any]) -> bytes:
    openpyxl.reader.excel.find_images = lambda *_: ([], [])  # they were not packed
    book = load_workbook(BytesIO(content), data_only=True, keep_links=False)
    for sheet in book.worksheets:
        if sheet.title in marks:
            _mark_sheet(sheet, marks[sheet.title])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _mark_sheet(sheet: Any, marks: dict[str, Any]) -> None:
    heading = marks["heading_row"]
    place = _place(sheet, heading)
    _write(sheet, heading, place, HEADING)
    sheet.column_dimensions[get_column_letter(place)].width = WIDTH
    for row, words in marks["lines"].items():
        _write(sheet, int(row), place, words)
    for row, column in marks["cells"]:
        sheet.cell(row, column).fill = _BAD
        sheet.cell(row, place).font = _RED


def _place(sheet: Any, heading: int) -> int:
    """The column of an earlier result, emptied, or the one after the last filled."""
    filled = {c.column: c.row for row in sheet.iter_rows() for c in row if c.value is not None}
    for column in filled:
        if sheet.cell(heading, column).value == HEADING:
            for row in range(heading + 1, sheet.max_row + 1):
                sheet.cell(row, column).value = None
            return int(column)
    return int(max(filled, default=0)) + 1


def _write(sheet: Any, row: int, column: int, words: str) -> None:
    cell = sheet.cell(row, column)
    cell.value = words
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="center")


if __name__ == "__main__":
    sys.exit(main())
