"""Finding people: what may be typed, who sees whom, and that no find reads the whole register."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.urls import reverse

from members.listings.memberships import ROLL
from members.listings.people import PEOPLE
from members.models import Card, Person
from members.pickers import find_people
from tests.factories.kernel import PlaceFactory, scope_of
from tests.factories.members import (
    CardFactory,
    MembershipFactory,
    PersonFactory,
    id_number,
)
from tests.helpers import sign_in, words_of

pytestmark = pytest.mark.django_db
BANK = "6222020000000012345"


@pytest.fixture
def wenjun(xingfa):
    person = PersonFactory(
        organisation=xingfa, name="张文军", id_number=id_number(8), phone="13812345678"
    )
    CardFactory(membership=MembershipFactory(person=person), number="XINGFA-0007", bank_number=BANK)
    return person


WAYS = [
    "张文军",
    "张文",
    "张",
    "文军",
    "zwj",
    "zhangwj",
    "zhangwenjun",
    "ZhangWen",
    "zhang wen jun",
    "5678",
    "13812345678",
    "138-1234-5678",
    id_number(8),
    "XINGFA-0007",
    BANK,
]


@pytest.mark.parametrize("typed", WAYS)
def test_one_person_is_found_in_every_way(typed, wenjun, xingfa):
    PersonFactory(organisation=xingfa, name="李梅", phone="13900001111")
    assert [person.name for person in Person.objects.find(typed)] == ["张文军"]


@pytest.mark.parametrize("typed", ["wenjun", "zwq", "567", "1381234567", "XINGFA", "李"])
def test_what_is_only_like_it_is_not_found(typed, wenjun):
    assert not Person.objects.find(typed)


@pytest.mark.parametrize("typed", ["%", "_", "*", "张%", "\\", "\U0010ffff", "'; --"])
def test_signs_stand_for_themselves(typed, wenjun):
    assert not Person.objects.find(typed)


def test_who_is_named_in_full_stands_first(clerk, xingfa):
    for name in ("安然", "安然希", "安吉", "阿然"):
        PersonFactory(organisation=xingfa, name=name)
    found = [person.name for person in find_people(clerk, "安然")]
    assert found == ["安然", "安然希"]
    assert [p.name for p in find_people(clerk, "ar")][-1] == "安然希"


def test_somebody_merged_away_is_not_found(wenjun):
    Person.objects.filter(pk=wenjun.pk).update(removed_at="2026-01-01T00:00Z")
    assert not Person.objects.find("zwj")


def test_the_find_box_reaches_as_far_as_the_post(client, kailu, xingfa, yongan, tiezhu, wenjun):
    """The county sees all below, a township its own, a contact the own village."""
    PersonFactory(organisation=yongan, name="张五")
    PersonFactory(organisation=xingfa, name="张六", place=tiezhu)
    elsewhere = PlaceFactory(organisation=xingfa, name="石板村")
    PersonFactory(organisation=xingfa, name="张七", place=elsewhere)
    seen = {
        scope_of(kailu, "county"): {"张文军", "张五", "张六", "张七"},
        scope_of(yongan, "clerk"): {"张五"},
        scope_of(xingfa, "contact", place=tiezhu): {"张六"},
    }
    for scope, names in seen.items():
        answer = sign_in(client, scope).post(reverse("members:people"), {"find": "zhang"})
        shown = words_of(answer)
        assert {n for n in ("张文军", "张五", "张六", "张七") if n in shown} == names


def test_what_was_typed_stands_in_no_address(client, clerk, wenjun):
    answer = sign_in(client, clerk).post(reverse("members:people"), {"find": "zhangwj"})
    assert not re.search(r'(href|action)="[^"]*zhangwj', answer.content.decode())


# ---- No find reads everybody -------------------------------------------------------------------


def plan_of(rows) -> str:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # a table of ten rows is read whole otherwise
            cursor.execute("SET LOCAL enable_seqscan = off")
    return str(rows.explain())


def reads_all(plan: str) -> bool:
    """Whether a table of people, spells or cards is read from end to end."""
    tables = "members_(person|membership|card)"
    return bool(re.search(rf"SCAN {tables}\b|Seq Scan on {tables}\b", plan))


@pytest.mark.database
@pytest.mark.parametrize("typed", ["张文军", "张", "zwj", "zhangwj", "5678", BANK, id_number(8)])
@pytest.mark.parametrize("who", ["clerk", "county", "contact"])
def test_no_find_reads_the_whole_register(typed, who, xingfa, kailu, tiezhu, wenjun):
    place = tiezhu if who == "contact" else None
    scope = scope_of(kailu if who == "county" else xingfa, who, place=place)
    for listing in (PEOPLE, ROLL):
        plan = plan_of(listing.find(listing.rows(scope), typed)[:20])
        assert not reads_all(plan), plan
    assert not reads_all(plan_of(find_people(scope, typed)))


@pytest.mark.database
def test_the_plan_would_tell(clerk, wenjun):
    rows = Person.objects.filter(name__contains="文")
    if connection.vendor == "postgresql":
        # With sequential reading switched off it walks the whole of the primary key instead.
        assert "Index Cond" not in str(rows.explain())
    else:
        assert reads_all(plan_of(rows))


@pytest.mark.database
def test_cards_are_found_by_number_without_reading_all(wenjun):
    plan = plan_of(Card.everything.filter(number="XINGFA-0007").order_by())
    assert not reads_all(plan), plan
