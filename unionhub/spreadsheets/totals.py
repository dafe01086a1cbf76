"""Totals an office writes below its lines: not read as lines, but held against their number."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from unionhub.spreadsheets.cells import is_blank
from unionhub.spreadsheets.columns import heading_key
from unionhub.spreadsheets.reading import Cell, Sheet

_TOTALS = re.compile(r"(?:本页|本表|总)?(?:合计|总计|小计|共计|累计)\d*[人户名元]*")
_OF_A_PART = ("小计", "本页")
_HEADS = re.compile(r"(\d+)\s*[人名]")
_COUNTS = "人数"
_NO_HEADS = re.compile(r"[元费额款金价资]|年|月|日")
MOST = 100_000


def is_totals(cells: Sequence[Cell]) -> bool:
    """Whether a row's first words are 合计, 小计 and the like."""
    first = next((cell for cell in cells if not is_blank(cell)), None)
    return isinstance(first, str) and bool(_TOTALS.fullmatch(heading_key(first)))


def doubts(
    sheet: Sheet, below: int, headings: Mapping[int, str], lines: Collection[int]
) -> list[str]:
    """Where a total names another number of people than the lines it stands under.

    ``below``: the last row of the heading; ``lines``: the rows that were read. A 小计 is of the
    lines since the total before it, any other also of the whole sheet so far.
    """
    told = []
    block = whole = 0
    for number, cells in sheet.rows:
        if number in lines:
            block, whole = block + 1, whole + 1
        elif number > below and is_totals(cells):
            word = str(next(cell for cell in cells if not is_blank(cell))).strip()
            of_a_part = any(mark in word for mark in _OF_A_PART)
            counted = {block} if of_a_part else {block, whole}
            stated = _stated(cells, headings)
            if stated is not None and stated not in counted:
                read = block if of_a_part else whole
                told.append(
                    f"工作表“{sheet.name}”第{number}行“{word}”写的是{stated}人，"
                    f"表中读到{read}行，请核对有没有漏行或多行。"
                )
            block = 0
    return told


def _stated(cells: Sequence[Cell], headings: Mapping[int, str]) -> int | None:
    """The number of people a total names: N人, the number under 人数, or the only whole number
    that is neither money nor a day."""
    words = " ".join(cell for cell in cells if isinstance(cell, str))
    if found := _HEADS.search(words):
        return int(found[1])
    numbers = {
        place: cell
        for place, cell in enumerate(cells)
        if isinstance(cell, int) and not isinstance(cell, bool) and 0 <= cell < MOST
    }
    for place, number in numbers.items():
        if _COUNTS in headings.get(place, ""):
            return number
    plain = [n for place, n in numbers.items() if not _NO_HEADS.search(headings.get(place, ""))]
    if len(plain) == 1:
        return plain[0]
    digits = re.fullmatch(r"\D*(\d{1,5})", words.strip())
    return int(digits[1]) if digits and not plain and "元" not in words else None
