"""Rosters as offices have them: rows of plain values made into a workbook."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.factories.members import id_number

SHEET = "花名册"
HEAD = ("序号", "姓名", "身份证号")


def number(n, born=date(1980, 5, 1)):
    """The n-th valid number: odd n are men, even n women."""
    return id_number(n, born)


def saved(*sheets, mac=False):
    """(name, rows, merged areas, hidden) of each sheet → the bytes of a workbook."""
    book = Workbook()
    book.remove(book.active)
    if mac:
        book.epoch = CALENDAR_MAC_1904
    for name, rows, *more in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for area in more[0] if more else ():
            sheet.merge_cells(area)
        if len(more) > 1 and more[1]:
            sheet.sheet_state = "hidden"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def roster(*people, head=HEAD):
    """A plain roster: a head, and numbered lines of (name, number, …)."""
    rows = [head, *((n, *person) for n, person in enumerate(people, 1))]
    return saved((SHEET, rows))


def cells_of(content, sheet=SHEET):
    """Rows of values of a workbook."""
    return [list(row) for row in load_workbook(BytesIO(content))[sheet].values]
