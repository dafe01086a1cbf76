"""The ledger of dues: lists of who has paid how far, a payment's page, taking one back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from members.actions import dues
from members.forms.honours import ReverseForm
from members.listings.dues import ARREARS, LEDGER, PEOPLE, of_employer, of_union
from members.listings.dues_units import UNIONS, UNITS
from members.listings.honours import ROW_TONES, row_state
from members.listings.offices import for_scope
from members.models import Dues, Employer, Person
from members.pickers import months_paid, person_tabs
from unionhub.listing import show_list, shown
from unionhub.models import Organisation
from unionhub.money import yuan_text
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may


@require_http_methods(["GET", "POST"])
@may(P.DUES_VIEW)
def ledger(request: OfficeRequest) -> HttpResponse:
    buttons = [("经费比例", "members:dues_rates")]
    return show_list(request, for_scope(LEDGER, request.scope), buttons=buttons)


@require_http_methods(["GET", "POST"])
@may(P.DUES_VIEW)
def of_members(request: OfficeRequest) -> HttpResponse:
    buttons = [("登记会费", "members:dues_enter")] if request.scope.may(P.DUES_EDIT) else []
    buttons += [("欠缴名单", "members:dues_arrears"), ("各工会", "members:dues_unions")]
    return show_list(request, for_scope(PEOPLE, request.scope), buttons=buttons)


@require_http_methods(["GET", "POST"])
@may(P.DUES_VIEW)
def arrears(request: OfficeRequest) -> HttpResponse:
    buttons = [("登记会费", "members:dues_enter")] if request.scope.may(P.DUES_EDIT) else []
    return show_list(request, for_scope(ARREARS, request.scope), buttons=buttons)


@require_http_methods(["GET", "POST"])
@may(P.DUES_VIEW)
def of_units(request: OfficeRequest) -> HttpResponse:
    notice = "点单位名称，登记它的拨缴经费或建会筹备金，看它的台账。"
    return show_list(request, for_scope(UNITS, request.scope), notice=notice)


@require_http_methods(["GET", "POST"])
@may(P.DUES_VIEW)
def of_unions(request: OfficeRequest) -> HttpResponse:
    return show_list(request, UNIONS)


@require_http_methods(["GET", "POST"])
@may(P.DUES_VIEW)
def of_one_union(request: OfficeRequest, pk: int) -> HttpResponse:
    union = get_object_or_404(Organisation.objects.visible_to(request.scope), pk=pk)
    buttons = [("各工会", "members:dues_unions")]
    return show_list(request, of_union(union), buttons=buttons)


@require_http_methods(["GET", "POST"])
@may(P.DUES_VIEW)
def of_one_employer(request: OfficeRequest, pk: int) -> HttpResponse:
    seen = Employer.objects.visible_by(P.DUES_VIEW, request.scope)
    employer = get_object_or_404(seen, pk=pk)
    may_edit = request.scope.may_change(P.DUES_EDIT, employer)
    tools = "members/dues/_unit_acts.html" if may_edit else ""
    return show_list(
        request,
        of_employer(employer),
        buttons=[("单位经费", "members:dues_units")],
        template_tools=tools,
        employer=employer,
    )


@require_safe
@may(P.DUES_VIEW)
def of_person(request: OfficeRequest, pk: int) -> HttpResponse:
    """The tab of a person's page; for who handles money, without the other tabs."""
    seen = Person.objects.visible_by(P.DUES_VIEW, request.scope)
    person = get_object_or_404(seen, pk=pk)
    rows = Dues.objects.visible_to(request.scope).filter(person=person).for_list()
    context = {
        "person": person,
        "tabs": person_tabs(request.scope, person, "members:dues_of_person"),
        "rows": [_line(row) for row in rows],
        "total": sum(row.amount for row in rows),
        "may_edit": request.scope.may_change(P.DUES_EDIT, person),
    }
    return render(request, "members/dues/of_person.html", context)


@require_safe
@may(P.DUES_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Dues.objects.visible_to(request.scope).for_list(), pk=pk)
    state = row_state(row)
    context = {
        "row": row,
        "state": state,
        "tone": ROW_TONES[state],
        "facts": _facts(row),
        "owner_url": _owner_url(row),
        "taken_back": getattr(row, "reversed_by", None),
        "may_reverse": state == "正常" and request.scope.may_change(P.DUES_EDIT, row.organisation),
        "crumbs": [("经费台账", reverse("members:dues")), (str(row), "")],
    }
    return render(request, "members/dues/page.html", context)


@require_http_methods(["GET", "POST"])
@may(P.DUES_EDIT)
def reverse_payment(request: OfficeRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Dues.objects.visible_to(request.scope).for_list(), pk=pk)
    request.scope.check(P.DUES_EDIT, row.organisation)
    form = ReverseForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        taken = attempt(form, lambda: dues.reverse(dues=row, by=request.scope, **form.cleaned_data))
        if taken:
            return done(request, f"已冲销{yuan_text(row.amount)}元。", _owner_url(row))
    lead = (
        f"{row}：{row.paid_on:%Y-%m-%d}缴{_months(row)}，{yuan_text(row.amount)}元。"
        "冲销后以同一日期记一笔相反的账，两笔都留在台账上，不能再恢复。"
    )
    more = {"lead": lead, "submit": "冲销"}
    return form_page(request, form, title="冲销会费、经费", back=row, **more)


def _owner_url(row: Dues) -> str:
    if row.person_id is not None:
        return reverse("members:dues_of_person", args=[row.person_id])
    return reverse("members:dues_of_employer", args=[row.employer_id])


def _months(row: Dues) -> str:
    return months_paid(row)


def _line(row: Dues) -> dict[str, Any]:
    state = row_state(row)
    return {"row": row, "months": _months(row), "state": state, "tone": ROW_TONES[state]}


def _facts(row: Dues) -> list[tuple[str, Any]]:
    return [
        ("类别", row.get_kind_display()),
        ("缴纳人（单位）", row.payer),
        ("基层工会", row.union),
        ("所属月份", _months(row)),
        ("月工资基数（元）", shown(row.base, "money")),
        ("应缴（元）", shown(row.due, "money")),
        ("实缴（元）", shown(row.amount, "money")),
        ("本级留成（元）", shown(row.own, "money")),
        ("上缴（元）", shown(row.upper, "money")),
        ("缴纳日期", row.paid_on),
        ("凭证号", row.voucher),
        ("冲销原因", row.reason),
        ("登记人", row.recorded_by.name),
        ("登记时间", f"{localtime(row.recorded_at):%Y-%m-%d %H:%M}"),
        ("填报工会", row.organisation),
    ]
