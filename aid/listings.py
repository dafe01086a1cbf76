"""The lists of cases, funds and the ledger."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Case, F, Q, QuerySet, Value, When

from aid.models import (
    AidCase,
    AidKind,
    Beneficiary,
    CaseState,
    EntryKind,
    Fund,
    FundSource,
    LedgerEntry,
)
from unionhub.fields import YuanField
from unionhub.listing import Column, Listing
from unionhub.listing_filters import days, places
from unionhub.people import masked_id
from unionhub.scope import Scope

CASE_TONES = {
    CaseState.APPLIED.label: "info",
    CaseState.VERIFIED.label: "info",
    CaseState.REVIEWED.label: "info",
    CaseState.NOTICED.label: "info",
    CaseState.APPROVED.label: "warn",
    CaseState.PAID.label: "good",
    CaseState.CLOSED.label: "quiet",
    CaseState.RETURNED.label: "bad",
    CaseState.WITHDRAWN.label: "quiet",
    CaseState.REFUSED.label: "quiet",
}
IN_USE, RETIRED = "在用", "停用"
FUND_TONES = {IN_USE: "good", RETIRED: "quiet"}
ENTRY_TONES = {
    EntryKind.INCOME.label: "good",
    EntryKind.PAYMENT.label: "info",
    EntryKind.REVERSAL.label: "warn",
}


def _funds(request: Any) -> QuerySet[Fund]:
    return Fund.objects.visible_to(request.scope)


class CaseFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label="救助类别", choices=AidKind.choices)
    beneficiary = django_filters.ChoiceFilter(label="帮扶对象", choices=Beneficiary.choices)
    place = places()
    state = django_filters.ChoiceFilter(label="状态", choices=CaseState.choices)
    applied_on = days("申请日期")
    paid_on = days("发放日期")

    class Meta:
        model = AidCase
        fields = ()


def _find(rows: Any, text: str) -> Any:
    return rows.find(text)


CASES = Listing(
    title="帮扶申请",
    unit="件",
    rows=lambda scope: AidCase.objects.visible_to(scope).for_list(),
    filters=CaseFilter,
    find=_find,
    find_hint="编号、姓名、证件号、电话",
    personal=True,
    columns=(
        Column("编号", lambda c: c.number, width=20, link=True),
        Column("申请人", lambda c: c.person.name, width=10),
        Column("证件号", lambda c: masked_id(c.person.id_number), width=20, phone=False),
        Column("片区村居", lambda c: c.place, width=12, phone=False),
        Column("救助类别", lambda c: c.get_kind_display(), width=10, phone=False),
        Column("帮扶对象", lambda c: c.get_beneficiary_display(), width=14, phone=False),
        Column("金额", lambda c: c.total, "money", 12, total="total", phone=False),
        Column("申请日期", lambda c: c.applied_on, "day", 12, phone=False),
        Column("发放日期", lambda c: c.paid_on, "day", 12, phone=False),
        Column("受理工会", lambda c: c.organisation, width=16, phone=False),
        Column("状态", lambda c: c.get_state_display(), "state", 8),
    ),
    tones=CASE_TONES,
    empty="没有符合条件的帮扶申请。点“登记申请”，先找到申请人再填写。",
)


class FundFilter(django_filters.FilterSet):
    source = django_filters.ChoiceFilter(label="资金来源", choices=FundSource.choices)

    class Meta:
        model = Fund
        fields = ()


def fund_state(fund: Fund) -> str:
    return RETIRED if fund.closed_on else IN_USE


def _with_room(scope: Scope) -> QuerySet[Fund]:
    room = F("received") - F("reserved") - F("spent")
    rows: QuerySet[Fund] = Fund.objects.visible_to(scope).select_related("organisation")
    return rows.annotate(free=Case(When(pk__gt=0, then=room), output_field=YuanField()))


FUNDS = Listing(
    title="资金",
    unit="项",
    rows=_with_room,
    filters=FundFilter,
    columns=(
        Column("资金名称", lambda f: f.name, width=28, link=True),
        Column("资金来源", lambda f: f.get_source_display(), width=14, phone=False),
        Column("累计收入", lambda f: f.received, "money", 14, total="received", phone=False),
        Column("已留用", lambda f: f.reserved, "money", 14, total="reserved", phone=False),
        Column("累计发放", lambda f: f.spent, "money", 14, total="spent", phone=False),
        Column("可用余额", lambda f: f.room, "money", 14, total="free"),
        Column("已关账至", lambda f: f.books_closed_to, "day", 12, phone=False),
        Column("所属工会", lambda f: f.organisation, width=16, phone=False),
        Column("状态", fund_state, "state", 8),
    ),
    tones=FUND_TONES,
    empty="还没有登记资金。由出纳点“新设资金”，再登记收入，审批时才有资金可选。",
)


class LedgerFilter(django_filters.FilterSet):
    fund = django_filters.ModelChoiceFilter(label="资金", queryset=_funds)
    kind = django_filters.ChoiceFilter(label="类别", choices=EntryKind.choices)
    on = days("日期")

    class Meta:
        model = LedgerEntry
        fields = ()


def _entries(scope: Scope) -> QuerySet[LedgerEntry]:
    """With what came in and what went out apart; a reversal takes back on the side of its row."""
    zero = Value(0, output_field=YuanField())

    def part(income: bool, name: str) -> Case:
        """``name`` of the rows of one side, as a positive number; nothing for the others."""
        value = F(name) if income else zero - F(name)
        some = ~Q(goods=0) if name == "goods" else Q()
        return Case(When(some, case__isnull=income, then=value), output_field=YuanField())

    rows: QuerySet[LedgerEntry] = LedgerEntry.objects.visible_to(scope).for_list()
    return rows.annotate(
        came_in=part(True, "amount"),
        goods_in=part(True, "goods"),
        went_out=part(False, "amount"),
        goods_out=part(False, "goods"),
    )


LEDGER = Listing(
    title="资金台账",
    unit="笔",
    rows=_entries,
    filters=LedgerFilter,
    personal=True,
    columns=(
        Column("日期", lambda e: e.on, "day", 12, link=True),
        Column("类别", lambda e: e.get_kind_display(), "state", 8),
        Column("资金", lambda e: e.fund, width=24, phone=False),
        Column("摘要", lambda e: e.note, width=24, phone=False),
        Column("帮扶申请", lambda e: e.case and e.case.number, width=20, phone=False),
        Column("受助人", lambda e: e.case and e.case.person.name, width=10, phone=False),
        Column("收入", lambda e: e.came_in, "money", 12, total="came_in"),
        Column("收入中物资", lambda e: e.goods_in, "money", 12, total="goods_in", phone=False),
        Column("发放", lambda e: e.went_out, "money", 12, total="went_out"),
        Column("发放中物资", lambda e: e.goods_out, "money", 12, total="goods_out", phone=False),
        Column("登记人", lambda e: e.recorded_by.name, width=10, phone=False),
    ),
    tones=ENTRY_TONES,
    empty="没有符合条件的台账记录。登记收入、发放帮扶后自动记入。",
)
