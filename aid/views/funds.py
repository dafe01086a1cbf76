"""Funds, what comes into them, their books, and the ledger of every yuan."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from aid.actions import funds
from aid.forms.funds import CloseMonthForm, FundForm, IncomeForm, OpenFundForm
from aid.listings import ENTRY_TONES, FUND_TONES, FUNDS, LEDGER, fund_state
from aid.models import CommitmentState, Fund
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
    entries = fund.entries.for_list().reverse()[:LATEST]
    own = fund.organisation_id == request.scope.organisation.pk
    context = {
        "fund": fund,
        "state": fund_state(fund),
        "tone": FUND_TONES[fund_state(fund)],
        "facts": _facts(fund),
        "commitments": open_.order_by("made_on", "pk"),
        "entries": [{"row": e, "tone": ENTRY_TONES[e.get_kind_display()]} for e in entries],
        "latest": LATEST,
        "may_edit": own and request.scope.may(P.FUND_EDIT),
        "crumbs": [("资金", reverse("aid:funds")), (fund.name, "")],
    }
    return render(request, "aid/funds/page.html", context)


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
    lead = "记入后不能修改或删除，请核对金额。"
    return form_page(request, form, title=f"登记收入：{fund}", back=fund, lead=lead)


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
