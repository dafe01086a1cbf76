"""Entering dues: a table of the members of a union or unit, one member, one unit; the rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from members.actions import dues, dues_rates
from members.forms.dues import EntryForm, MemberDuesForm, RateForm, TargetForm, UnitDuesForm
from members.listings import dues_position
from members.listings.dues import RATES
from members.models import DuesKind, DuesRate, Employer, Person
from members.rules.dues import first_of_month, months_of, span_words
from unionhub.listing import show_list
from unionhub.money import yuan_text
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may

AT_ONCE = 200


@require_http_methods(["GET", "POST"])
@may(P.DUES_EDIT)
def enter(request: OfficeRequest) -> HttpResponse:
    """Choose whose dues, then fill the table; the choice stands in the address."""
    target = TargetForm(request.GET or None, scope=request.scope, initial=_this_month())
    if not target.is_valid():
        more = {"template": "members/dues/choose.html"}
        return form_page(request, target, title="登记会费", back="members:dues_of_members", **more)
    chosen = target.cleaned_data
    page = _payers(request, chosen)
    form = _entry_form(request, chosen, page)
    if request.method == "POST" and "fill" in request.POST:
        form.data = form.filled()
        return _table(request, form, chosen, page, status=200)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _record(request, form, chosen))
        if made:
            total = yuan_text(sum((row.amount for row in made), Decimal(0)))
            text = f"已登记{len(made)}人{span_words(form.months)}会费，共{total}元。"
            return done(request, text, _onward(chosen, page))
    return _table(request, form, chosen, page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@may(P.DUES_EDIT)
def add_member(request: OfficeRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_by(P.DUES_EDIT, request.scope), pk=pk)
    request.scope.check(P.DUES_EDIT, person)
    initial = {**_this_month(), "paid_on": today()}
    form = MemberDuesForm(request.POST or None, scope=request.scope, initial=initial)
    back = reverse("members:dues_of_person", args=[pk])
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: dues.record_members(
                rows=[form.row(person)], by=request.scope, **form.stretch()
            ),
        )
        if made:
            return done(request, f"已登记会费{yuan_text(made[0].amount)}元。", back)
    return form_page(request, form, title=f"登记会费：{person}", back=back)


@require_http_methods(["GET", "POST"])
@may(P.DUES_EDIT)
def add_unit(request: OfficeRequest, pk: int) -> HttpResponse:
    employer = get_object_or_404(Employer.objects.visible_by(P.DUES_EDIT, request.scope), pk=pk)
    request.scope.check(P.DUES_EDIT, employer)
    kind = DuesKind.UNIT if employer.union_id else DuesKind.PREPARATORY
    initial = {**_this_month(), "paid_on": today(), "kind": kind}
    form = UnitDuesForm(request.POST or None, scope=request.scope, initial=initial)
    back = reverse("members:dues_of_employer", args=[pk])
    if request.method == "POST" and form.is_valid():
        row = attempt(
            form,
            lambda: dues.record_unit(employer=employer, by=request.scope, **form.cleaned_data),
        )
        if row:
            text = f"已登记{yuan_text(row.amount)}元：本级留成{yuan_text(row.own)}元，"
            return done(request, f"{text}上缴{yuan_text(row.upper)}元。", back)
    lead = f"{_rate_words(request)}记入后不能修改，记错的只能冲销。"
    return form_page(request, form, title=f"登记经费：{employer}", back=back, lead=lead)


@require_http_methods(["GET", "POST"])
@may(P.DUES_VIEW)
def rates(request: OfficeRequest) -> HttpResponse:
    own = request.scope.may_change(P.DUES_EDIT, request.scope.organisation)
    buttons = [("设定比例", "members:dues_rate_add")] if own else []
    return show_list(request, RATES, buttons=buttons, notice=_rate_words(request))


@require_http_methods(["GET", "POST"])
@may(P.DUES_EDIT)
def rate_add(request: OfficeRequest) -> HttpResponse:
    now = dues_rates.in_force(request.scope.organisation, today())
    fresh = DuesRate(member_rate=now.member_rate, unit_rate=now.unit_rate, own_share=now.own_share)
    form = RateForm(request.POST or None, instance=fresh, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        rate = attempt(form, lambda: dues_rates.set_rate(by=request.scope, **form.values()))
        if rate:
            return done(request, f"已设定{rate}。", "members:dues_rates")
    lead = "本级和下级（自己另设的除外）从施行日期起按新比例；已登记的应缴和留成不变。"
    return form_page(request, form, title="设定经费比例", back="members:dues_rates", lead=lead)


@require_http_methods(["GET", "POST"])
@may(P.DUES_EDIT)
def rate_change(request: OfficeRequest, pk: int) -> HttpResponse:
    rate = get_object_or_404(DuesRate.objects.visible_to(request.scope), pk=pk)
    request.scope.check(P.DUES_EDIT, rate)
    form = RateForm(request.POST or None, instance=rate, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: dues_rates.change_rate(
                rate=rate, by=request.scope, version=form.seen_version, **form.values()
            ),
        )
        if saved:
            return done(request, "已保存，以前登记的不变。", "members:dues_rates")
    lead = "按此比例登记过的会费、经费已是历史，应缴和留成不随修改变动。"
    return form_page(request, form, title="修改经费比例", back="members:dues_rates", lead=lead)


def _this_month() -> dict[str, date]:
    month = first_of_month(today())
    return {"from_month": month, "to_month": month}


def _payers(request: OfficeRequest, chosen: dict[str, Any]) -> Any:
    """A page of members of the chosen union or unit, each with why nothing is taken now."""
    kept = Person.objects.visible_by(P.DUES_EDIT, request.scope)
    rows = kept.filter(organisation=request.scope.organisation).for_list()
    if chosen["employer"]:
        rows = rows.filter(employer=chosen["employer"])
    first, last = chosen["from_month"], chosen["to_month"]
    rows = dues_position.people(rows, first, last, chosen["union"])
    page: Any = Paginator(rows, AT_ONCE).get_page(request.GET.get("page"))
    for person in page.object_list:
        paid = person.owed and not person.missing
        person.shut = "已缴" if paid else "" if person.owed else "免缴或不在会"
    return page


def _entry_form(request: OfficeRequest, chosen: dict[str, Any], page: Any) -> EntryForm:
    return EntryForm(
        request.POST or None,
        scope=request.scope,
        payers=list(page.object_list),
        months=months_of(chosen["from_month"], chosen["to_month"]),
        rate=dues_rates.in_force(request.scope.organisation, chosen["from_month"]).member_rate,
    )


def _record(request: OfficeRequest, form: EntryForm, chosen: dict[str, Any]) -> Any:
    return dues.record_members(
        rows=form.paid(),
        from_month=chosen["from_month"],
        to_month=chosen["to_month"],
        paid_on=form.cleaned_data["paid_on"],
        voucher=form.cleaned_data["voucher"],
        by=request.scope,
    )


def _address(chosen: dict[str, Any], page: int) -> str:
    asked = {name: one.pk for name in ("union", "employer") if (one := chosen[name])}
    months = {name: f"{chosen[name]:%Y-%m}" for name in ("from_month", "to_month")}
    return f"{reverse('members:dues_enter')}?{urlencode({**asked, **months, 'page': page})}"


def _onward(chosen: dict[str, Any], page: Any) -> str:
    """The next two hundred, or else the same table, which shows who is still missing."""
    return _address(chosen, page.next_page_number() if page.has_next() else page.number)


def _table(
    request: OfficeRequest, form: EntryForm, chosen: dict[str, Any], page: Any, *, status: int
) -> HttpResponse:
    whose = "、".join(str(chosen[name]) for name in ("union", "employer") if chosen[name])
    context = {
        "form": form,
        "rows": form.rows(),
        "title": f"登记会费：{whose}　{span_words(form.months)}",
        "lead": _rate_words(request),
        "page": page,
        "before": _address(chosen, page.previous_page_number()) if page.has_previous() else "",
        "after": _address(chosen, page.next_page_number()) if page.has_next() else "",
    }
    return render(request, "members/dues/enter.html", context, status=status)


def _rate_words(request: OfficeRequest) -> str:
    """What holds today for this office, and who set it."""
    rate = dues_rates.in_force(request.scope.organisation, today())
    source = f"{rate.organisation}{rate.from_on:%Y-%m-%d}起" if rate.pk else "法定"
    return (
        f"现行比例（{source}）：会费{rate.member_rate.normalize():f}%，"
        f"拨缴经费{rate.unit_rate.normalize():f}%，其中本级留成{rate.own_share.normalize():f}%。"
    )
