"""The list of employers with their newest head-counts."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import OuterRef, Q, QuerySet, Subquery

from members.listings.offices import OfficeFilter, unions
from members.models import Employer, HeadCount, UnitKind
from unionhub.listing import Column, Listing
from unionhub.listing_filters import places
from unionhub.periods import today
from unionhub.scope import Scope


def _with_counts(scope: Scope) -> QuerySet[Employer]:
    newest = HeadCount.objects.filter(employer=OuterRef("pk"), on__lte=today()).order_by("-on")
    rows: QuerySet[Employer] = (
        Employer.objects.visible_to(scope)
        .for_list()
        .annotate(
            staff=Subquery(newest.values("staff")[:1]),
            women=Subquery(newest.values("women")[:1]),
            migrants=Subquery(newest.values("migrants")[:1]),
            counted_on=Subquery(newest.values("on")[:1]),
        )
        .order_by("organisation__path", "name")
    )
    return rows


class EmployerFilter(OfficeFilter):
    kind = django_filters.ChoiceFilter(label="单位性质", choices=UnitKind.choices)
    place = places()
    union = django_filters.ModelChoiceFilter(label="所属基层工会", queryset=unions)
    founded = django_filters.ChoiceFilter(
        label="建会", choices=(("yes", "已建会"), ("no", "未建会")), method="by_union"
    )
    state = django_filters.ChoiceFilter(
        label="状态", choices=(("open", "存续"), ("closed", "已注销")), method="by_state"
    )

    class Meta:
        model = Employer
        fields = ()

    def by_union(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(union__isnull=value == "no")

    def by_state(self, rows: Any, _name: str, value: str) -> Any:
        standing = rows.standing(today())
        return standing if value == "open" else rows.exclude(pk__in=standing.values("pk"))


EMPLOYERS = Listing(
    title="用人单位",
    unit="家",
    rows=_with_counts,
    filters=EmployerFilter,
    find=lambda rows, text: rows.filter(Q(name__contains=text) | Q(contact__contains=text)),
    find_hint="单位名称、联系人",
    columns=(
        Column("单位名称", lambda e: e.name, width=28, link=True),
        Column("单位性质", lambda e: e.get_kind_display(), width=16, phone=False),
        Column("所在村居", lambda e: e.place, width=12, phone=False),
        Column("所属基层工会", lambda e: e.union or "未建会", width=20, phone=False),
        Column("联系人", lambda e: e.contact, phone=False),
        Column("联系电话", lambda e: e.phone, width=14, phone=False),
        Column("职工", lambda e: e.staff, "integer", 8, total="staff"),
        Column("女职工", lambda e: e.women, "integer", 8, total="women", phone=False),
        Column("农民工", lambda e: e.migrants, "integer", 8, total="migrants", phone=False),
        Column("人数日期", lambda e: e.counted_on, "day", 12, phone=False),
        Column("状态", lambda e: "已注销" if e.closed_on else "存续", "state", 8),
    ),
    tones={"存续": "good", "已注销": "quiet"},
    empty="没有符合条件的单位。点“登记单位”新增。",
)
