"""从业经历: where a person works and lives, and what was on file before each change."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from members.models import (
    NEW_FORM,
    Person,
    PersonPast,
    WorkGroup,
    WorkStatus,
    dated_facts,
    details_of,
)
from members.views.person_page import person_seen, tab_of
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, may


@require_safe
@may(P.MEMBER_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    person = person_seen(request, pk)
    context = {
        **tab_of(request, person, "members:person_employment"),
        "stretches": stretches_of(person),
    }
    return render(request, "members/people/employment.html", context)


def stretches_of(person: Person) -> list[dict[str, Any]]:
    """Stretches of time in which nothing changed, the newest first; from and until as days, None
    where it is not known when it began, or where it still holds."""
    since: date | None = None
    told = []
    for row in person.past.select_related("employer", "place", "recorded_by"):
        facts = {name: getattr(row, name) for name in PersonPast.FACTS}
        if since != row.until_on:  # put right twice on one day: the first held until then
            told.append(_stretch(facts, since, row.until_on, row.recorded_by.name))
        since = row.until_on
    told.append(_stretch(dated_facts(person, details_of(person)), since, None, ""))
    return told[::-1]


def _stretch(
    facts: dict[str, Any], since: date | None, until: date | None, by: str
) -> dict[str, Any]:
    group = facts["work_group"]
    marks = [
        WorkGroup(group).label if group in NEW_FORM else "",
        "农民工" if facts["is_migrant"] else "",
        "劳务派遣工" if facts["dispatched"] else "",
    ]
    return {
        "since": since,
        "until": until,
        "employer": facts["employer"],
        "place": facts["place"],
        "status": WorkStatus(facts["work_status"]).label,
        "post": facts["work_post"],
        "marks": "、".join(mark for mark in marks if mark),
        "by": by,
    }
