"""会籍: the tab of a person's spells of membership."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.models import Card, Membership, Person
from members.views.person_page import person_seen, tab_of
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, may


@require_safe
@may(P.MEMBER_VIEW)
def spells(request: OfficeRequest, pk: int) -> HttpResponse:
    person = person_seen(request, pk)
    context = {
        **tab_of(request, person, "members:person_spells"),
        "spells": spells_of(request, person),
    }
    return render(request, "members/people/spells.html", context)


def spells_of(request: OfficeRequest, person: Person) -> list[dict[str, Any]]:
    """The person's spells, the newest first, each with its changes, cards and valid card."""
    rows = Membership.objects.visible_to(request.scope).filter(person=person)
    rows = rows.select_related("union")
    told = []
    for row in rows.prefetch_related("changes__recorded_by", "cards"):
        cards: list[Card] = list(row.cards.all())
        valid = next((card for card in cards if card.void_on is None), None)
        told.append({"row": row, "changes": row.changes.all(), "cards": cards, "card": valid})
    return told
