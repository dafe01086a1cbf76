"""Joining and leaving: opening and closing a spell of membership."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from members import rules
from members.models import Card, CardState, ChangeKind, Membership, MembershipChange, Person
from unionhub import audit, changes
from unionhub.models import Organisation
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope


@transaction.atomic
def join(
    *, person: Person, union: Organisation, joined_on: date, by: Scope, reason: str = ""
) -> Membership:
    """Open a spell. Raises ValidationError while another is open, before the sixteenth
    birthday, before the last spell ended, and for a day to come.
    """
    by.check(Permission.MEMBER_EDIT, person)
    current = changes.lock(person)
    if not Organisation.objects.below(by.organisation.path).filter(pk=union.pk).exists():
        raise ValidationError({"union": "只能加入本工会或其下级工会。"})
    spells = list(Membership.objects.filter(person=current))
    rules.check_joining(
        joined_on=joined_on,
        birth_date=current.birth_date,
        last_left_on=max((s.left_on for s in spells if s.left_on), default=None),
        today=today(),
    )
    membership, diff = changes.create(
        Membership,
        organisation=by.organisation,
        person=current,
        union=union,
        joined_on=joined_on,
    )
    _note_change(membership, ChangeKind.JOIN, joined_on, reason, by)
    audit.record(by=by, verb="membership.join", target=membership, changes=diff, note=reason)
    return membership


@transaction.atomic
def leave(*, membership: Membership, left_on: date, left_reason: str, by: Scope) -> Membership:
    """Close a spell; the member's valid card becomes void on the same day."""
    by.check(Permission.MEMBER_EDIT, membership.person)
    current = changes.lock(membership)
    if current.left_on is not None:
        raise ValidationError(
            f"此段会籍已于{rules.in_words(current.left_on)}结束，不用再办。", code="left"
        )
    reason = left_reason.strip()
    if not reason:
        raise ValidationError({"left_reason": "请写明离会原因。"})
    card = (
        Card.objects.select_for_update(of=("self",))
        .filter(membership=current, void_on=None)
        .first()
    )
    rules.check_leaving(
        left_on=left_on,
        joined_on=current.joined_on,
        card_issued_on=card.issued_on if card else None,
        today=today(),
    )
    diff = changes.apply(
        current, {"left_on": left_on, "left_reason": reason, "end_kind": ChangeKind.LEAVE}
    )
    if card:
        changes.apply(card, {"void_on": left_on, "state": CardState.VOID})
        diff["card"] = [card.number, f"{card.number} 作废"]
    _note_change(current, ChangeKind.LEAVE, left_on, reason, by)
    audit.record(by=by, verb="membership.leave", target=current, changes=diff)
    return current


def _note_change(
    membership: Membership, kind: ChangeKind, on: date, reason: str, by: Scope
) -> None:
    MembershipChange.objects.create(
        membership=membership, kind=kind, on=on, reason=reason, recorded_by=by.user
    )
