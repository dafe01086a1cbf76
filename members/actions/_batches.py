"""What the actions on many cards share: locking them in order, naming whose card is at fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError

from members import rules
from members.models import Card, CardKind, CardList, ListKind, Membership
from members.workflow import CARD_FLOW
from unionhub import changes, many
from unionhub.models import Organisation
from unionhub.numbering import next_number
from unionhub.permissions import Permission
from unionhub.scope import Scope

MARKS = {CardKind.BOOK: "HYZ", CardKind.SERVICE: "FWK"}  # 会员证, 服务卡
MOST = 500


def next_free(office: Organisation, kind: str, year: int) -> str:
    """The next number of the series that nobody has typed by hand before."""
    while True:
        number = next_number(office, MARKS[CardKind(kind)], year)
        if not Card.everything.filter(organisation=office, number=number).exists():
            return number


def check_size(rows: Sequence[object]) -> None:
    if not rows:
        raise ValidationError("没有选定会员：请先在名单里勾选。", code="none")
    if len(rows) > MOST:
        raise ValidationError(f"一批最多{MOST}人，现有{len(rows)}人，请分批办理。", code="many")


def lock_spells(spells: Sequence[Membership], by: Scope) -> dict[int, Membership]:
    """The spells as they are now, by number, once each one's person is ours to change."""
    for spell in spells:
        by.check(Permission.MEMBER_EDIT, spell.person)
    locked = many.lock_all(Membership, (spell.pk for spell in spells))
    for spell in spells:
        if spell.pk in locked:
            locked[spell.pk].person = spell.person
    return locked


def take_batch(verb: str, cards: Sequence[Card], by: Scope) -> list[Card]:
    """The cards as they are now, in the order they were asked for, each ready for the step, its
    spell and person at hand; spells are locked before cards, as by whoever ends a spell.

    Raises ValidationError naming those that are not ready, and for cards of two kinds.
    """
    check_size(cards)
    if by.place is not None:
        raise PermissionDenied("制证和发放由工会经办统一办理。")
    spells = lock_spells([card.membership for card in cards], by)
    locked = many.lock_all(Card, (card.pk for card in cards))
    rows = []
    for card in sorted(cards, key=lambda card: card.pk):
        row = locked.get(card.pk)
        if row is None or row.membership_id not in spells:
            raise ValidationError(f"{card.membership.person}的登记已撤销，请刷新后重新勾选。")
        row.membership = spells[row.membership_id]
        rows.append(row)
    each(rows, lambda row: CARD_FLOW.take(verb, row.state, by))
    if len({row.kind for row in rows}) > 1:
        raise ValidationError("会员证和会员服务卡请分开办理：一批只办一种。", code="kinds")
    return rows


def check_day(card: Card, field: str, day: date, today: date, *names: str) -> None:
    """``names``: days of the card, or joined_on of its spell, that come before this one."""
    spell = card.membership
    before = {
        name: spell.joined_on if name == "joined_on" else getattr(card, name) for name in names
    }
    rules.check_card_day(field, day, before=before, left_on=spell.left_on, today=today)


def each(cards: Iterable[Card], check: Callable[[Card], object]) -> None:
    """Check every card; the refusals come together, each with the name of the member."""
    faults: dict[str, list[str]] = {}
    for card in cards:
        try:
            check(card)
        except ValidationError as refusal:
            for text in refusal.messages:
                faults.setdefault(text, []).append(card.membership.person.name)
    if faults:
        raise ValidationError([f"{rules.few(names)}：{text}" for text, names in faults.items()])


def open_list(
    kind: ListKind, *, on: date, handler: str, by: Scope
) -> tuple[CardList, dict[str, list[Any]]]:
    return changes.create(
        CardList,
        organisation=by.organisation,
        kind=kind,
        on=on,
        handler=handler.strip(),
        made_by=by.user,
    )


def check_given(cards: Sequence[Card], given: Mapping[int, str], office: Organisation) -> None:
    """Raise ValidationError for numbers given twice or used before, and for people not chosen."""
    if set(given) - {card.pk for card in cards}:
        raise ValidationError("有的证号给的不是本批的会员，请核对后重新粘贴。", code="strange")
    numbers = [number for number in given.values() if number]
    used = Card.everything.filter(organisation=office, number__in=numbers)
    taken = {*used.values_list("number", flat=True)}
    twice = {number for number in numbers if numbers.count(number) > 1}
    if wrong := sorted(taken | twice):
        raise ValidationError(f"证号{rules.few(wrong)}已经用过或重复给出，请核对。", code="used")
