"""Funds, what comes into them, their books, and the ledger of every yuan."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from aid.actions import funds
from aid.forms.funds import (
    CloseMonthForm,
    FundForm,
    IncomeForm,
    OpenFundForm,
    ReverseIncomeForm,
)
from aid.listings import ENTRY_TONES, FUND_TONES, FUNDS, LEDGER, fund_state
from aid.models import CommitmentState, EntryKind, Fund, LedgerEntry, is_closed
from aid.printouts import day_text
from unionhub.listing import show_list
from unionhub.money import yuan_text
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may

LATEST = 10


@require_http_methods(["GET", "POST"])
@may(P.FUND_VIEW)
def list_funds(request: OfficeRequest) -> HttpResponse:
    buttons = [("新设资金", "aid:fund_add")] if request.scope.may(P.FUND_EDIT) else []
    return show_list(request, FUNDS, buttons=buttons)


@require_http_methods(["GET", "POST"])
@may(P.FUND_VIEW)
def ledger(request: OfficeRequest) -> HttpResponse:
    return show_list(request, LEDGER)


@require_safe
@may(P.FUND_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    fund = get_object_or_404(Fund.objects.visible_to(request.scope), pk=pk)
    open_ = fund.commitments.filter(state=CommitmentState.OPEN).select_related("case__person")
    entries = fund.entries.for_list().with_reversal().reverse()[:LATEST]
    context = {
        "fund": fund,
        "state": fund_state(fund),
        "tone": FUND_TONES[fund_state(fund)],
        "facts": _facts(fund),
        "commitments": open_.order_by("made_on", "pk"),
        "entries": [_line(e, request) for e in entries],
        "latest": LATEST,
        "may_edit": _may_edit(request, fund),
        "crumbs": [("资金", reverse("aid:funds")), (fund.name, "")],
    }
    return render(request, "aid/funds/page.html", context)


@require_safe
@may(P.FUND_VIEW)
def income_page(request: OfficeRequest, pk: int) -> HttpResponse:
    entry = _seen_income(request, pk)
    context = {
        "entry": entry,
        "tone": ENTRY_TONES[entry.get_kind_display()],
        "facts": _income_facts(entry),
        "may_reverse": _may_reverse(request, entry),
        "crumbs": [
            ("资金", reverse("aid:funds")),
            (entry.fund.name, entry.fund.get_absolute_url()),
            (str(entry), ""),
        ],
    }
    return render(request, "aid/funds/income.html", context)


@require_http_methods(["GET", "POST"])
@may(P.FUND_EDIT)
def add(request: OfficeRequest) -> HttpResponse:
    form = OpenFundForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        fund = attempt(form, lambda: funds.open_fund(by=request.scope, **form.values()))
        if fund:
            return done(request, f"已设立“{fund}”，请登记收入。", fund)
    return form_page(request, form, title="新设资金", back="aid:funds")


@require_http_methods(["GET", "POST"])
@may(P.FUND_EDIT)
def change(request: OfficeRequest, pk: int) -> HttpResponse:
    fund = _own_fund(request, pk)
    form = FundForm(request.POST or None, instance=fund, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: funds.change_fund(
                fund=fund, by=request.scope, version=form.seen_version, **form.values()
            ),
        )
        if saved:
            return done(request, "已保存。", saved)
    return form_page(request, form, title="修改资金", back=fund)


@require_http_methods(["GET", "POST"])
@may(P.FUND_EDIT)
def income(request: OfficeRequest, pk: int) -> HttpResponse:
    fund = _own_fund(request, pk)
    form = IncomeForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        entry = attempt(
            form, lambda: funds.add_income(fund=fund, by=request.scope, **form.cleaned_data)
        )
        if entry:
            return done(request, f"已登记收入{yuan_text(entry.amount)}元。", fund)
    lead = "记入后不能修改或删除，请核对金额；记错的只能冲销后重新登记。"
    return form_page(request, form, title=f"登记收入：{fund}", back=fund, lead=lead)


@require_http_methods(["GET", "POST"])
@may(P.FUND_EDIT)
def reverse_income(request: OfficeRequest, pk: int) -> HttpResponse:
    entry = _seen_income(request, pk)
    request.scope.check(P.FUND_EDIT, entry)
    form = ReverseIncomeForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        reversal = attempt(
            form, lambda: funds.reverse_income(entry=entry, by=request.scope, **form.cleaned_data)
        )
        if reversal:
            text = f"已冲销收入{yuan_text(entry.amount)}元，请按正确的金额重新登记。"
            return done(request, text, entry.fund)
    lead = (
        f"{entry.fund}：{day_text(entry.on)}收入{yuan_text(entry.amount)}元（{entry.note}）。"
        "冲销后以同一日期记一笔相反的账，两笔都留在台账上，不能再恢复。"
    )
    more = {"lead": lead, "submit": "冲销"}
    return form_page(request, form, title="冲销收入", back=entry, **more)


@require_http_methods(["GET", "POST"])
@may(P.FUND_EDIT)
def close_month(request: OfficeRequest, pk: int) -> HttpResponse:
    fund = _own_fund(request, pk)
    form = CloseMonthForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        closed = attempt(
            form, lambda: funds.close_month(fund=fund, by=request.scope, **form.cleaned_data)
        )
        if closed:
            return done(request, f"账已关至{day_text(closed.books_closed_to)}。", closed)
    return form_page(request, form, title=f"关账：{fund}", back=fund, submit="关账")


def _own_fund(request: OfficeRequest, pk: int) -> Fund:
    fund = get_object_or_404(Fund.objects.visible_to(request.scope), pk=pk)
    request.scope.check(P.FUND_EDIT, fund)
    return fund


def _seen_income(request: OfficeRequest, pk: int) -> LedgerEntry:
    """Income, or the row that took one back; a payment is reached through its case."""
    seen = LedgerEntry.objects.visible_to(request.scope).came_in()
    return get_object_or_404(seen.for_list().with_reversal(), pk=pk)


def _may_edit(request: OfficeRequest, record: Fund | LedgerEntry) -> bool:
    own = record.organisation_id == request.scope.organisation.pk
    return own and request.scope.may(P.FUND_EDIT)


def _may_reverse(request: OfficeRequest, entry: LedgerEntry) -> bool:
    """Whether to offer it: income that stands, in a month that is open."""
    stands = entry.kind == EntryKind.INCOME and not hasattr(entry, "reversed_by")
    return stands and _may_edit(request, entry) and not is_closed(entry.fund, entry.on)


def _line(entry: LedgerEntry, request: OfficeRequest) -> dict[str, Any]:
    return {
        "row": entry,
        "tone": ENTRY_TONES[entry.get_kind_display()],
        "may_reverse": _may_reverse(request, entry),
    }


def _income_facts(entry: LedgerEntry) -> list[tuple[str, Any]]:
    facts = [
        ("金额（元）", yuan_text(entry.amount)),
        ("其中物资折款（元）", yuan_text(entry.goods)),
        ("日期", day_text(entry.on)),
        ("摘要", entry.note),
        ("资金", entry.fund),
        ("登记人", entry.recorded_by.name),
        ("登记时间", f"{localtime(entry.recorded_at):%Y-%m-%d %H:%M}"),
    ]
    reversal = getattr(entry, "reversed_by", None)
    if reversal is not None:
        when = f"{localtime(reversal.recorded_at):%Y-%m-%d %H:%M}"
        facts.append(("冲销", f"{when} {reversal.recorded_by.name}，{reversal.note}"))
    return facts


def _facts(fund: Fund) -> list[tuple[str, Any]]:
    return [
        ("累计收入（元）", yuan_text(fund.received)),
        ("累计发放（元）", yuan_text(fund.spent)),
        ("账面余额（元）", yuan_text(fund.balance)),
        ("已留用（元）", yuan_text(fund.reserved)),
        ("可用余额（元）", yuan_text(fund.room)),
        ("资金来源", fund.get_source_display()),
        ("设立日期", day_text(fund.opened_on)),
        ("停用日期", day_text(fund.closed_on)),
        ("已关账至", day_text(fund.books_closed_to)),
        ("所属工会", fund.organisation),
    ]
