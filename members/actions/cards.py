"""Handing out member cards and declaring them void."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from members import rules
from members.models import Card, CardState, Membership
from unionhub import audit, changes
from unionhub.models import Organisation
from unionhub.numbering import next_number
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope

MARK = "HYZ"  # 会员证


@transaction.atomic
def issue(*, membership: Membership, issued_on: date, by: Scope, number: str = "") -> Card:
    """Hand out a card for an open spell; without a number the office's next one is given.

    Raises ValidationError while another card is valid and for a number used before.
    """
    by.check(Permission.MEMBER_EDIT, membership.person)
    current = changes.lock(membership)
    rules.check_issuing(
        issued_on=issued_on,
        joined_on=current.joined_on,
        left_on=current.left_on,
        today=today(),
    )
    card, diff = changes.create(
        Card,
        organisation=by.organisation,
        membership=current,
        number=number.strip() or _next_free(by.organisation, issued_on.year),
        issued_on=issued_on,
    )
    audit.record(by=by, verb="card.issue", target=card, changes=diff)
    return card


@transaction.atomic
def void(*, card: Card, void_on: date, by: Scope) -> Card:
    """A lost or damaged card counts no longer from a day on; its number is never used again."""
    by.check(Permission.MEMBER_EDIT, card.membership.person)
    current = changes.lock(card)
    if current.void_on is not None:
        raise ValidationError(
            f"此证已于{rules.in_words(current.void_on)}作废，不用再办。", code="void"
        )
    rules.check_voiding(void_on=void_on, issued_on=current.issued_on, today=today())
    diff = changes.apply(current, {"void_on": void_on, "state": CardState.VOID})
    audit.record(by=by, verb="card.void", target=current, changes=diff)
    return current


def _next_free(office: Organisation, year: int) -> str:
    """The next number of the series that nobody has typed by hand before."""
    while True:
        number = next_number(office, MARK, year)
        if not Card.objects.filter(organisation=office, number=number).exists():
            return number
