"""The list of names of an event, and a person's own tab."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from activities.actions import events
from activities.models import Participation
from tests.factories.activities import EventFactory, ParticipationFactory
from tests.factories.members import PersonFactory
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(xingfa):
    return EventFactory(organisation=xingfa)


@pytest.fixture
def person(xingfa):
    return PersonFactory(organisation=xingfa, name="马关旺")


@pytest.fixture
def url(event):
    return reverse("activities:event_participants", args=[event.pk])


def test_a_person_is_found_and_put_on_the_list(client, clerk, url, event, person):
    found = sign_in(client, clerk).post(url, {"find": "马关"})
    assert "马关旺" in words_of(found)
    assert person.id_number not in words_of(found)
    answer = client.post(url, {"do": "add", "person": person.pk, "sessions": "1"})
    assert answer.url == url
    assert event.participations.get().person == person


def test_nobody_found_says_what_to_do(client, clerk, url):
    assert "先在花名册登记此人" in words_of(sign_in(client, clerk).post(url, {"find": "查无此人"}))


def test_who_is_listed_is_not_offered_again(client, clerk, url, event, person):
    ParticipationFactory(event=event, person=person)
    assert "已在名单中" in words_of(sign_in(client, clerk).post(url, {"find": "马关旺"}))


def test_sessions_and_result_are_kept(client, clerk, url, event, person):
    ParticipationFactory(event=event, person=person)
    answers = {"do": "change", "person": person.pk, "sessions": "3", "result": "一等奖"}
    sign_in(client, clerk).post(url, answers)
    row = event.participations.get()
    assert (row.sessions, row.result) == (3, "一等奖")


@pytest.mark.parametrize("sessions", ["0", "", "-1"])
def test_nobody_took_part_in_no_session(client, clerk, url, event, person, sessions):
    ParticipationFactory(event=event, person=person)
    answers = {"do": "change", "person": person.pk, "sessions": sessions}
    page = sign_in(client, clerk).post(url, answers, follow=True)
    assert 'class="message error"' in page.content.decode()
    assert event.participations.get().sessions == 1


def test_a_name_is_taken_off_and_the_log_keeps_it(client, clerk, url, event, person):
    ParticipationFactory(event=event, person=person)
    sign_in(client, clerk).post(url, {"do": "remove", "person": person.pk})
    assert not event.participations.exists()
    entry = AuditEvent.objects.get(verb="event.participant.remove")
    assert entry.changes["person"] == ["马关旺", None]


@pytest.mark.parametrize("key", ["", "x", "²", "0", "9" * 40])
def test_a_made_up_person_is_not_found(client, clerk, url, key):
    answer = sign_in(client, clerk).post(url, {"do": "add", "person": key, "sessions": "1"})
    assert answer.status_code == 404


def test_the_neighbours_people_do_not_exist_here(client, clerk, url, yongan):
    stranger = PersonFactory(organisation=yongan, name="外乡人")
    sign_in(client, clerk)
    assert "外乡人" not in words_of(client.post(url, {"find": "外乡"})).replace("“外乡”", "")
    answer = client.post(url, {"do": "add", "person": stranger.pk, "sessions": "1"})
    assert answer.status_code == 404


def test_the_action_takes_people_of_the_own_register_only(clerk, event, yongan):
    stranger = PersonFactory(organisation=yongan)
    with pytest.raises(ValidationError):
        events.add_participant(event=event, person=stranger, by=clerk)
    assert not Participation.objects.exists()


def test_the_same_name_is_listed_once(clerk, event, person):
    events.add_participant(event=event, person=person, by=clerk)
    with pytest.raises(ValidationError) as refusal:
        events.add_participant(event=event, person=person, by=clerk)
    assert "已在参加名单中" in str(refusal.value)


def test_the_list_of_a_cancelled_event_is_closed(clerk, xingfa, person):
    event = EventFactory(organisation=xingfa, cancelled=True)
    with pytest.raises(ValidationError):
        events.add_participant(event=event, person=person, by=clerk)


def test_the_list_asks_as_often_for_ten_names(client, clerk, xingfa, url, event):
    def listed(n):
        for _ in range(n):
            ParticipationFactory(event=event, person=PersonFactory(organisation=xingfa))

    listed(1)
    sign_in(client, clerk)
    assert_same_queries(client, url, lambda: listed(9))


@pytest.mark.parametrize(("who", "status"), [("clerk", 200), ("neighbour", 404), ("cashier", 403)])
def test_three_people_at_a_persons_tab(client, request, person, who, status):
    sign_in(client, request.getfixturevalue(who))
    url = reverse("activities:of_person", args=[person.pk])
    assert client.get(url).status_code == status


def test_a_persons_tab_shows_what_they_took_part_in(client, clerk, event, person):
    ParticipationFactory(event=event, person=person, result="一等奖")
    words = words_of(sign_in(client, clerk).get(reverse("activities:of_person", args=[person.pk])))
    assert event.name in words
    assert "一等奖" in words


def test_a_persons_tab_asks_as_often_for_ten_events(client, clerk, xingfa, event, person):
    def took_part(n):
        for _ in range(n):
            ParticipationFactory(event=EventFactory(organisation=xingfa), person=person)

    took_part(1)
    sign_in(client, clerk)
    url = reverse("activities:of_person", args=[person.pk])
    assert_same_queries(client, url, lambda: took_part(9))
