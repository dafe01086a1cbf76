"""Rates are rounded by one rule."""

import pytest

from unionhub.rates import percent


@pytest.mark.parametrize(
    ("part", "whole", "rate"),
    [(1, 3, "33.3"), (2, 3, "66.7"), (1, 8, "12.5"), (9, 10, "90.0"), (1, 2000, "0.1")],
)
def test_a_rate_is_rounded_half_up_to_one_decimal(part, whole, rate):
    assert str(percent(part, whole)) == rate


def test_a_rate_without_a_denominator_is_no_number():
    assert percent(0, 0) is None
    assert percent(None, 5) is None
    assert percent(5, None) is None
