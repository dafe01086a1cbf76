"""The ledger of dues, and how far members, units and unions have paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import django_filters
from django.db.models import Q
from django.urls import reverse

from members.listings import dues_position
from members.listings.dues_months import MonthFilter, PeriodFilter, payers
from members.listings.honours import ROW_TONES, row_state
from members.listings.offices import OfficeFilter, unions
from members.models import Dues, DuesKind, DuesRate, Employer, Person
from members.rules.dues import months_of, span_words
from unionhub.listing import Column, Listing
from unionhub.listing_filters import days, places
from unionhub.models import Organisation
from unionhub.people import masked_id
from unionhub.permissions import Permission as P

FIND_HINT = "姓名、拼音首字母、证件号、电话"


class DuesFilter(OfficeFilter):
    kind = django_filters.ChoiceFilter(label="类别", choices=DuesKind.choices)
    union = django_filters.ModelChoiceFilter(label="基层工会", queryset=unions)
    employer = django_filters.ModelChoiceFilter(label="单位", queryset=payers)
    month = MonthFilter(label="所属月份", method="of_month")
    paid_on = days("缴纳日期")

    class Meta:
        model = Dues
        fields = ()

    def of_month(self, rows: Any, _name: str, value: date) -> Any:
        return rows.covering(value)


def _find_payer(rows: Any, text: str) -> Any:
    people = Person.objects.find(text)
    return rows.filter(Q(person__in=people) | Q(employer__name__contains=text) | Q(voucher=text))


def _id(row: Dues) -> str:
    return row.person.id_number if row.person else ""


def _months(row: Dues) -> str:
    return span_words(months_of(row.from_month, row.to_month))


LEDGER = Listing(
    title="会费和经费台账",
    unit="笔",
    rows=lambda scope: Dues.objects.visible_to(scope).for_list(),
    filters=DuesFilter,
    find=_find_payer,
    find_hint=f"{FIND_HINT}、单位名称、凭证号",
    personal=True,
    columns=(
        Column("缴纳日期", lambda d: d.paid_on, "day", 11, link=True),
        Column("类别", lambda d: d.get_kind_display(), width=11, phone=False),
        Column("缴纳人（单位）", lambda d: d.payer, width=20),
        Column("证件号", lambda d: masked_id(_id(d)), width=20, phone=False, unmasked=_id),
        Column("基层工会", lambda d: d.union, width=20, phone=False),
        Column("所属月份", _months, width=20, phone=False),
        Column("月工资基数", lambda d: d.base, "money", 12, phone=False),
        Column("应缴", lambda d: d.due, "money", 12, total="due", phone=False),
        Column("实缴", lambda d: d.amount, "money", 12, total="amount"),
        Column("本级留成", lambda d: d.own, "money", 12, total="own", phone=False),
        Column("上缴", lambda d: d.upper, "money", 12, total="upper", phone=False),
        Column("凭证号", lambda d: d.voucher, width=12, phone=False),
        Column("状态", row_state, "state", 8),
    ),
    tones=ROW_TONES,
    empty="没有符合条件的记录。到“会费缴纳”里登记会费，到“单位经费”里登记拨缴。",
)


class PeopleFilter(PeriodFilter):
    union = django_filters.ModelChoiceFilter(label="基层工会", queryset=unions, method="as_it_is")
    employer = django_filters.ModelChoiceFilter(label="工作单位", queryset=payers)
    place = places()

    class Meta:
        model = Person
        fields = ()

    def filter_queryset(self, queryset: Any) -> Any:
        union = self.form.cleaned_data.get("union")
        return super().filter_queryset(dues_position.people(queryset, *self.months(), union))


class ArrearsFilter(PeopleFilter):
    """Those who still owe something for these months."""

    def filter_queryset(self, queryset: Any) -> Any:
        return super().filter_queryset(queryset).filter(Q(missing__gt=0) | Q(unpaid__gt=0))


PEOPLE = Listing(
    title="会费缴纳情况",
    unit="人",
    rows=lambda scope: Person.objects.visible_by(P.DUES_VIEW, scope).for_list(),
    filters=PeopleFilter,
    find=lambda rows, text: rows.filter(pk__in=Person.objects.find(text)),
    find_hint=FIND_HINT,
    personal=True,
    columns=(
        Column("姓名", lambda p: p.name, width=10, link=True),
        Column(
            "证件号",
            lambda p: masked_id(p.id_number),
            width=20,
            phone=False,
            unmasked=lambda p: p.id_number,
        ),
        Column("基层工会", lambda p: p.union_name, width=20, phone=False),
        Column("工作单位", lambda p: p.employer, width=20, phone=False),
        Column("月工资基数", lambda p: p.base, "money", 12, phone=False),
        Column("应缴月数", lambda p: p.owed, "integer", 8, total="owed", phone=False),
        Column("欠缴月数", lambda p: p.missing, "integer", 8, total="missing"),
        Column("应缴", lambda p: p.due, "money", 12, total="due", phone=False),
        Column("实缴", lambda p: p.paid, "money", 12, total="paid"),
        Column("欠缴", lambda p: p.unpaid, "money", 12, total="unpaid"),
    ),
    address=lambda p: reverse("members:dues_of_person", args=[p.pk]),
    empty="这几个月没有应缴会费的会员。",
)
ARREARS = replace(
    PEOPLE,
    title="欠缴会费名单",
    filters=ArrearsFilter,
    empty="这几个月没有欠缴会费的会员。",
)


class RateFilter(OfficeFilter):
    class Meta:
        model = DuesRate
        fields = ()


RATES = Listing(
    title="经费比例",
    unit="条",
    rows=lambda scope: DuesRate.objects.visible_to(scope).for_list(),
    filters=RateFilter,
    columns=(
        Column("施行日期", lambda r: r.from_on, "day", 12, link=True),
        Column("设定工会", lambda r: r.organisation, width=20),
        Column("会费比例（%）", lambda r: r.member_rate, "number", 12),
        Column("拨缴经费比例（%）", lambda r: r.unit_rate, "number", 14),
        Column("本级留成（%）", lambda r: r.own_share, "number", 12, phone=False),
        Column("依据文号", lambda r: r.paper, width=20, phone=False),
    ),
    opens=P.DUES_EDIT,
    address=lambda r: reverse("members:dues_rate_change", args=[r.pk]),
    empty="本级没有另设比例。",
)


def of_union(union: Organisation) -> Listing:
    """How far the members of one union have paid."""

    class Filter(PeopleFilter):
        class Meta:
            model = Person
            fields = ()

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            del self.filters["union"]

        def filter_queryset(self, queryset: Any) -> Any:
            rows = dues_position.people(queryset, *self.months(), union)
            return PeriodFilter.filter_queryset(self, rows)

    return replace(PEOPLE, title=f"{union}会费缴纳情况", filters=Filter)


def of_employer(employer: Employer) -> Listing:
    """What one unit paid."""
    return replace(
        LEDGER,
        title=f"{employer}经费台账",
        rows=lambda scope: Dues.objects.visible_to(scope).filter(employer=employer).for_list(),
        filters=None,
        find=None,
        find_hint="",
        personal=False,
        columns=tuple(c for c in LEDGER.columns if c.label not in ("缴纳人（单位）", "证件号")),
        empty="还没有登记过这个单位的经费。",
    )
