"""The list of employers with their newest head-counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import django_filters
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from members.listings.offices import OfficeFilter, unions
from members.models import EconomyKind, Employer, Industry, Membership, UnitKind
from unionhub.listing import Column, Listing
from unionhub.listing_filters import places
from unionhub.periods import today
from unionhub.rates import percent
from unionhub.scope import Scope


def with_members(rows: Any) -> Any:
    """Units, each with how many at work there are members today."""
    spells = Membership.objects.as_of(today()).filter(person__employer=OuterRef("pk")).order_by()
    counted = spells.values("person__employer").annotate(n=Count("pk")).values("n")
    return rows.annotate(members=Coalesce(Subquery(counted), 0))


def _with_counts(scope: Scope) -> QuerySet[Employer]:
    rows = Employer.objects.visible_to(scope).for_list().with_counts(today())
    counted: QuerySet[Employer] = with_members(rows).order_by("organisation__path", "name")
    return counted


class EmployerFilter(OfficeFilter):
    kind = django_filters.ChoiceFilter(label="单位性质", choices=UnitKind.choices)
    economy = django_filters.ChoiceFilter(label="经济类型", choices=EconomyKind.choices)
    industry = django_filters.ChoiceFilter(label="所属行业", choices=Industry.choices)
    place = places()
    union = django_filters.ModelChoiceFilter(label="所属基层工会", queryset=unions)
    founded = django_filters.ChoiceFilter(
        label="建会", choices=(("yes", "已建会"), ("no", "未建会")), method="by_union"
    )
    counted = django_filters.ChoiceFilter(
        label="职工人数", choices=(("yes", "已登记"), ("no", "未登记")), method="by_count"
    )
    state = django_filters.ChoiceFilter(
        label="状态", choices=(("open", "存续"), ("closed", "已注销")), method="by_state"
    )

    class Meta:
        model = Employer
        fields = ()

    def by_union(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(union__isnull=value == "no")

    def by_count(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(counted_on__isnull=value == "no")

    def by_state(self, rows: Any, _name: str, value: str) -> Any:
        standing = rows.standing(today())
        return standing if value == "open" else rows.exclude(pk__in=standing.values("pk"))


EMPLOYERS = Listing(
    title="用人单位",
    unit="家",
    rows=_with_counts,
    filters=EmployerFilter,
    find=lambda rows, text: rows.filter(
        Q(name__contains=text) | Q(contact__contains=text) | Q(credit_code=text.upper())
    ),
    find_hint="单位名称、联系人、信用代码",
    columns=(
        Column("单位名称", lambda e: e.name, width=28, link=True),
        Column("单位性质", lambda e: e.get_kind_display(), width=16, phone=False),
        Column("所在村居", lambda e: e.place, width=12, phone=False),
        Column("所属基层工会", lambda e: e.union or "未建会", width=20, phone=False),
        Column("职工", lambda e: e.staff, "integer", 8, total="staff"),
        Column("女职工", lambda e: e.women, "integer", 8, total="women", phone=False),
        Column("农民工", lambda e: e.migrants, "integer", 8, total="migrants", phone=False),
        Column("会员", lambda e: e.members, "integer", 8, total="members", phone=False),
        Column("入会率", lambda e: percent(e.members, e.staff), "percent", 8),
        Column("人数日期", lambda e: e.counted_on, "day", 12, phone=False),
        Column("状态", lambda e: "已注销" if e.closed_on else "存续", "state", 8),
    ),
    tones={"存续": "good", "已注销": "quiet"},
    empty="没有符合条件的单位。点“登记单位”新增。",
)

# In the order of the template the office fills in, so that it reads back what it wrote.
EMPLOYER_SHEET = replace(
    EMPLOYERS,
    title="用人单位信息表",
    personal=True,
    numbered=True,
    printed=False,
    columns=(
        Column("单位名称", lambda e: e.name, width=28, link=True),
        Column("统一社会信用代码", lambda e: e.credit_code, width=20),
        Column("单位性质", lambda e: e.get_kind_display(), width=16, phone=False),
        Column("经济类型", lambda e: e.get_economy_display(), width=12, phone=False),
        Column("所属行业", lambda e: e.get_industry_display(), width=20, phone=False),
        Column("单位地址", lambda e: e.address, width=26, phone=False),
        Column("所在村居", lambda e: e.place, width=12, phone=False),
        Column("所属基层工会", lambda e: e.union, width=20, phone=False),
        Column("联系人", lambda e: e.contact, phone=False),
        Column("联系电话", lambda e: e.phone, width=14, phone=False),
        Column("职工人数", lambda e: e.staff, "integer", 8, total="staff"),
        Column("其中女职工", lambda e: e.women, "integer", 10, total="women", phone=False),
        Column("其中农民工", lambda e: e.migrants, "integer", 10, total="migrants", phone=False),
        Column("统计日期", lambda e: e.counted_on, "day", 12, phone=False),
    ),
)
