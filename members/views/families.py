"""家庭: a person's tab of relatives, finding and tying one, correcting and letting go."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.actions import families
from members.forms.families import FamilyForm
from members.listings.families import family_rows, household_beyond
from members.models import FamilyTie, Person
from members.pickers import find_people
from members.views.person_page import person_seen, tab_of
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

MOST_FOUND = 20


@require_safe
@may(P.MEMBER_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    person = person_seen(request, pk)
    rows = family_rows(person, request.scope)
    context = {
        **tab_of(request, person, "members:person_family"),
        "rows": [(kin, request.scope.may_change(P.MEMBER_EDIT, kin.tie.person)) for kin in rows],
        "beyond": household_beyond(person, rows, request.scope),
    }
    return render(request, "members/people/family.html", context)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def find(request: OfficeRequest, pk: int) -> HttpResponse:
    """Choosing the relative on the register; names are looked up by POST."""
    person = _own(request, pk)
    sought = words_sent(request, "find", 50)
    context = {
        "person": person,
        "sought": sought,
        "found": find_people(request.scope, sought, limit=MOST_FOUND),
        "most": MOST_FOUND,
    }
    return render(request, "members/people/find_relative.html", context)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def add(request: OfficeRequest, pk: int) -> HttpResponse:
    person = _own(request, pk)
    relative = _chosen(request)
    fresh = FamilyTie(person=person, relative=relative)
    form = FamilyForm(request.POST or None, instance=fresh, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        tie = attempt(
            form,
            lambda: families.add(
                person=person, relative=relative, by=request.scope, **form.values()
            ),
        )
        if tie:
            return done(request, f"已登记“{person}”的家庭成员“{tie}”。", _page(person))
    title = f"登记{person}的家庭成员" + (f"：{relative}" if relative else "")
    return form_page(request, form, title=title, back=_page(person))


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def change(request: OfficeRequest, pk: int, tie: int) -> HttpResponse:
    person, record = _own_tie(request, pk, tie)
    form = FamilyForm(request.POST or None, instance=record, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: families.change(
                tie=record, by=request.scope, version=form.seen_version, **form.values()
            ),
        )
        if saved:
            return done(request, "已保存。", _page(person))
    title = f"修改家庭成员：{record.person}和{record}"
    return form_page(request, form, title=title, back=_page(person))


@require_POST
@may(P.MEMBER_EDIT)
def remove(request: OfficeRequest, pk: int, tie: int) -> HttpResponse:
    person, record = _own_tie(request, pk, tie)
    if attempt_button(request, lambda: families.remove(tie=record, by=request.scope)):
        return done(request, "已移出，变更记录里仍可查到。", _page(person))
    return redirect(_page(person))


def _page(person: Person) -> str:
    return reverse("members:person_family", args=[person.pk])


def _own(request: OfficeRequest, pk: int) -> Person:
    person = get_object_or_404(Person.objects.visible_to(request.scope), pk=pk)
    request.scope.check(P.MEMBER_EDIT, person)
    return person


def _own_tie(request: OfficeRequest, pk: int, tie: int) -> tuple[Person, FamilyTie]:
    """The person whose page is open and one of its ties, changed by who may change the tie."""
    person = get_object_or_404(Person.objects.visible_to(request.scope), pk=pk)
    ties = FamilyTie.objects.visible_to(request.scope).of([person]).standing()
    record = get_object_or_404(ties.select_related("person", "relative"), pk=tie)
    request.scope.check(P.MEMBER_EDIT, record.person)
    return person, record


def _chosen(request: OfficeRequest) -> Person | None:
    """The person chosen on the page before, out of the own office; None to write down a name."""
    if "relative" not in request.GET:
        return None
    chosen = number_sent(request.GET["relative"])
    return get_object_or_404(Person.objects.kept_by(request.scope), pk=chosen)
