"""Joining, leaving, the roll and the cards."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from members.actions import cards, memberships
from members.models import Card, Membership
from tests.factories.kernel import below, scope_of
from tests.factories.members import (
    CardFactory,
    EmployerFactory,
    MembershipFactory,
    PersonFactory,
    member_of,
)
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.models import AuditEvent, Serial

JOINED = date(2010, 3, 1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel("2010-06-30 10:00+08:00", tick=False):
        yield


@pytest.fixture
def person(xingfa):
    return PersonFactory(organisation=xingfa, name="马关旺")


@pytest.fixture
def spell(person):
    return MembershipFactory(person=person, joined_on=JOINED)


def join(person, by, **values):
    values = {"union": person.organisation, "joined_on": JOINED, **values}
    return memberships.join(person=person, by=by, **values)


# --- who may ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("neighbour", 404), ("reviewer", 403), ("county_officer", 403)],
)
@pytest.mark.parametrize("where", ["join", "leave", "card_issue", "card_void"])
def test_forms_of_membership(client, request, person, spell, where, who, status):
    pk = {"join": person.pk, "card_void": CardFactory(membership=spell).pk}.get(where, spell.pk)
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse(f"members:{where}", args=[pk])).status_code == status


@pytest.mark.parametrize("where", ["members", "cards"])
@pytest.mark.parametrize(("who", "status"), [("clerk", 200), ("chair", 200), ("cashier", 403)])
def test_lists_of_membership(client, request, where, who, status):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse(f"members:{where}")).status_code == status


@pytest.mark.parametrize("deed", ["join", "leave", "issue", "void"])
def test_the_county_does_not_act_for_a_township(kailu, person, spell, deed):
    by = scope_of(kailu, "clerk")
    card = CardFactory(membership=spell)
    deeds = {
        "join": lambda: join(person, by),
        "leave": lambda: memberships.leave(
            membership=spell, left_on=JOINED, left_reason="失业", by=by
        ),
        "issue": lambda: cards.issue(membership=spell, issued_on=JOINED, by=by),
        "void": lambda: cards.void(card=card, void_on=JOINED, by=by),
    }
    with pytest.raises(PermissionDenied):
        deeds[deed]()
    assert not AuditEvent.objects.exists()


# --- joining ----------------------------------------------------------------------------------
def test_a_person_joins_a_union_of_the_township(client, clerk, xingfa, person):
    union = below(xingfa, "XFZC", "砖厂工会", "enterprise")
    sign_in(client, clerk).post(
        reverse("members:join", args=[person.pk]),
        {"union": union.pk, "joined_on": "2010-03-01", "reason": "旧花名册"},
    )
    spell = Membership.objects.get()
    assert (spell.union, spell.joined_on, spell.left_on) == (union, JOINED, None)
    assert spell.changes.get().get_kind_display() == "入会"
    assert AuditEvent.objects.get().verb == "membership.join"


def test_the_form_offers_the_union_of_the_workplace(client, clerk, xingfa):
    union = below(xingfa, "XFZC", "砖厂工会", "enterprise")
    unit = EmployerFactory(organisation=xingfa, union=union)
    worker = PersonFactory(organisation=xingfa, employer=unit)
    page = sign_in(client, clerk).get(reverse("members:join", args=[worker.pk]))
    assert page.context["form"].initial["union"] == union.pk


def test_a_member_does_not_join_twice(client, clerk, xingfa, person, spell):
    answer = sign_in(client, clerk).post(
        reverse("members:join", args=[person.pk]),
        {"union": xingfa.pk, "joined_on": "2010-04-01", "reason": "旧花名册"},
    )
    assert answer.status_code == 422
    assert "此人已在会，不能重复入会" in words_of(answer)


def test_who_left_may_join_again_in_a_new_spell(clerk, person):
    MembershipFactory(
        person=person,
        joined_on=date(2005, 1, 1),
        left_on=date(2009, 1, 1),
        left_reason="失业",
    )
    join(person, clerk)
    assert person.memberships.count() == 2


def test_a_union_of_another_township_cannot_be_joined(clerk, yongan, person):
    with pytest.raises(ValidationError, match="本工会或其下级"):
        join(person, clerk, union=yongan)


def test_a_closed_union_is_not_offered(client, clerk, xingfa, person):
    union = below(xingfa, "XFZC", "砖厂工会", "enterprise")
    type(union).objects.filter(pk=union.pk).update(closed_on=date(2010, 1, 1))
    page = sign_in(client, clerk).get(reverse("members:join", args=[person.pk]))
    assert "砖厂工会" not in words_of(page)


def test_a_child_does_not_join(client, clerk, xingfa):
    child = PersonFactory(
        organisation=xingfa, unnumbered=True, birth_date=date(2000, 1, 1), work_status="pupil"
    )
    answer = sign_in(client, clerk).post(
        reverse("members:join", args=[child.pk]),
        {"union": xingfa.pk, "joined_on": "2010-03-01", "reason": "旧花名册"},
    )
    assert "2016年1月1日满16周岁" in words_of(answer)


# --- leaving ----------------------------------------------------------------------------------
def test_a_member_leaves_and_the_card_becomes_void(client, clerk, spell):
    card = CardFactory(membership=spell)
    sign_in(client, clerk).post(
        reverse("members:leave", args=[spell.pk]),
        {"left_on": "2010-06-01", "left_reason": "个人要求退会"},
    )
    spell.refresh_from_db()
    card.refresh_from_db()
    assert (spell.left_on, spell.left_reason) == (date(2010, 6, 1), "个人要求退会")
    assert card.void_on == date(2010, 6, 1)
    assert spell.changes.get().get_kind_display() == "退会"


def test_another_reason_needs_words(client, clerk, spell):
    url = reverse("members:leave", args=[spell.pk])
    client = sign_in(client, clerk)
    answers = {"left_on": "2010-06-01", "left_reason": "其他"}
    assert "请写明是什么原因" in words_of(client.post(url, answers))
    client.post(url, {**answers, "detail": "迁往外县"})
    spell.refresh_from_db()
    assert spell.left_reason == "其他：迁往外县"


def test_who_left_cannot_leave_again(clerk, person):
    spell = MembershipFactory(
        person=person, joined_on=date(2005, 1, 1), left_on=date(2009, 1, 1), left_reason="失业"
    )
    with pytest.raises(ValidationError, match="已于2009年1月1日结束"):
        memberships.leave(membership=spell, left_on=JOINED, left_reason="失业", by=clerk)


def test_leaving_needs_a_reason(clerk, spell):
    with pytest.raises(ValidationError, match="离会原因"):
        memberships.leave(membership=spell, left_on=date(2010, 6, 1), left_reason=" ", by=clerk)


def test_a_refused_leaving_changes_nothing(clerk, spell):
    card = CardFactory(membership=spell, issued_on=date(2010, 5, 1))
    with pytest.raises(ValidationError, match="不能早于发证"):
        memberships.leave(membership=spell, left_on=date(2010, 4, 1), left_reason="失业", by=clerk)
    card.refresh_from_db()
    assert card.void_on is None
    assert not spell.changes.exists()
    assert not AuditEvent.objects.exists()


# --- cards ------------------------------------------------------------------------------------
def test_a_card_gets_the_offices_next_number(client, clerk, xingfa, spell):
    other = member_of(xingfa).memberships.get()
    client = sign_in(client, clerk)
    for membership in (spell, other):
        client.post(
            reverse("members:card_issue", args=[membership.pk]), {"issued_on": "2010-06-01"}
        )
    numbers = sorted(Card.objects.values_list("number", flat=True))
    assert numbers == ["XINGFA-HYZ-2010-0001", "XINGFA-HYZ-2010-0002"]


def test_the_next_number_passes_over_one_typed_by_hand(clerk, xingfa, spell):
    other = member_of(xingfa).memberships.get()
    cards.issue(membership=other, number="XINGFA-HYZ-2010-0001", issued_on=JOINED, by=clerk)
    card = cards.issue(membership=spell, issued_on=JOINED, by=clerk)
    assert card.number == "XINGFA-HYZ-2010-0002"


def test_an_old_cards_number_is_taken_as_it_is(clerk, spell):
    card = cards.issue(membership=spell, number=" 蒙工0471 ", issued_on=JOINED, by=clerk)
    assert card.number == "蒙工0471"
    assert not Serial.objects.exists()


def test_a_number_is_used_once(client, clerk, xingfa, spell):
    CardFactory(membership=member_of(xingfa).memberships.get(), number="蒙工0471")
    answer = sign_in(client, clerk).post(
        reverse("members:card_issue", args=[spell.pk]),
        {"number": "蒙工0471", "issued_on": "2010-06-01"},
    )
    assert answer.status_code == 422
    assert "这个证号已经用过" in words_of(answer)


def test_a_second_card_waits_until_the_first_is_void(clerk, spell):
    card = cards.issue(membership=spell, issued_on=JOINED, by=clerk)
    with pytest.raises(ValidationError, match="补发前请先作废原证"):
        cards.issue(membership=spell, issued_on=JOINED, by=clerk)
    cards.void(card=card, void_on=date(2010, 6, 1), by=clerk)
    assert cards.issue(membership=spell, issued_on=date(2010, 6, 2), by=clerk)


def test_a_refused_card_uses_up_no_number(clerk, spell):
    CardFactory(membership=spell)
    with pytest.raises(ValidationError):
        cards.issue(membership=spell, issued_on=JOINED, by=clerk)
    assert not Serial.objects.exists()


def test_a_void_card_stays_void(clerk, spell):
    card = CardFactory(membership=spell, void_on=date(2010, 4, 1))
    with pytest.raises(ValidationError, match="已于2010年4月1日作废"):
        cards.void(card=card, void_on=date(2010, 6, 1), by=clerk)


# --- the page of a member ---------------------------------------------------------------------
def test_the_page_offers_what_can_be_done_now(client, clerk, person):
    client = sign_in(client, clerk)

    def offered():
        page = client.get(reverse("members:person_spells", args=[person.pk])).content.decode()
        spell, card = person.memberships.first(), Card.objects.first()
        deeds = {
            "join": reverse("members:join", args=[person.pk]),
            "leave": spell and reverse("members:leave", args=[spell.pk]),
            "card_issue": spell and reverse("members:card_issue", args=[spell.pk]),
            "card_void": card and reverse("members:card_void", args=[card.pk]),
        }
        return {name for name, url in deeds.items() if url and f'"{url}"' in page}

    assert offered() == {"join"}
    spell = join(person, clerk)
    assert offered() == {"leave", "card_issue"}
    cards.issue(membership=spell, issued_on=JOINED, by=clerk)
    assert offered() == {"leave", "card_void"}
    memberships.leave(membership=spell, left_on=date(2010, 6, 1), left_reason="失业", by=clerk)
    assert offered() == {"join"}


def test_the_history_tells_joining_and_the_card(client, clerk, person):
    spell = join(person, clerk)
    cards.issue(membership=spell, number="蒙工0471", issued_on=JOINED, by=clerk)
    words = words_of(
        sign_in(client, clerk).get(reverse("members:person_history", args=[person.pk]))
    )
    assert "登记会籍" in words
    assert "发放会员证" in words
    assert "入会日期：2010-03-01" in words
    assert "证号：蒙工0471" in words
    assert "会员：马关旺" not in words


# --- the roll ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "names"),
    [
        ("", {"现会员"}),
        ("2010-06-30", {"现会员"}),
        ("2010-02-28", {"老会员"}),
        ("2010-03-01", {"现会员", "老会员"}),
        ("2009-01-01", set()),
    ],
)
def test_the_roll_shows_members_as_of_a_day(client, clerk, xingfa, day, names):
    MembershipFactory(person=PersonFactory(organisation=xingfa, name="现会员"))
    MembershipFactory(
        person=PersonFactory(organisation=xingfa, name="老会员"),
        joined_on=date(2010, 1, 1),
        left_on=date(2010, 4, 1),
        left_reason="失业",
    )
    page = sign_in(client, clerk).get(reverse("members:members"), {"on": day})
    assert {line["cells"][0]["value"] for line in page.context["lines"]} == names


def test_the_roll_says_its_day_on_the_workbook(client, clerk, spell):
    CardFactory(membership=spell, number="蒙工0471")
    answer = sign_in(client, clerk).post(
        reverse("members:members"), {"do": "xlsx", "reason": "季度核对"}
    )
    sheet = load_workbook(BytesIO(answer.content)).active
    cells = {str(cell.value) for row in sheet for cell in row if cell.value}
    assert any("在会截至：2010-06-30" in cell for cell in cells)
    assert {"马关旺", "蒙工0471"} <= cells


def test_members_are_found_on_the_roll_and_among_the_cards(client, clerk, xingfa, spell):
    CardFactory(membership=spell, number="蒙工0471")
    CardFactory(membership=member_of(xingfa, name="杨学昌").memberships.get())
    client = sign_in(client, clerk)
    for page, words in (("members", "mgw"), ("cards", "马关旺"), ("cards", "蒙工0471")):
        found = words_of(client.post(reverse(f"members:{page}"), {"find": words}))
        assert "马关旺" in found
        assert "杨学昌" not in found


@pytest.mark.parametrize(("state", "number"), [("held", "有效证"), ("void", "作废证")])
def test_cards_by_state(client, clerk, spell, state, number):
    CardFactory(membership=spell, number="有效证")
    CardFactory(membership=spell, number="作废证", void_on=date(2010, 4, 1))
    page = sign_in(client, clerk).get(reverse("members:cards"), {"state": state})
    assert [line["cells"][1]["value"] for line in page.context["lines"]] == [number]


@pytest.mark.parametrize("where", ["members", "cards"])
def test_lists_ask_as_often_for_ten_members_as_for_one(client, clerk, xingfa, tiezhu, where):
    unit = EmployerFactory(organisation=xingfa)

    def more(count=9):
        for _ in range(count):
            member = member_of(xingfa, place=tiezhu, employer=unit)
            CardFactory(membership=member.memberships.get())

    more(1)
    assert_same_queries(sign_in(client, clerk), reverse(f"members:{where}"), more)


def test_the_countys_roll_asks_as_often_for_ten_offices_as_for_one(
    client, county_officer, kailu, xingfa
):
    member_of(xingfa)

    def more():
        for number in range(3):
            member_of(below(kailu, f"XIANG{number}", f"第{number}乡工会"))

    assert_same_queries(sign_in(client, county_officer), reverse("members:members"), more)
