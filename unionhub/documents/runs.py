"""Runs and cells: the text inside blocks, and the one canonical form blocks store it in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal
from unicodedata import category

Face = Literal["", "kai", "hei"]
FACES = ("", "kai", "hei")
# A chart's values stay printable: no exponents that unfold to a million digits.
LARGEST = Decimal(10) ** 15
DECIMALS = 6
# Control, format and surrogate characters: nothing to print, and able to turn a line around.
UNPRINTABLE = ("Cc", "Cf", "Cs")
BREAKS = "\t\n\r\u2028\u2029"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one face; ``figure`` is the key of the figure behind the text."""

    text: str
    face: Face = ""
    figure: str = ""

    def __post_init__(self) -> None:
        need_text(self.text, self.figure)
        if self.face not in FACES:
            raise ValueError(f"unknown face {self.face!r}")


Content = str | Sequence["Run | str"]
Cell = str | Run


def cell_text(cell: Cell) -> str:
    """The words in a cell, whichever form it has."""
    return cell if isinstance(cell, str) else cell.text


def value_text(value: Decimal) -> str:
    """A chart value in digits, without exponent and without the sign of zero."""
    return f"{value:f}" if value else "0"


def printable(text: str) -> str:
    """The text as a renderer may have it: line ends and tabs are blanks, controls are gone."""
    if text.isprintable():
        return text
    marks = text.replace("\r\n", "\n")
    return "".join(" " if mark in BREAKS else mark for mark in marks if _has_place(mark))


def _has_place(mark: str) -> bool:
    """Whether a character may stand in HTML and XML; each plane's last two may not."""
    if mark in BREAKS:
        return True
    return category(mark) not in UNPRINTABLE and ord(mark) & 0xFFFE != 0xFFFE


def as_text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"text expected, not {type(value).__name__}")
    return value


def need_text(*values: object) -> None:
    for value in values:
        as_text(value)


def as_strings(value: Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(as_text(item) for item in value)


def as_runs(content: Content) -> tuple[Run, ...]:
    items = (content,) if isinstance(content, str) else content
    return tuple(item if isinstance(item, Run) else Run(as_text(item)) for item in items)


def as_cell(value: Cell) -> Cell:
    return value if isinstance(value, Run) else as_text(value)


def as_cells(row: Sequence[Cell]) -> tuple[Cell, ...]:
    return tuple(as_cell(value) for value in row)


def as_number(value: Decimal | int | str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (Decimal, int, str)):
        raise ValueError(f"a chart value is a Decimal or a whole number, not {value!r}")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"not a number: {value!r}") from None
    if not number.is_finite() or abs(number) >= LARGEST or number != round(number, DECIMALS):
        raise ValueError(f"a chart cannot show {value!r}")
    return _canonical(number)


def _canonical(number: Decimal) -> Decimal:
    """One form for equal numbers: 2.50 is 2.5, 1E+2 is 100, and zero has no sign."""
    whole = number.to_integral_value()
    return whole.quantize(Decimal(1)) + 0 if number == whole else number.normalize()
