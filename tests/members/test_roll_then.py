"""The roll of a past day is the roll of that day, whatever has changed since."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from members.actions import applications, cards, memberships, people, retentions, transfers
from members.models import ChangeKind, Membership
from tests.factories.kernel import PlaceFactory, below, scope_of
from tests.factories.members import (
    CardFactory,
    EmployerFactory,
    MembershipChangeFactory,
    MembershipFactory,
    PersonDetailsFactory,
    PersonFactory,
)
from tests.helpers import sign_in, words_of
from unionhub.actions import organisations
from unionhub.models import Organisation

pytestmark = [pytest.mark.database, pytest.mark.django_db]
JUNE, JOINED = date(2010, 6, 30), date(2009, 5, 1)
MEMBERS = 32


@pytest.fixture
def works(xingfa):
    return below(xingfa, "XFU1", "兴发砖厂工会", "enterprise")


@pytest.fixture
def register(xingfa, clerk, tiezhu, works):
    """The office on 30 June: members with work, place, card; some at rest, some gone."""
    unit = EmployerFactory(organisation=xingfa, name="兴发砖厂", union=works)
    spells = []
    for n in range(MEMBERS):
        person = PersonFactory(
            organisation=xingfa,
            name=f"会员{n}",
            employer=unit if n % 5 else None,
            place=tiezhu if n % 3 else None,
            is_migrant=n % 2 == 0,
            phone=f"1380000{n:04}",
        )
        if n % 4:
            PersonDetailsFactory(person=person, work_group="courier", work_post="快递员")
        spell = MembershipFactory(person=person, union=works, joined_on=JOINED)
        MembershipChangeFactory(membership=spell, on=JOINED, recorded_by=clerk.user)
        if n % 7:
            CardFactory(membership=spell, issued_on=JOINED)
        spells.append(spell)
    for n in (28, 29):
        retentions.retain(membership=spells[n], on=date(2010, 5, 1), reason="退休", by=clerk)
    memberships.leave(membership=spells[30], left_on=date(2010, 6, 1), left_reason="失业", by=clerk)
    return spells


def exported(client, name):
    """Every value of the sheet of 30 June as it is handed up, row by row."""
    url = f"{reverse(name)}?on=2010-06-30"
    answer = client.post(url, {"do": "xlsx", "reason": "核对"})
    assert answer.status_code == 200
    sheet = load_workbook(BytesIO(answer.content)).active
    return list(sheet.iter_rows(values_only=True))


class Since:
    """Forty things that happened after 30 June, one method a group."""

    def __init__(self, spells, clerk, xingfa, yongan):
        self.spells, self.clerk, self.office = spells, clerk, xingfa
        self.chair, self.there = scope_of(xingfa, "chair"), scope_of(yongan, "clerk")
        self.count = 0

    def did(self, action, **given):
        self.count += 1
        return action(**{"by": self.clerk, **given})

    def changed(self, n, month, **facts):
        person = self.spells[n].person
        return self.did(people.change, person=person, on=date(2010, month, 3), **facts)

    def ended(self, n, kind, **given):
        self.did(
            memberships.end,
            membership=self.spells[n],
            kind=kind,
            left_on=date(2010, 8, 20),
            **given,
        )

    def joining_and_leaving(self):
        for n in range(4):
            new = PersonFactory(organisation=self.office, name=f"新会员{n}")
            self.did(
                memberships.join, person=new, union=self.office, joined_on=date(2010, 7, 1 + n)
            )
        asked = self.did(
            applications.enter,
            person=PersonFactory(organisation=self.office, name="申请人"),
            union=self.office,
        )
        self.did(applications.approve, application=asked, by=self.chair)
        mistaken = Membership.objects.get(person__name="新会员0")
        self.did(memberships.void, membership=mistaken, reason="登错了人", by=self.chair)
        for n in (0, 1):
            self.ended(n, ChangeKind.LEAVE, left_reason="失业")
        self.ended(2, ChangeKind.DIE, left_reason="因病去世")
        words = {"left_reason": "严重违反工会章程", "paper": "兴工发〔2010〕3号"}
        self.ended(3, ChangeKind.EXPEL, by=self.chair, **words)

    def rest(self):
        for n in (4, 5):
            day = date(2010, 7, 10)
            self.did(retentions.retain, membership=self.spells[n], on=day, reason="退休")
        day = date(2010, 9, 1)
        self.did(retentions.resume, membership=self.spells[28], on=day, reason="重新就业")

    def transfer(self):
        day, where = date(2010, 8, 1), self.there.organisation
        first, second, third, fourth = (
            self.did(transfers.send, membership=self.spells[n], reason="调动工作", on=day, **to)
            for n, to in (
                (6, {"to_office": where}),
                (7, {"to_office": where}),
                (8, {"to_name": "某市总工会"}),
                (9, {"to_office": where}),
            )
        )
        self.did(transfers.accept, transfer=first, union=where, on=day, by=self.there)
        self.did(transfers.send_back, transfer=second, opinion="不在本乡", by=self.there)
        self.did(transfers.confirm, transfer=third, on=day)
        self.did(transfers.withdraw, transfer=fourth, opinion="不走了")
        self.did(
            transfers.move, membership=self.spells[10], union=self.office, reason="换岗", on=day
        )

    def work_and_place(self):
        unit = EmployerFactory(organisation=self.office, name="兴发粮站")
        village = PlaceFactory(organisation=self.office, name="石板村")
        self.changed(11, 7, employer=unit, work_post="保管员")
        self.changed(11, 9, employer=None, work_status="jobless")
        self.changed(11, 9, work_group="", correction=True)
        self.changed(12, 7, place=village)
        self.changed(13, 7, is_migrant=True, dispatched=True)
        self.changed(14, 7, work_status="retired", place=None)
        self.changed(15, 8, employer=unit, place=village, work_group="ride")
        self.changed(16, 8, work_group="food")
        self.changed(17, 8, place=village)
        self.changed(17, 8, place=None)

    def card(self):
        for n, deed in ((18, cards.lose), (19, cards.lose)):
            held = self.spells[n].cards.get()
            self.did(deed, card=held, lost_on=date(2010, 7, 5))
        found = self.spells[19].cards.get()
        self.did(cards.find, card=found, found_on=date(2010, 7, 9))
        held = self.spells[20].cards.get()
        self.did(cards.replace, card=held, reason="损坏", on=date(2010, 7, 20))
        held = self.spells[22].cards.get()
        self.did(cards.void, card=held, void_on=date(2010, 7, 20), reason="损坏")
        self.did(cards.issue, membership=self.spells[21], issued_on=date(2010, 8, 1))

    def name_of_the_union(self):
        union = Organisation.objects.get(code="XFU1")
        self.did(
            organisations.change,
            organisation=union,
            name="兴发建材厂工会",
            on=date(2010, 10, 1),
        )


@pytest.mark.parametrize("name", ["members:members", "members:collection"])
def test_the_roll_of_june_after_forty_changes(client, clerk, register, xingfa, yongan, name):
    sign_in(client, clerk)
    before = exported(client, name)
    since = Since(register, clerk, xingfa, yongan)
    since.joining_and_leaving()
    since.rest()
    since.transfer()
    since.work_and_place()
    since.card()
    since.name_of_the_union()
    assert since.count >= 40
    assert exported(client, name) == before
    assert len(before) > MEMBERS - 2


def test_the_filters_ask_about_that_day(client, clerk, register, xingfa):
    """Who worked there then is found there then, and not now."""
    unit = register[11].person.employer
    people.change(person=register[11].person, by=clerk, employer=None, place=None)
    sign_in(client, clerk)
    url = reverse("members:members")
    place = register[11].person.place
    asked = f"employer={unit.pk}&place={place.pk}&is_migrant=False&size=100"
    then = words_of(client.get(f"{url}?on=2010-06-30&{asked}"))
    now = words_of(client.get(f"{url}?employer={unit.pk}&size=100"))
    assert "会员11 " in then
    assert "会员11 " not in now


def test_a_day_that_cannot_be_read_shows_today(client, clerk, register):
    sign_in(client, clerk)
    for name in ("members:members", "members:collection"):
        answer = client.get(f"{reverse(name)}?on=2010-13-45")
        assert answer.status_code == 200
        assert "会员1 " in words_of(answer)
