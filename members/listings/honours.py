"""The lists of honours, of a year's allowances, and of what was paid."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q

from members.listings.offices import OfficeFilter, employers
from members.models import Allowance, HolderKind, Honour, HonourKind, Person
from members.models.terms import HonourLevel
from unionhub.listing import Column, Listing
from unionhub.listing_filters import days, places
from unionhub.people import masked_id
from unionhub.periods import today

STANDING, REVOKED = "保持", "已撤销"
PAID, PARTLY, OPEN = "已发", "部分发放", "未发"
ENTERED, TAKEN_BACK, REVERSAL = "正常", "已冲销", "冲销"
ROW_TONES = {ENTERED: "good", TAKEN_BACK: "quiet", REVERSAL: "warn"}


def state_of(honour: Honour) -> str:
    return REVOKED if honour.revoked_on and honour.revoked_on <= today() else STANDING


def row_state(row: Any) -> str:
    """Of a row of money: whether it stands, was taken back, or takes one back."""
    if row.reverses_id is not None:
        return REVERSAL
    return TAKEN_BACK if getattr(row, "reversed_by", None) is not None else ENTERED


def _find(rows: Any, text: str, way: str = "") -> Any:
    people = Person.objects.find(text)
    return rows.filter(
        Q(**{f"{way}person__in": people})
        | Q(**{f"{way}team__contains": text})
        | Q(**{f"{way}union__name__contains": text})
        | Q(**{f"{way}name__contains": text})
    )


class HonourFilter(OfficeFilter):
    kind = django_filters.ChoiceFilter(label="荣誉", choices=HonourKind.choices)
    level = django_filters.ChoiceFilter(label="级别", choices=HonourLevel.choices)
    holder = django_filters.ChoiceFilter(label="获得者", choices=HolderKind.choices)
    year = django_filters.NumberFilter(label="授予年份", field_name="granted_on__year")
    employer = django_filters.ModelChoiceFilter(
        label="所在单位", queryset=employers, method="by_employer"
    )
    place = places("person__place")
    state = django_filters.ChoiceFilter(
        label="状态", choices=(("yes", STANDING), ("no", REVOKED)), method="by_state"
    )

    class Meta:
        model = Honour
        fields = ()

    def by_employer(self, rows: Any, _name: str, value: Any) -> Any:
        return rows.filter(Q(employer=value) | Q(person__employer=value))

    def by_state(self, rows: Any, _name: str, value: str) -> Any:
        standing = rows.standing(today())
        return standing if value == "yes" else rows.exclude(pk__in=standing.values("pk"))


def _place(honour: Honour) -> Any:
    return honour.person.place if honour.person else ""


def _id(honour: Honour) -> str:
    return honour.person.id_number if honour.person else ""


HONOURS = Listing(
    title="荣誉登记表",
    unit="项",
    rows=lambda scope: Honour.objects.visible_to(scope).for_list(),
    filters=HonourFilter,
    find=_find,
    find_hint="获得者、荣誉名称",
    personal=True,
    columns=(
        Column("获得者", lambda h: h.holder_name, width=18, link=True),
        Column("类别", lambda h: h.get_holder_display(), width=6, phone=False),
        Column("荣誉", lambda h: h.get_kind_display(), width=14),
        Column("荣誉全称", lambda h: h.name, width=24, phone=False),
        Column("级别", lambda h: h.get_level_display(), width=12, phone=False),
        Column("授予日期", lambda h: h.granted_on, "day", 12),
        Column("授予单位", lambda h: h.granted_by, width=18, phone=False),
        Column("文号", lambda h: h.paper, width=16, phone=False),
        Column("所在单位", lambda h: h.unit, width=20, phone=False),
        Column("片区村居", _place, width=10, phone=False),
        Column("每年津贴", lambda h: h.allowance, "money", 12, total="allowance", phone=False),
        Column("状态", state_of, "state", 8),
    ),
    tones={STANDING: "good", REVOKED: "quiet"},
    empty="没有符合条件的荣誉。点“登记荣誉”，先找到人，或登记集体、工会的荣誉。",
)


class DueFilter(OfficeFilter):
    """A year's allowances, this year's unless another is asked; the year stands on the paper."""

    year = django_filters.NumberFilter(label="年度", method="in_year", min_value=1949)
    kind = django_filters.ChoiceFilter(label="荣誉", choices=HonourKind.choices)
    level = django_filters.ChoiceFilter(label="级别", choices=HonourLevel.choices)
    state = django_filters.ChoiceFilter(
        label="发放", choices=(("no", "未发齐"), ("yes", "已发齐")), method="by_state"
    )

    class Meta:
        model = Honour
        fields = ()

    def __init__(self, data: Any, *args: Any, **kwargs: Any) -> None:
        asked = data.copy()
        if not asked.get("year"):
            asked["year"] = str(today().year)
        super().__init__(asked, *args, **kwargs)

    def in_year(self, rows: Any, _name: str, value: Any) -> Any:
        year = min(int(value), 2199)
        return rows.due_in(year).with_payments(year)

    def by_state(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(unpaid__gt=0) if value == "no" else rows.filter(unpaid=0)


def paid_state(honour: Any) -> str:
    if not honour.unpaid:
        return PAID
    return PARTLY if honour.paid else OPEN


DUE = Listing(
    title="荣誉津贴应发台账",
    unit="份",
    # Also where the year asked for cannot be read, so that no year narrows the rows.
    rows=lambda scope: Honour.objects.visible_to(scope).with_payments(today().year).for_list(),
    filters=DueFilter,
    find=_find,
    find_hint="获得者、荣誉名称",
    personal=True,
    columns=(
        Column("获得者", lambda h: h.holder_name, width=18, link=True),
        Column(
            "身份证号",
            lambda h: masked_id(_id(h)),
            width=20,
            phone=False,
            unmasked=_id,
        ),
        Column("荣誉", lambda h: h.get_kind_display(), width=14, phone=False),
        Column("级别", lambda h: h.get_level_display(), width=12, phone=False),
        Column("授予日期", lambda h: h.granted_on, "day", 12, phone=False),
        Column("片区村居", _place, width=10, phone=False),
        Column("应发", lambda h: h.allowance, "money", 12, total="allowance"),
        Column("已发", lambda h: h.paid, "money", 12, total="paid", phone=False),
        Column("未发", lambda h: h.unpaid, "money", 12, total="unpaid"),
        Column("发放", paid_state, "state", 8),
    ),
    tones={PAID: "good", PARTLY: "warn", OPEN: "warn"},
    empty="这一年没有应发的津贴。登记荣誉时填了“每年津贴”的，才会列在这里。",
)


class AllowanceFilter(OfficeFilter):
    year = django_filters.NumberFilter(label="津贴年度")
    kind = django_filters.ChoiceFilter(
        label="荣誉", field_name="honour__kind", choices=HonourKind.choices
    )
    paid_on = days("发放日期")

    class Meta:
        model = Allowance
        fields = ()


ALLOWANCES = Listing(
    title="荣誉津贴发放台账",
    unit="笔",
    rows=lambda scope: Allowance.objects.visible_to(scope).for_list(),
    filters=AllowanceFilter,
    find=lambda rows, text: _find(rows, text, "honour__"),
    find_hint="获得者、荣誉名称",
    personal=True,
    columns=(
        Column("发放日期", lambda a: a.paid_on, "day", 12, link=True),
        Column("获得者", lambda a: a.honour.holder_name, width=18),
        Column("荣誉", lambda a: a.honour.get_kind_display(), width=14, phone=False),
        Column("津贴年度", lambda a: str(a.year), width=9, phone=False),
        Column("金额", lambda a: a.amount, "money", 12, total="amount"),
        Column("凭证号", lambda a: a.voucher, width=16, phone=False),
        Column("说明", lambda a: a.reason, width=18, phone=False),
        Column("登记人", lambda a: a.recorded_by.name, width=10, phone=False),
        Column("状态", row_state, "state", 8),
    ),
    tones=ROW_TONES,
    address=lambda a: a.honour.get_absolute_url(),
    empty="没有符合条件的发放记录。到“荣誉津贴应发台账”里点“发放津贴”。",
)
