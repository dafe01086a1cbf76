"""Rules of the figures: people known to several offices, sums over townships, few queries."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from aid.models import AidCase, AidKind, Beneficiary
from members.models import Employer, HeadCount
from reports.indicators import (
    REGISTRY,
    completion,
    figures,
    figures_by_office,
    rows_of,
    value_of,
)
from reports.indicators.registry import Family, Indicator, add
from tests.factories.honours import dues_row
from tests.factories.kernel import below, county
from tests.factories.members import PersonFactory, id_number, member_of
from tests.factories.reports import INSIDE, busy_half_year, event, fund_of, paid_case, publicity
from unionhub.periods import Period

PERIOD = Period.parse("2010H1")
FAMILIES = {one.family for one in REGISTRY.values() if one.family}
OF_PEOPLE = {one.family for one in REGISTRY.values() if one.measure == "people"}


def value(key, office, period=PERIOD):
    return figures(office, period)[key].value


def helped(office, number, **more):
    """A person with this identity number, helped by the office."""
    person = PersonFactory(organisation=office, id_number=id_number(number))
    paid_case(person, fund_of(office), **more)
    return person


@pytest.mark.django_db
@pytest.mark.database
class TestPeople:
    def test_one_person_helped_twice_is_one_person_and_two_times(self, xingfa):
        person = helped(xingfa, 1)
        paid_case(person, fund_of(xingfa))
        assert (value("aid.people", xingfa), value("aid.cases", xingfa)) == (1, 2)

    def test_one_person_helped_by_two_townships_is_one_person_of_the_county(
        self, kailu, xingfa, yongan
    ):
        helped(xingfa, 1)
        helped(yongan, 1)
        helped(yongan, 2)
        found = figures_by_office(kailu, [kailu, xingfa, yongan], PERIOD)
        counted = {pk: values["aid.people"] for pk, values in found.items()}
        assert counted == {kailu.pk: 2, xingfa.pk: 1, yongan.pk: 2}
        assert found[kailu.pk]["aid.cases"] == 3
        rows = rows_of("aid.people", kailu, PERIOD)
        assert (rows.count(), value_of("aid.people", rows)) == (3, 2)

    def test_a_person_of_two_townships_counts_in_each_kind_of_help_once(
        self, kailu, xingfa, yongan
    ):
        helped(xingfa, 1, kind=AidKind.MEDICAL)
        helped(yongan, 1, kind=AidKind.EDUCATION, beneficiary=Beneficiary.MIGRANT)
        assert value("aid.people", kailu) == 1
        assert value("aid.medical.people", kailu) == 1
        assert value("aid.education.people", kailu) == 1
        assert value("aid.migrants", kailu) == 1
        assert value("aid.elderly.people", kailu) == 0

    def test_people_without_a_number_are_told_apart_by_their_records(self, kailu, xingfa, yongan):
        for office in (xingfa, xingfa, yongan):
            person = PersonFactory(organisation=office, id_number="")
            paid_case(person, fund_of(office))
        assert value("aid.people", xingfa) == 2
        assert value("aid.people", kailu) == 3


@pytest.mark.django_db
@pytest.mark.database
class TestMoney:
    def test_a_correction_moves_the_sum_and_not_the_people(self, xingfa):
        person = helped(xingfa, 1, amount="500")
        case = AidCase.objects.get(person=person)
        payment = case.entries.get()
        for kind, amount in (("reversal", "500"), ("payment", "-460.50")):
            reverses = payment if kind == "reversal" else None
            case.entries.create(
                organisation=xingfa,
                fund=payment.fund,
                kind=kind,
                on=payment.on,
                amount=Decimal(amount),
                recorded_by=payment.recorded_by,
                reverses=reverses,
            )
        assert value("aid.amount", xingfa) == Decimal("460.50")
        assert value("aid.people", xingfa) == 1

    def test_nothing_given_in_goods_is_zero_without_a_sign(self, xingfa):
        helped(xingfa, 1)
        assert str(value("aid.goods", xingfa)) == "0.00"
        assert str(value_of("aid.goods", rows_of("aid.goods", xingfa, PERIOD))) == "0.00"


@pytest.mark.django_db
def test_the_neighbour_is_not_counted(xingfa, yongan):
    busy_half_year(yongan)
    assert not any(one.value for one in figures(xingfa, PERIOD).values())


@pytest.mark.django_db
def test_queries_do_not_grow_with_offices_or_rows(kailu, xingfa, yongan):
    member_of(xingfa)
    for office in (xingfa, yongan):
        dues_row(office, INSIDE, "15", person=helped(office, 1))
    with CaptureQueriesContext(connection) as few:
        figures_by_office(kailu, [kailu], PERIOD)
    busy_half_year(xingfa)
    busy_half_year(yongan, salt=1)
    with CaptureQueriesContext(connection) as many:
        figures_by_office(kailu, [kailu, xingfa, yongan], PERIOD)
    # One a family, and one for people who are found in the rows of several townships.
    assert len(few) == len(many) == len(FAMILIES) + len(OF_PEOPLE)


@pytest.mark.django_db
def test_a_township_asks_once_a_family(xingfa):
    busy_half_year(xingfa)
    with CaptureQueriesContext(connection) as asked:
        figures(xingfa, PERIOD)
    assert len(asked) == len(FAMILIES)


@pytest.mark.django_db
def test_only_what_the_named_figures_need_is_asked(xingfa):
    busy_half_year(xingfa)
    keys = ["events.total", "members.rate", "events.cost"]
    with CaptureQueriesContext(connection) as asked:
        some = figures(xingfa, PERIOD, keys)
    assert len(asked) == 3  # events, members, head-counts
    every = figures(xingfa, PERIOD)
    assert {key: one.value for key, one in some.items()} == {k: every[k].value for k in keys}


class TestSums(TestCase):
    """Whatever the townships record, the county's figure is theirs together."""

    @settings(max_examples=12, deadline=None)
    @given(
        st.lists(
            st.tuples(
                st.integers(0, 2),  # which township
                st.integers(0, 3),  # which person
                st.integers(1, 10**7),  # fen
                st.integers(-1, 181),  # days after the first of January
            ),
            max_size=8,
        )
    )
    def test_a_county_adds_up_its_townships(self, rows):
        kailu = county()
        townships = [below(kailu, f"T{n}", f"第{n}乡工会") for n in range(3)]
        funds = [fund_of(office, "10000000") for office in townships]
        people = [
            [PersonFactory(organisation=o, id_number=id_number(n)) for n in range(4)]
            for o in townships
        ]
        for t, n, fen, days in rows:
            on, yuan = PERIOD.since + timedelta(days=days), str(Decimal(fen) / 100)
            paid_case(people[t][n], funds[t], on, yuan)
            event(townships[t], on, cost=Decimal(yuan))
            publicity(townships[t], on, reach=n)
        found = figures_by_office(kailu, [kailu, *townships], PERIOD)
        for key, one in REGISTRY.items():
            parts = [found[o.pk][key] for o in townships]
            if one.adds_up:
                assert found[kailu.pk][key] == sum(parts)
        inside = {n for _, n, _, days in rows if 0 <= days <= 180}
        assert found[kailu.pk]["aid.people"] == len(inside)
        for office in (kailu, *townships):
            single = {key: one.value for key, one in figures(office, PERIOD).items()}
            assert found[office.pk] == single


