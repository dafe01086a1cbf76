"""People: the list, one person's page, the form, showing and printing the number."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members import printouts, rules
from members.actions import people
from members.forms.people import PersonChangeForm, PersonForm
from members.listings.offices import for_scope
from members.listings.people import PEOPLE
from members.listings.person_sheet import PERSON_SHEET
from members.models import Person, details_of
from members.views import alike
from members.views.person_page import facts_of, merged_into, person_seen, reason_acts_of, tab_of
from members.views.person_spells import spells_of
from unionhub.listing import show_list
from unionhub.papers import hand_out
from unionhub.people import IdProblem, check_id
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.web import (
    OfficeRequest,
    attempt,
    attempt_button,
    done,
    form_page,
    may,
    number_sent,
    words_sent,
)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def list_people(request: OfficeRequest) -> HttpResponse:
    buttons = [("登记人员", "members:person_add")] if request.scope.may(P.MEMBER_EDIT) else []
    if buttons and request.scope.place is None:
        buttons.append(("导入", "members:people_import_add"))
    buttons.append(("人员资料总表", "members:person_sheet"))
    return show_list(request, for_scope(PEOPLE, request.scope), buttons=buttons)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_VIEW)
def sheet(request: OfficeRequest) -> HttpResponse:
    """All that is on file of each, too wide to print: a workbook takes it along."""
    return show_list(request, for_scope(PERSON_SHEET, request.scope))


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
    return _form_page(request, form, title="登记人员", back="members:people", again=True)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def change(request: OfficeRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person.objects.visible_to(request.scope), pk=pk)
    request.scope.check(P.MEMBER_EDIT, person)
    title = f"修改人员资料：{person}"
    form = PersonChangeForm(request.POST or None, instance=person, scope=request.scope)
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
    return _form_page(request, form, title=title, back=person)


def _form_page(request: OfficeRequest, form: PersonForm, **more: Any) -> HttpResponse:
    """The form, and beside it who on the register may be the same person."""
    found = alike.alike_to(request, form.cleaned_data, form.instance.pk) if form.is_bound else []
    return form_page(request, form, alike=found, template="members/people/form.html", **more)


@require_safe
@may(P.MEMBER_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    if kept := merged_into(request, pk):
        return redirect(kept)
    person = person_seen(request, pk)
    context = {
        **tab_of(request, person, "members:person"),
        "facts": facts_of(person),
        "photo": details_of(person).photo_id is not None,
        "reason_acts": reason_acts_of(request, person),
    }
    return render(request, "members/people/page.html", context)


@require_POST
@may(P.REVEAL)
def reveal(request: OfficeRequest, pk: int) -> HttpResponse:
    """The full number, once, on the answer itself; the page behind it masks it again."""
    person = get_object_or_404(Person.objects.visible_to(request.scope), pk=pk)
    reason = words_sent(request, "reason")
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
    rows = Person.objects.visible_to(request.scope).for_list().select_related("details")
    person = get_object_or_404(rows, pk=pk)
    request.scope.check(P.EXPORT, person)
    spells = [spell["row"] for spell in spells_of(request, person)]
    full = request.scope.may(P.REVEAL)
    reason = words_sent(request, "reason")
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
    """What an identity number tells, for the form to show and fill in while it is being typed,
    and who on the register may be the person described so far."""
    typed = {name: request.POST.get(name, "") for name in alike.ASKED}
    words, fill = "", {}
    if typed["id_number"]:
        try:
            facts = check_id(typed["id_number"])
        except IdProblem as problem:
            words = problem.message
        else:
            words = rules.id_words(facts, today())
            fill = {"sex": facts.sex, "birth_date": facts.birth_date.isoformat()}
    found = alike.alike_to(request, typed, number_sent(request.POST.get("but", "")))
    return JsonResponse({"words": words, "fill": fill, "alike": [one.plain() for one in found]})


def _warn(request: OfficeRequest, person: Person) -> None:
    for doubt in rules.doubts(person.name, person.id_number):
        messages.warning(request, doubt)
    alike.warn(request, person)
