"""Opening a spell of membership, ending it, and declaring that it never was."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from members import workflow
from members.actions import _spells
from members.models import (
    Application,
    ApplicationState,
    Card,
    ChangeKind,
    Membership,
    Person,
    TransferState,
)
from members.rules import endings
from members.signs import dues_paid
from unionhub import audit, changes
from unionhub.models import Organisation
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.reasons import stated
from unionhub.scope import Scope

VERBS = {
    ChangeKind.LEAVE: "membership.leave",
    ChangeKind.LAPSE: "membership.lapse",
    ChangeKind.EXPEL: "membership.expel",
    ChangeKind.DIE: "membership.die",
}


@transaction.atomic
def join(
    *, person: Person, union: Organisation, joined_on: date, by: Scope, reason: str = ""
) -> Membership:
    """补录会籍: open the spell of somebody who is a member already, without an application.

    Raises ValidationError while another is open or applied for, before the sixteenth birthday,
    before the last spell ended, and for a day to come.
    """
    by.check(Permission.MEMBER_EDIT, person)
    current = changes.lock(person)
    waiting = Application.objects.filter(person=current, state=ApplicationState.WAITING)
    if waiting.exists():
        raise ValidationError("此人有待审批的入会申请：请先审批或撤回那份申请。", code="applied")
    membership, diff = _spells.open_spell(
        person=current,
        union=union,
        joined_on=joined_on,
        by=by,
        note=_spells.Note(reason=reason.strip()),
    )
    audit.record(by=by, verb="membership.join", target=membership, changes=diff, note=reason)
    return membership


@transaction.atomic
def leave(*, membership: Membership, left_on: date, left_reason: str, by: Scope) -> Membership:
    """退会 of one's own accord."""
    return end(
        membership=membership,
        kind=ChangeKind.LEAVE,
        left_on=left_on,
        left_reason=left_reason,
        by=by,
    )


@transaction.atomic
def end(
    *,
    membership: Membership,
    kind: ChangeKind,
    left_on: date,
    left_reason: str,
    by: Scope,
    detail: str = "",
    paper: str = "",
    upload: Any = None,
) -> Membership:
    """Close a spell by 退会, 自动退会, 除名 or 去世. What hangs on it ends with it: rest, valid
    cards, a transfer or application that waits.

    ``detail``: words added to the reason; of 自动退会, how the member was spoken to. ``upload``:
    the scanned paper. Raises ValidationError naming what stands against it.
    """
    permission = workflow.permission_for(kind)
    current = _spells.lock_spell(membership, by, permission)
    closing = _spells.begin_closing(current)
    endings.check_stated(kind, reason=left_reason, detail=detail, paper=paper)
    if kind == ChangeKind.LAPSE:
        endings.check_lapsing(
            left_on=left_on, joined_on=current.joined_on, paid_to=_paid_to(current)
        )
    note = _spells.Note(
        reason=endings.in_full(left_reason, detail),
        paper=paper.strip(),
        attachment=_spells.kept_file(upload, current, by, permission),
    )
    diff = _spells.close_spell(closing, kind=kind, left_on=left_on, by=by, note=note)
    audit.record_many(by=by, deeds=closing.told)
    audit.record(by=by, verb=VERBS[kind], target=current, changes=_spells.logged(diff, note))
    return current


@transaction.atomic
def void(*, membership: Membership, reason: str, by: Scope) -> Membership:
    """撤销登记: the spell was taken down by mistake and never was. Its cards become void.

    Raises ValidationError where records rest on it that must stand.
    """
    current = _spells.lock_spell(membership, by, Permission.MEMBER_APPROVE)
    words = stated(reason, "请写明为什么撤销：登记给了谁，错在哪里。")[:100]
    _refuse_relied_on(current)
    cards = Card.objects.select_for_update(of=("self",)).filter(membership=current, void_on=None)
    told = _spells.void_cards(cards.order_by("pk"), today(), ChangeKind.VOID.label)
    _spells.note_change(current, ChangeKind.VOID, today(), _spells.Note(reason=words), by)
    changes.apply(current, {"voided_at": timezone.now()})
    audit.record(by=by, verb="membership.void", target=current, changes=told, note=words)
    return current


def _refuse_relied_on(spell: Membership) -> None:
    """What was done in good faith of a spell stands, and so does the spell."""
    if spell.begin_kind == ChangeKind.IN:
        raise ValidationError("此段会籍由转接转入，原工会已据此转出，不能撤销；有误请办理转回。")
    states = set(spell.transfers.values_list("state", flat=True))
    if TransferState.ACCEPTED in states:
        raise ValidationError("此段会籍已办转出，接收工会已据此入册，不能撤销。")
    if TransferState.WAITING in states:
        raise ValidationError("此段会籍有待接收的转接：请先撤回转接，再撤销登记。")
    paid = dues_paid().filter(person=spell.person, to_month__gte=spell.joined_on.replace(day=1))
    if spell.left_on:
        paid = paid.filter(from_month__lte=spell.left_on)
    if paid.exists():
        raise ValidationError("此人在这段会籍里交过会费：请先冲销有误的会费，再撤销登记。")


def _paid_to(spell: Membership) -> date | None:
    last: date | None = (
        dues_paid()
        .filter(person=spell.person)
        .order_by("-to_month")
        .values_list("to_month", flat=True)
        .first()
    )
    return last
