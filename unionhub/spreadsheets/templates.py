"""An empty workbook to be filled in: headings, drop-downs, and a sheet that explains them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from unionhub.spreadsheets.styles import TEXT_FORMAT

ROWS = 2000  # lines that have drop-downs
EXPLAINED, LISTS = "填写说明", "可填内容"
_HEAD = PatternFill("solid", fgColor="F2F2F2")
_MUST = Font(name="宋体", size=11, bold=True, color="B42318")
_MAY = Font(name="宋体", size=11, bold=True)


@dataclass(frozen=True, slots=True)
class Blank:
    """One column to be filled in: heading, what to write, an example, the words of a list."""

    label: str
    rule: str = ""
    example: str = ""
    choices: Sequence[str] = ()
    required: bool = False
    width: int = 14


def blank_workbook(name: str, columns: Sequence[Blank]) -> bytes:
    """A sheet of that name with text columns and drop-downs, and two sheets that explain it.

    Those have no heading a reader would know, so that the filled workbook reads as it is.
    """
    book = Workbook()
    sheet, explained, lists = book.active, book.create_sheet(EXPLAINED), book.create_sheet(LISTS)
    sheet.title = name
    sheet.freeze_panes = "B2"
    explained.append(["栏目", "要求", "示例"])
    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        cell = sheet.cell(1, number, column.label)
        cell.font, cell.fill = _MUST if column.required else _MAY, _HEAD
        cell.alignment = Alignment(horizontal="center")
        # Text, so that long numbers keep all their digits.
        sheet.column_dimensions[letter].number_format = TEXT_FORMAT
        sheet.column_dimensions[letter].width = column.width
        for row in range(2, 102):
            sheet.cell(row, number).number_format = TEXT_FORMAT
        if column.choices:
            _add_list(sheet, lists, number, column)
        must = "必填。" if column.required else ""
        explained.append([column.label, must + column.rule, column.example])
    for ws, widths in ((explained, (16, 60, 24)), (lists, ())):
        for number, width in enumerate(widths, 1):
            ws.column_dimensions[get_column_letter(number)].width = width
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _add_list(sheet: Any, lists: Any, number: int, column: Blank) -> None:
    """The drop-down of a column: its words stand on the sheet of lists, however many they are."""
    place = lists.max_column + (1 if lists.cell(1, 1).value else 0)
    letter = get_column_letter(place)
    for row, word in enumerate((f"{column.label}可填", *column.choices), 1):
        lists.cell(row, place, word)
    lists.column_dimensions[letter].width = 18
    rule = DataValidation(
        type="list",
        formula1=f"'{LISTS}'!${letter}$2:${letter}${len(column.choices) + 1}",
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=column.label,
        error="请从下拉列表中选择。",
    )
    sheet.add_data_validation(rule)
    target = get_column_letter(number)
    rule.add(f"{target}2:{target}{ROWS}")
