"""How far units and unions have paid."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q
from django.urls import reverse

from members.listings import dues_position
from members.listings.dues_months import PeriodFilter
from members.listings.offices import unions
from members.models import Employer
from unionhub.listing import Column, Listing
from unionhub.listing_filters import places
from unionhub.models import Organisation
from unionhub.permissions import Permission as P


class UnitFilter(PeriodFilter):
    union = django_filters.ModelChoiceFilter(label="基层工会", queryset=unions)
    founded = django_filters.ChoiceFilter(
        label="建会", choices=(("yes", "已建会"), ("no", "未建会")), method="by_union"
    )
    short = django_filters.ChoiceFilter(
        label="缴纳", choices=(("yes", "有欠缴或未登记"), ("no", "已缴清")), method="by_arrears"
    )
    place = places()

    class Meta:
        model = Employer
        fields = ()

    def by_union(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(union__isnull=value == "no")

    def by_arrears(self, rows: Any, _name: str, value: str) -> Any:
        short = Q(missing__gt=0) | Q(unpaid__gt=0)
        return rows.filter(short) if value == "yes" else rows.exclude(short)

    def filter_queryset(self, queryset: Any) -> Any:
        return super().filter_queryset(dues_position.units(queryset, *self.months()))


UNITS = Listing(
    title="单位经费收缴情况",
    unit="家",
    rows=lambda scope: (
        Employer.objects.visible_by(P.DUES_VIEW, scope)
        .select_related("organisation", "union", "place")
        .order_by("organisation__path", "name")
    ),
    filters=UnitFilter,
    find=lambda rows, text: rows.filter(name__contains=text),
    find_hint="单位名称",
    columns=(
        Column("单位名称", lambda e: e.name, width=26, link=True),
        Column("基层工会", lambda e: e.union or "未建会", width=20, phone=False),
        Column("月工资总额", lambda e: e.base, "money", 14, phone=False),
        Column("未登记月数", lambda e: e.missing, "integer", 9, total="missing", phone=False),
        Column("应缴", lambda e: e.due, "money", 12, total="due", phone=False),
        Column("实缴", lambda e: e.paid, "money", 12, total="paid"),
        Column("欠缴", lambda e: e.unpaid, "money", 12, total="unpaid"),
        Column("本级留成", lambda e: e.own, "money", 12, total="own", phone=False),
        Column("上缴", lambda e: e.upper, "money", 12, total="upper", phone=False),
    ),
    address=lambda e: reverse("members:dues_of_employer", args=[e.pk]),
    empty="没有符合条件的单位。",
)


class UnionFilter(PeriodFilter):
    class Meta:
        model = Organisation
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters.pop("organisation", None)

    def filter_queryset(self, queryset: Any) -> Any:
        return super().filter_queryset(dues_position.unions(queryset, *self.months()))


def _unions_seen(scope: Any) -> Any:
    rows = Organisation.objects.visible_to(scope)
    return rows.order_by("path") if scope.may(P.DUES_VIEW) else rows.none()


UNIONS = Listing(
    title="各工会会费和经费",
    unit="个",
    rows=_unions_seen,
    filters=UnionFilter,
    columns=(
        Column("工会", lambda o: o.name, width=26, link=True),
        Column("欠缴会费（人月）", lambda o: o.missing, "integer", 12, total="missing"),
        Column("会费实缴", lambda o: o.member_paid, "money", 12, total="member_paid"),
        Column("拨缴应缴", lambda o: o.unit_due, "money", 12, total="unit_due", phone=False),
        Column("拨缴实缴", lambda o: o.unit_paid, "money", 12, total="unit_paid", phone=False),
        Column("拨缴欠缴", lambda o: o.unit_unpaid, "money", 12, total="unit_unpaid"),
        Column("本级留成", lambda o: o.own, "money", 12, total="own", phone=False),
        Column("上缴", lambda o: o.upper, "money", 12, total="upper", phone=False),
    ),
    address=lambda o: reverse("members:dues_of_union", args=[o.pk]),
    empty="还没有工会。",
)
