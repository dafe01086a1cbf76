"""Two clerks at the same moment: one record, and words for the one who came second."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members.actions import cards, employers, memberships, people, unions
from members.models import Card, Employer, Membership, Person, UnionProfile
from tests.factories.kernel import scope_of
from tests.factories.members import MembershipFactory, PersonFactory, id_number
from tests.helpers import race
from unionhub import audit

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
DAY = date(2010, 3, 1)
CROWD = 6


@pytest.fixture
def clerks(xingfa):
    return [scope_of(xingfa, "clerk") for _ in range(CROWD)]


def refusals(answers, words):
    """How many were refused in these words; any other refusal fails."""
    refused = [answer for answer in answers if isinstance(answer, ValidationError)]
    assert all(words in refusal.messages[0] for refusal in refused), refused
    return len(refused)


def test_one_number_is_registered_once(clerks):
    answers = race(
        *(
            lambda by=by: people.register(by=by, name="王芳", id_number=id_number(2))
            for by in clerks
        )
    )
    assert refusals(answers, "本工会已登记过这个身份证号") == CROWD - 1
    assert Person.objects.count() == 1
    assert audit.broken_at() is None


def test_two_people_are_not_given_the_same_number_by_correction(clerks, xingfa):
    pair = [PersonFactory(organisation=xingfa) for _ in range(2)]
    answers = race(
        *(
            lambda by=by, person=person: people.change(person=person, by=by, id_number=id_number(2))
            for by, person in zip(clerks, pair, strict=False)
        )
    )
    assert refusals(answers, "本工会已登记过这个身份证号") == 1


def test_a_person_joins_once(clerks, xingfa):
    person = PersonFactory(organisation=xingfa)
    answers = race(
        *(
            lambda by=by: memberships.join(person=person, union=xingfa, joined_on=DAY, by=by)
            for by in clerks
        )
    )
    assert refusals(answers, "此人已在会，不能重复入会") == CROWD - 1
    assert Membership.objects.count() == 1


def test_a_member_leaves_once(clerks, xingfa):
    spell = MembershipFactory(person=PersonFactory(organisation=xingfa))
    answers = race(
        *(
            lambda by=by: memberships.leave(
                membership=spell, left_on=date(2010, 6, 1), left_reason="失业", by=by
            )
            for by in clerks
        )
    )
    assert refusals(answers, "已于2010年6月1日结束") == CROWD - 1
    assert spell.changes.count() == 1


def test_a_member_is_handed_one_card(clerks, xingfa):
    spell = MembershipFactory(person=PersonFactory(organisation=xingfa))
    answers = race(
        *(lambda by=by: cards.issue(membership=spell, issued_on=DAY, by=by) for by in clerks)
    )
    assert refusals(answers, "已有有效会员证") == CROWD - 1


def test_card_numbers_follow_each_other_without_gaps(clerks, xingfa):
    spells = [MembershipFactory(person=PersonFactory(organisation=xingfa)) for _ in clerks]
    race(
        *(
            lambda by=by, spell=spell: cards.issue(membership=spell, issued_on=DAY, by=by)
            for by, spell in zip(clerks, spells, strict=True)
        )
    )
    numbers = sorted(Card.objects.values_list("number", flat=True))
    assert numbers == [f"XINGFA-HYZ-2010-{n:04}" for n in range(1, CROWD + 1)]


def test_one_unit_is_registered_once(clerks):
    answers = race(
        *(
            lambda by=by: employers.register(by=by, name="兴发砖瓦厂", kind="private")
            for by in clerks
        )
    )
    assert refusals(answers, "本工会已登记过这个单位") == CROWD - 1
    assert Employer.objects.count() == 1


def test_one_union_has_one_sheet(clerks, xingfa):
    answers = race(
        *(lambda by=by: unions.write_profile(union=xingfa, by=by, units_covered=1) for by in clerks)
    )
    assert refusals(answers, "已被他人修改") == CROWD - 1
    assert UnionProfile.objects.count() == 1
