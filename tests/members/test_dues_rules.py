"""Dues as arithmetic: shares to the fen, months, who owes what. No database."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from members.rules import dues as rules

MAX_FEN = 10**12
yuan = st.integers(-MAX_FEN, MAX_FEN).map(lambda fen: Decimal(fen).scaleb(-2))
percents = st.integers(0, 10_000).map(lambda n: Decimal(n).scaleb(-2))
JAN, FEB, MARCH, APRIL = (date(2026, n, 1) for n in range(1, 5))


@settings(max_examples=10_000, deadline=None)
@given(yuan, percents)
def test_shares_add_up_to_the_fen(amount, share):
    parts = rules.shares(amount, share)
    assert parts.own + parts.upper == amount
    assert all(part == part.quantize(rules.FEN) for part in (parts.own, parts.upper))
    assert abs(parts.own - amount * share / 100) <= Decimal("0.005")
    back = rules.shares(-amount, share)
    assert (back.own, back.upper) == (-parts.own, -parts.upper)


@pytest.mark.parametrize(
    ("amount", "own", "upper"),
    [
        ("100", "60", "40"),
        ("0.01", "0.01", "0"),
        ("0.02", "0.01", "0.01"),
        ("33.33", "20.00", "13.33"),
    ],
)
def test_sixty_to_forty(amount, own, upper):
    parts = rules.shares(Decimal(amount), Decimal(60))
    assert (parts.own, parts.upper) == (Decimal(own), Decimal(upper))


@pytest.mark.parametrize(
    ("base", "rate", "months", "due"),
    [
        ("3000", "0.5", 1, "15.00"),
        ("3333", "0.5", 1, "16.67"),
        ("3333", "0.5", 3, "50.01"),  # three months of 16.67, not 49.995 rounded
        ("120000.50", "2", 2, "4800.02"),
    ],
)
def test_each_month_is_rounded_by_itself(base, rate, months, due):
    assert rules.due_of(Decimal(base), Decimal(rate), months) == Decimal(due)


def test_months_and_their_words():
    assert rules.months_of(date(2026, 11, 1), date(2027, 1, 1)) == (
        date(2026, 11, 1),
        date(2026, 12, 1),
        date(2027, 1, 1),
    )
    for months, words in (
        ([JAN], "2026年1月"),
        ([JAN, FEB, MARCH], "2026年1月至3月"),
        ([MARCH, JAN], "2026年1月、2026年3月"),
        ([date(2026, 12, 1), date(2027, 1, 1)], "2026年12月至2027年1月"),
    ):
        assert rules.span_words(months) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (MARCH, FEB, "止月不能早于起月"),
        (JAN, date(2027, 1, 1), "最多登记12个月"),
        (date(2028, 1, 1), date(2028, 1, 1), "最多预缴到2027年12月"),
    ],
)
def test_months_no_payment_may_be_for(first, last, words):
    with pytest.raises(ValidationError, match=words):
        rules.check_months(from_month=first, to_month=last, today=date(2026, 11, 24))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, ""),
        ({"paid": {FEB}}, "2026年2月的会费已缴过"),
        ({"spells": [(MARCH, None)]}, "2026年1月至2月不在会"),
        ({"spells": [(date(2026, 1, 20), None)]}, ""),
        ({"rests": [(date(2026, 1, 20), date(2026, 3, 1))]}, "2026年2月保留会籍"),
    ],
)
def test_what_is_not_taken_from_a_member(facts, words):
    known = {"paid": set(), "spells": [(JAN, None)], "rests": [], **facts}
    answer = rules.member_refusal(months=rules.months_of(JAN, MARCH), **known)
    assert answer.startswith(words) if words else answer == ""
