"""疑似重复 as a list to print or take along, and the merges that were done."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.timezone import localtime

from members.listings.offices import OfficeFilter
from members.listings.people import FIND_HINT, PEOPLE
from members.models import Merge, Pair, Person, likely_pairs
from unionhub.listing import Column, Listing
from unionhub.people import masked_id
from unionhub.scope import Scope

MERGED, UNDONE = "已合并", "已撤销"


def pairs_of(scope: Scope) -> list[Pair]:
    """Pairs of the own office (a contact: of the own village)."""
    return likely_pairs(Person.objects.kept_by(scope))


def _alike(scope: Scope) -> QuerySet[Person]:
    numbers = {number for pair in pairs_of(scope) for number in pair[:2]}
    rows: QuerySet[Person] = Person.objects.kept_by(scope).for_list().filter(pk__in=numbers)
    return rows


DUPLICATES = Listing(
    title="疑似重复人员名单",
    unit="人",
    rows=_alike,
    find=PEOPLE.find,
    find_hint=FIND_HINT,
    personal=True,
    columns=(
        Column("姓名", lambda p: p.name, width=10, link=True),
        Column("性别", lambda p: p.get_sex_display(), width=6, phone=False),
        Column("出生日期", lambda p: p.birth_date, "day", 12),
        Column("身份证号", lambda p: masked_id(p.id_number), width=20, phone=False),
        Column("联系电话", lambda p: p.phone, width=14),
        Column("片区村居", lambda p: p.place, width=12, phone=False),
        Column("工作单位", lambda p: p.employer, width=24, phone=False),
        Column("最近核对", lambda p: p.touched_on, "day", 12, phone=False),
    ),
    empty="没有疑似重复的人员。",
)


class MergeFilter(OfficeFilter):
    state = django_filters.ChoiceFilter(
        label="状态", choices=(("merged", MERGED), ("undone", UNDONE)), method="by_state"
    )

    class Meta:
        model = Merge
        fields = ()

    def by_state(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(undone_at__isnull=value == "merged")


def state_of(merge: Merge) -> str:
    return UNDONE if merge.undone_at else MERGED


MERGES = Listing(
    title="合并记录",
    unit="次",
    rows=lambda scope: Merge.objects.visible_to(scope).for_list(),
    filters=MergeFilter,
    personal=True,
    columns=(
        Column("保留的记录", lambda m: m.kept.name, width=12, link=True),
        Column("并入的记录", lambda m: m.gone.name, width=12),
        Column("状态", state_of, "state", 8),
        Column("依据", lambda m: m.reason, width=28),
        Column("合并人", lambda m: m.merged_by.name, width=10, phone=False),
        Column("合并日期", lambda m: localtime(m.merged_at).date(), "day", 12, phone=False),
    ),
    tones={MERGED: "good", UNDONE: "quiet"},
    empty="还没有合并过重复人员。",
)
