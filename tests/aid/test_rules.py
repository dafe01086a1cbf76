"""Duties, days and sums as pure rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest
from django.core.exceptions import ValidationError

from aid import rules
from aid.models import Duty

NEVER = {("handle", "approve"), ("approve", "handle"), ("approve", "pay"), ("pay", "approve")}
DAY = date(2010, 6, 15)


@pytest.mark.parametrize(("held", "duty"), list(permutations(Duty.values, 2)))
def test_a_second_duty_is_barred_for_good_or_needs_a_ground(held, duty):
    bar = rules.bar_on(duty, {held})
    assert bar is not None
    assert bar.for_good == ((held, duty) in NEVER)


@pytest.mark.parametrize("duty", Duty.values)
def test_the_same_duty_again_is_never_barred(duty):
    assert rules.bar_on(duty, {duty}) is None
    assert rules.bar_on(duty, set()) is None


def test_the_strictest_bar_wins():
    bar = rules.bar_on("approve", {"review", "handle"})
    assert bar == rules.Bar(Duty.HANDLE, Duty.APPROVE, for_good=True)


@pytest.mark.parametrize("pair", sorted(NEVER))
def test_no_ground_joins_what_is_never_joined(pair):
    held, duty = pair
    with pytest.raises(ValidationError, match="须由另一人办理"):
        rules.ground_for(duty, {held}, "committee")


def test_a_ground_is_asked_for_and_recorded_where_duties_may_be_joined():
    with pytest.raises(ValidationError, match="须写明依据"):
        rules.ground_for("review", {"handle"}, "")
    assert rules.ground_for("review", {"handle"}, "small_sum") == "small_sum"


def test_a_ground_nobody_needed_is_not_recorded():
    assert rules.ground_for("review", set(), "small_sum") == ""


@pytest.mark.parametrize(
    ("on", "words"), [(date(2010, 6, 16), "今天之后"), (date(2010, 6, 9), "早于上一步")]
)
def test_a_day_is_between_the_step_before_and_today(on, words):
    with pytest.raises(ValidationError, match=words):
        rules.check_day(on, today=DAY, floor=date(2010, 6, 10))


def test_the_first_and_the_last_possible_day_are_taken():
    rules.check_day(DAY, today=DAY, floor=DAY)


@pytest.mark.parametrize(
    ("visited_on", "one", "two", "words"),
    [
        (DAY, "张三", "张三", "不能是同一人"),
        (DAY, "张三", " 张 三 ", "不能是同一人"),
        (DAY, "张三", " ", "两名入户人"),
        (DAY, "", "李四", "两名入户人"),
        (date(2010, 6, 9), "张三", "李四", "早于申请日期"),
        (date(2010, 6, 16), "张三", "李四", "晚于核实日期"),
    ],
)
def test_a_visit_is_by_two_people_between_request_and_record(visited_on, one, two, words):
    with pytest.raises(ValidationError, match=words):
        rules.check_visit(visited_on, one, two, applied_on=date(2010, 6, 10), on=DAY)


def test_approval_opens_the_day_after_the_notice_ends():
    assert "2010-06-16起" in rules.notice_bar(DAY, DAY)
    assert rules.notice_bar(date(2010, 6, 16), DAY) == ""
    assert "还没有公示" in rules.notice_bar(DAY, None)


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        (date(2010, 6, 14), DAY, "早于审核日期"),
        (date(2010, 6, 16), date(2010, 6, 15), "早于起始日"),
    ],
)
def test_a_notice_follows_the_review_and_runs_forward(since, until, words):
    with pytest.raises(ValidationError, match=words):
        rules.check_notice(since, until, reviewed_on=DAY)


def test_goods_are_a_part_of_the_whole():
    lines = [("cash", Decimal("500.01")), ("goods", Decimal("99.99")), ("cash", Decimal("0.01"))]
    assert rules.total_of(lines) == (Decimal("600.01"), Decimal("99.99"))
    assert rules.total_of([]) == (0, 0)


@pytest.mark.parametrize(
    ("through", "words"),
    [
        (date(2010, 5, 30), "按整月"),
        (date(2010, 6, 30), "尚未结束"),
        (date(2010, 7, 31), "尚未结束"),
        (date(2010, 3, 31), "已关至"),
        (date(2010, 2, 28), "已关至"),
    ],
)
def test_books_close_by_whole_months_that_are_over(through, words):
    with pytest.raises(ValidationError, match=words):
        rules.check_month_end(
            through, today=DAY, closed_to=date(2010, 3, 31), opened=date(2010, 1, 4)
        )


def test_the_month_before_this_one_closes():
    rules.check_month_end(
        date(2010, 5, 31), today=date(2010, 6, 1), closed_to=None, opened=date(2010, 1, 4)
    )
    with pytest.raises(ValidationError, match="才设立"):
        rules.check_month_end(
            date(2009, 12, 31), today=DAY, closed_to=None, opened=date(2010, 1, 4)
        )
