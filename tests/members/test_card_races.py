"""Two clerks take the same cards at the same moment: one list, and words for the second."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members.actions import card_lists, cards, memberships
from members.models import Card, CardList
from tests.factories.kernel import scope_of
from tests.factories.members import CardFactory, member_of
from tests.helpers import race
from unionhub import audit

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
DAY = date(2010, 3, 1)
CROWD = 4


@pytest.fixture
def clerks(xingfa):
    return [scope_of(xingfa, "clerk") for _ in range(CROWD)]


@pytest.fixture
def spells(xingfa):
    return [member_of(xingfa).memberships.get() for _ in range(3)]


def outcomes(answers):
    """(those who did it, the words of those who came late)."""
    refused = [answer for answer in answers if isinstance(answer, ValidationError)]
    return len(answers) - len(refused), [refusal.messages[0] for refusal in refused]


def test_members_are_asked_for_once(clerks, spells):
    done, words = outcomes(
        race(
            *(
                lambda by=by: card_lists.ask(memberships=spells, asked_on=DAY, by=by)
                for by in clerks
            )
        )
    )
    assert (done, Card.objects.count()) == (1, 3)
    assert all("已有会员证或已申领" in text for text in words)


def test_a_batch_is_made_once_and_uses_up_no_number(clerks, spells):
    asked = card_lists.ask(memberships=spells, asked_on=DAY, by=clerks[0])
    done, words = outcomes(
        race(*(lambda by=by: card_lists.make(cards=asked, made_on=DAY, by=by) for by in clerks))
    )
    assert (done, CardList.objects.count()) == (1, 1)
    assert all("不能登记制证" in text for text in words)
    assert sorted(Card.objects.values_list("number", flat=True)) == [
        f"XINGFA-HYZ-2010-{n:04}" for n in (1, 2, 3)
    ]
    assert audit.broken_at() is None


def test_a_batch_is_handed_out_once(clerks, spells):
    asked = card_lists.ask(memberships=spells, asked_on=DAY, by=clerks[0])
    made = [*card_lists.make(cards=asked, made_on=DAY, by=clerks[0]).cards_made.all()]
    # Each has them in an order of their own: whoever locks them in that order would wait forever.
    orders = [made, made[::-1], made[1:] + made[:1], made[2:] + made[:2]]
    done, words = outcomes(
        race(
            *(
                lambda by=by, cards=order: card_lists.hand_out(
                    cards=cards, issued_on=DAY, handler="王芳", by=by
                )
                for by, order in zip(clerks, orders, strict=True)
            )
        )
    )
    assert (done, CardList.objects.filter(kind="handing").count()) == (1, 1)
    assert all("当前状态为“已领”，不能发放" in text for text in words)
    assert audit.broken_at() is None


def test_who_leaves_is_not_handed_a_card_as_well(clerks, spells):
    asked = card_lists.ask(memberships=spells[:1], asked_on=DAY, by=clerks[0])
    made = [*card_lists.make(cards=asked, made_on=DAY, by=clerks[0]).cards_made.all()]
    race(
        lambda: card_lists.hand_out(cards=made, issued_on=DAY, handler="王芳", by=clerks[0]),
        lambda: memberships.leave(
            membership=spells[0], left_on=date(2010, 6, 1), left_reason="失业", by=clerks[1]
        ),
    )
    spells[0].refresh_from_db()
    card = Card.objects.get()
    assert (spells[0].left_on is None) or card.state == "void"


def test_a_card_is_lost_once(clerks, spells):
    card = CardFactory(membership=spells[0])
    done, words = outcomes(
        race(*(lambda by=by: cards.lose(card=card, lost_on=DAY, by=by) for by in clerks))
    )
    assert done == 1
    assert all("当前状态为“挂失”，不能挂失" in text for text in words)


def test_a_card_is_replaced_once(clerks, spells):
    card = CardFactory(membership=spells[0])
    done, _ = outcomes(
        race(
            *(lambda by=by: cards.replace(card=card, on=DAY, reason="遗失", by=by) for by in clerks)
        )
    )
    assert (done, Card.objects.count()) == (1, 2)
