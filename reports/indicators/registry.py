"""What an indicator is, and the one computation every figure comes from.

An indicator is a family of rows, a condition on them and a measure. Its value and its drill-down
are the same rows, so they cannot disagree. Indicators of one family are computed together, for
all organisations below one, in a single grouped query; a ratio divides two of them afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from django.db.models import Aggregate, Count, Q, QuerySet, Sum

from unionhub.models import Organisation, path_range
from unionhub.periods import Period

Value = int | Decimal | None
Measure = Literal["rows", "people", "sum"]
ONE_DECIMAL = Decimal("0.1")


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
    over: str = "pk"  # what is counted distinct (people) or summed (sum)
    sign: int = 1  # -1 where the ledger's payments are negative
    part: str = ""
    whole: str = ""

    @property
    def is_ratio(self) -> bool:
        return bool(self.part)

    @property
    def dated(self) -> str:
        """Which date it counts by, in words."""
        return self.family.dated if self.family else "同分子、分母"

    def aggregate(self) -> Aggregate:
        if self.measure == "sum":
            return Sum(self.over, filter=self.where)
        return Count(self.over, filter=self.where, distinct=self.measure == "people")

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


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator with its value for one organisation (all below it included) and period."""

    indicator: Indicator
    value: Value

    @property
    def key(self) -> str:
        return self.indicator.key


def figures(organisation: Organisation, period: Period) -> dict[str, Figure]:
    """Every indicator of the organisation and all below it."""
    own = _by_office(organisation.path, period)
    values = _completed(_added_up(own.values()))
    return {key: Figure(one, values[key]) for key, one in REGISTRY.items()}


def figures_by_office(
    organisation: Organisation, offices: Iterable[Organisation], period: Period
) -> dict[int, dict[str, Value]]:
    """Office id → indicator key → value, for offices at or below ``organisation``.

    Each office's value includes everything below it, in the same few queries.
    """
    own = _by_office(organisation.path, period)
    answer = {}
    for office in offices:
        first, after = path_range(office.path)
        inside = [values for path, values in own.items() if first <= path < after]
        answer[office.pk] = _completed(_added_up(inside))
    return answer


def rows_of(key: str, organisation: Organisation, period: Period) -> QuerySet[Any]:
    """The records behind a figure: exactly those its value was computed from."""
    one = REGISTRY[key]
    first, after = path_range(organisation.path)
    path = f"{one.family.path}__path" if one.family else ""
    return one.rows(period).filter(**{f"{path}__gte": first, f"{path}__lt": after})


def percent(part: Value, whole: Value) -> Decimal | None:
    """The one rounding rule of rates: half up, one decimal; None without a denominator."""
    if part is None or not whole:
        return None
    exact = Decimal(part) * 100 / Decimal(whole)
    return exact.quantize(ONE_DECIMAL, ROUND_HALF_UP)


def completion(value: Value, target: Decimal) -> int | None:
    """完成目标的百分之几, whole percent, half up: 223 of 200 → 112, 285.2 of 200 → 143."""
    if value is None or not target:
        return None
    exact = Decimal(value) * 100 / target
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def _by_office(path: str, period: Period) -> dict[str, dict[str, Value]]:
    """Organisation path → key → value of its own rows; one query a family."""
    first, after = path_range(path)
    found: dict[str, dict[str, Value]] = {}
    for family, members in _families().items():
        column = f"{family.path}__path"
        rows = family.rows(period).filter(**{f"{column}__gte": first, f"{column}__lt": after})
        names = {f"v{n}": one for n, one in enumerate(members)}
        grouped = rows.order_by().values(column)
        for line in grouped.annotate(**{n: one.aggregate() for n, one in names.items()}):
            values = found.setdefault(line[column], {})
            for name, one in names.items():
                value = line[name]
                values[one.key] = None if value is None else value * one.sign
    return found


def _families() -> dict[Family, list[Indicator]]:
    grouped: dict[Family, list[Indicator]] = {}
    for one in REGISTRY.values():
        if one.family is not None:
            grouped.setdefault(one.family, []).append(one)
    return grouped


def _added_up(many: Iterable[Mapping[str, Value]]) -> dict[str, Value]:
    """Offices keep disjoint records, so an organisation's figure is the sum of those below."""
    total: dict[str, Value] = {key: _nothing(one) for key, one in REGISTRY.items()}
    for values in many:
        for key, value in values.items():
            total[key] = (total[key] or 0) + (value or 0)
    return total


def _nothing(one: Indicator) -> Value:
    if one.is_ratio:
        return None
    return Decimal("0.00") if one.unit == "元" else 0


def _completed(values: dict[str, Value]) -> dict[str, Value]:
    for key, one in REGISTRY.items():
        if one.is_ratio:
            values[key] = percent(values[one.part], values[one.whole])
    return values