@pytest.mark.parametrize(
    ("reached", "goal", "done"),
    [("223", "200", 112), ("285.2", "200", 143), ("128", "120", 107), ("0", "5", 0)],
)
def test_completion_is_a_whole_percent_half_up(reached, goal, done):
    assert completion(Decimal(reached), Decimal(goal)) == done


def test_there_is_no_completion_of_nothing():
    assert completion(None, Decimal(5)) is None
    assert completion(3, Decimal(0)) is None


def test_a_key_is_given_once():
    family = Family("again", lambda period: AidCase.objects.none(), "")
    with pytest.raises(ValueError, match="defined twice"):
        add(Indicator("aid.cases", "", "件", "", "", family))


def test_every_definition_says_what_and_how():
    for key, one in REGISTRY.items():
        assert one.key == key
        assert one.label and one.unit and one.group and one.rule and one.dated
        assert one.is_ratio == (one.unit == "%") == (one.family is None)
        if one.is_ratio:
            assert not REGISTRY[one.part].is_ratio and not REGISTRY[one.whole].is_ratio
        if one.unit == "元":
            assert one.measure == "sum"


def test_dates_on_the_edge_are_in_the_period(db, xingfa):
    assert value("events.total", xingfa) == 0
    for day in (PERIOD.since, PERIOD.last_day, PERIOD.until, INSIDE):
        event(xingfa, day)
    assert value("events.total", xingfa) == 3


@pytest.mark.django_db
def test_a_unit_registered_today_does_not_change_what_an_old_half_year_was(clerk, xingfa):
    before = figures(xingfa, Period.parse("2010H1"))["employers.total"].value
    employer = Employer.objects.create(organisation=xingfa, name="新来的厂", kind="private")
    HeadCount.objects.create(organisation=xingfa, employer=employer, on=date(2026, 11, 1), staff=10)
    assert figures(xingfa, Period.parse("2010H1"))["employers.total"].value == before
    assert figures(xingfa, Period.parse("2026H2"))["employers.total"].value == before + 1
