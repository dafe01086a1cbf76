"""The one computation every figure comes from.

Indicators of one family are computed together, for all organisations below one, in a single
grouped query; a ratio divides two of them afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from reports.indicators.registry import REGISTRY, Family, Indicator, Value
from unionhub.models import Organisation, path_range
from unionhub.periods import Period
from unionhub.rates import percent

Own = dict[str, dict[str, Value]]  # organisation path → key → value of its own rows
Shared = list[tuple[str, str, frozenset[str]]]  # person, organisation path, keys counted there


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator with its value for one organisation (all below it included) and period."""

    indicator: Indicator
    value: Value

    @property
    def key(self) -> str:
        return self.indicator.key


def figures(
    organisation: Organisation, period: Period, keys: Collection[str] | None = None
) -> dict[str, Figure]:
    """Every indicator (or those named) of the organisation and all below it."""
    values = figures_by_office(organisation, [organisation], period, keys)[organisation.pk]
    return {key: Figure(REGISTRY[key], value) for key, value in values.items()}


def figures_by_office(
    organisation: Organisation,
    offices: Iterable[Organisation],
    period: Period,
    keys: Collection[str] | None = None,
) -> dict[int, dict[str, Value]]:
    """Office id → indicator key → value, for offices at or below ``organisation``.

    Each office's value includes everything below it, in the same few queries: one a family, and
    one more for the people whom several offices helped. With ``keys`` only what they need is
    computed.
    """
    wanted = [one for key, one in REGISTRY.items() if keys is None or key in keys]
    own, shared = _computed(organisation.path, period, wanted)
    answer = {}
    for office in offices:
        first, after = path_range(office.path)
        inside = {path for path in own if first <= path < after}
        answer[office.pk] = _values_of(wanted, inside, own, shared)
    return answer


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
    return one.nothing if value is None else _sum(one.nothing, value * one.sign)


def _computed(path: str, period: Period, wanted: list[Indicator]) -> tuple[Own, Shared]:
    """What every organisation at or below a path has by itself, and the people in several."""
    own: Own = {}
    shared: Shared = []
    for family, members in _families(wanted).items():
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


def _values_of(
    wanted: list[Indicator], inside: Collection[str], own: Own, shared: Shared
) -> dict[str, Value]:
    """The figures of the organisations with these paths together.

    Offices keep disjoint records, so sums and counts of rows add up; people do not.
    """
    total: dict[str, Value] = {one.key: one.nothing for one in _counted(wanted)}
    for path in inside:
        for key, value in own[path].items():
            total[key] = _sum(total[key], value)
    for key, repeats in _repeats(shared, inside).items():
        total[key] = (total[key] or 0) - repeats
    return {
        one.key: percent(total[one.part], total[one.whole]) if one.is_ratio else total[one.key]
        for one in wanted
    }


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


def _inside(family: Family, path: str) -> dict[str, str]:
    """Conditions for the rows of the organisation with this path and of all below it."""
    first, after = path_range(path)
    return {f"{family.path}__path__gte": first, f"{family.path}__path__lt": after}


def _counted(wanted: list[Indicator]) -> list[Indicator]:
    """The indicators that have rows: those wanted, and the parts of the ratios among them."""
    keys = {key for one in wanted for key in (one.key, one.part, one.whole)}
    return [one for key, one in REGISTRY.items() if key in keys and not one.is_ratio]


def _families(wanted: list[Indicator]) -> dict[Family, list[Indicator]]:
    grouped: dict[Family, list[Indicator]] = {}
    for one in _counted(wanted):
        if one.family is not None:
            grouped.setdefault(one.family, []).append(one)
    return grouped


def _sum(one: Value, other: Value) -> Value:
    """Their sum; None is nothing. Written out so that 0.00 yuan stays a Decimal."""
    if one is None or other is None:
        return other if one is None else one
    return one + other
