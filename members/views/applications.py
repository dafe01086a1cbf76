"""入会申请: the list, entering one, its page, the decision, its papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import printouts
from members.actions import applications
from members.forms.joining import ApplyForm, AttachForm, DecideForm
from members.listings.joining import APPLICATION_TONES, APPLICATIONS
from members.listings.offices import for_scope
from members.models import Application, Person
from members.workflow import APPLICATION_FLOW
from unionhub import trail
from unionhub.listing import show_list
from unionhub.papers import hand_out
from unionhub.people import masked_id
from unionhub.permissions import Permission as P
from unionhub.reasons import ReasonAct
from unionhub.web import (
    OfficeRequest,
    attempt,
    done,
    form_page,
    may,
    send_attachment,
    words_sent,
)
from unionhub.workflow import WrongState

DEEDS: dict[str, Callable[..., Application]] = {
    "approve": applications.approve,
    "refuse": applications.refuse,
    "withdraw": applications.withdraw,
}


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_applications(request: OfficeRequest) -> HttpResponse:
    buttons = [("集体入会", "members:joining_groups")]
    return show_list(request, for_scope(APPLICATIONS, request.scope), buttons=buttons)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def apply(request: OfficeRequest, pk: int) -> HttpResponse:
    people = Person.objects.visible_to(request.scope).select_related("employer")
    person = get_object_or_404(people, pk=pk)
    request.scope.check(P.MEMBER_EDIT, person)
    at_work = person.employer.union_id if person.employer else None
    initial = {"union": at_work or person.organisation_id}
    form = ApplyForm(request.POST or None, scope=request.scope, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: applications.enter(person=person, by=request.scope, **form.cleaned_data),
        )
        if made:
            return done(request, f"“{person}”的入会申请已登记，待主席审批。", made)
    lead = f"{person}　{person.get_sex_display()}　{masked_id(person.id_number)}"
    return form_page(
        request, form, title=f"入会申请：{person}", back=person, submit="登记申请", lead=lead
    )


@require_safe
@may(P.MEMBER_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    one = _seen(request, pk)
    state = one.get_state_display()
    context = {
        "application": one,
        "state": state,
        "tone": APPLICATION_TONES[state],
        "facts": _facts(one),
        "steps": _steps(request, one),
        "papers": one.attachments.all(),
        "may_attach": request.scope.may_change(P.MEMBER_EDIT, one.person),
        "print_act": print_act(reverse("members:application_print", args=[pk]))
        if request.scope.may_change(P.EXPORT, one.person)
        else None,
        "entries": trail.trail_of([one], hide=("organisation", "person", "membership")),
    }
    return render(request, "members/applications/page.html", context)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def step(request: OfficeRequest, pk: int, verb: str) -> HttpResponse:
    one, known = _seen(request, pk), APPLICATION_FLOW.steps[verb]
    request.scope.check(known.permission, one.person)
    refusal = _refusal(request, one, verb)
    if refusal:
        messages.error(request, refusal)
        return redirect(one)
    form = DecideForm(request.POST or None, scope=request.scope, step=known)
    if request.method == "POST" and form.is_valid():
        deed = DEEDS[verb]
        moved = attempt(form, lambda: deed(application=one, by=request.scope, **form.cleaned_data))
        if moved:
            return done(request, f"“{one.person}”的入会申请：{moved.get_state_display()}。", moved)
    title = f"{known.label}入会申请：{one.person}"
    lead = f"{known.consequence}申请加入{one.union}，{one.get_way_display()}申请。"
    return form_page(request, form, title=title, back=one, submit=known.label, lead=lead)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def attach(request: OfficeRequest, pk: int) -> HttpResponse:
    one = _seen(request, pk)
    request.scope.check(P.MEMBER_EDIT, one.person)
    form = AttachForm(request.POST or None, request.FILES or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        file = attempt(
            form,
            lambda: applications.attach(application=one, by=request.scope, **form.cleaned_data),
        )
        if file:
            return done(request, f"已上传“{file}”。", one)
    title = f"上传入会材料：{one.person}"
    return form_page(request, form, title=title, back=one, submit="上传")


@require_safe
@may(P.MEMBER_VIEW)
def attachment(request: OfficeRequest, pk: int, attachment: int) -> HttpResponse:
    one = _seen(request, pk)
    return send_attachment(get_object_or_404(one.attachments, pk=attachment))


@require_POST
@may(P.EXPORT)
def print_papers(request: OfficeRequest, pk: int) -> HttpResponse:
    """入会申请书 and 工会会员登记表 of one applicant."""
    one = _seen(request, pk)
    request.scope.check(P.EXPORT, one.person)
    return hand_out_papers(request, [one], name=f"{printouts.LETTER}", back=one)


def hand_out_papers(
    request: OfficeRequest, papers: list[Application], *, name: str, back: Any
) -> HttpResponse:
    """The papers of one or of a list in one PDF, a sheet each."""
    reason = words_sent(request, "reason")
    return hand_out(
        request,
        printouts.joining_papers(papers, full_number=request.scope.may(P.REVEAL)),
        title=printouts.LETTER,
        author=str(request.scope.organisation),
        name=name,
        back=back,
        note=lambda: applications.hand_out(papers=papers, reason=reason, by=request.scope),
    )


def with_papers(rows: Any) -> Any:
    """Applications with everything their papers say, in a handful of queries."""
    return rows.select_related(
        "organisation",
        "union",
        "decided_by",
        "person__employer",
        "person__place",
        "person__details",
        "membership__union",
    ).prefetch_related(
        "person__family__relative__employer",
        "person__family_of__person__employer",
        "membership__cards",
        "membership__changes",
    )


def print_act(url: str) -> ReasonAct:
    return ReasonAct(
        key="papers",
        label="打印申请书和登记表",
        url=url,
        example="入会存档",
        buttons=(("print", "打印入会申请书、登记表（PDF）"),),
    )


def _seen(request: OfficeRequest, pk: int) -> Application:
    rows = Application.objects.visible_to(request.scope).select_related("entered_by", "group")
    one: Application = get_object_or_404(with_papers(rows), pk=pk)
    return one


def _steps(request: OfficeRequest, one: Application) -> list[dict[str, str]]:
    """The steps this person may take now, each with what it does or what bars it."""
    if one.organisation_id != request.scope.organisation.pk:
        return []
    return [
        {
            "label": known.label,
            "url": reverse(f"members:application_{known.verb}", args=[one.pk]),
            "consequence": known.consequence,
            "barred": _barred(request, one, known.verb),
        }
        for known in APPLICATION_FLOW.open_to(request.scope, one.state)
        if request.scope.may_change(known.permission, one.person)
    ]


def _barred(request: OfficeRequest, one: Application, verb: str) -> str:
    own = one.entered_by_id == request.scope.user.pk
    return "申请由您本人登记，须由另一人审批。" if verb == "approve" and own else ""


def _refusal(request: OfficeRequest, one: Application, verb: str) -> str:
    try:
        APPLICATION_FLOW.take(verb, one.state, request.scope)
    except WrongState as error:
        return "；".join(error.messages)
    return _barred(request, one, verb)


def _facts(one: Application) -> list[tuple[str, Any]]:
    spell = one.membership
    standing = ("已撤销登记" if spell.voided_at else "已建立") if spell else ""
    return [
        ("申请人", one.person.name),
        ("身份证号", masked_id(one.person.id_number) or "未登记"),
        ("工作单位", one.person.employer),
        ("加入的工会", one.union),
        ("申请日期", f"{one.applied_on:%Y-%m-%d}"),
        ("申请方式", one.get_way_display()),
        ("集体入会", one.group or "单独申请"),
        ("经办人", one.entered_by.name),
        ("办理人", one.decided_by.name if one.decided_by else ""),
        ("办理日期", f"{one.decided_on:%Y-%m-%d}" if one.decided_on else ""),
        ("意见", one.opinion),
        ("会籍", standing),
    ]
