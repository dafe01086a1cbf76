"""Periods: every code, every label, and that they tile the calendar without gap or overlap."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from unionhub.periods import Period, half_year_of, today

YEARS = st.integers(1901, 2199)
# Far enough from the last year a period may have for every length tried here.
DAYS = st.dates(date(1901, 1, 1), date(2190, 12, 31))


@pytest.mark.parametrize(
    ("code", "since", "last", "label"),
    [
        ("2010H1", date(2010, 1, 1), date(2010, 6, 30), "2010年上半年"),
        ("2010H2", date(2010, 7, 1), date(2010, 12, 31), "2010年下半年"),
        ("2010Y", date(2010, 1, 1), date(2010, 12, 31), "2010年"),
        ("2010Q2", date(2010, 4, 1), date(2010, 6, 30), "2010年第二季度"),
        ("2010-06", date(2010, 6, 1), date(2010, 6, 30), "2010年6月"),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29), "2012年2月"),
        (
            "2010S",
            date(2009, 10, 1),
            date(2010, 9, 30),
            "2010统计年度（2009年10月1日至2010年9月30日）",
        ),
        ("2010F", date(2009, 12, 15), date(2010, 2, 28), "2010年两节期间"),
        ("2010-01-01..2010-06-30", date(2010, 1, 1), date(2010, 6, 30), "2010年1月1日至6月30日"),
        (
            "2009-12-15..2010-02-28",
            date(2009, 12, 15),
            date(2010, 2, 28),
            "2009年12月15日至2010年2月28日",
        ),
        ("2010-05-01..2010-05-01", date(2010, 5, 1), date(2010, 5, 1), "2010年5月1日"),
    ],
)
def test_a_code_names_its_first_and_last_day(code, since, last, label):
    period = Period.parse(code)

    assert (period.since, period.last_day, period.label) == (since, last, label)
    assert period.code == code


def test_a_code_may_be_typed_in_small_letters():
    assert Period.parse(" 2010h1 ") == Period.parse("2010H1")


@pytest.mark.parametrize(
    "code",
    [
        "",
        "2010",
        "2010H3",
        "2010Q0",
        "2010-13",
        "2010-6",
        "10H1",
        "2010-02-30..2010-03-01",
        "٢٠١٠H1",
        "1899Y",
        "2200Y",
        "2010-06-30..2010-01-01",
        "2010-01-01..2010-06-31",
        "二〇一〇年",
        "2010H1\n2",
    ],
)
def test_an_unknown_code_is_refused_in_chinese(code):
    with pytest.raises(ValueError, match="期间"):
        Period.parse(code)


def test_the_office_may_set_its_own_festival_days():
    days = (date(2010, 1, 4), date(2010, 3, 5))

    period = Period.parse("2010F", festival=days)

    assert (period.since, period.last_day, period.code) == (*days, "2010F")


def test_festival_days_do_not_touch_other_codes():
    days = (date(2010, 1, 4), date(2010, 3, 5))

    assert Period.parse("2010H1", festival=days) == Period.parse("2010H1")


def test_a_filter_is_half_open():
    assert Period.parse("2010H1").filter("paid_on") == {
        "paid_on__gte": date(2010, 1, 1),
        "paid_on__lt": date(2010, 7, 1),
    }


def test_an_empty_period_cannot_be_made():
    with pytest.raises(ValueError, match="结束日期"):
        Period(date(2010, 1, 1), date(2010, 1, 1), "2010H1")


@given(YEARS)
def test_halves_quarters_and_months_tile_the_year(year):
    whole = Period.parse(f"{year}Y")
    for parts in (
        [f"{year}H1", f"{year}H2"],
        [f"{year}Q{n}" for n in range(1, 5)],
        [f"{year}-{n:02}" for n in range(1, 13)],
    ):
        periods = [Period.parse(code) for code in parts]
        assert periods[0].since == whole.since
        assert periods[-1].until == whole.until
        assert all(a.until == b.since for a, b in pairwise(periods))


@given(DAYS)
def test_a_day_lies_in_exactly_one_half_year(day):
    half = half_year_of(day)

    assert half.contains(day)
    assert not half.previous().contains(day)
    assert half == Period.parse(half.code)


@given(YEARS, st.sampled_from(["{}H1", "{}H2", "{}Y", "{}Q1", "{}Q3", "{}-01", "{}-12", "{}S"]))
def test_the_previous_period_ends_where_this_one_begins(year, shape):
    period = Period.parse(shape.format(year))
    before = period.previous()

    assert before.until == period.since
    assert before.label != period.label
    if year > 1902:
        assert before == Period.parse(before.code)


@given(DAYS, st.integers(0, 800))
def test_the_previous_of_a_free_range_ends_where_it_begins(since, days):
    last = since + timedelta(days)
    period = Period.parse(f"{since}..{last}")

    assert period.previous().until == period.since
    assert period.contains(since)
    assert period.contains(last)
    assert not period.contains(last + timedelta(1))


def test_the_previous_of_whole_months_is_whole_months():
    assert Period.parse("2010-01-01..2010-06-30").previous().code == "2009-07-01..2009-12-31"


@pytest.mark.parametrize(
    ("code", "before"),
    [
        ("2010H1", "2009H1"),
        ("2010-06", "2009-06"),
        ("2010S", "2009S"),
        ("2010F", "2009F"),
        ("2012-02-01..2012-02-29", "2011-02-01..2011-02-28"),
        ("2011-01-01..2011-02-28", "2010-01-01..2010-02-28"),
        ("2012-02-29..2012-02-29", "2011-02-28..2011-02-28"),
    ],
)
def test_the_same_period_of_last_year(code, before):
    assert Period.parse(code).same_last_year() == Period.parse(before)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2010, 6, 30, 15, 59, 59, tzinfo=UTC), date(2010, 6, 30)),
        (datetime(2010, 6, 30, 16, 0, 0, tzinfo=UTC), date(2010, 7, 1)),
        (datetime(2009, 12, 31, 16, 0, 0, tzinfo=UTC), date(2010, 1, 1)),
    ],
)
def test_today_is_the_day_in_shanghai(moment, day):
    with time_machine.travel(moment, tick=False):
        assert today() == day
