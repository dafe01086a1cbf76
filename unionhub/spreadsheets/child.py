"""The process that reads one workbook: limits and bytes on standard input, lines of JSON out.

First line in: the limits; the rest is the file. Out: per worksheet a line ``{"sheet": …}``, per
filled row ``[row number, [cells]]``, at the end ``{"end": true}`` or ``{"refused": [code, text]}``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from math import isfinite
from typing import Any

import python_calamine

from unionhub.caging import guard, limit
from unionhub.spreadsheets.refusing import Limits, WorkbookRefused, damaged
from unionhub.spreadsheets.scanning import SheetPlan, column_letters, prepare

FILE_BYTES = 256 * 2**20
ERROR = {"e": 1}


def main() -> int:
    limits = Limits(**json.loads(sys.stdin.buffer.readline()))
    limit(memory=limits.memory, cpu_seconds=limits.cpu_seconds, file_bytes=FILE_BYTES)
    sys.addaudithook(guard())
    try:
        for line in read(sys.stdin.buffer.read(), limits):
            write(line)
        write({"end": True})
    except WorkbookRefused as refusal:
        write({"refused": [refusal.code, refusal.message]})
    except MemoryError:
        return 3
    except BaseException:  # the parser of cells panics with something that is no Exception
        write({"refused": [damaged().code, damaged().message]})
    return 0


def write(line: Any) -> None:
    sys.stdout.write(json.dumps(line) + "\n")


def read(content: bytes, limits: Limits) -> Iterator[Any]:
    plans, packed = prepare(content, limits)
    book = python_calamine.load_workbook(BytesIO(packed))
    left = limits.characters
    for plan in plans:
        if plan.hidden or not plan.last_row:
            yield {"sheet": plan.name, "hidden": plan.hidden, "merged": []}
            continue
        sheet = book.get_sheet_by_name(plan.name)
        yield {"sheet": plan.name, "hidden": False, "merged": merged(sheet, plan.last_row)}
        for number, cells in rows(sheet, plan):
            left -= check_lengths(plan, number, cells, limits)
            if left < 0:
                raise WorkbookRefused("too_many_cells", "的文字过多，请分成几个文件上传。")
            yield [number, cells]


def merged(sheet: Any, last_row: int) -> list[tuple[int, int, int, int]]:
    """Areas over several rows: first row, first column, last row, last column, from 1."""
    areas = [
        (top + 1, left + 1, min(bottom + 1, last_row), right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    ]
    return [area for area in areas if area[0] < area[2]]


def rows(sheet: Any, plan: SheetPlan) -> Iterator[tuple[int, list[Any]]]:
    """Filled rows by Excel's own numbers, their cells from column A on."""
    before: list[Any] = [None] * (sheet.start[1] if sheet.start else 0)
    errors: dict[int, list[int]] = {}
    for row, column in plan.errors:
        errors.setdefault(row, []).append(column)
    for number, values in enumerate(sheet.iter_rows(), 1):
        cells = before + [plain(value) for value in values]
        for column in errors.pop(number, ()):
            cells += [None] * (column - len(cells))
            cells[column - 1] = ERROR
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            yield number, cells
    # Rows of nothing but errors below the last value.
    for number, columns in sorted(errors.items()):
        yield number, [ERROR if c in columns else None for c in range(1, max(columns) + 1)]


def plain(value: Any) -> Any:
    """A cell for JSON: whole floats as int, blank text as None, days and moments marked."""
    if isinstance(value, str):
        clean = value.encode("utf-8", "ignore").decode()
        return clean if clean.strip() else None
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, float)):
        if not isfinite(value):
            return ERROR
        return int(value) if abs(value) < 10**20 and value == int(value) else value
    if isinstance(value, datetime):
        if value.year < 1900:
            return ERROR
        if value.time() == time():
            return {"d": value.date().isoformat()}
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()} if value.year >= 1900 else ERROR
    return str(value) if isinstance(value, (time, timedelta)) else ERROR


def check_lengths(plan: SheetPlan, number: int, cells: list[Any], limits: Limits) -> int:
    """Characters of a row. Raises WorkbookRefused naming a cell no spreadsheet program writes."""
    total = 0
    for column, cell in enumerate(cells, 1):
        length = len(cell) if isinstance(cell, str) else 8
        if length > limits.cell_characters:
            raise WorkbookRefused(
                "cell_too_long",
                f"的工作表“{plan.name}”{column_letters(column)}{number}格的文字过长，"
                f"超过{limits.cell_characters}字，请缩短后重新上传。",
            )
        total += length
    return total


if __name__ == "__main__":
    sys.exit(main())
