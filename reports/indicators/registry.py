"""What an indicator is, and the one computation every figure comes from.

An indicator is a family of rows, a condition on them and a measure. Its value and its drill-down
are the same rows, so they cannot disagree. Indicators of one family are computed together, for
all organisations below one, in a single grouped query; a ratio divides two of them afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from django.db.models import Aggregate, CharField, Count, Expression, Q, QuerySet, Sum
from django.db.models.functions import Cast, Coalesce

from unionhub.models import Organisation, path_range
from unionhub.periods import Period

Value = int | Decimal | None
# rows: how many; sum: of a column; things: how many different; people: how many different, one
# person known to two offices (the same identity number) counted once.
Measure = Literal["rows", "sum", "things", "people"]
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

    def aggregate(self) -> Aggregate:
        if self.measure == "sum":
            return Sum(self.over, filter=self.where)
        if self.measure == "people":
            return Count(_identity(self.over), filter=self.where, distinct=True)
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
    values = figures_by_office(organisation, [organisation], period)[organisation.pk]
    return {key: Figure(one, values[key]) for key, one in REGISTRY.items()}


def figures_by_office(
    organisation: Organisation, offices: Iterable[Organisation], period: Period
) -> dict[int, dict[str, Value]]:
    """Office id → indicator key → value, for offices at or below ``organisation``.

    Each office's value includes everything below it, in the same few queries: one a family, and
    one more for the people whom several offices helped.
    """
    return figures_of_tree(organisation, offices, period)[0]


def figures_of_tree(
    organisation: Organisation, offices: Iterable[Organisation], period: Period
) -> tuple[dict[int, dict[str, Value]], dict[str, Value]]:
    """As ``figures_by_office``; and the figures of what is kept by none of the offices that
    stand below ``organisation``: its own line in a table of them."""
    own, shared = _computed(organisation.path, period)
    answer, rest = {}, set(own)
    for office in offices:
        first, after = path_range(office.path)
        inside = {path for path in own if first <= path < after}
        answer[office.pk] = _values_of(inside, own, shared)
        if office.pk != organisation.pk:
            rest -= inside
    return answer, _values_of(rest, own, shared)


def _values_of(inside: Collection[str], own: Own, shared: Shared) -> dict[str, Value]:
    """Every figure of the organisations with these paths together."""
    values = _added_up(own[path] for path in inside)
    for key, repeats in _repeats(shared, inside).items():
        values[key] = (values[key] or 0) - repeats
    return _completed(values)


def rows_of(key: str, organisation: Organisation, period: Period) -> QuerySet[Any]:
    """The records behind a figure: exactly those its value was computed from.

    Raises ValueError for a ratio, which has parts instead of records.
    """
    one = REGISTRY[key]
    rows = one.rows(period)
    return rows.filter(**_inside(one.family, organisation.path)) if one.family else rows


def value_of(key: str, rows: QuerySet[Any]) -> Value:
    """The figure of these rows alone: what a drill-down writes above the rows it lists."""
    one = REGISTRY[key]
    value = rows.order_by().aggregate(value=one.aggregate())["value"]
    return _nothing(one) if value is None else _sum(_nothing(one), value * one.sign)


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


Own = dict[str, dict[str, Value]]  # organisation path → key → value of its own rows
Shared = list[tuple[str, str, frozenset[str]]]  # person, organisation path, keys counted there


def _computed(path: str, period: Period) -> tuple[Own, Shared]:
    """What every organisation at or below a path has by itself, and the people in several."""
    own: Own = {}
    shared: Shared = []
    for family, members in _families().items():
        column = f"{family.path}__path"
        rows = family.rows(period).filter(**_inside(family, path)).order_by()
        names = {f"v{n}": one for n, one in enumerate(members)}
        lines = list(
            rows.values(column).annotate(**{n: one.aggregate() for n, one in names.items()})
        )
        for line in lines:
            own.setdefault(line[column], {}).update(
                {o.key: line[n] * o.sign for n, o in names.items() if line[n] is not None}
            )
        people = [one for one in members if one.measure == "people"]
        if people and len(lines) > 1:
            shared += _shared(rows, column, people)
    return own, shared


def _shared(rows: QuerySet[Any], column: str, people: list[Indicator]) -> Shared:
    """People, by the hash of their identity number, found in the rows of several offices."""
    (way,) = {one.over for one in people}
    digest = f"{way}__id_digest"
    several = (
        rows.exclude(**{digest: None})
        .values(digest)
        .annotate(offices=Count(column, distinct=True))
        .filter(offices__gt=1)
    )
    names = {f"v{n}": one for n, one in enumerate(people)}
    lines = (
        rows.filter(**{f"{digest}__in": several.values(digest)})
        .values(digest, column)
        .annotate(**{name: Count("pk", filter=one.where) for name, one in names.items()})
    )
    return [
        (line[digest], line[column], frozenset(o.key for n, o in names.items() if line[n]))
        for line in lines
    ]


def _repeats(shared: Shared, inside: Collection[str]) -> dict[str, int]:
    """Key → how often its sum over the organisations with these paths counts a person again."""
    met: set[tuple[str, str]] = set()
    again: dict[str, int] = {}
    for person, path, keys in shared:
        if path in inside:
            for key in keys:
                again[key] = again.get(key, 0) + ((person, key) in met)
                met.add((person, key))
    return again


def _identity(way: str) -> Expression:
    """One person in all offices: the hash of the identity number, or else the record itself."""
    return Coalesce(f"{way}__id_digest", Cast(way, CharField()))


def _inside(family: Family, path: str) -> dict[str, str]:
    """Conditions for the rows of the organisation with this path and of all below it."""
    first, after = path_range(path)
    return {f"{family.path}__path__gte": first, f"{family.path}__path__lt": after}


def _families() -> dict[Family, list[Indicator]]:
    grouped: dict[Family, list[Indicator]] = {}
    for one in REGISTRY.values():
        if one.family is not None:
            grouped.setdefault(one.family, []).append(one)
    return grouped


def _added_up(many: Iterable[Mapping[str, Value]]) -> dict[str, Value]:
    """Offices keep disjoint records, so sums and counts of rows add up."""
    total: dict[str, Value] = {key: _nothing(one) for key, one in REGISTRY.items()}
    for values in many:
        for key, value in values.items():
            total[key] = _sum(total[key], value)
    return total


def _sum(one: Value, other: Value) -> Value:
    """Their sum; None is nothing. Written out so that 0.00 yuan stays a Decimal."""
    if one is None or other is None:
        return other if one is None else one
    return one + other


def _nothing(one: Indicator) -> Value:
    if one.is_ratio:
        return None
    return Decimal("0.00") if one.unit == "元" else 0


def _completed(values: dict[str, Value]) -> dict[str, Value]:
    for key, one in REGISTRY.items():
        if one.is_ratio:
            values[key] = percent(values[one.part], values[one.whole])
    return values
