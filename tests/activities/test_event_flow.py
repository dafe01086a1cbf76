"""What moves an event, what corrects it, and what is refused without leaving a trace."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from activities.actions import events
from activities.models import Event, EventState
from activities.workflow import EVENT_FLOW
from tests.factories.activities import EventFactory
from tests.factories.kernel import PlaceFactory, scope_of
from unionhub.changes import StaleEdit
from unionhub.models import AuditEvent
from unionhub.roles import ROLES

pytestmark = pytest.mark.django_db
DAY = date(2010, 5, 4)
PLAN = {"kind": "sport", "name": "迎亚运健身走", "begins_on": DAY, "ends_on": DAY}
VERBS = {
    "hold": lambda event, by: events.hold(event=event, heads=30, by=by, on=DAY),
    "cancel": lambda event, by: events.cancel(event=event, reason="因暴雨取消", by=by),
}


def problem(refusal) -> str:
    return "".join(refusal.value.messages)


@pytest.fixture
def contact(xingfa, tiezhu):
    return scope_of(xingfa, "contact", place=tiezhu)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", EventState.values)
@pytest.mark.parametrize("verb", EVENT_FLOW.steps)
def test_only_the_table_moves_an_event(verb, state, role, xingfa, tiezhu):
    by = scope_of(xingfa, role, place=tiezhu if role == "contact" else None)
    situation = {} if state == "planned" else {state: True}
    event = EventFactory(organisation=xingfa, place=tiezhu, **situation)
    step = EVENT_FLOW.steps[verb]
    if state in step.sources and by.may(step.permission):
        assert VERBS[verb](event, by).state == step.target
        assert AuditEvent.objects.count() == 1
        return
    with pytest.raises((ValidationError, PermissionDenied)):
        VERBS[verb](event, by)
    event.refresh_from_db()
    assert event.state == state
    assert not AuditEvent.objects.exists()


def test_every_step_has_its_verb_here():
    assert set(VERBS) == set(EVENT_FLOW.steps)


def test_a_plan_belongs_to_the_planners_office(clerk):
    event = events.plan(by=clerk, **PLAN)
    assert (event.organisation, event.state) == (clerk.organisation, EventState.PLANNED)


def test_holding_fills_person_times_of_a_single_session(clerk, xingfa):
    held = events.hold(event=EventFactory(organisation=xingfa), heads=30, by=clerk, on=DAY)
    assert (held.heads, held.person_times) == (30, 30)


def test_holding_keeps_heads_and_person_times_apart(clerk, xingfa):
    event = EventFactory(organisation=xingfa)
    held = events.hold(event=event, heads=30, person_times=90, women=12, by=clerk, on=DAY)
    assert (held.heads, held.person_times, held.women) == (30, 90, 12)


@pytest.mark.parametrize("counts", [{"heads": 30, "person_times": 29}, {"heads": 30, "women": 31}])
def test_counts_that_contradict_each_other_are_refused(clerk, xingfa, counts):
    event = EventFactory(organisation=xingfa)
    with pytest.raises(ValidationError):
        events.hold(event=event, by=clerk, on=DAY, **counts)
    event.refresh_from_db()
    assert event.state == EventState.PLANNED


def test_an_event_to_come_is_not_held(clerk, xingfa):
    event = EventFactory(organisation=xingfa, begins_on=DAY, ends_on=date(2010, 5, 6))
    with pytest.raises(ValidationError) as refusal:
        events.hold(event=event, heads=30, by=clerk, on=date(2010, 5, 5))
    assert "2010-05-06才结束" in problem(refusal)


def test_holding_may_move_the_last_day(clerk, xingfa):
    event = EventFactory(organisation=xingfa, begins_on=DAY, ends_on=date(2010, 5, 6))
    held = events.hold(event=event, heads=30, ends_on=DAY, by=clerk, on=DAY)
    assert held.ends_on == DAY


def test_a_past_event_is_entered_in_one_go(clerk):
    event = events.plan_and_hold(by=clerk, heads=30, cost=Decimal("88.50"), **PLAN)
    assert (event.state, event.heads, event.cost) == (EventState.HELD, 30, Decimal("88.50"))
    assert set(AuditEvent.objects.values_list("verb", flat=True)) == {"event.plan", "event.hold"}


def test_a_past_event_that_cannot_be_held_is_not_planned_either(clerk):
    with pytest.raises(ValidationError):
        events.plan_and_hold(by=clerk, heads=30, person_times=3, **PLAN)
    assert not Event.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_planned_event_is_changed_without_a_reason(clerk, xingfa):
    event = EventFactory(organisation=xingfa)
    assert events.change(event=event, by=clerk, name="职工拔河比赛").name == "职工拔河比赛"


def test_correcting_a_held_event_takes_a_reason(clerk, xingfa):
    event = EventFactory(organisation=xingfa, held=True)
    with pytest.raises(ValidationError) as refusal:
        events.change(event=event, by=clerk, heads=31, person_times=31)
    assert "原因" in problem(refusal)


def test_a_correction_stands_in_the_log_with_both_numbers(clerk, xingfa):
    event = EventFactory(organisation=xingfa, held=True)
    events.change(event=event, by=clerk, heads=28, reason="重复登记2人")
    entry = AuditEvent.objects.get(verb="event.change")
    assert (entry.changes["heads"], entry.note) == ([30, 28], "重复登记2人")


def test_a_held_event_is_not_moved_into_the_future(clerk, xingfa):
    event = EventFactory(organisation=xingfa, held=True)
    with pytest.raises(ValidationError):
        events.change(event=event, by=clerk, reason="改期", ends_on=date(2010, 5, 5), on=DAY)


def test_a_cancelled_event_stays_as_it_is(clerk, xingfa):
    event = EventFactory(organisation=xingfa, cancelled=True)
    with pytest.raises(ValidationError):
        events.change(event=event, by=clerk, name="又办了")


def test_cancelling_takes_a_reason(clerk, xingfa):
    event = EventFactory(organisation=xingfa)
    with pytest.raises(ValidationError):
        events.cancel(event=event, reason=" ", by=clerk)


def test_nobody_overwrites_what_they_did_not_see(clerk, xingfa):
    event = EventFactory(organisation=xingfa)
    events.change(event=event, by=clerk, name="职工拔河比赛")
    with pytest.raises(StaleEdit):
        events.change(event=event, by=clerk, version=0, name="职工篮球赛")


def test_the_county_reads_but_does_not_change(county_officer, neighbour, xingfa):
    event = EventFactory(organisation=xingfa)
    for by in (county_officer, neighbour):
        with pytest.raises(PermissionDenied):
            events.change(event=event, by=by, name="改名")


def test_a_contact_enters_events_of_the_own_place(contact, tiezhu):
    assert events.plan(by=contact, place=tiezhu, **PLAN).place == tiezhu


def test_a_contact_enters_none_elsewhere(contact, xingfa):
    for place in (None, PlaceFactory(organisation=xingfa)):
        with pytest.raises(PermissionDenied):
            events.plan(by=contact, place=place, **PLAN)
    assert not Event.objects.exists()


def test_a_contact_moves_no_event_out_of_the_own_place(contact, xingfa, tiezhu):
    event = EventFactory(organisation=xingfa, place=tiezhu)
    with pytest.raises(PermissionDenied):
        events.change(event=event, by=contact, place=PlaceFactory(organisation=xingfa))
    event.refresh_from_db()
    assert event.place == tiezhu
