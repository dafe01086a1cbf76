"""People: the list, one person's page and history, the form, showing and printing the number."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import printouts, rules
from members.actions import people
from members.forms.people import PersonForm
from members.listings.offices import for_scope
from members.listings.people import MEMBER_TONES, PEOPLE, standing_of
from members.models import Card, Membership, Person
from members.pickers import person_tabs
from unionhub import trail
from unionhub.listing import show_list
from unionhub.papers import hand_out
from unionhub.people import IdProblem, check_id, masked_id
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.reasons import ReasonAct
from unionhub.web import OfficeRequest, attempt, attempt_button, done, form_page, may

KNOWN = ("organisation", "person", "membership")  # what every line of a history is about


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_people(request: OfficeRequest) -> HttpResponse:
    buttons = [("登记人员", "members:person_add")] if request.scope.may(P.MEMBER_EDIT) else []
    return show_list(request, for_scope(PEOPLE, request.scope), buttons=buttons)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def add(request: OfficeRequest) -> HttpResponse:
    form = PersonForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        person = attempt(form, lambda: people.register(by=request.scope, **form.values()))
        if person:
            _warn(request, person)
            onward = "members:person_add" if "again" in request.POST else person
            return done(request, f"已登记“{person}”。", onward)
    return form_page(request, form, title="登记人员", back="members:people", again=True)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def change(request: OfficeRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.scope), pk=pk)
    request.scope.check(P.MEMBER_EDIT, person)
    title = f"修改人员资料：{person}"
    form = PersonForm(request.POST or None, instance=person, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: people.change(
                person=person, by=request.scope, version=form.seen_version, **form.values()
            ),
        )
        if saved:
            _warn(request, saved)
            return done(request, "已保存。", saved)
    return form_page(request, form, title=title, back=person)


@require_safe
@may(P.MEMBER_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(PEOPLE.rows(request.scope), pk=pk)
    standing = standing_of(person)
    spells = _spells(request, person)
    context = {
        "person": person,
        "standing": standing,
        "tone": MEMBER_TONES[standing],
        "tabs": person_tabs(request.scope, person, "members:person"),
        "facts": _facts(person),
        "spells": spells,
        "may_edit": request.scope.may_change(P.MEMBER_EDIT, person),
        "reason_acts": _reason_acts(request, person),
        "open_spell": next((spell for spell in spells if spell["row"].left_on is None), None),
    }
    return render(request, "members/people/page.html", context)


def _reason_acts(request: OfficeRequest, person: Person) -> list[ReasonAct]:
    acts = []
    if person.id_number and request.scope.may_change(P.REVEAL, person):
        acts.append(
            ReasonAct(
                key="reveal",
                label="显示完整证件号",
                url=reverse("members:person_reveal", args=[person.pk]),
                example="核对医疗救助材料",
                buttons=(("reveal", "显示完整证件号"),),
            )
        )
    if request.scope.may_change(P.EXPORT, person):
        acts.append(
            ReasonAct(
                key="print",
                label="打印登记表",
                url=reverse("members:person_print", args=[person.pk]),
                example="入会登记存档",
                buttons=(("print", "打印登记表（PDF）"),),
            )
        )
    return acts


def _spells(request: OfficeRequest, person: Person) -> list[dict[str, Any]]:
    """The person's spells, the newest first, each with its changes, cards and valid card."""
    rows = Membership.objects.visible_to(request.scope).filter(person=person)
    rows = rows.select_related("union")
    told = []
    for row in rows.prefetch_related("changes__recorded_by", "cards"):
        cards: list[Card] = list(row.cards.all())
        valid = next((card for card in cards if card.void_on is None), None)
        told.append({"row": row, "changes": row.changes.all(), "cards": cards, "card": valid})
    return told


def _facts(person: Person) -> list[tuple[str, Any]]:
    born = ""
    if person.birth_date:
        age = rules.age_on(person.birth_date, today())
        born = f"{rules.in_words(person.birth_date)}（{age}周岁）"
    return [
        ("性别", person.get_sex_display()),
        ("出生日期", born),
        ("身份证号", masked_id(person.id_number) or "未登记"),
        ("联系电话", person.phone),
        ("片区村居", person.place),
        ("详细住址", person.address),
        ("工作单位", person.employer),
        ("就业状况", person.get_work_status_display()),
        ("农民工", "是" if person.is_migrant else "否"),
        ("填报工会", person.organisation),
    ]


@require_safe
@may(P.MEMBER_VIEW)
def history(request: OfficeRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.scope), pk=pk)
    spells = Membership.objects.visible_to(request.scope).filter(person=person)
    cards = Card.objects.visible_to(request.scope).filter(membership__person=person)
    context = {
        "person": person,
        "tabs": person_tabs(request.scope, person, "members:person_history"),
        "entries": trail.trail_of([person, *spells, *cards], hide=KNOWN),
    }
    return render(request, "members/people/history.html", context)


@require_POST
@may(P.REVEAL)
def reveal(request: OfficeRequest, pk: int) -> HttpResponse:
    """The full number, once, on the answer itself; the page behind it masks it again."""
    person = get_object_or_404(Person.objects.visible_to(request.scope), pk=pk)
    reason = request.POST.get("reason", "")
    shown = attempt_button(
        request, lambda: people.reveal(person=person, reason=reason, by=request.scope)
    )
    if shown is None:
        return redirect(person)
    return render(request, "members/people/reveal.html", {"person": shown})


@require_POST
@may(P.EXPORT)
def print_form(request: OfficeRequest, pk: int) -> HttpResponse:
    """The registration form as PDF."""
    person = get_object_or_404(Person.objects.visible_to(request.scope).for_list(), pk=pk)
    request.scope.check(P.EXPORT, person)
    spells = [spell["row"] for spell in _spells(request, person)]
    full = request.scope.may(P.REVEAL)
    reason = request.POST.get("reason", "")
    return hand_out(
        request,
        printouts.registration_form(person, spells, full_number=full),
        title=printouts.TITLE,
        author=str(request.scope.organisation),
        name=printouts.TITLE,
        back=person,
        note=lambda: people.hand_out_form(person=person, reason=reason, by=request.scope),
    )


@require_POST
@may(P.MEMBER_VIEW)
def id_facts(request: OfficeRequest) -> JsonResponse:
    """What an identity number tells, for the form to show and fill in while it is being typed."""
    try:
        facts = check_id(request.POST.get("id_number", ""))
    except IdProblem as problem:
        return JsonResponse({"words": problem.message, "fill": {}})
    words = rules.id_words(facts, today())
    known = Person.objects.kept_by(request.scope).find(facts.number).first()
    if known:
        words += f"本工会已登记：{known}，请勿重复登记。"
    fill = {"sex": facts.sex, "birth_date": facts.birth_date.isoformat()}
    return JsonResponse({"words": words, "fill": fill})


def _warn(request: OfficeRequest, person: Person) -> None:
    for doubt in rules.doubts(person.name, person.id_number):
        messages.warning(request, doubt)
