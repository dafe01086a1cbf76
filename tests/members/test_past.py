"""Work and place as they were: kept with every change, and the facts as of a day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Count, F, Q
from django.urls import reverse

from members.actions import people
from members.models import NEW_FORM, Membership, Person, PersonPast, details_of
from tests.factories.kernel import PlaceFactory
from tests.factories.members import (
    EmployerFactory,
    MembershipFactory,
    PersonDetailsFactory,
    PersonFactory,
)
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.models import AuditEvent
from unionhub.periods import today

pytestmark = [pytest.mark.database, pytest.mark.django_db]
JUNE = date(2010, 6, 30)
JULY = date(2010, 7, 15)


@pytest.fixture
def works(xingfa):
    return EmployerFactory(organisation=xingfa, name="兴发砖厂")


@pytest.fixture
def person(xingfa, works, tiezhu):
    made = PersonFactory(organisation=xingfa, employer=works, place=tiezhu, is_migrant=True)
    PersonDetailsFactory(person=made, work_group="courier", work_post="快递员")
    MembershipFactory(person=made)
    return made


def then(person, day):
    """Employer, place, migrant, group and post of the one spell as they were on a day."""
    spell = Membership.objects.filter(person=person).with_facts_then(day, named=True).get()
    return (
        spell.employer_name_then,
        spell.place_name_then,
        spell.is_migrant_then,
        spell.work_group_then,
        spell.work_post_then,
    )


# --- what a change leaves behind ----------------------------------------------------------------
def test_a_change_keeps_what_held_until_that_day(person, clerk, works, tiezhu):
    elsewhere = EmployerFactory(organisation=clerk.organisation, name="兴发粮站")
    people.change(person=person, by=clerk, on=JULY, employer=elsewhere, work_group="")
    kept = PersonPast.objects.get()
    assert (kept.until_on, kept.recorded_by) == (JULY, clerk.user)
    assert (kept.employer, kept.place, kept.is_migrant) == (works, tiezhu, True)
    assert (kept.work_group, kept.work_post, kept.dispatched) == ("courier", "快递员", False)


def test_without_a_day_it_changed_today(person, clerk):
    people.change(person=person, by=clerk, is_migrant=False)
    assert PersonPast.objects.get().until_on == today()


def test_a_correction_says_it_never_was_so(person, clerk):
    people.change(person=person, by=clerk, is_migrant=False, correction=True)
    assert not PersonPast.objects.exists()
    assert AuditEvent.objects.latest("seq").note == "更正登记错误"


def test_other_facts_are_not_dated(person, clerk):
    people.change(person=person, by=clerk, phone="13812345678", education="high", on=JULY)
    assert not PersonPast.objects.exists()


def test_further_facts_begun_late_are_dated_too(clerk, xingfa):
    bare = PersonFactory(organisation=xingfa)
    people.change(person=bare, by=clerk, work_group="courier", on=JULY)
    assert PersonPast.objects.get().work_group == ""


def test_a_change_is_not_before_the_last_one(person, clerk):
    people.change(person=person, by=clerk, is_migrant=False, on=JULY)
    with pytest.raises(ValidationError, match="上一次变动登记在2010年7月15日"):
        people.change(person=person, by=clerk, is_migrant=True, on=JULY - timedelta(1))
    people.change(person=person, by=clerk, is_migrant=True, on=JULY)
    assert PersonPast.objects.count() == 2


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(1979, 12, 31), "不能早于出生日期"), (date(2999, 1, 1), "不能晚于今天")],
)
def test_a_change_is_within_the_life_so_far(person, clerk, day, words):
    with pytest.raises(ValidationError, match=words):
        people.change(person=person, by=clerk, is_migrant=False, on=day)
    assert not PersonPast.objects.exists()
    person.refresh_from_db()
    assert person.is_migrant


# --- the form -----------------------------------------------------------------------------------
def sent(client, person, **answers):
    values = {"name": person.name, "work_status": "at_work", "version": person.version} | answers
    return client.post(reverse("members:person_change", args=[person.pk]), values)


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        ({"how": "changed", "on": "2010-07-15"}, [JULY]),
        ({"how": "changed", "on": ""}, [today()]),
        ({"how": "corrected", "on": "2010-07-15"}, []),
        ({}, [today()]),
    ],
)
def test_the_form_asks_from_when_it_holds(client, clerk, person, answers, kept):
    assert sent(sign_in(client, clerk), person, **answers).status_code == 302
    assert [row.until_on for row in PersonPast.objects.all()] == kept


def test_a_day_that_cannot_be_is_said_beside_it(client, clerk, person):
    answer = sent(sign_in(client, clerk), person, how="changed", on="2999-01-01")
    assert answer.status_code == 422
    assert "变动日期不能晚于今天" in words_of(answer)
    assert not PersonPast.objects.exists()


def test_a_new_person_is_not_asked_about_changes(client, clerk, person):
    sign_in(client, clerk)
    asked = "更正登记错误"
    assert asked not in words_of(client.get(reverse("members:person_add")))
    assert asked in words_of(client.get(reverse("members:person_change", args=[person.pk])))


# --- touched, and the end of the phone ----------------------------------------------------------
def test_a_change_is_a_touch(person, clerk):
    Person.objects.filter(pk=person.pk).update(touched_on=JUNE)
    people.change(person=person, by=clerk, phone=person.phone)
    assert Person.objects.get().touched_on == JUNE
    people.change(person=person, by=clerk, education="high")
    person.refresh_from_db()
    assert (person.touched_on, person.version) == (today(), 1)
    assert set(AuditEvent.objects.latest("seq").changes) == {"education"}


@pytest.mark.parametrize(
    ("phone", "end"), [("138 1234 5678", "5678"), ("0475-6212345", "2345"), ("", "")]
)
def test_the_end_of_the_phone_is_kept(clerk, person, phone, end):
    people.change(person=person, by=clerk, phone="13800000000")
    assert people.change(person=person, by=clerk, phone=phone).phone_end == end


# --- as of a day --------------------------------------------------------------------------------
def test_the_facts_of_a_day_are_those_of_that_day(person, clerk):
    now = EmployerFactory(organisation=clerk.organisation, name="兴发粮站")
    village = PlaceFactory(organisation=clerk.organisation, name="石板村")
    before = then(person, JUNE)
    people.change(person=person, by=clerk, on=JULY, employer=now, is_migrant=False)
    people.change(person=person, by=clerk, on=JULY, place=village, work_group="")
    people.change(person=person, by=clerk, on=date(2010, 9, 1), employer=None, work_post="")
    assert then(person, JUNE) == before == ("兴发砖厂", "铁柱片", True, "courier", "快递员")
    assert then(person, JULY) == ("兴发粮站", "石板村", False, "", "快递员")
    assert then(person, date(2010, 9, 1)) == (None, "石板村", False, "", "")


def test_what_was_empty_then_is_empty(clerk, xingfa, works, tiezhu):
    bare = PersonFactory(organisation=xingfa)
    MembershipFactory(person=bare)
    before = then(bare, JUNE)
    people.change(person=bare, by=clerk, on=JULY, employer=works, place=tiezhu, work_post="瓦工")
    spell = Membership.objects.with_facts_then(JUNE).get()
    assert (spell.employer_then, spell.place_then) == (None, None)
    assert [fact or "" for fact in then(bare, JUNE)] == [fact or "" for fact in before]


def test_many_changes_leave_one_row_a_spell(person, clerk):
    for month in range(7, 13):
        people.change(person=person, by=clerk, on=date(2010, month, 1), is_migrant=month % 2 != 0)
    for day in (JUNE, date(2010, 8, 15), today()):
        assert Membership.objects.with_facts_then(day).count() == 1


def test_the_facts_stand_in_conditions_of_grouped_figures(person, clerk):
    people.change(person=person, by=clerk, on=JULY, is_migrant=False, work_group="")
    for day, counted in ((JUNE, (1, 1, 1)), (JULY, (1, 0, 0))):
        line = (
            Membership.objects.as_of(day)
            .with_facts_then(day)
            .order_by()
            .values("organisation__path")
            .annotate(
                all=Count("pk"),
                migrants=Count("pk", filter=Q(is_migrant_then=True)),
                new=Count("pk", filter=Q(work_group_then__in=NEW_FORM)),
            )
            .get()
        )
        assert (line["all"], line["migrants"], line["new"]) == counted


def test_the_day_may_be_the_rows_own(person, clerk):
    people.change(person=person, by=clerk, on=JULY, is_migrant=False)
    late = PersonFactory(organisation=clerk.organisation, is_migrant=True)
    MembershipFactory(person=late, joined_on=JULY)
    rows = Membership.objects.with_facts_then(F("joined_on")).filter(is_migrant_then=True)
    assert {row.person for row in rows} == {person, late}
    assert details_of(person).work_group == "courier"


def test_rows_that_have_the_facts_of_a_day_keep_them(person, clerk):
    people.change(person=person, by=clerk, on=JULY, is_migrant=False, employer=None)
    rows = Membership.objects.with_facts_then(F("joined_on"))
    spell = rows.with_facts_then(today(), named=True).get()
    assert (spell.is_migrant_then, spell.employer_name_then) == (True, "兴发砖厂")


# --- 从业经历 -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("county_officer", 200), ("neighbour", 404), ("cashier", 403)],
)
def test_the_tab_of_employment(client, request, person, who, status):
    sign_in(client, request.getfixturevalue(who))
    url = reverse("members:person_employment", args=[person.pk])
    assert client.get(url).status_code == status


def test_the_tab_tells_each_stretch_the_newest_first(client, clerk, person):
    people.change(person=person, by=clerk, on=JULY, employer=None, work_group="none")
    answer = sign_in(client, clerk).get(reverse("members:person_employment", args=[person.pk]))
    now, before = answer.context["stretches"]
    assert (now["since"], now["until"], now["employer"], now["marks"]) == (
        JULY,
        None,
        None,
        "农民工",
    )
    assert (before["since"], before["until"], before["marks"]) == (None, JULY, "快递员、农民工")


def test_the_tab_asks_as_often_for_many_stretches(client, clerk, person):
    people.change(person=person, by=clerk, on=JULY, employer=None)

    def more():
        for month in (8, 9, 10):
            people.change(
                person=person, by=clerk, on=date(2010, month, 1), is_migrant=month % 2 == 0
            )

    url = reverse("members:person_employment", args=[person.pk])
    assert_same_queries(sign_in(client, clerk), url, more)
