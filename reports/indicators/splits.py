"""A figure by what it is made of: place, unit, kind of union, owner kind. The very rows of the
figure are grouped, so that the parts make the whole wherever parts can be added.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet, TextChoices

from members.models import (
    DuesKind,
    EconomyKind,
    HolderKind,
    HonourKind,
    HonourLevel,
    Industry,
    Sex,
    UnionType,
    UnitKind,
    WorkGroup,
    WorkStatus,
)
from reports.indicators.computing import rows_of
from reports.indicators.registry import REGISTRY, Indicator
from unionhub.models import Organisation
from unionhub.periods import Period

Rows = QuerySet[Any]
NOT_TOLD = "未登记"


def _as_they_are(rows: Rows, _period: Period) -> Rows:
    return rows


def _as_they_were(rows: Rows, period: Period) -> Rows:
    """Spells with the work and place of their members as at the last day."""
    told: Rows = rows.with_facts_then(period.last_day, named=True)  # type: ignore[attr-defined]
    return told


@dataclass(frozen=True, slots=True)
class Split:
    """One way to part the rows of a family: by the column at ``path``, in words of ``words``."""

    key: str
    label: str
    path: str
    words: type[TextChoices] | None = None
    prepare: Callable[[Rows, Period], Rows] = _as_they_are

    def named(self, value: Any) -> str:
        """What a part is called; a fact that is not on file is said to be so."""
        if value in (None, ""):
            return NOT_TOLD
        return str(self.words(value).label) if self.words else str(value)


OFFICE = Split("office", "填报工会", "organisation__name")


def _of_unions(way: str = "") -> tuple[Split, ...]:
    return (
        Split("union_kind", "工会类型", f"{way}union__kind", Organisation.Kind),
        Split("union_type", "基层工会类型", f"{way}union_type", UnionType),
        Split("unit_kind", "单位性质", f"{way}unit_kind", UnitKind),
        Split("economy", "经济类型", f"{way}economy", EconomyKind),
        Split("industry", "所属行业", f"{way}industry", Industry),
        OFFICE,
    )


_OF_STAFF = (
    Split("unit", "单位", "employer__name"),
    Split("unit_kind", "单位性质", "employer__kind", UnitKind),
    Split("economy", "经济类型", "employer__economy", EconomyKind),
    Split("industry", "所属行业", "employer__industry", Industry),
    Split("place", "片区村居", "employer__place__name"),
    Split("union", "基层工会", "employer__union__name"),
    OFFICE,
)
_OF_SPELLS = (
    Split("union", "基层工会", "union__name"),
    Split("union_kind", "工会类型", "union__kind", Organisation.Kind),
    Split("unit", "工作单位", "employer_name_then", prepare=_as_they_were),
    Split("place", "片区村居", "place_name_then", prepare=_as_they_were),
    Split("work_status", "就业状况", "work_status_then", WorkStatus, _as_they_were),
    Split("work_group", "新就业形态", "work_group_then", WorkGroup, _as_they_were),
    Split("sex", "性别", "person__sex", Sex),
    OFFICE,
)
_OF_BODIES = (
    Split("union", "工会", "union__name"),
    Split("union_kind", "工会类型", "union__kind", Organisation.Kind),
    OFFICE,
)

_OF_HONOURS = (
    Split("kind", "荣誉", "kind", HonourKind),
    Split("level", "级别", "level", HonourLevel),
    Split("holder", "获得者", "holder", HolderKind),
    Split("place", "片区村居", "person__place__name"),
    OFFICE,
)
_OF_DUES = (
    Split("kind", "类别", "kind", DuesKind),
    Split("union", "基层工会", "union__name"),
    Split("unit", "单位", "employer__name"),
    OFFICE,
)

# Family key → the ways its rows may be parted.
SPLITS: dict[str, tuple[Split, ...]] = {
    "unions": _of_unions(),
    "new_unions": _of_unions(),
    "closed_unions": _of_unions(),
    "head_counts": _OF_STAFF,
    "members": _OF_SPELLS,
    "joined": _OF_SPELLS,
    "left": _OF_SPELLS,
    "retained": _OF_SPELLS,
    "newly_retained": _OF_SPELLS,
    "elections": _OF_BODIES,
    "terms_overdue": _OF_BODIES,
    "regulations": _OF_BODIES,
    "ratings": _OF_BODIES,
    "honours": _OF_HONOURS,
    "honours_granted": _OF_HONOURS,
    "allowances_due": _OF_HONOURS,
    "allowances": (
        Split("kind", "荣誉", "honour__kind", HonourKind),
        Split("level", "级别", "honour__level", HonourLevel),
        OFFICE,
    ),
    "dues": _OF_DUES,
    "dues_owing": _OF_SPELLS,
}


def splits_of(one: Indicator) -> tuple[Split, ...]:
    """The ways an indicator may be parted; a ratio has no rows to part."""
    return SPLITS.get(one.family.key, ()) if one.family else ()


def split_rows(key: str, split: Split, organisation: Organisation, period: Period) -> Rows:
    """Lines of {"part", "value"}: the figure of each part, the greatest first.

    Raises ValueError for a ratio.
    """
    rows = split.prepare(rows_of(key, organisation, period), period)
    lines: Rows = (
        rows.order_by()
        .values(part=F(split.path))
        .annotate(value=REGISTRY[key].aggregate())
        .order_by("-value", "part")
    )
    return lines
