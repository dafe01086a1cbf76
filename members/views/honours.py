"""Honours: list, page, entering, correcting, taking back; a person's tab."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from members.actions import honours
from members.forms.honours import (
    CertificateForm,
    CollectiveHonourForm,
    CorrectionForm,
    HonourForm,
    PersonHonourForm,
    RevokedForm,
    RevokeForm,
)
from members.listings.honours import HONOURS, ROW_TONES, row_state, state_of
from members.listings.offices import for_scope
from members.models import Honour, Person
from members.pickers import find_people, person_tabs
from unionhub.listing import show_list, shown
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.web import (
    OfficeRequest,
    attempt,
    done,
    form_page,
    may,
    number_sent,
    send_attachment,
    words_sent,
)

MOST_FOUND = 20


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_honours(request: OfficeRequest) -> HttpResponse:
    buttons = [("登记荣誉", "members:honour_find")] if edits(request) else []
    buttons += [("津贴", "members:allowances")]
    return show_list(request, for_scope(HONOURS, request.scope), buttons=buttons)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def find(request: OfficeRequest) -> HttpResponse:
    request.scope.check(P.MEMBER_EDIT, request.scope.organisation)
    sought = words_sent(request, "find", 50)
    context = {
        "sought": sought,
        "found": find_people(request.scope, sought, limit=MOST_FOUND),
        "most": MOST_FOUND,
    }
    return render(request, "members/honours/find.html", context)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def add(request: OfficeRequest) -> HttpResponse:
    """Of the person in the address, or of a team or union where it names none."""
    request.scope.check(P.MEMBER_EDIT, request.scope.organisation)
    kind: type[HonourForm] = CollectiveHonourForm
    title, fresh = "登记集体、工会荣誉", Honour()
    if "person" in request.GET:
        own = Person.objects.kept_by(request.scope)
        person = get_object_or_404(own, pk=number_sent(request.GET["person"]))
        kind, title, fresh = PersonHonourForm, f"登记荣誉：{person}", Honour(person=person)
    form = kind(request.POST or None, instance=fresh, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        honour = attempt(form, lambda: honours.register(by=request.scope, **form.values()))
        if honour:
            return done(request, f"已登记“{honour}”，可继续上传证书。", honour)
    return form_page(request, form, title=title, back="members:honour_find")


@require_safe
@may(P.MEMBER_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    honour = get_object_or_404(Honour.objects.visible_to(request.scope).for_list(), pk=pk)
    may_edit = request.scope.may_change(P.MEMBER_EDIT, honour.organisation)
    context = {
        "honour": honour,
        "state": state_of(honour),
        "tone": HONOURS.tones[state_of(honour)],
        "facts": _facts(honour),
        "files": honour.attachments.order_by("pk"),
        "payments": [_payment(row, may_edit) for row in honour.allowances.for_list()],
        "may_edit": may_edit,
        "crumbs": [("荣誉", reverse("members:honours")), (honour.holder_name, "")],
    }
    return render(request, "members/honours/page.html", context)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def change(request: OfficeRequest, pk: int) -> HttpResponse:
    honour = own_honour(request, pk)
    kind = RevokedForm if honour.revoked_on else CorrectionForm
    form = kind(request.POST or None, instance=honour, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: honours.change(
                honour=honour, by=request.scope, version=form.seen_version, **form.values()
            ),
        )
        if saved:
            return done(request, "已保存。", saved)
    return form_page(request, form, title=f"修改荣誉：{honour}", back=_address(pk))


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def revoke(request: OfficeRequest, pk: int) -> HttpResponse:
    honour = own_honour(request, pk)
    form = RevokeForm(request.POST or None, scope=request.scope, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form, lambda: honours.revoke(honour=honour, by=request.scope, **form.cleaned_data)
        )
        if saved:
            return done(request, "已撤销，记录保留。", saved)
    return form_page(request, form, title=f"撤销荣誉：{honour}", back=honour, submit="撤销")


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def attach(request: OfficeRequest, pk: int) -> HttpResponse:
    honour = own_honour(request, pk)
    form = CertificateForm(request.POST or None, request.FILES or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        file = attempt(
            form, lambda: honours.attach(honour=honour, by=request.scope, **form.cleaned_data)
        )
        if file:
            return done(request, f"已上传“{file}”。", honour)
    return form_page(request, form, title=f"上传证书：{honour}", back=honour, submit="上传")


@require_safe
@may(P.MEMBER_VIEW)
def attachment(request: OfficeRequest, pk: int, attachment: int) -> HttpResponse:
    honour = get_object_or_404(Honour.objects.visible_to(request.scope), pk=pk)
    return send_attachment(get_object_or_404(honour.attachments, pk=attachment))


@require_safe
@may(P.MEMBER_VIEW)
def of_person(request: OfficeRequest, pk: int) -> HttpResponse:
    """The tab of a person's page."""
    person = get_object_or_404(Person.objects.visible_to(request.scope), pk=pk)
    rows = Honour.objects.visible_to(request.scope).filter(person=person).for_list()
    context = {
        "person": person,
        "tabs": person_tabs(request.scope, person, "members:honours_of_person"),
        "rows": [{"honour": h, "state": state_of(h), "tone": _tone(h)} for h in rows],
        "may_edit": edits(request) and request.scope.may_change(P.MEMBER_EDIT, person),
    }
    return render(request, "members/honours/of_person.html", context)


def edits(request: OfficeRequest) -> bool:
    """Whether the post keeps honours: not one bound to a place, for teams have none."""
    return request.scope.may_change(P.MEMBER_EDIT, request.scope.organisation)


def own_honour(request: OfficeRequest, pk: int) -> Honour:
    honour = get_object_or_404(Honour.objects.visible_to(request.scope), pk=pk)
    request.scope.check(P.MEMBER_EDIT, honour.organisation)
    return honour


def _tone(honour: Honour) -> str:
    return HONOURS.tones[state_of(honour)]


def _address(pk: int) -> str:
    return reverse("members:honour", args=[pk])


def _payment(row: Any, may_edit: bool) -> dict[str, Any]:
    state = row_state(row)
    return {
        "row": row,
        "state": state,
        "tone": ROW_TONES[state],
        "may_reverse": may_edit and state == "正常",
    }


def _facts(honour: Honour) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        ("获得者", honour.holder_name),
        ("类别", honour.get_holder_display()),
        ("荣誉", honour.get_kind_display()),
        ("荣誉全称", honour.name),
        ("级别", honour.get_level_display()),
        ("授予日期", honour.granted_on),
        ("授予单位", honour.granted_by),
        ("文号", honour.paper),
        ("所在单位", honour.unit),
        ("每年津贴（元）", shown(honour.allowance, "money")),
        ("填报工会", honour.organisation),
    ]
    if honour.revoked_on:
        facts += [("撤销日期", honour.revoked_on), ("撤销原因", honour.revoked_reason)]
    return facts
