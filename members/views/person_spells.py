"""会籍: the tab of a person's spells of membership, and what may be done about each now."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from members.models import Application, ApplicationState, Card, Membership, Person
from members.views.person_page import person_seen, tab_of
from unionhub.permissions import Permission as P
from unionhub.scope import Scope
from unionhub.web import OfficeRequest, may

STATE_TONES = {"在籍": "good", "保留会籍": "info", "已撤销登记": "quiet"}
# Address, label, right, and when it is offered: on a spell that is awake, at rest, open either
# way, or any. The first two stand on the page, the others behind 更多.
ACTS: tuple[tuple[str, str, P, str], ...] = (
    ("members:retain", "保留会籍", P.MEMBER_EDIT, "awake"),
    ("members:resume", "恢复会籍", P.MEMBER_EDIT, "resting"),
    ("members:transfer_send", "转出", P.MEMBER_EDIT, "open"),
    ("members:move", "转到本工会另一基层工会", P.MEMBER_EDIT, "open"),
    ("members:leave", "退会", P.MEMBER_EDIT, "open"),
    ("members:die", "去世", P.MEMBER_EDIT, "open"),
    ("members:lapse", "自动退会", P.MEMBER_APPROVE, "awake"),
    ("members:expel", "除名", P.MEMBER_APPROVE, "open"),
    ("members:spell_void", "撤销登记", P.MEMBER_APPROVE, "any"),
)


@require_safe
@may(P.MEMBER_VIEW)
def spells(request: OfficeRequest, pk: int) -> HttpResponse:
    person = person_seen(request, pk)
    voided = Membership.everything.visible_to(request.scope)
    applications = Application.objects.visible_to(request.scope).filter(person=person)
    context = {
        **tab_of(request, person, "members:person_spells"),
        "spells": spells_of(request, person),
        "voided": [_told(row) for row in _of(person, voided) if row.voided_at],
        "applications": applications.exclude(state=ApplicationState.APPROVED).select_related(
            "union", "decided_by"
        ),
    }
    return render(request, "members/people/spells.html", context)


def spells_of(request: OfficeRequest, person: Person) -> list[dict[str, Any]]:
    """The person's spells, the newest first, each with its changes, cards and valid card, and
    the acts this post may take."""
    return [
        {**_told(row), **_acts(request.scope, row, person)}
        for row in _of(person, Membership.objects.visible_to(request.scope))
    ]


def _of(person: Person, rows: Any) -> Any:
    """Of these spells, the person's, with what the tab tells about them."""
    return (
        rows.filter(person=person)
        .select_related("union")
        .prefetch_related("changes__recorded_by", "changes__attachment", "cards", "retentions")
    )


def _told(row: Any) -> dict[str, Any]:
    cards: list[Card] = list(row.cards.all())
    state = _state(row)
    return {
        "row": row,
        "changes": row.changes.all(),
        "cards": cards,
        "card": next((card for card in cards if card.void_on is None), None),
        "state": state,
        "tone": STATE_TONES.get(state, "quiet"),
    }


def _state(row: Any) -> str:
    """在籍, 保留会籍, how it ended, or that it never was."""
    if row.voided_at:
        return "已撤销登记"
    if row.left_on:
        return str(row.get_end_kind_display())
    return "保留会籍" if _resting(row) else "在籍"


def _resting(row: Any) -> bool:
    return any(rest.until_on is None for rest in row.retentions.all())


def _acts(scope: Scope, row: Any, person: Person) -> dict[str, Any]:
    open_now = row.left_on is None
    now = {"any"} | ({"open", "resting" if _resting(row) else "awake"} if open_now else set())
    acts = [
        (label, reverse(name, args=[row.pk]), name in ("members:retain", "members:resume"))
        for name, label, permission, when in ACTS
        if when in now and scope.may_change(permission, person)
    ]
    return {
        "acts": [(label, url) for label, url, shown in acts if shown],
        "more": [(label, url) for label, url, shown in acts if not shown],
        "may_edit": open_now and scope.may_change(P.MEMBER_EDIT, person),
    }
