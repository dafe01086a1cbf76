"""资料待完善: whose file lacks what, and noting that it was checked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from members.actions import checking, people
from members.models import Person
from tests.factories.kernel import scope_of
from tests.factories.members import (
    CardFactory,
    EmployerFactory,
    MembershipFactory,
    PersonFactory,
    id_number,
)
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.models import AuditEvent
from unionhub.people import check_digit
from unionhub.periods import today

pytestmark = pytest.mark.django_db
LIST = reverse("members:wanting")
CONFIRM = reverse("members:confirm")
LONG_AGO = date(2020, 1, 1)
WHOLE = {"phone": "13812345678"}


def damaged(born=date(1980, 5, 1)):
    """A right number that ends in 000: the order digits are 00 and the check digit is 0."""
    for area in range(100000, 999999):
        body = f"{area}{born:%Y%m%d}000"[:17]
        if check_digit(body) == "0":
            return f"{body}0"
    raise AssertionError


@pytest.fixture
def whole(xingfa):
    """Whose file lacks nothing."""
    person = PersonFactory(organisation=xingfa, name="齐全", **WHOLE)
    CardFactory(membership=MembershipFactory(person=person))
    return person


def listed(client, want=""):
    page = client.get(LIST, {"want": want} if want else {})
    return {line["cells"][0]["value"] for line in page.context["lines"]}


def test_each_lack_has_its_tab(client, clerk, xingfa, whole):
    PersonFactory(organisation=xingfa, name="无号", id_number="", **WHOLE)
    PersonFactory(organisation=xingfa, name="无电话")
    MembershipFactory(person=PersonFactory(organisation=xingfa, name="无证", **WHOLE))
    PersonFactory(organisation=xingfa, name="久未核", touched_on=LONG_AGO, **WHOLE)
    PersonFactory(organisation=xingfa, name="存疑", id_doubt="wrong", **WHOLE)
    sign_in(client, clerk)
    assert listed(client) == {"无号", "无电话", "无证", "久未核", "存疑"}
    tabs = {
        "number": "无号",
        "phone": "无电话",
        "card": "无证",
        "look": "久未核",
        "doubt": "存疑",
    }
    for want, name in tabs.items():
        assert listed(client, want) == {name}
    page = words_of(client.get(LIST))
    assert "全部 5" in page
    assert "缺证件号 1" in page
    assert "证件号存疑（校验不符）" in page


def test_a_tab_keeps_the_other_filters(client, clerk, xingfa):
    works = EmployerFactory(organisation=xingfa)
    PersonFactory(organisation=xingfa, employer=works)
    PersonFactory(organisation=xingfa)
    page = sign_in(client, clerk).get(LIST, {"employer": works.pk, "want": "phone"})
    tabs = {text: (url, current) for text, url, current in page.context["tabs"]}
    assert tabs["缺电话 1"] == (f"?employer={works.pk}&want=phone", True)
    assert tabs["全部 1"] == (f"?employer={works.pk}", False)


def test_the_union_is_that_of_the_running_spell(client, clerk, xingfa):
    spell = MembershipFactory(person=PersonFactory(organisation=xingfa, name="会员"))
    PersonFactory(organisation=xingfa, name="非会员")
    page = sign_in(client, clerk).get(LIST, {"union": spell.union.pk})
    assert [line["cells"][0]["value"] for line in page.context["lines"]] == ["会员"]


def test_nobody_asks_the_dead_for_a_phone(client, clerk, xingfa):
    person = PersonFactory(organisation=xingfa)
    MembershipFactory(person=person, left_on=date(2011, 1, 1), left_reason="去世", end_kind="die")
    sign_in(client, clerk)
    assert listed(client) == set()


def test_one_year_is_long(client, clerk, xingfa):
    for days, name in ((365, "刚满"), (366, "超过")):
        touched = today() - timedelta(days=days)
        PersonFactory(organisation=xingfa, name=name, touched_on=touched, **WHOLE)
    sign_in(client, clerk)
    assert listed(client) == {"超过"}


def test_who_sees_the_list(client, clerk, reviewer, neighbour, county_officer, admin, xingfa):
    PersonFactory(organisation=xingfa, name="无电话")
    for scope in (clerk, reviewer, county_officer):
        assert listed(sign_in(client, scope)) == {"无电话"}
    assert listed(sign_in(client, neighbour)) == set()
    assert sign_in(client, admin).get(LIST).status_code == 403


def test_the_same_queries_for_one_as_for_ten(client, clerk, xingfa):
    PersonFactory(organisation=xingfa)
    sign_in(client, clerk)
    assert_same_queries(client, LIST, lambda: PersonFactory.create_batch(9, organisation=xingfa))


def test_the_first_page_tells(client, clerk, xingfa):
    PersonFactory(organisation=xingfa, name="王芳")
    page = words_of(sign_in(client, clerk).get("/"))
    assert "人员资料待完善" in page


# ---- The number that a spreadsheet spoilt --------------------------------------------------------


def test_a_number_that_may_be_damaged_is_noted_until_it_was_checked(clerk):
    person = people.register(by=clerk, name="王芳", id_number=damaged())
    assert person.id_doubt == "damaged"
    people.change(person=person, by=clerk, phone="13812345678")
    person.refresh_from_db()
    assert person.id_doubt == "damaged"
    checking.confirm(people=[person], by=clerk)
    people.change(person=person, by=clerk, phone="13900001111")
    person.refresh_from_db()
    assert person.id_doubt == ""


def test_a_better_number_settles_the_doubt(clerk):
    person = people.register(by=clerk, name="王芳", id_number=damaged())
    people.change(person=person, by=clerk, id_number=id_number(8))
    person.refresh_from_db()
    assert person.id_doubt == ""


# ---- Checking -----------------------------------------------------------------------------------


def test_what_was_checked_is_noted_and_logged(clerk, xingfa):
    stale = PersonFactory(organisation=xingfa, touched_on=LONG_AGO)
    fresh = PersonFactory(organisation=xingfa)
    assert checking.confirm(people=[stale, fresh], by=clerk) == 1
    stale.refresh_from_db()
    assert stale.touched_on == today()
    event = AuditEvent.objects.get(verb="person.confirm")
    assert event.target_id == str(stale.pk)


def test_nobody_checks_for_another_office(clerk, neighbour, xingfa, tiezhu):
    person = PersonFactory(organisation=xingfa)
    for scope in (
        neighbour,
        scope_of(xingfa, "reviewer"),
        scope_of(xingfa, "contact", place=tiezhu),
    ):
        with pytest.raises(PermissionDenied):
            checking.confirm(people=[person], by=scope)


def test_nobody_and_too_many_are_refused(clerk, xingfa, monkeypatch):
    with pytest.raises(ValidationError, match="请先勾选"):
        checking.confirm(people=[], by=clerk)
    monkeypatch.setattr(checking, "MOST", 1)
    with pytest.raises(ValidationError, match="一次最多核对 1 人"):
        checking.confirm(people=PersonFactory.create_batch(2, organisation=xingfa), by=clerk)


def test_the_ticked_are_checked_on_the_page(client, clerk, xingfa):
    one, two, three = PersonFactory.create_batch(3, organisation=xingfa, touched_on=LONG_AGO)
    sign_in(client, clerk)
    page = client.get(CONFIRM, {"ticked": [one.pk, two.pk]})
    assert "选定 2 人" in words_of(page)
    assert f'value="{one.pk}"' in page.content.decode()
    answer = client.post(CONFIRM, {"ticked": [one.pk, two.pk]}, follow=True)
    assert "已记为核对无误：2 人" in words_of(answer)
    assert list(Person.objects.filter(touched_on=LONG_AGO)) == [three]


def test_all_that_the_filter_leaves_are_checked(client, clerk, xingfa):
    PersonFactory.create_batch(2, organisation=xingfa, touched_on=LONG_AGO)
    PersonFactory(organisation=xingfa)
    page = sign_in(client, clerk).get(CONFIRM, {"whole": "1", "want": "look"})
    assert "选定 2 人" in words_of(page)


def test_a_foreign_number_is_not_ticked(client, clerk, reviewer, yongan):
    stranger = PersonFactory(organisation=yongan, name="外乡人", touched_on=LONG_AGO)
    sign_in(client, clerk)
    assert client.get(CONFIRM, {"ticked": stranger.pk}).status_code == 302
    page = client.post(CONFIRM, {"ticked": stranger.pk}, follow=True)
    assert "外乡人" not in words_of(page)
    stranger.refresh_from_db()
    assert stranger.touched_on == LONG_AGO
    assert sign_in(client, reviewer).get(CONFIRM).status_code == 403
