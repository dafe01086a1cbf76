"""变更记录: what was done to anything of a person, with the value before and after."""

from __future__ import annotations

import pytest
from django.urls import reverse

from members.actions import (
    cards,
    families,
    honours,
    memberships,
    merges,
    people,
    person_papers,
)
from members.models import FamilyTie
from tests.factories.members import JOINED, PersonFactory, id_number
from tests.helpers import assert_same_queries, sign_in, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(clerk):
    return people.register(
        by=clerk, name="马关旺", id_number=id_number(1), work_post="瓦工", phone="13800138000"
    )


def history_of(client, scope, person):
    page = sign_in(client, scope).get(reverse("members:person_history", args=[person.pk]))
    assert page.status_code == 200
    return words_of(page)


def test_a_further_fact_is_told_with_both_its_values(client, clerk, person):
    people.change(person=person, by=clerk, work_post="班长")
    assert "岗位职务：瓦工 → 班长" in history_of(client, clerk, person)


def test_a_number_is_never_told(client, clerk, person):
    people.change(person=person, by=clerk, id_number=id_number(3))
    told = history_of(client, clerk, person)
    assert "身份证号：*** → ***" in told
    assert id_number(1) not in told
    assert id_number(3) not in told


def test_spells_and_cards_are_told(client, clerk, chair, person):
    spell = memberships.join(
        person=person, union=person.organisation, joined_on=JOINED, reason="职工大会通过", by=clerk
    )
    card = cards.issue(membership=spell, issued_on=JOINED, number="证88", by=clerk)
    cards.void(card=card, void_on=JOINED, reason="字迹不清", by=clerk)
    told = history_of(client, clerk, person)
    assert "登记会籍" in told
    assert "职工大会通过" in told
    assert "证88" in told
    assert f"作废日期：{JOINED}" in told


def test_relatives_are_told_on_both_pages(client, clerk, person, xingfa):
    wife = PersonFactory(organisation=xingfa, name="李红")
    tie = families.add(person=person, relative=wife, relation="other", by=clerk)
    families.change(tie=tie, relation="spouse", by=clerk)
    families.remove(tie=FamilyTie.objects.get(), by=clerk)
    for one in (person, wife):
        told = history_of(client, clerk, one)
        assert "关系：其他 → 配偶" in told
        assert "李红是马关旺的配偶，马关旺是李红的配偶" in told
        assert "移出家庭成员" in told


def test_an_honour_is_told(client, clerk, person):
    honours.register(
        by=clerk,
        holder="person",
        person=person,
        kind="model_worker",
        name="市劳动模范",
        level="city",
        granted_on=JOINED,
        granted_by="通辽市",
    )
    assert "市劳动模范" in history_of(client, clerk, person)


def test_what_was_done_to_a_record_that_was_merged_in_is_told(client, clerk, person, xingfa):
    double = PersonFactory(organisation=xingfa, name="马关望", phone="13900139000")
    people.change(person=double, by=clerk, phone="13900139001")
    merges.merge(kept=person, gone=double, reason="同一人登记了两次", by=clerk)
    told = history_of(client, clerk, person)
    assert "联系电话：13900139000 → 13900139001" in told
    assert "同一人登记了两次" in told


def test_who_looked_at_the_papers_is_told(client, clerk, person):
    people.reveal(person=person, reason="核对医保", by=clerk)
    assert "核对医保" in history_of(client, clerk, person)
    with pytest.raises(Exception, match="没有照片"):
        person_papers.remove_photo(person=person, by=clerk)
    assert "撤下照片" not in history_of(client, clerk, person)


@pytest.mark.parametrize(("who", "status"), [("reviewer", 200), ("neighbour", 404), ("admin", 403)])
def test_who_reads_the_history(client, request, person, who, status):
    sign_in(client, request.getfixturevalue(who))
    url = reverse("members:person_history", args=[person.pk])
    assert client.get(url).status_code == status


def test_the_history_asks_as_often_for_ten_relatives_as_for_one(client, clerk, person):
    def more(times=9):
        for n in range(times):
            families.add(person=person, relation="child", name=f"马小{n}", by=clerk)

    more(1)
    url = reverse("members:person_history", args=[person.pk])
    assert_same_queries(sign_in(client, clerk), url, more)
