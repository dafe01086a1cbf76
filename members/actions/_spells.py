"""What every change of a spell has in common: opened and closed in one way, and dated.

Locks are taken in one order: person, membership, retention, card, application, transfer; the
tail of the log comes last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from members import rules
from members.models import (
    Application,
    ApplicationState,
    Card,
    CardState,
    ChangeKind,
    Membership,
    MembershipChange,
    Person,
    Retention,
    Transfer,
    TransferState,
)
from members.rules import endings
from unionhub import changes
from unionhub.actions import attachments
from unionhub.audit import Deed
from unionhub.models import Attachment, Organisation
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a row of 会籍变化 says beside kind and day."""

    reason: str = ""
    paper: str = ""
    other_side: str = ""
    attachment: Attachment | None = None


@dataclass(slots=True)
class Closing:
    """A spell about to end, and everything that ends with it: locked."""

    membership: Membership
    retention: Retention | None
    cards: list[Card]
    application: Application | None
    transfer: Transfer | None
    told: list[Deed] = field(default_factory=list)


def open_spell(
    *,
    person: Person,
    union: Organisation,
    joined_on: date,
    by: Scope,
    kind: ChangeKind = ChangeKind.JOIN,
    note: Note | None = None,
    carried_since: date | None = None,
) -> tuple[Membership, dict[str, list[Any]]]:
    """Open a spell of a (locked) person; returns it and its values for the log.

    Raises ValidationError while another is open, before the sixteenth birthday, before the last
    spell ended, for a day to come, and for a union that is not of this office.
    """
    check_union(union, by)
    spells = list(Membership.objects.filter(person=person))
    rules.check_joining(
        joined_on=joined_on,
        birth_date=person.birth_date,
        last_left_on=max((s.left_on for s in spells if s.left_on), default=None),
        today=today(),
    )
    membership, diff = changes.create(
        Membership,
        organisation=by.organisation,
        person=person,
        union=union,
        joined_on=joined_on,
        begin_kind=kind,
        carried_since=carried_since,
    )
    note_change(membership, kind, joined_on, note or Note(), by)
    return membership, diff


def check_union(union: Organisation, by: Scope) -> None:
    if not Organisation.objects.below(by.organisation.path).filter(pk=union.pk).exists():
        raise ValidationError({"union": "只能加入本工会或其下级工会。"})


def lock_spell(membership: Membership, by: Scope, permission: Permission) -> Membership:
    """The spell as it is now, its person locked before it. Raises ValidationError where it was
    declared void meanwhile."""
    by.check(permission, membership.person)
    by.check(permission, changes.lock(membership.person))
    rows = Membership.everything.select_for_update(of=("self",)).select_related("person", "union")
    current = rows.get(pk=membership.pk)
    if current.voided_at is not None:
        raise ValidationError("此段会籍已撤销登记，不用再办。", code="void")
    return current


def begin_closing(membership: Membership) -> Closing:
    """Lock what ends with a (locked) spell. Raises ValidationError where it has ended."""
    if membership.left_on is not None:
        words = rules.in_words(membership.left_on)
        raise ValidationError(f"此段会籍已于{words}结束，不用再办。", code="left")
    mine = {"membership": membership}
    waiting = {"person": membership.person, "state": ApplicationState.WAITING}
    return Closing(
        membership,
        Retention.objects.select_for_update().filter(**mine, until_on=None).first(),
        list(_locked(Card.objects.filter(**mine, void_on=None)).order_by("pk")),
        _locked(Application.objects.filter(**waiting)).first(),
        _locked(Transfer.objects.filter(**mine, state=TransferState.WAITING)).first(),
    )


def close_spell(
    closing: Closing, *, kind: ChangeKind, left_on: date, by: Scope, note: Note
) -> dict[str, list[Any]]:
    """End the spell and what hangs on it; returns its changes for the log. What else was ended is
    told in ``closing.told``, for the log after it.

    Raises ValidationError for a day before the spell began, came to rest or a card was handed out.
    """
    issued = [card.issued_on for card in closing.cards if card.issued_on]
    rules.check_leaving(
        left_on=left_on,
        joined_on=closing.membership.joined_on,
        card_issued_on=max(issued, default=None),
        today=today(),
    )
    retention = closing.retention
    endings.check_at_rest(left_on=left_on, retained_from=retention.from_on if retention else None)
    values = {"left_on": left_on, "left_reason": note.reason, "end_kind": kind}
    diff = changes.apply(closing.membership, values)
    if retention:
        changes.apply(retention, {"until_on": left_on})
    diff |= void_cards(closing.cards, left_on, kind.label)
    _withdraw(closing, kind, by)
    note_change(closing.membership, kind, left_on, note, by)
    return diff


def void_cards(cards: Iterable[Card], on: date, reason: str) -> dict[str, list[Any]]:
    """Declare the (locked) cards void; what the log says of it."""
    numbers = []
    for card in cards:
        values = {"void_on": on, "state": CardState.VOID, "void_reason": reason}
        changes.apply(card, values)
        numbers.append(card.number)
    words = "、".join(numbers)
    return {"card": [words, f"{words} 作废"]} if numbers else {}


def _withdraw(closing: Closing, kind: ChangeKind, by: Scope) -> None:
    """A request that waits is answered by the end of the spell it speaks of."""
    decided = {"decided_by": by.user, "decided_on": today(), "opinion": f"已办理{kind.label}。"}
    if closing.application:
        values = {"state": ApplicationState.WITHDRAWN, **decided}
        diff = changes.apply(closing.application, values)
        closing.told.append(Deed("application.withdraw", closing.application, diff))
    if closing.transfer:
        values = {"state": TransferState.WITHDRAWN, **decided}
        diff = changes.apply(closing.transfer, values)
        closing.told.append(Deed("transfer.withdraw", closing.transfer, diff))


def note_change(
    membership: Membership, kind: ChangeKind, on: date, note: Note, by: Scope
) -> MembershipChange:
    """Add a row to the spell's history."""
    return MembershipChange.objects.create(
        membership=membership,
        kind=kind,
        on=on,
        reason=note.reason,
        other_side=note.other_side,
        paper=note.paper,
        attachment=note.attachment,
        recorded_by=by.user,
    )


def kept_file(upload: Any, membership: Membership, by: Scope, permission: Permission) -> Any:
    """The scanned paper of a change, stored; None where none was handed in."""
    if not upload:
        return None
    return attachments.add(
        upload=upload, permission=permission, by=by, record=membership.person, kind="会籍材料"
    )


def logged(values: Mapping[str, Any], note: Note) -> dict[str, Any]:
    """Changes for the log, with the paper they rest on."""
    paper = {"paper": [None, note.paper]} if note.paper else {}
    return {**values, **paper}


def _locked(rows: Any) -> Any:
    return rows.select_for_update(of=("self",))
