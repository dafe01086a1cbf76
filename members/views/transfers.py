"""转出 and 转入: the lists of both sides, sending, one transfer with its steps and its letter."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import printouts
from members.actions import transfers
from members.forms.transfers import AcceptForm, AnswerForm, ReceiptForm, SendForm
from members.listings.transfers import TRANSFER_TONES, TRANSFERS_IN, TRANSFERS_OUT
from members.models import Membership, Person, Transfer, receivers_of
from members.rules import document_words, in_words
from members.workflow import RECEIVERS_STEPS, TRANSFER_FLOW
from unionhub import trail
from unionhub.listing import show_list
from unionhub.papers import hand_out
from unionhub.people import masked_id
from unionhub.permissions import Permission as P
from unionhub.reasons import ReasonAct
from unionhub.web import OfficeRequest, attempt, done, form_page, may, words_sent
from unionhub.workflow import Step


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_in(request: OfficeRequest) -> HttpResponse:
    buttons = [("转出会员", "members:transfers_out")]
    return show_list(request, TRANSFERS_IN, buttons=buttons)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_out(request: OfficeRequest) -> HttpResponse:
    buttons = [("转入会员", "members:transfers_in")]
    return show_list(request, TRANSFERS_OUT, buttons=buttons)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def send(request: OfficeRequest, pk: int) -> HttpResponse:
    rows = Membership.objects.visible_to(request.scope).select_related("person", "union")
    spell = get_object_or_404(rows, pk=pk)
    scope = request.scope
    scope.check(P.MEMBER_EDIT, spell.person)
    form = SendForm(request.POST or None, scope=scope, receivers=receivers_of(scope))
    if request.method == "POST" and form.is_valid():
        sent = attempt(
            form, lambda: transfers.send(membership=spell, by=scope, **form.cleaned_data)
        )
        if sent:
            return done(request, f"“{spell.person}”的转出已办理，待{sent.to_whom}接收。", sent)
    title = f"转出：{spell.person}"
    lead = f"现在{spell.union}。对方接收以前，会籍仍在本工会；接收之日起转到对方。"
    return form_page(request, form, title=title, back=spell.person, submit="办理转出", lead=lead)


@require_safe
@may(P.MEMBER_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    one = _seen(request, pk)
    state = one.get_state_display()
    context = {
        "transfer": one,
        "state": state,
        "tone": TRANSFER_TONES[state],
        "person": _own_file(request, one),
        "facts": _facts(one),
        "steps": [_act(one, step) for step in _open_steps(request, one)],
        "print_act": _print_act(one) if request.scope.may_change(P.EXPORT, one.person) else None,
        "entries": trail.trail_of([one], hide=("organisation", "person", "membership")),
    }
    return render(request, "members/transfers/page.html", context)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def accept(request: OfficeRequest, pk: int) -> HttpResponse:
    one = _to_decide(request, pk, "accept")
    form = AcceptForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        taken = attempt(
            form, lambda: transfers.accept(transfer=one, by=request.scope, **form.cleaned_data)
        )
        if taken and taken.arrived:
            return done(request, f"“{one.person}”已转入，可以接着发会员证。", taken.arrived.person)
    title, lead = f"接收转入：{one.person}", TRANSFER_FLOW.steps["accept"].consequence
    return form_page(request, form, title=title, back=one, submit="接收", lead=lead)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def answer(request: OfficeRequest, pk: int, verb: str) -> HttpResponse:
    """退回 by the receiver, 撤回 by the sender."""
    one, step = _to_decide(request, pk, verb), TRANSFER_FLOW.steps[verb]
    deed = {"send_back": transfers.send_back, "withdraw": transfers.withdraw}[verb]
    form = AnswerForm(request.POST or None, scope=request.scope, step=step)
    if request.method == "POST" and form.is_valid():
        moved = attempt(form, lambda: deed(transfer=one, by=request.scope, **form.cleaned_data))
        if moved:
            return done(request, f"“{one.person}”的转接：{moved.get_state_display()}。", moved)
    title = f"{step.label}转接：{one.person}"
    return form_page(request, form, title=title, back=one, submit=step.label, lead=step.consequence)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def confirm(request: OfficeRequest, pk: int) -> HttpResponse:
    one = _to_decide(request, pk, "confirm")
    form = ReceiptForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        told = attempt(
            form, lambda: transfers.confirm(transfer=one, by=request.scope, **form.cleaned_data)
        )
        if told:
            return done(request, f"“{one.person}”已转出，会籍到回执日期为止。", told)
    title, lead = f"登记回执：{one.person}", TRANSFER_FLOW.steps["confirm"].consequence
    return form_page(request, form, title=title, back=one, submit="登记回执", lead=lead)


@require_POST
@may(P.EXPORT)
def letter(request: OfficeRequest, pk: int) -> HttpResponse:
    one, reason = _seen(request, pk), words_sent(request, "reason")
    request.scope.check(P.EXPORT, one.person)
    return hand_out(
        request,
        printouts.transfer_letter(one, full_number=request.scope.may(P.REVEAL)),
        title=printouts.TRANSFER_LETTER,
        author=str(request.scope.organisation),
        name=printouts.TRANSFER_LETTER,
        back=one,
        note=lambda: transfers.hand_out(transfer=one, reason=reason, by=request.scope),
    )


def _seen(request: OfficeRequest, pk: int) -> Transfer:
    rows = Transfer.objects.visible_to(request.scope).for_list()
    rows = rows.select_related("membership", "sent_by", "decided_by", "arrived__person")
    one: Transfer = get_object_or_404(rows, pk=pk)
    return one


def _to_decide(request: OfficeRequest, pk: int, verb: str) -> Transfer:
    """The transfer, if this post is on the side that takes the step; 403 if not."""
    one = _seen(request, pk)
    if not _is_theirs(request, one, verb):
        raise PermissionDenied("这一步由对方工会办理。")
    return one


def _is_theirs(request: OfficeRequest, one: Transfer, verb: str) -> bool:
    scope = request.scope
    if verb in RECEIVERS_STEPS:
        return one.to_office_id == scope.organisation.pk and scope.place is None
    outside = one.to_office_id is None
    return scope.may_change(P.MEMBER_EDIT, one.person) and (verb != "confirm" or outside)


def _open_steps(request: OfficeRequest, one: Transfer) -> list[Step]:
    steps = TRANSFER_FLOW.open_to(request.scope, one.state)
    return [step for step in steps if _is_theirs(request, one, step.verb)]


def _act(one: Transfer, step: Step) -> dict[str, str]:
    url = reverse(f"members:transfer_{step.verb}", args=[one.pk])
    return {"label": step.label, "url": url, "consequence": step.consequence}


def _own_file(request: OfficeRequest, one: Transfer) -> Person | None:
    """The person's page this post may open: the file here, or the one that stayed there."""
    files = [one.person_id, *([one.arrived.person_id] if one.arrived else [])]
    seen = Person.objects.visible_to(request.scope).filter(pk__in=files)
    found: Person | None = seen.order_by("-pk").first()
    return found


def _print_act(one: Transfer) -> ReasonAct:
    return ReasonAct(
        key="letter",
        label="打印介绍信",
        url=reverse("members:transfer_letter", args=[one.pk]),
        example="交本人带往接收工会",
        buttons=(("print", "打印组织关系介绍信（PDF）"),),
    )


def _facts(one: Transfer) -> list[tuple[str, Any]]:
    """What both sides need to decide, and no more of the file."""
    return [
        ("会员", one.person.name),
        ("性别", one.person.get_sex_display()),
        (document_words(one.person.document_kind), masked_id(one.person.id_number) or "未登记"),
        ("转出工会", one.organisation),
        ("原基层工会", one.from_union),
        ("接收工会", one.to_whom),
        ("编入的基层工会", one.to_union),
        ("转接原因", one.reason),
        ("介绍信编号", one.number),
        ("转出日期", in_words(one.on)),
        ("转出经办", one.sent_by.name),
        ("办理日期", in_words(one.decided_on) if one.decided_on else ""),
        ("办理人", one.decided_by.name if one.decided_by else ""),
        ("办理意见", one.opinion),
    ]
