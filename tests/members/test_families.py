"""家庭: relatives tied once and shown on both pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from members.actions import families
from members.listings.families import family_rows, household_beyond
from members.models import FamilyTie, Relation
from members.printouts.registration import registration_form
from members.rules.families import inverse_words
from tests.factories.kernel import PlaceFactory, scope_of
from tests.factories.members import EmployerFactory, FamilyTieFactory, PersonFactory, member_of
from tests.helpers import assert_same_queries, race, sign_in, words_of
from unionhub.models import AuditEvent
from unionhub.people import masked_id

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(xingfa, tiezhu):
    return PersonFactory(organisation=xingfa, name="马关旺", place=tiezhu)


@pytest.fixture
def wife(xingfa, tiezhu):
    unit = EmployerFactory(organisation=xingfa, name="兴发砖厂")
    return member_of(xingfa, name="李红", place=tiezhu, employer=unit, phone="13800138000")


def page_of(person):
    return reverse("members:person_family", args=[person.pk])


def tied(person, relative, relation="spouse", **values):
    return FamilyTieFactory(person=person, relative=relative, relation=relation, **values)


# --- words ------------------------------------------------------------------------------------
@pytest.mark.parametrize("relation", Relation.values)
def test_every_relation_has_a_word_from_the_other_end(relation):
    assert inverse_words(relation)


def test_whose_child_one_is_is_the_parent():
    assert (inverse_words("child"), inverse_words("grandparent")) == ("父母", "孙子女")


# --- deeds ------------------------------------------------------------------------------------
def test_a_tie_stands_on_both_pages_with_its_word(clerk, person, xingfa):
    child = PersonFactory(organisation=xingfa, name="马小旺")
    families.add(person=person, relative=child, relation="child", by=clerk)
    assert [(k.relation, k.name) for k in family_rows(person, clerk)] == [("子女", "马小旺")]
    assert [(k.relation, k.name) for k in family_rows(child, clerk)] == [("父母", "马关旺")]


def test_a_relative_of_no_register_is_kept_by_name(clerk, person):
    tie = families.add(
        person=person,
        relation="spouse",
        name="阿依古丽 • 买买提",
        workplace="县医院",
        phone="138-0013-8000",
        by=clerk,
    )
    assert (tie.name, tie.phone) == ("阿依古丽·买买提", "13800138000")


def test_what_cannot_be_a_name_or_phone_is_said_at_the_field(clerk, person):
    with pytest.raises(ValidationError) as refused:
        families.add(person=person, relation="spouse", name="红", phone="12", by=clerk)
    assert set(refused.value.error_dict) == {"name", "phone"}


@pytest.mark.parametrize("turned", [False, True])
def test_two_people_are_tied_once_whichever_end_asks(clerk, person, wife, turned):
    families.add(person=person, relative=wife, relation="spouse", by=clerk)
    one, other = (wife, person) if turned else (person, wife)
    with pytest.raises(ValidationError, match="已登记"):
        families.add(person=one, relative=other, relation="spouse", by=clerk)


def test_nobody_is_a_relative_of_oneself(clerk, person):
    with pytest.raises(ValidationError, match="本人"):
        families.add(person=person, relative=person, relation="other", by=clerk)


def test_somebody_of_another_office_is_written_by_name(clerk, person, yongan):
    stranger = PersonFactory(organisation=yongan)
    with pytest.raises(ValidationError, match="按姓名填写"):
        families.add(person=person, relative=stranger, relation="spouse", by=clerk)


def test_of_somebody_on_the_register_only_the_relation_is_kept(clerk, person, wife):
    tie = families.add(
        person=person, relative=wife, relation="other", name="红", phone="1", by=clerk
    )
    changed = families.change(tie=tie, relation="spouse", workplace="县医院", by=clerk)
    assert (changed.relation, changed.name, changed.workplace) == ("spouse", "", "")


def test_a_tie_that_is_let_go_stays_in_the_history_and_may_come_back(clerk, person, wife):
    tie = families.add(person=person, relative=wife, relation="spouse", by=clerk)
    gone = families.remove(tie=tie, by=clerk, on=date(2010, 6, 1))
    assert gone.removed_on == date(2010, 6, 1)
    assert family_rows(wife, clerk) == []
    families.add(person=wife, relative=person, relation="spouse", by=clerk)
    assert FamilyTie.objects.count() == 2


def test_what_is_let_go_is_not_changed_any_more(clerk, person, wife):
    tie = tied(person, wife, removed_on=date(2010, 6, 1))
    with pytest.raises(ValidationError, match="已经移出"):
        families.change(tie=tie, relation="other", by=clerk)
    with pytest.raises(ValidationError, match="已经移出"):
        families.remove(tie=tie, by=clerk)


def test_the_log_tells_the_tie_from_both_ends(clerk, person, wife):
    families.add(person=person, relative=wife, relation="spouse", by=clerk)
    told = AuditEvent.objects.get(verb="family.add")
    assert told.note == "李红是马关旺的配偶，马关旺是李红的配偶"


def test_a_contact_ties_people_of_the_own_village_only(xingfa, tiezhu, person, wife):
    contact = scope_of(xingfa, "contact", place=tiezhu)
    far = PersonFactory(organisation=xingfa, place=PlaceFactory(organisation=xingfa))
    assert families.add(person=person, relative=wife, relation="spouse", by=contact)
    with pytest.raises(PermissionDenied):
        families.add(person=far, relative=person, relation="sibling", by=contact)


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrency
def test_two_who_tie_each_other_at_once_make_one_tie(clerk, person, wife):
    race(
        lambda: families.add(person=person, relative=wife, relation="spouse", by=clerk),
        lambda: families.add(person=wife, relative=person, relation="spouse", by=clerk),
    )
    assert FamilyTie.objects.count() == 1


# --- the household ----------------------------------------------------------------------------
def test_relatives_of_relatives_are_of_the_household(clerk, person, wife, xingfa):
    child = PersonFactory(organisation=xingfa, name="马小旺")
    tied(person, wife)
    tied(person, child, "child")
    tied(wife, None, "parent", name="李老太")
    rows = family_rows(child, clerk)
    beyond = household_beyond(child, rows, clerk)
    assert [(k.relation, k.name) for k in beyond] == [("马关旺的配偶", "李红")]
    nearer = household_beyond(person, family_rows(person, clerk), clerk)
    assert [(k.relation, k.name) for k in nearer] == [("李红的父母", "李老太")]


def test_a_contact_sees_of_another_village_no_more_than_the_name(xingfa, tiezhu, person):
    contact = scope_of(xingfa, "contact", place=tiezhu)
    far = member_of(
        xingfa, name="马远", phone="13900139000", place=PlaceFactory(organisation=xingfa)
    )
    tied(far, person, "child")
    (kin,) = family_rows(person, contact)
    assert (kin.name, kin.relation, kin.person, kin.phone) == ("马远", "父母", None, "")


def test_the_registration_form_names_relatives_of_either_end(person, wife, xingfa):
    tied(person, wife)
    tied(PersonFactory(organisation=xingfa, name="马老汉"), person, "child")
    tied(person, None, "child", name="马小旺", workplace="兴发小学")
    tied(person, None, "sibling", name="马二", removed_on=date(2010, 6, 1))
    paper = str(registration_form(person, [], full_number=False))
    assert "配偶 李红（兴发砖厂）；子女 马小旺（兴发小学）；父母 马老汉" in paper
    assert "马二" not in paper


# --- pages ------------------------------------------------------------------------------------
@pytest.mark.parametrize(("who", "status"), [("clerk", 200), ("neighbour", 404), ("admin", 403)])
def test_who_may_see_the_household(client, request, person, who, status):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(page_of(person)).status_code == status


@pytest.mark.parametrize(("who", "status"), [("neighbour", 404), ("reviewer", 403)])
@pytest.mark.parametrize("name", ["family_change", "family_remove"])
def test_who_may_not_change_a_tie(client, request, person, wife, name, who, status):
    tie = tied(person, wife)
    sign_in(client, request.getfixturevalue(who))
    url = reverse(f"members:{name}", args=[person.pk, tie.pk])
    assert client.post(url, {"relation": "other"}).status_code == status
    assert FamilyTie.objects.get().relation == "spouse"


def test_a_tie_is_not_reached_through_somebody_elses_page(client, clerk, person, wife, xingfa):
    tie = tied(person, wife)
    other = PersonFactory(organisation=xingfa)
    url = reverse("members:family_change", args=[other.pk, tie.pk])
    assert sign_in(client, clerk).get(url).status_code == 404


def test_the_page_shows_standing_and_masked_number(client, clerk, person, wife):
    tied(person, wife)
    page = sign_in(client, clerk).get(page_of(person))
    assert f"配偶 李红 在会 {masked_id(wife.id_number)} 兴发砖厂 13800138000" in words_of(page)
    assert wife.id_number not in page.content.decode()


def test_a_relative_is_found_by_post_and_tied(client, clerk, person, wife):
    client = sign_in(client, clerk)
    found = client.post(reverse("members:family_find", args=[person.pk]), {"find": "lh"})
    onward = f"{reverse('members:family_add', args=[person.pk])}?relative={wife.pk}"
    assert f'href="{onward}"' in found.content.decode()
    answer = client.post(onward, {"relation": "spouse"})
    assert answer.url == page_of(person)
    assert FamilyTie.objects.get().relative == wife


def test_a_relative_of_a_neighbour_office_cannot_be_chosen(client, clerk, person, yongan):
    stranger = PersonFactory(organisation=yongan)
    url = f"{reverse('members:family_add', args=[person.pk])}?relative={stranger.pk}"
    assert sign_in(client, clerk).get(url).status_code == 404


def test_a_name_is_asked_where_nobody_was_chosen(client, clerk, person):
    url = reverse("members:family_add", args=[person.pk])
    client = sign_in(client, clerk)
    assert client.post(url, {"relation": "spouse", "name": ""}).status_code == 422
    client.post(url, {"relation": "spouse", "name": "李红", "workplace": "县医院"})
    assert FamilyTie.objects.get().workplace == "县医院"


def test_a_tie_changed_meanwhile_is_not_overwritten(client, clerk, person, wife):
    tie = tied(person, wife)
    families.change(tie=tie, relation="other", by=clerk)
    url = reverse("members:family_change", args=[person.pk, tie.pk])
    answer = sign_in(client, clerk).post(url, {"relation": "child", "version": "0"})
    assert "已被他人修改" in words_of(answer)


def test_letting_go_leads_back_to_the_page_it_was_asked_on(client, clerk, person, wife):
    tie = tied(person, wife)
    answer = sign_in(client, clerk).post(reverse("members:family_remove", args=[wife.pk, tie.pk]))
    assert answer.url == page_of(wife)
    assert FamilyTie.objects.get().removed_on


def test_the_page_asks_as_often_for_ten_relatives_as_for_one(client, clerk, person, wife, xingfa):
    tied(person, wife)
    tied(wife, None, "parent", name="李老太")

    def more():
        for _ in range(9):
            child = member_of(xingfa)
            tied(child, person, "parent")
            tied(child, None, "child", name="马孙")

    assert_same_queries(sign_in(client, clerk), page_of(person), more)
