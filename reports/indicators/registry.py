"""What an indicator is: a family of rows, a condition on them and a measure; or two others' ratio.

Its value and its drill-down are the same rows, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any, Literal

from django.db.models import Aggregate, CharField, Count, Expression, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce

from unionhub.periods import Period

Value = int | Decimal | None
# rows: how many; sum: of a column; things: how many different; people: how many different, one
# person known to two offices (the same identity number) counted once.
Measure = Literal["rows", "sum", "things", "people"]


@dataclass(frozen=True, slots=True)
class Family:
    """Rows that several indicators are counted from.

    ``rows`` gives all offices' rows of a period, unscoped: the computation narrows them to the
    organisations asked for. ``path`` leads from a row to its organisation.
    """

    key: str
    rows: Callable[[Period], QuerySet[Any]]
    dated: str  # 日期口径, in words
    path: str = "organisation"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure the office quotes.

    ``unit`` 元 means Decimal yuan, % a percent number with one decimal; everything else whole
    numbers. ``rule`` is the counting rule in words. A ratio names ``part`` and ``whole`` and has
    no rows of its own.
    """

    key: str
    label: str
    unit: str
    group: str
    rule: str
    family: Family | None = None
    where: Q = field(default_factory=Q)
    measure: Measure = "rows"
    over: str = "pk"  # the column summed, the thing counted once, the way to the person
    sign: int = 1  # -1 where the ledger's payments are negative
    part: str = ""
    whole: str = ""

    @property
    def is_ratio(self) -> bool:
        return bool(self.part)

    @property
    def adds_up(self) -> bool:
        """Whether the figure of a county is the sum of its townships' figures."""
        return not self.is_ratio and self.measure != "people"

    @property
    def dated(self) -> str:
        """Which date it counts by, in words."""
        return self.family.dated if self.family else "同分子、分母"

    @property
    def nothing(self) -> Value:
        """The figure where there is nothing to count."""
        if self.is_ratio:
            return None
        return Decimal("0.00") if self.unit == "元" else 0

    def aggregate(self) -> Aggregate:
        if self.measure == "sum":
            return Sum(self.over, filter=self.where)
        if self.measure == "people":
            return Count(identity(self.over), filter=self.where, distinct=True)
        return Count(self.over, filter=self.where, distinct=self.measure == "things")

    def rows(self, period: Period) -> QuerySet[Any]:
        """The rows behind the figure, all offices'; narrow with ``rows_of``."""
        if self.family is None:
            raise ValueError(f"{self.key} is a ratio: open its parts")
        return self.family.rows(period).filter(self.where)


REGISTRY: dict[str, Indicator] = {}


def add(*indicators: Indicator) -> None:
    """Register indicators; a key is given once."""
    for one in indicators:
        if one.key in REGISTRY:
            raise ValueError(f"indicator {one.key} is defined twice")
        REGISTRY[one.key] = one


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Indicators under their groups, each with its unit: what a form or a filter offers."""
    grouped = groupby(REGISTRY.values(), lambda one: one.group)
    return [
        (group, [(one.key, f"{one.label}（{one.unit}）") for one in members])
        for group, members in grouped
    ]


def identity(way: str) -> Expression:
    """One person in all offices: the hash of the identity number, or else the record itself."""
    return Coalesce(f"{way}__id_digest", Cast(way, CharField()))


def completion(value: Value, target: Decimal) -> int | None:
    """完成目标的百分之几, whole percent, half up: 223 of 200 → 112, 285.2 of 200 → 143."""
    if value is None or not target:
        return None
    exact = Decimal(value) * 100 / target
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
