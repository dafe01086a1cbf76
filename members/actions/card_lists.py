"""Cards of many members at once: asked for, made, handed out; the lists and their papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from members import rules
from members.actions._batches import (
    check_day,
    check_given,
    check_size,
    each,
    lock_spells,
    next_free,
    open_list,
    take_batch,
)
from members.models import Card, CardKind, CardList, CardState, ListKind, Membership
from unionhub import audit, changes, many
from unionhub.actions import attachments
from unionhub.audit import Deed
from unionhub.models import Attachment
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.reasons import stated
from unionhub.scope import Scope


@transaction.atomic
def ask(
    *,
    memberships: Sequence[Membership],
    by: Scope,
    kind: str = CardKind.BOOK,
    asked_on: date | None = None,
) -> list[Card]:
    """Ask for cards of members who have none of the kind.

    Raises ValidationError naming those who have one, or whose spell has ended.
    """
    check_size(memberships)
    day = asked_on or today()
    locked = lock_spells(memberships, by)
    spells = [locked[spell.pk] for spell in memberships if spell.pk in locked]
    cards = [
        Card(
            organisation=by.organisation,
            membership=spell,
            kind=kind,
            state=CardState.ASKED,
            asked_on=day,
        )
        for spell in spells
    ]
    each(cards, lambda card: check_day(card, "asked_on", day, today(), "joined_on"))
    _check_none_stands(spells, kind)
    many.create_all(cards)
    audit.record_many(
        by=by, deeds=[Deed("card.ask", card, _told(card, "kind", "asked_on")) for card in cards]
    )
    return cards


@transaction.atomic
def make(
    *,
    cards: Sequence[Card],
    by: Scope,
    made_on: date | None = None,
    handler: str = "",
    given: Mapping[int, str] | None = None,
) -> CardList:
    """Cards came from the maker: they get their numbers and go on one 制证清单.

    ``given``, by the number of the record: for 会员证 the number on the card, else the office's
    next one; for 会员服务卡 the bank's number, which every one of them needs.
    """
    day, numbers = made_on or today(), dict(given or {})
    rows = take_batch("make", cards, by)
    each(rows, lambda row: check_day(row, "made_on", day, today(), "joined_on", "asked_on"))
    if rows[0].kind == CardKind.SERVICE:
        _seal_bank_numbers(rows, numbers)
        numbers = {}
    check_given(rows, numbers, by.organisation)
    batch, diff = open_list(ListKind.MAKING, on=day, handler=handler, by=by)
    edits = [
        (
            row,
            {
                "number": numbers.get(row.pk) or next_free(by.organisation, row.kind, day.year),
                "made_on": day,
                "state": CardState.MADE,
                "making": batch,
            },
        )
        for row in rows
    ]
    told = many.apply_all(edits)
    _note(by, "card.make", rows, told)
    audit.record(by=by, verb="card_list.make", target=batch, changes={**diff, "cards": len(rows)})
    return batch


@transaction.atomic
def hand_out(
    *, cards: Sequence[Card], handler: str, by: Scope, issued_on: date | None = None
) -> CardList:
    """Cards are handed to their members against a signature: one 领证签收表."""
    day = issued_on or today()
    if not handler.strip():
        raise ValidationError({"handler": "请填写发放人。"})
    rows = take_batch("hand_out", cards, by)
    each(rows, lambda row: check_day(row, "issued_on", day, today(), "joined_on", "made_on"))
    batch, diff = open_list(ListKind.HANDING, on=day, handler=handler, by=by)
    told = many.apply_all(
        [(row, {"issued_on": day, "state": CardState.HELD, "handing": batch}) for row in rows]
    )
    _note(by, "card.hand_out", rows, told)
    audit.record(
        by=by, verb="card_list.hand_out", target=batch, changes={**diff, "cards": len(rows)}
    )
    return batch


@transaction.atomic
def attach(*, card_list: CardList, upload: Any, by: Scope) -> Attachment:
    """Keep a scan of the signed list, or of the maker's."""
    by.check(Permission.MEMBER_EDIT, card_list)
    current = changes.lock(card_list)
    scan = attachments.add(
        upload=upload, permission=Permission.MEMBER_EDIT, by=by, record=current, kind="签收"
    )
    current.signed.add(scan)
    audit.record(by=by, verb="card_list.attach", target=current, note=str(scan))
    return scan


@transaction.atomic
def note_print(
    *,
    cards: Sequence[Card],
    paper: str,
    reason: str,
    by: Scope,
    card_list: CardList | None = None,
) -> None:
    """Leave word of who prints what of whose cards and why. Call before handing it out."""
    for card in cards:
        by.check(Permission.EXPORT, card.membership.person)
    told = {"printed": paper, "cards": len(cards)}
    why = stated(reason)
    audit.record(by=by, verb="card.print", target=card_list, changes=told, note=why)


def _check_none_stands(spells: Sequence[Membership], kind: str) -> None:
    numbers = [spell.pk for spell in spells]
    standing = Card.objects.standing().filter(membership__in=numbers, kind=kind)
    names = standing.order_by("pk").values_list("membership__person__name", flat=True)
    if names:
        word = CardKind(kind).label
        raise ValidationError(
            f"{rules.few(names)}已有{word}或已申领，不能重复申领；遗失、损坏的请用“补办”。",
            code="standing",
        )


def _seal_bank_numbers(rows: Sequence[Card], given: Mapping[int, str]) -> None:
    """Each service card gets its bank's number. Raises ValidationError naming whose is amiss."""
    missing = [row.membership.person.name for row in rows if not given.get(row.pk)]
    if missing:
        raise ValidationError(f"还缺{rules.few(missing)}的银行卡号。", code="missing")
    sealed: dict[int, str] = {}

    def seal(row: Card) -> None:
        sealed[row.pk] = rules.bank_number(given[row.pk])
        changes.apply(row, {"bank_number": sealed[row.pk]})

    each(rows, seal)


def _told(card: Card, *names: str) -> dict[str, list[Any]]:
    return {name: [None, getattr(card, name)] for name in names}


def _note(by: Scope, verb: str, rows: Sequence[Card], told: Sequence[Mapping[str, Any]]) -> None:
    audit.record_many(
        by=by,
        deeds=[
            Deed(
                verb,
                row,
                {name: pair for name, pair in diff.items() if name not in ("making", "handing")},
            )
            for row, diff in zip(rows, told, strict=True)
        ],
    )
