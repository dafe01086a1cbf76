"""组织关系转接: sending a member to another union, and taking one in.

Both sides have to act. Every act locks the sender's person first, so that two who decide at once
wait for each other and the second finds the state changed.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from members import rules
from members.actions import _moving, _spells
from members.models import (
    ChangeKind,
    Employer,
    Membership,
    Person,
    Transfer,
    TransferState,
    receivers_of,
)
from members.rules import transfers as rule
from members.workflow import TRANSFER_FLOW
from unionhub import audit, changes
from unionhub.models import Organisation, Place
from unionhub.numbering import next_number
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.reasons import stated
from unionhub.scope import Scope

MARK = "JSX"  # 介绍信


@transaction.atomic
def send(
    *,
    membership: Membership,
    reason: str,
    by: Scope,
    on: date | None = None,
    to_office: Organisation | None = None,
    to_name: str = "",
) -> Transfer:
    """Write the letter: to an office of this system, which then decides, or to a union outside.

    Raises ValidationError for an ended spell, while another transfer waits, and for an office
    that is the own, closed or none.
    """
    current = _spells.lock_spell(membership, by, Permission.MEMBER_EDIT)
    day = on or today()
    rule.check_sending(on=day, joined_on=current.joined_on, left_on=current.left_on, today=today())
    if to_office is not None and not receivers_of(by).filter(pk=to_office.pk).exists():
        raise ValidationError({"to_office": "请选择另一个在办公的工会。"})
    transfer, diff = changes.create(
        Transfer,
        organisation=by.organisation,
        person=current.person,
        membership=current,
        from_union=current.union,
        to_office=to_office,
        to_name=to_name.strip(),
        number=next_number(by.organisation, MARK, day.year),
        on=day,
        reason=reason.strip(),
        sent_by=by.user,
    )
    audit.record(by=by, verb="transfer.send", target=transfer, changes=diff)
    return transfer


@transaction.atomic
def withdraw(*, transfer: Transfer, opinion: str, by: Scope) -> Transfer:
    """The sender takes the letter back; the member stays."""
    by.check(Permission.MEMBER_EDIT, transfer.person)
    return _answer(transfer, "withdraw", opinion, by)


@transaction.atomic
def send_back(*, transfer: Transfer, opinion: str, by: Scope) -> Transfer:
    """The receiving office does not take the member in, and says why."""
    _check_receiver(transfer, by)
    return _answer(transfer, "send_back", opinion, by)


@transaction.atomic
def confirm(
    *, transfer: Transfer, by: Scope, on: date | None = None, opinion: str = ""
) -> Transfer:
    """登记回执: a union outside took the member in, and the spell here ends on that day."""
    by.check(Permission.MEMBER_EDIT, transfer.person)
    changes.lock(transfer.person)
    current = _still(transfer, "confirm", by)
    if current.to_office_id is not None:
        raise ValidationError("接收工会在本系统内，由接收工会办理接收，不用登记回执。")
    day = on or today()
    _end(current, day, by)
    return _decide(current, "confirm", by, decided_on=day, opinion=opinion.strip())


@transaction.atomic
def accept(
    *,
    transfer: Transfer,
    union: Organisation,
    by: Scope,
    on: date | None = None,
    place: Place | None = None,
    employer: Employer | None = None,
) -> Transfer:
    """Take the member in: the spell there ends and one opens here on the same day, on the file of
    the same person here or on a copy of the one there.

    Raises WrongState where somebody decided before, ValidationError where the person is a member
    here already.
    """
    _check_receiver(transfer, by)
    known = _moving.known_here(transfer.person, by)
    _moving.lock_both(transfer.person, known)
    current = _still(transfer, "accept", by)
    day = on or today()
    _end(current, day, by)
    person = _moving.received(current.person, known, by, place=place, employer=employer)
    arrived, diff = _spells.open_spell(
        person=person,
        union=union,
        joined_on=day,
        by=by,
        kind=ChangeKind.IN,
        carried_since=current.membership.member_since,
        note=_spells.Note(
            reason=current.reason,
            paper=current.number,
            other_side=rule.side(str(current.organisation), str(current.from_union)),
        ),
    )
    audit.record(by=by, verb="membership.arrive", target=arrived, changes=diff)
    return _decide(current, "accept", by, decided_on=day, to_union=union, arrived=arrived)


@transaction.atomic
def move(
    *, membership: Membership, union: Organisation, reason: str, by: Scope, on: date | None = None
) -> Membership:
    """From one basic union of the office to another: out of the one, into the other that day."""
    current = _spells.lock_spell(membership, by, Permission.MEMBER_EDIT)
    closing = _spells.begin_closing(current)
    if union == current.union:
        raise ValidationError({"union": f"此人已在{union}，请选择另一个工会。"})
    day, words = on or today(), reason.strip()
    out = _spells.Note(reason=words, other_side=rule.side(str(union)))
    left = _spells.close_spell(closing, kind=ChangeKind.OUT, left_on=day, by=by, note=out)
    arrived, diff = _spells.open_spell(
        person=current.person,
        union=union,
        joined_on=day,
        by=by,
        kind=ChangeKind.IN,
        carried_since=current.member_since,
        note=_spells.Note(reason=words, other_side=rule.side(str(current.union))),
    )
    told = audit.Deed("membership.out", current, left)
    audit.record_many(by=by, deeds=[*closing.told, told])
    audit.record(by=by, verb="membership.arrive", target=arrived, changes=diff)
    return arrived


@transaction.atomic
def arrive(
    *,
    person: Person,
    union: Organisation,
    carried_since: date,
    other_side: str,
    by: Scope,
    on: date | None = None,
    reason: str = "",
    paper: str = "",
) -> Membership:
    """转入 from a union outside this system, on its letter of transfer."""
    by.check(Permission.MEMBER_EDIT, person)
    current = changes.lock(person)
    day = on or today()
    rule.check_carried(carried_since=carried_since, on=day, birth_date=current.birth_date)
    note = _spells.Note(
        reason=reason.strip(), paper=paper.strip(), other_side=rule.side(other_side.strip())
    )
    arrived, diff = _spells.open_spell(
        person=current,
        union=union,
        joined_on=day,
        by=by,
        kind=ChangeKind.IN,
        carried_since=carried_since,
        note=note,
    )
    told = _spells.logged(diff, note)
    audit.record(by=by, verb="membership.arrive", target=arrived, changes=told)
    return arrived


@transaction.atomic
def hand_out(*, transfer: Transfer, reason: str, by: Scope) -> Transfer:
    """Leave word of who prints the letter and why. Call before handing it out."""
    by.check(Permission.EXPORT, transfer.person)
    audit.record(by=by, verb="transfer.print", target=transfer, note=stated(reason))
    return transfer


def _check_receiver(transfer: Transfer, by: Scope) -> None:
    """Raise PermissionDenied unless this post decides for the receiving office."""
    by.check(Permission.MEMBER_EDIT)
    if transfer.to_office_id != by.organisation.pk or by.place is not None:
        raise PermissionDenied("只有接收工会的经办能办理。")


def _still(transfer: Transfer, verb: str, by: Scope) -> Transfer:
    """The transfer as it is now, which this step may still move; its person is locked already."""
    rows = Transfer.objects.select_for_update(of=("self",)).select_related(
        "organisation", "from_union", "to_office", "membership__union", "person__details"
    )
    current = rows.get(pk=transfer.pk)
    TRANSFER_FLOW.take(verb, current.state, by)
    return current


def _answer(transfer: Transfer, verb: str, opinion: str, by: Scope) -> Transfer:
    words = stated(opinion, "请写明原因，对方和日志都看得到。")
    changes.lock(transfer.person)
    return _decide(_still(transfer, verb, by), verb, by, decided_on=today(), opinion=words)


def _decide(transfer: Transfer, verb: str, by: Scope, **values: Any) -> Transfer:
    state = TransferState(TRANSFER_FLOW.steps[verb].target)
    diff = changes.apply(transfer, {"state": state, "decided_by": by.user, **values})
    audit.record(by=by, verb=f"transfer.{verb}", target=transfer, changes=diff)
    return transfer


def _end(transfer: Transfer, day: date, by: Scope) -> None:
    """The spell the member leaves ends; it is told in the log of the office that kept it."""
    rule.check_deciding(on=day, sent_on=transfer.on, today=today())
    spell = changes.lock(transfer.membership)
    closing = _spells.begin_closing(spell)
    closing.transfer = None  # it is answered here, not taken back
    note = _spells.Note(
        reason=transfer.reason, paper=transfer.number, other_side=rule.side(transfer.to_whom)
    )
    diff = _spells.close_spell(closing, kind=ChangeKind.OUT, left_on=day, by=by, note=note)
    there = replace(by, organisation=transfer.organisation)
    told = audit.Deed("membership.out", spell, diff, rules.in_words(day))
    audit.record_many(by=there, deeds=[*closing.told, told])
