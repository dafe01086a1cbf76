"""The lists of union sheets and of committees."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from members.listings.offices import OfficeFilter, unions, yes_no
from members.models import Committee, CommitteeKind, UnionProfile, UnionType, UnitKind
from unionhub.listing import Column, Listing
from unionhub.models.organisations import OrganisationKind
from unionhub.periods import today
from unionhub.scope import Scope

LEGAL = (("valid", "有效"), ("ending", "已到期或三个月内到期"), ("none", "没有"))


def _sheets(scope: Scope) -> QuerySet[UnionProfile]:
    return UnionProfile.objects.visible_to(scope).for_list().with_numbers(today())


class UnionFilter(OfficeFilter):
    kind = django_filters.ChoiceFilter(
        label="工会类型", field_name="union__kind", choices=OrganisationKind.choices
    )
    union_type = django_filters.ChoiceFilter(label="基层工会类型", choices=UnionType.choices)
    unit_kind = django_filters.ChoiceFilter(label="单位性质", choices=UnitKind.choices)
    incoming = yes_no("外来投资", "incoming")
    legal = django_filters.ChoiceFilter(label="法人资格", choices=LEGAL, method="by_legal")
    state = django_filters.ChoiceFilter(
        label="状态", choices=(("open", "在用"), ("closed", "已撤销")), method="by_state"
    )

    class Meta:
        model = UnionProfile
        fields = ()

    def by_legal(self, rows: Any, _name: str, value: str) -> Any:
        if value == "ending":
            return rows.certificates_ending(today())
        return rows.filter(Q(legal_until__gte=today()) if value == "valid" else Q(legal_number=""))

    def by_state(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(union__closed_on__isnull=value == "open")


UNIONS = Listing(
    title="工会概况",
    unit="个",
    rows=_sheets,
    filters=UnionFilter,
    find=lambda rows, text: rows.filter(
        Q(union__name__contains=text) | Q(chair_now__contains=text) | Q(unit_name__contains=text)
    ),
    find_hint="工会、单位名称、主席",
    columns=(
        Column("工会", lambda u: u.union.name, width=24, link=True),
        Column("工会类型", lambda u: u.union.get_kind_display(), width=14, phone=False),
        Column("单位性质", lambda u: u.get_unit_kind_display(), width=16, phone=False),
        Column("建会日期", lambda u: u.union.opened_on, "day", 12, phone=False),
        Column("涵盖单位", lambda u: u.units, "integer", 8, total="units"),
        Column("职工", lambda u: u.staff, "integer", 8, total="staff", phone=False),
        Column("会员", lambda u: u.members, "integer", 8, total="members", phone=False),
        Column("工会主席", lambda u: u.chair_now),
        Column("联系电话", lambda u: u.phone, width=14, phone=False),
        Column("状态", lambda u: "已撤销" if u.union.closed_on else "在用", "state", 8),
    ),
    tones={"在用": "good", "已撤销": "quiet"},
    empty="还没有工会概况。在“工会组织”里打开一个工会，点“工会概况”填写。",
)


SHEET = Listing(
    title="工会组织信息采集表",
    unit="个",
    rows=_sheets,
    filters=UnionFilter,
    find=UNIONS.find,
    find_hint=UNIONS.find_hint,
    personal=True,
    numbered=True,
    printed=False,
    columns=(
        Column("单位名称", lambda u: u.unit_name, width=26, phone=False),
        Column("单位法人和其他组织统一社会信用代码", lambda u: u.unit_code, width=20, phone=False),
        Column("单位地址", lambda u: u.unit_address, width=26, phone=False),
        Column("单位所在政区", lambda u: u.unit_region, width=20, phone=False),
        Column("单位性质类别", lambda u: u.get_unit_kind_display(), width=16, phone=False),
        Column("经济类型", lambda u: u.get_economy_display(), width=12, phone=False),
        Column("单位所属行业", lambda u: u.get_industry_display(), width=20, phone=False),
        Column("职工人数", lambda u: u.staff, "integer", 8, total="staff", phone=False),
        Column("工会名称", lambda u: u.union.name, width=24, link=True),
        Column("工会法人和其他组织统一社会信用代码", lambda u: u.credit_code, width=20),
        Column("上级工会名称", lambda u: u.parent, width=20, phone=False),
        Column("建会日期", lambda u: u.union.opened_on, "day", 12, phone=False),
        Column("基层工会类型", lambda u: u.get_union_type_display(), width=14, phone=False),
        Column("会员人数", lambda u: u.members, "integer", 8, total="members"),
        Column("工会负责人", lambda u: u.chair_now, width=10),
        Column("联系电话", lambda u: u.phone, width=14, phone=False),
    ),
    empty=UNIONS.empty,
)


class CommitteeFilter(OfficeFilter):
    kind = django_filters.ChoiceFilter(label="类别", choices=CommitteeKind.choices)
    union = django_filters.ModelChoiceFilter(label="所属工会", queryset=unions)
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
    title="委员会、领导小组",
    unit="个",
    rows=lambda scope: Committee.objects.visible_to(scope).for_list(),
    filters=CommitteeFilter,
    find=lambda rows, text: rows.filter(Q(name__contains=text) | Q(purpose__contains=text)),
    find_hint="名称、职责",
    columns=(
        Column("名称", lambda c: c.name, width=30, link=True),
        Column("类别", lambda c: c.get_kind_display(), width=14),
        Column("所属工会", lambda c: c.union or c.organisation, width=20, phone=False),
        Column("成员", lambda c: c.size, "integer", 8),
        Column("成立日期", lambda c: c.formed_on, "day", 12),
        Column("文号", lambda c: c.paper, width=20, phone=False),
        Column("职责", lambda c: c.purpose, width=30, phone=False),
        Column("状态", lambda c: "已撤销" if c.ended_on else "在任", "state", 8),
    ),
    tones={"在任": "good", "已撤销": "quiet"},
    empty="还没有委员会、领导小组。点“登记”新增。",
)
