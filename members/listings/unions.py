"""The lists of union sheets and of committees."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q

from members.listings.offices import OfficeFilter
from members.models import Committee, UnionProfile, UnitKind
from unionhub.listing import Column, Listing
from unionhub.models.organisations import OrganisationKind
from unionhub.periods import today


class UnionFilter(OfficeFilter):
    kind = django_filters.ChoiceFilter(
        label="工会类型", field_name="union__kind", choices=OrganisationKind.choices
    )
    unit_kind = django_filters.ChoiceFilter(label="单位性质", choices=UnitKind.choices)

    class Meta:
        model = UnionProfile
        fields = ()


UNIONS = Listing(
    title="工会概况",
    unit="个",
    rows=lambda scope: UnionProfile.objects.visible_to(scope).for_list(),
    filters=UnionFilter,
    find=lambda rows, text: rows.filter(Q(union__name__contains=text) | Q(chair__contains=text)),
    find_hint="工会名称、主席",
    columns=(
        Column("工会", lambda u: u.union.name, width=24, link=True),
        Column("工会类型", lambda u: u.union.get_kind_display(), width=14, phone=False),
        Column("单位性质", lambda u: u.get_unit_kind_display(), width=16, phone=False),
        Column("外来投资", lambda u: "是" if u.incoming else "", width=8, phone=False),
        Column("建会日期", lambda u: u.union.opened_on, "day", 12, phone=False),
        Column("涵盖单位", lambda u: u.units_covered, "integer", 8, total="units_covered"),
        Column("工会主席", lambda u: u.chair),
        Column("联系电话", lambda u: u.phone, width=14, phone=False),
        Column("批复文号", lambda u: u.founding_paper, width=18, phone=False),
        Column("状态", lambda u: "已撤销" if u.union.closed_on else "在用", "state", 8),
    ),
    tones={"在用": "good", "已撤销": "quiet"},
    empty="还没有工会概况。在“工会组织”里打开一个工会，点“工会概况”填写。",
)


class CommitteeFilter(OfficeFilter):
    state = django_filters.ChoiceFilter(
        label="状态", choices=(("open", "在任"), ("ended", "已撤销")), method="by_state"
    )

    class Meta:
        model = Committee
        fields = ()

    def by_state(self, rows: Any, _name: str, value: str) -> Any:
        standing = Committee.objects.standing(today()).values("pk")
        return rows.filter(pk__in=standing) if value == "open" else rows.exclude(pk__in=standing)


COMMITTEES = Listing(
    title="领导小组",
    unit="个",
    rows=lambda scope: Committee.objects.visible_to(scope).for_list(),
    filters=CommitteeFilter,
    find=lambda rows, text: rows.filter(Q(name__contains=text) | Q(purpose__contains=text)),
    find_hint="名称、职责",
    columns=(
        Column("名称", lambda c: c.name, width=30, link=True),
        Column("成员", lambda c: c.size, "integer", 8),
        Column("成立日期", lambda c: c.formed_on, "day", 12),
        Column("文号", lambda c: c.paper, width=20, phone=False),
        Column("职责", lambda c: c.purpose, width=30, phone=False),
        Column("状态", lambda c: "已撤销" if c.ended_on else "在任", "state", 8),
    ),
    tones={"在任": "good", "已撤销": "quiet"},
    empty="还没有领导小组。点“登记领导小组”新增。",
)
