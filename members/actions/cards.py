"""One member's card: handed out at once, lost, found, replaced, void."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from members import rules
from members.actions._batches import check_day, next_free
from members.models import Card, CardKind, CardLoss, CardState, Membership
from members.workflow import CARD_FLOW
from unionhub import audit, changes
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope

BEFORE_THE_END = ("joined_on", "asked_on", "made_on", "issued_on", "lost_on")


@transaction.atomic
def issue(
    *,
    membership: Membership,
    issued_on: date,
    by: Scope,
    number: str = "",
    kind: str = CardKind.BOOK,
    bank_number: str = "",
) -> Card:
    """Hand out a card for an open spell at once, or enter one handed out before; without a
    number the office's next one is given.

    Raises ValidationError while another card of the kind is valid, for a number used before and
    for a bank's number that cannot be.
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
        kind=kind,
        number=number.strip() or next_free(by.organisation, kind, issued_on.year),
        bank_number=_bank_number(kind, bank_number),
        issued_on=issued_on,
    )
    audit.record(by=by, verb="card.issue", target=card, changes=diff)
    return card


@transaction.atomic
def lose(*, card: Card, by: Scope, lost_on: date | None = None) -> Card:
    """A card handed out is reported lost: it does not count from that day on."""
    current = _taken("lose", card, by)
    day = lost_on or today()
    check_day(current, "lost_on", day, today(), "issued_on")
    last = max(current.losses.values_list("found_on", flat=True), default=None)
    if last is not None and day < last:
        raise ValidationError(
            {"lost_on": f"此证{rules.in_words(last)}找回，再次挂失不能早于该日。"}
        )
    diff = changes.apply(current, {"lost_on": day, "state": CardState.LOST})
    audit.record(by=by, verb="card.lose", target=current, changes=diff)
    return current


@transaction.atomic
def find(*, card: Card, by: Scope, found_on: date | None = None) -> Card:
    """A lost card turned up: it counts again from that day on, not for the days between."""
    current = _taken("find", card, by)
    day, lost_on = found_on or today(), current.lost_on
    if lost_on is None:
        raise TypeError("a lost card has the day of its loss")
    check_day(current, "found_on", day, today(), "lost_on")
    CardLoss.objects.create(card=current, lost_on=lost_on, found_on=day)
    diff = changes.apply(current, {"lost_on": None, "state": CardState.HELD})
    diff["found_on"] = [None, day]
    audit.record(by=by, verb="card.find", target=current, changes=diff)
    return current


@transaction.atomic
def replace(*, card: Card, reason: str, by: Scope, on: date | None = None) -> Card:
    """The old card is void from a day on, and a new one is asked for; returns the new one."""
    current = _taken("replace", card, by)
    day = on or today()
    check_day(current, "void_on", day, today(), *BEFORE_THE_END)
    rules.check_open(current.membership.left_on)
    told = _end(current, day, rules.need_reason(reason))
    fresh, diff = changes.create(
        Card,
        organisation=by.organisation,
        membership=current.membership,
        kind=current.kind,
        state=CardState.ASKED,
        asked_on=day,
        replaces=current,
    )
    audit.record(by=by, verb="card.replace", target=current, changes=told)
    audit.record(by=by, verb="card.ask", target=fresh, changes=diff)
    return fresh


@transaction.atomic
def void(*, card: Card, void_on: date, by: Scope, reason: str = "") -> Card:
    """A card counts no longer from a day on; its number is never used again."""
    current = _taken("void", card, by)
    check_day(current, "void_on", void_on, today(), *BEFORE_THE_END)
    diff = _end(current, void_on, " ".join(reason.split()))
    audit.record(by=by, verb="card.void", target=current, changes=diff)
    return current


def _taken(verb: str, card: Card, by: Scope) -> Card:
    """The card as it is now, ready for the step; its spell is locked before it, as by whoever
    ends a spell."""
    by.check(Permission.MEMBER_EDIT, card.membership.person)
    spell = changes.lock(card.membership)
    current = changes.lock(card)
    if current.void_on is not None:
        raise ValidationError(
            f"此证已于{rules.in_words(current.void_on)}作废，不用再办。", code="void"
        )
    CARD_FLOW.take(verb, current.state, by)
    current.membership = spell
    return current


def _end(card: Card, on: date, reason: str) -> dict[str, list[object]]:
    return changes.apply(card, {"void_on": on, "void_reason": reason, "state": CardState.VOID})


def _bank_number(kind: str, text: str) -> str:
    if not text.strip():
        if kind == CardKind.SERVICE:
            raise ValidationError({"bank_number": "服务卡请填写银行卡号。"})
        return ""
    if kind != CardKind.SERVICE:
        raise ValidationError({"bank_number": "只有服务卡有银行卡号。"})
    try:
        return rules.bank_number(text)
    except ValidationError as refusal:
        raise ValidationError({"bank_number": refusal}) from None
