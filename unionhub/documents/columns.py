"""How wide the columns of a table are, and which way their cells lean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from unionhub.documents.blocks import Align, Cell, Table, cell_text

SHORT = 4.5  # em; a text column no wider than this is centred, as in every office's lists
LEAST = 3.0  # em of a text column, when there is that much text
HEAD_LINES = 2  # a head may take this many lines before it widens its column
ROUNDING = 0.02  # em, so that a text exactly as wide as its column stays on one line
WORD = re.compile(r"[!-~]+|.")
PLAIN_CELL = 0.5  # em of an ASCII character where no font is asked
# Columns behind a row of facts, so that one to four pairs share them evenly, and those of a label.
FACT_COLUMNS = 36
LABEL_COLUMNS = 5


@dataclass(frozen=True, slots=True)
class Column:
    width: float
    lean: str  # left, center, right


@dataclass(frozen=True, slots=True)
class Need:
    """What a column asks for, in em: to keep its words whole, and to stay on one line."""

    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Extent:
    """Width of a cell's text in em, and of its longest part that may not be broken."""

    width: float
    word: float


def plain_width(text: str) -> float:
    """Width of a text in em by rule of thumb, for renderers that do not know the font."""
    return sum(PLAIN_CELL if character.isascii() else 1.0 for character in text)


def plain_columns(table: Table, width: float, em: float, padding: float) -> list[Column]:
    """Columns of a table measured by rule of thumb."""
    rows = [[plain_extent(cell_text(cell)) for cell in row] for row in body_rows(table)]
    return fit_columns(
        [plain_extent(text) for text in table.head], rows, table.align, width, em, padding
    )


def leans(table: Table) -> list[str]:
    """Which way each column's cells lean: left, center, right."""
    columns = zip(*[[cell_text(cell) for cell in row] for row in body_rows(table)], strict=True)
    texts = [list(column) for column in columns] or [[] for _ in table.head]
    return [
        _lean(align, max(map(plain_width, column), default=0.0))
        for align, column in zip(table.align, texts, strict=True)
    ]


def plain_extent(text: str) -> Extent:
    words = (plain_width(word) for word in WORD.findall(text))
    return Extent(plain_width(text), max(words, default=0.0))


def body_rows(table: Table) -> list[Sequence[Cell]]:
    """The rows that decide the columns: the foot too, less a first cell that spans several."""
    if not table.foot:
        return list(table.rows)
    foot = ("", *table.foot[1:]) if table.foot_span > 1 else table.foot
    return [*table.rows, foot]


def fit_columns(
    heads: Sequence[Extent],
    rows: Sequence[Sequence[Extent]],
    aligns: Sequence[Align],
    width: float,
    em: float,
    padding: float,
) -> list[Column]:
    """Columns that fill ``width``; the extents of heads and cells say what each one needs."""
    by_column = [[row[number] for row in rows] for number in range(len(heads))]
    needs = [
        _need(head, cells, align)
        for head, cells, align in zip(heads, by_column, aligns, strict=True)
    ]
    room = (width - len(heads) * padding) / em
    shares = _share(needs, room)
    return [
        Column(share * em + padding, _lean(align, _widest(cells)))
        for share, cells, align in zip(shares, by_column, aligns, strict=True)
    ]


def _widest(cells: Sequence[Extent]) -> float:
    return max((cell.width for cell in cells), default=0.0)


def _need(head: Extent, cells: Sequence[Extent], align: Align) -> Need:
    widest = _widest(cells)
    word = max((cell.word for cell in cells), default=0.0)
    whole = widest if align in ("number", "money") else max(min(widest, LEAST), word)
    least = max(whole, head.width / HEAD_LINES, head.word, 1.0) + ROUNDING
    return Need(least, most=max(widest, head.width, 1.0) + ROUNDING)


def _share(needs: Sequence[Need], room: float) -> list[float]:
    least, most = sum(need.least for need in needs), sum(need.most for need in needs)
    if most <= room:
        return _spread(needs, room - most)
    if least >= room:
        return [need.least * room / least for need in needs]
    return _fill(needs, room)


def _spread(needs: Sequence[Need], spare: float) -> list[float]:
    """Share what is left over in proportion to what each column holds."""
    weights = [sqrt(need.most) for need in needs]
    return [
        need.most + spare * weight / sum(weights)
        for need, weight in zip(needs, weights, strict=True)
    ]


def _fill(needs: Sequence[Need], room: float) -> list[float]:
    """Every column grows alike until it has what it asks: short texts stay on one line, and the
    long ones share the rest and wrap."""
    widths = [need.least for need in needs]
    for _ in needs:
        growing = [n for n, need in enumerate(needs) if need.most - widths[n] > ROUNDING / 10]
        share = (room - sum(widths)) / max(len(growing), 1)
        for n in growing:
            widths[n] = min(needs[n].most, widths[n] + share)
    return widths


def _lean(align: Align, widest: float) -> str:
    if align in ("number", "money"):
        return "right"
    return "center" if widest <= SHORT else "left"
