"""津贴: what is due for a year, paying it to one or to all ticked, taking a payment back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from members.actions import allowances
from members.forms.honours import PayAllowanceForm, PayOpenForm, ReverseForm
from members.listings.honours import ALLOWANCES, DUE
from members.listings.offices import for_scope
from members.models import Allowance, Honour
from members.rules.honours import FIRST_YEAR
from members.views.honours import edits, own_honour
from unionhub.listing import show_list
from unionhub.money import yuan_text
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may, number_sent

MOST = 300


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_due(request: OfficeRequest) -> HttpResponse:
    buttons = [("发放津贴", "members:allowances_pay")] if edits(request) else []
    buttons += [("发放台账", "members:allowance_ledger")]
    return show_list(request, for_scope(DUE, request.scope), buttons=buttons)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def ledger(request: OfficeRequest) -> HttpResponse:
    return show_list(request, for_scope(ALLOWANCES, request.scope))


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def pay_open(request: OfficeRequest) -> HttpResponse:
    """Tick whom to pay what is still open of the year in the address, this year's by default."""
    request.scope.check(P.MEMBER_EDIT, request.scope.organisation)
    year = _year(request)
    rows = Honour.objects.kept_by(request.scope).due_in(year).with_payments(year)
    form = PayOpenForm(request.POST or None, scope=request.scope, rows=rows)
    if request.method == "POST" and form.is_valid():
        paid = attempt(
            form, lambda: allowances.pay_open(year=year, by=request.scope, **form.cleaned_data)
        )
        if paid:
            total = sum((row.amount for row in paid), Decimal(0))
            text = f"已发放{year}年津贴{len(paid)}份，共{yuan_text(total)}元。"
            return done(request, text, f"{reverse('members:allowances')}?year={year}")
    return form_page(request, form, **_page_of(form, rows, year))


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def pay(request: OfficeRequest, pk: int) -> HttpResponse:
    honour = own_honour(request, pk)
    form = PayAllowanceForm(request.POST or None, scope=request.scope, initial=_offer(honour))
    if request.method == "POST" and form.is_valid():
        paid = attempt(
            form, lambda: allowances.pay(honour=honour, by=request.scope, **form.cleaned_data)
        )
        if paid:
            text = f"已发放{paid.year}年津贴{yuan_text(paid.amount)}元。"
            return done(request, text, honour)
    return form_page(request, form, title=f"发放津贴：{honour}", back=honour, submit="发放")


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def reverse_payment(request: OfficeRequest, pk: int) -> HttpResponse:
    rows = Allowance.objects.visible_to(request.scope).for_list()
    row = get_object_or_404(rows, pk=pk)
    request.scope.check(P.MEMBER_EDIT, row.organisation)
    form = ReverseForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        taken = attempt(
            form,
            lambda: allowances.reverse(allowance=row, by=request.scope, **form.cleaned_data),
        )
        if taken:
            return done(request, f"已冲销{yuan_text(row.amount)}元。", row.honour)
    lead = (
        f"{row.honour}：{row.paid_on:%Y-%m-%d}发放{row.year}年津贴{yuan_text(row.amount)}元。"
        "冲销后以同一日期记一笔相反的账，两笔都留在台账上，不能再恢复。"
    )
    more = {"lead": lead, "submit": "冲销"}
    return form_page(request, form, title="冲销津贴", back=row.honour, **more)


def _year(request: OfficeRequest) -> int:
    asked = number_sent(request.GET.get("year", ""))
    return asked if FIRST_YEAR <= asked <= today().year else today().year


def _page_of(form: PayOpenForm, rows: Any, year: int) -> dict[str, Any]:
    open_rows = list(rows.filter(unpaid__gt=0).for_list()[:MOST])
    ticked = set(form["honours"].value() or []) if form.is_bound else None
    return {
        "title": f"发放{year}年荣誉津贴",
        "back": f"{reverse('members:allowances')}?year={year}",
        "submit": "发放所勾选的",
        "template": "members/honours/pay.html",
        "year": year,
        "years": range(today().year, today().year - 5, -1),
        "rows": [
            {"honour": one, "ticked": ticked is None or str(one.pk) in ticked} for one in open_rows
        ],
    }


def _offer(honour: Honour) -> dict[str, Any]:
    year = today().year
    open_ = honour.due_in(year) - honour.paid_by_year().get(year, Decimal(0))
    return {"year": year, "amount": open_ if open_ > 0 else None, "on": today()}
