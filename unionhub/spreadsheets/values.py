"""What a cell may hold: a value and the kind that says how it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from unionhub.periods import OFFICE_ZONE

Kind = Literal["text", "number", "integer", "money", "day", "percent"]
Plain = str | int | float | Decimal | date | bool | None

LARGEST = 10**15  # beyond it a spreadsheet changes digits


@dataclass(frozen=True, slots=True)
class Typed:
    """A value of another kind than its column, where one column mixes units."""

    value: Plain
    kind: Kind


Value = Plain | Typed


def typed(value: Value, kind: Kind) -> Typed:
    """The value with its own kind, or else its column's."""
    return value if isinstance(value, Typed) else Typed(value, kind)


def shown(value: Value, kind: Kind) -> str:
    """About what a cell will show, for measuring."""
    one = typed(value, kind)
    plain = as_kind(one.value, one.kind)
    if isinstance(plain, (int, float, Decimal)):
        return f"{plain:,.2f}" if one.kind == "money" else f"{plain:,}"
    return "" if plain is None else str(plain)


def as_kind(value: Plain, kind: Kind) -> str | int | float | Decimal | date | None:
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
