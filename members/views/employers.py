"""Employers and their head-counts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from members.actions import employers
from members.forms.employers import AsAtForm, CloseForm, EmployerForm, HeadCountForm
from members.listings.employers import EMPLOYER_SHEET, EMPLOYERS
from members.listings.offices import for_scope
from members.models import Employer, HeadCount, Membership, Person
from unionhub.listing import show_list
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.rates import percent
from unionhub.web import OfficeRequest, attempt, done, form_page, may

MOST_SHOWN = 50


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_employers(request: OfficeRequest) -> HttpResponse:
    buttons = [("登记单位", "members:employer_add")] if request.scope.may(P.MEMBER_EDIT) else []
    buttons += [("信息表", "members:employer_sheet")]
    return show_list(request, for_scope(EMPLOYERS, request.scope), buttons=buttons)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def sheet(request: OfficeRequest) -> HttpResponse:
    return show_list(request, EMPLOYER_SHEET)


@require_safe
@may(P.MEMBER_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    employer = get_object_or_404(Employer.objects.visible_to(request.scope).for_list(), pk=pk)
    form = AsAtForm(request.GET or None, initial={"on": today()}, scope=request.scope)
    day = (form.is_valid() and form.cleaned_data["on"]) or today()
    outside = _not_members(request, employer)
    context = {
        "employer": employer,
        "facts": _facts(employer),
        "counts": employer.head_counts.all(),
        "form": form,
        "coverage": _coverage(request, employer, day),
        "outside": outside[:MOST_SHOWN],
        "outside_count": outside.count(),
        "may_edit": request.scope.may_change(P.MEMBER_EDIT, employer),
        "may_see_dues": request.scope.may(P.DUES_VIEW),
    }
    return render(request, "members/employers/page.html", context)


def _not_members(request: OfficeRequest, employer: Employer) -> Any:
    """People on file at work there who are in no union today."""
    people = Person.objects.visible_to(request.scope).filter(employer=employer)
    inside = Membership.objects.visible_to(request.scope).as_of(today())
    return people.exclude(
        pk__in=inside.filter(person__employer=employer).values("person")
    ).for_list()


def _coverage(request: OfficeRequest, employer: Employer, day: date) -> dict[str, Any]:
    """Staff by the newest count, members at work there, and their share, as at a day."""
    counts = employer.head_counts.filter(on__lte=day).order_by("-on")
    count = counts.first()
    spells = Membership.objects.visible_to(request.scope).as_of(day).with_facts_then(day)
    members = spells.filter(employer_then=employer.pk).count()
    staff = count.staff if count else None
    return {
        "day": day,
        "staff": staff,
        "counted_on": count.on if count else None,
        "members": members,
        "rate": percent(members, staff),
        "beyond": staff is not None and members > staff,
    }


def _facts(employer: Employer) -> list[tuple[str, Any]]:
    return [
        ("统一社会信用代码", employer.credit_code),
        ("单位性质", employer.get_kind_display()),
        ("经济类型", employer.get_economy_display()),
        ("所属行业", employer.get_industry_display()),
        ("单位地址", employer.address),
        ("所在村居", employer.place),
        ("所属基层工会", employer.union or "尚未建会"),
        ("联系人", employer.contact),
        ("联系电话", employer.phone),
        ("填报工会", employer.organisation),
        ("注销日期", employer.closed_on),
    ]


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def add(request: OfficeRequest) -> HttpResponse:
    form = EmployerForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        employer = attempt(form, lambda: employers.register(by=request.scope, **form.values()))
        if employer:
            onward = "members:employer_add" if "again" in request.POST else employer
            return done(request, f"已登记“{employer}”。", onward)
    return form_page(request, form, title="登记单位", back="members:employers", again=True)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def change(request: OfficeRequest, pk: int) -> HttpResponse:
    employer = _own(request, pk)
    form = EmployerForm(request.POST or None, instance=employer, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: employers.change(
                employer=employer, by=request.scope, version=form.seen_version, **form.values()
            ),
        )
        if saved:
            return done(request, "已保存。", saved)
    return form_page(request, form, title="修改单位资料", back=employer)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def close(request: OfficeRequest, pk: int) -> HttpResponse:
    employer = _own(request, pk)
    form = CloseForm(request.POST or None, scope=request.scope, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        closed = attempt(
            form,
            lambda: employers.close(employer=employer, by=request.scope, **form.cleaned_data),
        )
        if closed:
            return done(request, f"“{closed}”已注销。", closed)
    lead = "记录和历年人数都保留。职工的工作单位和会籍不会随之改变，请逐人办理。"
    return form_page(
        request, form, title=f"注销单位：{employer}", back=employer, submit="注销", lead=lead
    )


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def head_count_add(request: OfficeRequest, pk: int) -> HttpResponse:
    employer = _own(request, pk)
    form = HeadCountForm(request.POST or None, scope=request.scope, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        count = attempt(
            form,
            lambda: employers.record_head_count(
                employer=employer, by=request.scope, **form.values()
            ),
        )
        if count:
            return done(request, "已登记职工人数。", employer)
    return form_page(request, form, title=f"登记职工人数：{employer}", back=employer)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def head_count_change(request: OfficeRequest, pk: int) -> HttpResponse:
    rows = HeadCount.objects.visible_to(request.scope).select_related("employer")
    count = get_object_or_404(rows, pk=pk)
    request.scope.check(P.MEMBER_EDIT, count.employer)
    form = HeadCountForm(request.POST or None, instance=count, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: employers.change_head_count(
                head_count=count, by=request.scope, version=form.seen_version, **form.values()
            ),
        )
        if saved:
            return done(request, "已保存。", count.employer)
    title = f"修改职工人数：{count.employer}"
    return form_page(request, form, title=title, back=count.employer)


def _own(request: OfficeRequest, pk: int) -> Employer:
    """The unit, if this post may change it: 404 where it is not seen, 403 where only seen."""
    employer = get_object_or_404(Employer.objects.visible_to(request.scope), pk=pk)
    request.scope.check(P.MEMBER_EDIT, employer)
    return employer
