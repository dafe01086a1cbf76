"""The papers of an event, as words."""

from __future__ import annotations

import pytest

from activities.printouts import LINES, SPARE, event_record, sign_in_sheet
from tests.factories.activities import EventFactory, ParticipationFactory
from tests.factories.members import EmployerFactory, PersonFactory
from unionhub.documents.blocks import Table, plain_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(xingfa, tiezhu):
    return EventFactory(
        organisation=xingfa,
        place=tiezhu,
        name="职工拔河比赛",
        held=True,
        purpose="分组循环。\n取前三名。",
        write_up="气氛热烈。",
    )


@pytest.fixture
def listed(event, xingfa, tiezhu):
    worker = PersonFactory(
        organisation=xingfa,
        name="杨学昌",
        employer=EmployerFactory(organisation=xingfa, name="砖瓦厂"),
    )
    elder = PersonFactory(organisation=xingfa, name="马关旺", place=tiezhu)
    return [
        ParticipationFactory(event=event, person=worker, sessions=2, result="一等奖"),
        ParticipationFactory(event=event, person=elder),
    ]


def table_of(paper):
    return next(block for block in paper if isinstance(block, Table))


def test_a_sheet_without_names_is_a_page_of_blank_lines(event):
    rows = table_of(sign_in_sheet(event, [])).rows
    assert [row[0] for row in rows] == [str(n) for n in range(1, LINES + 1)]
    assert not any(cell for row in rows for cell in row[1:])


def test_a_sheet_begins_with_the_names_listed(event, listed):
    rows = table_of(sign_in_sheet(event, listed)).rows
    assert [row[:3] for row in rows[:2]] == [("1", "杨学昌", "砖瓦厂"), ("2", "马关旺", "铁柱片")]
    assert len(rows) == LINES


def test_a_full_sheet_still_has_room_for_some_more(event, listed):
    rows = table_of(sign_in_sheet(event, listed * 20)).rows
    assert len(rows) == 40 + SPARE


def test_the_record_states_the_counts_apart(event, listed):
    event.person_times = 60
    words = plain_text(event_record(event, listed, []))
    assert "参加人数\n30" in words
    assert "参加人次\n60" in words
    assert "杨学昌\n砖瓦厂\n2\n一等奖" in words
    assert "分组循环。\n取前三名。" in words


def test_the_record_of_a_cancelled_event_says_why(xingfa):
    words = plain_text(event_record(EventFactory(organisation=xingfa, cancelled=True), [], []))
    assert "取消原因\n因暴雨取消" in words
