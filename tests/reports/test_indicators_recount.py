"""Every indicator against a recount in plain Python over all rows of the two townships."""

from decimal import Decimal

import pytest

from reports.indicators import REGISTRY, figures, figures_by_office, rows_of, value_of
from tests.factories.reports import busy_half_year
from tests.reports.recount import recount
from unionhub.periods import Period

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PERIOD = Period.parse("2010H1")


@pytest.fixture
def townships(xingfa, yongan):
    busy_half_year(xingfa)
    busy_half_year(yongan, salt=1)
    return xingfa, yongan


def test_every_indicator_is_what_a_recount_finds(townships, kailu):
    xingfa, yongan = townships
    found = figures_by_office(kailu, [kailu, xingfa, yongan], PERIOD)
    assert found[xingfa.pk] == recount(PERIOD, xingfa)
    assert found[yongan.pk] == recount(PERIOD, yongan)
    assert found[kailu.pk] == recount(PERIOD, xingfa, yongan)
    assert found[xingfa.pk] != found[yongan.pk]
    # Nothing of it is zero by accident: every indicator has something to count.
    assert [key for key, value in found[kailu.pk].items() if not value] == []


def test_units_decide_the_type_and_the_decimals(townships, kailu, xingfa):
    for office in (kailu, xingfa):
        for figure in figures(office, PERIOD).values():
            value, unit = figure.value, figure.indicator.unit
            if unit in ("元", "%"):
                assert isinstance(value, Decimal), figure.key
                assert value.as_tuple().exponent == (-2 if unit == "元" else -1), figure.key
            else:
                assert type(value) is int, figure.key


def test_an_office_without_records_has_zeros_and_no_rates(kailu):
    for figure in figures(kailu, PERIOD).values():
        unit = figure.indicator.unit
        assert figure.value == (None if unit == "%" else 0)
        if unit == "元":
            assert str(figure.value) == "0.00"


# One test over all of the registry, not one a key: the rows are made once.
def test_a_figure_is_the_count_or_sum_of_the_rows_behind_it(townships, kailu, xingfa):
    for office in (kailu, xingfa):
        for key, figure in figures(office, PERIOD).items():
            if figure.indicator.is_ratio:
                with pytest.raises(ValueError, match="ratio"):
                    rows_of(key, office, PERIOD)
                continue
            rows = rows_of(key, office, PERIOD)
            assert figure.value == by_hand(REGISTRY[key], rows), key
            assert figure.value == value_of(key, rows), key


def by_hand(one, rows):
    """Count or sum of the rows, in Python."""
    rows = list(rows)
    if one.measure == "rows":
        return len(rows)
    if one.measure == "sum":
        return sum(getattr(row, one.over) or 0 for row in rows) * one.sign
    things = [getattr(row, one.over) for row in rows]
    if one.measure == "things":
        return len({thing.pk for thing in things})
    return len({person.id_digest or person.pk for person in things})
