"""Text on its way into a workbook: what XML allows, what fits, what a sheet may be called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from math import ceil

LONGEST = 32_767  # UTF-16 units in one cell
NARROWEST, WIDEST = 6.0, 42.0
# What a spreadsheet program may take for the beginning of a formula when a cell is edited.
_DANGEROUS = tuple("=+-@|%\t\r\n＝＋－＠｜％")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def cell_text(text: str) -> str:
    """Text as a cell may hold it. A typed _x0041_ stays itself and does not turn into A."""
    clean = _ILLEGAL.sub("", text)
    if len(clean) > LONGEST // 2:
        clean = clean.encode("utf-16-le")[: LONGEST * 2].decode("utf-16-le", "ignore")
    return _ESCAPE.sub("_x005F_", clean)


def dangerous(text: str) -> bool:
    """Would a spreadsheet program take the text for a formula if somebody typed it?"""
    return text.lstrip(" \u00a0\u3000\ufeff").startswith(_DANGEROUS)


def sheet_name(name: str, taken: set[str]) -> str:
    """A name a worksheet may have, different from those taken (and taken from now on)."""
    plain = re.sub(r"[\[\]:*?/\\]", " ", _ILLEGAL.sub("", name)).strip(" '") or "Sheet"
    if plain.casefold() == "history":
        plain += "_"
    short, number = plain[:31], 1
    while short.casefold() in taken:
        number += 1
        ending = f"({number})"
        short = plain[: 31 - len(ending)] + ending
    taken.add(short.casefold())
    return short


def width(text: str) -> int:
    """Columns on paper: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def lines(text: str, room: float) -> int:
    """Lines a text needs in a cell that is so many columns wide."""
    return sum(max(1, ceil(width(line) / max(room - 1, 1))) for line in text.split("\n"))


def fitting_width(label: str, shown: Iterable[str]) -> float:
    """A readable column: long labels break in two, the rest shows on one line up to a limit."""
    label_width = width(label) if width(label) <= 12 else max(12, ceil(width(label) / 2))
    widest = max((width(line) for text in shown for line in text.split("\n")), default=0)
    return min(max(label_width + 2.5, widest + 2.5, NARROWEST), WIDEST)


def shares(widths: Sequence[float], count: int) -> list[tuple[int, int]]:
    """Runs of columns (first, last) of about the same width, ``count`` of them if there can be."""
    if count < 1 or len(widths) < count:
        return [(1, max(len(widths), 1))] if widths or count == 1 else []
    spans: list[tuple[int, int]] = []
    first, used = 1, 0.0
    whole = sum(widths)
    for number, one in enumerate(widths, 1):
        used += one
        left = count - len(spans)
        enough = used >= whole * (len(spans) + 1) / count
        if left > 1 and (enough or len(widths) - number == left - 1):
            spans.append((first, number))
            first = number + 1
    return [*spans, (first, len(widths))]
