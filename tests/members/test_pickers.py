"""The door other apps use."""

from __future__ import annotations

import pytest
from django.urls import reverse

from members.models import Person
from members.pickers import EmployerField, PersonField, find_people, person_tabs
from tests.factories.kernel import scope_of
from tests.factories.members import EmployerFactory, PersonFactory


@pytest.fixture
def person(xingfa):
    return PersonFactory(organisation=xingfa, name="马关旺")


def test_people_of_the_own_office_are_found(clerk, neighbour, person):
    assert list(find_people(clerk, "mgw")) == [person]
    assert not find_people(neighbour, "mgw")


def test_the_county_finds_no_townships_people_to_act_on(county_officer, person):
    assert not find_people(county_officer, "mgw")


def test_nothing_typed_finds_nobody(clerk, person):
    assert not find_people(clerk, "  ")


def test_no_more_are_found_than_asked(clerk, xingfa):
    for _ in range(3):
        PersonFactory(organisation=xingfa, name="王强")
    assert len(find_people(clerk, "wq", limit=2)) == 2


def test_the_tabs_name_the_page_shown(clerk, person):
    tabs = person_tabs(clerk, person, "aid:of_person")
    assert [text for text, _, current in tabs if current] == ["帮扶"]
    assert reverse("members:person_history", args=[person.pk]) in [url for _, url, _ in tabs]


def test_tabs_lead_only_where_the_post_may_go(xingfa, person):
    texts = [text for text, _, _ in person_tabs(scope_of(xingfa, "auditor"), person, "")]
    assert texts == ["会费"]


def test_a_field_takes_what_it_was_narrowed_to(clerk, person, yongan):
    stranger = PersonFactory(organisation=yongan)
    field = PersonField()
    field.queryset = Person.objects.kept_by(clerk)
    assert field.clean(str(person.pk)) == person
    with pytest.raises(Exception, match="不在本工会的登记里"):
        field.clean(str(stranger.pk))


def test_units_are_offered_by_name(xingfa):
    EmployerFactory(organisation=xingfa, name="乙厂")
    EmployerFactory(organisation=xingfa, name="丙厂")
    assert len(EmployerField().queryset) == 2
