"""What a list is made of: columns, filters, rows in scope; how a cell reads, what adds up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from django.db.models import QuerySet, Sum
from django_filters import FilterSet

from unionhub.permissions import Permission
from unionhub.scope import Scope

Kind = Literal["text", "integer", "number", "money", "day", "percent", "state"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: office's heading, how a row shows in it, and what is summed beneath it.

    ``total`` names the database expression that is summed over all filtered rows.
    ``state`` kind shows a badge on screen and plain words on paper. ``unmasked`` is the value in
    full of a column that is masked: it gets into a workbook only, for a post that may see it.
    """

    label: str
    value: Callable[[Any], Any]
    kind: Kind = "text"
    width: int = 12
    total: str = ""
    link: bool = False
    phone: bool = True  # shown on narrow screens
    unmasked: Callable[[Any], Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Rows in scope, filters, columns. ``unit`` counts the rows (人, 件, 场)."""

    title: str
    unit: str
    rows: Callable[[Scope], QuerySet[Any]]
    columns: tuple[Column, ...]
    filters: type[FilterSet] | None = None
    find: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    find_hint: str = ""
    personal: bool = False
    empty: str = "没有符合条件的记录。"
    sign_off: tuple[str, ...] = ("填表人", "审核人", "负责人", "日期")
    tones: dict[str, str] = field(default_factory=dict)
    numbered: bool = False  # a workbook begins with 序号, as the official sheet does
    printed: bool = True  # False: too wide for a page of ours, a workbook takes several
    opens: Permission | None = None  # where a row opens to who may change it: the right to
    address: Callable[[Any], str] | None = None  # where a row opens, if not at its own page


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows a request asks for, with the words that describe the filter."""

    rows: QuerySet[Any]
    form: Any
    chips: list[tuple[str, str]]
    found: str


def totals(listing: Listing, rows: QuerySet[Any]) -> list[Any]:
    """Sums beneath the columns, over all filtered rows; empty when no column is summed."""
    names = {f"sum_{n}": c.total for n, c in enumerate(listing.columns) if c.total}
    if not names:
        return []
    sums = rows.order_by().aggregate(**{key: Sum(name) for key, name in names.items()})
    return [
        {"column": column, "value": sums.get(f"sum_{number}")}
        for number, column in enumerate(listing.columns)
    ]


def in_full(listing: Listing) -> Listing:
    """The list with its masked columns unmasked."""
    columns = tuple(
        replace(column, value=column.unmasked) if column.unmasked else column
        for column in listing.columns
    )
    return replace(listing, columns=columns)


def shown(value: Any, kind: Kind) -> str:
    """A cell in words, the same on screen and paper: 1,234.50, 2010-06-30, 90.0%."""
    if value is None or value == "":
        return ""
    if kind == "money":
        return f"{value:,.2f}"
    if kind in ("integer", "number"):
        return f"{value:,}"
    if kind == "percent":
        return f"{value:.1f}%"
    return str(value)
