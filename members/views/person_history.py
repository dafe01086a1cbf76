"""变更记录: everything that was done to a person's records, with each value before and after."""

from __future__ import annotations

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.models import (
    Application,
    Card,
    FamilyTie,
    Honour,
    Membership,
    Merge,
    Person,
    Transfer,
)
from members.views.person_page import person_seen, tab_of
from unionhub import trail
from unionhub.permissions import Permission as P
from unionhub.scope import Scope
from unionhub.web import OfficeRequest, may

KNOWN = ("organisation", "person", "membership")  # what every line of a history is about


@require_safe
@may(P.MEMBER_VIEW)
def history(request: OfficeRequest, pk: int) -> HttpResponse:
    person = person_seen(request, pk)
    context = {
        **tab_of(request, person, "members:person_history"),
        "entries": trail.trail_of(_records(person, request.scope), hide=KNOWN),
    }
    return render(request, "members/people/history.html", context)


def _records(person: Person, scope: Scope) -> list[Model]:
    """The person, whoever was merged into it, and what hangs on them; what was declared void or
    let go is told too."""
    merged = Merge.objects.visible_to(scope).filter(kept=person, undone_at=None)
    return [
        person,
        *(merge.gone for merge in merged.select_related("gone")),
        *Membership.everything.visible_to(scope).filter(person=person),
        *Card.everything.visible_to(scope).filter(membership__person=person),
        *Application.objects.visible_to(scope).filter(person=person),
        *Transfer.objects.visible_to(scope).filter(person=person),
        *FamilyTie.objects.visible_to(scope).of([person]),
        *Honour.objects.visible_to(scope).filter(person=person),
    ]
