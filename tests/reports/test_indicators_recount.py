"""Every indicator against a recount in plain Python over all rows of the two townships."""

from datetime import date
from decimal import Decimal
from itertools import chain

import pytest

from activities.models import Event, Facility, FacilityAdjustment, PublicityItem
from aid.models import AidCase, AidKind, LedgerEntry
from members.models import Card, Committee, Employer, HeadCount, Membership, UnionProfile
from reports.indicators import REGISTRY, figures, figures_by_office, rows_of, value_of
from tests.factories.reports import busy_half_year
from unionhub.periods import Period

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PERIOD = Period.parse("2010H1")
FIRST, LAST = date(2010, 1, 1), date(2010, 6, 30)


def within(day):
    return day is not None and FIRST <= day <= LAST


def stands(began, ended):
    return (began is None or began <= LAST) and (ended is None or ended > LAST)


def kept_by(model, offices, way="organisation"):
    """All rows of a model whose office is one of these, sorted out in Python."""
    codes = {office.code for office in offices}
    rows = []
    for row in model.objects.all():
        owner = row
        for step in way.split("__"):
            owner = getattr(owner, step)
        if owner.code in codes:
            rows.append(row)
    return rows


def rate(part, whole):
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), "ROUND_HALF_UP")


def recount_unions(offices):
    sheets = [s for s in kept_by(UnionProfile, offices) if s.union.kind not in ("county", "group")]
    open_now = [s for s in sheets if stands(s.union.opened_on, s.union.closed_on)]
    new = [s for s in sheets if within(s.union.opened_on)]
    units = [e for e in kept_by(Employer, offices) if stands(None, e.closed_on)]
    newest = {}
    for count in kept_by(HeadCount, offices):
        known = newest.get(count.employer_id)
        if count.on <= LAST and (known is None or known.on < count.on):
            newest[count.employer_id] = count
    counts = [newest[unit.pk] for unit in units if unit.pk in newest]
    return {
        "unions.total": len(open_now),
        "unions.units": sum(s.units_covered for s in open_now),
        "unions.new": len(new),
        "unions.new_incoming": sum(s.incoming for s in new),
        "unions.new_private": sum(not s.incoming and s.unit_kind == "private" for s in new),
        "unions.new_other": sum(not s.incoming and s.unit_kind != "private" for s in new),
        "employers.total": len(units),
        "staff.total": sum(c.staff for c in counts),
        "staff.women": sum(c.women for c in counts),
        "staff.migrants": sum(c.migrants for c in counts),
        "committees.formed": sum(within(c.formed_on) for c in kept_by(Committee, offices)),
    }


def recount_members(offices):
    spells = kept_by(Membership, offices)
    cards = kept_by(Card, offices)
    held = {c.membership_id for c in cards if stands(c.issued_on, c.void_on)}
    now = [s for s in spells if stands(s.joined_on, s.left_on)]
    joined = [s for s in spells if within(s.joined_on)]
    return {
        "members.total": len(now),
        "members.women": sum(s.person.sex == "female" for s in now),
        "members.migrants": sum(s.person.is_migrant for s in now),
        "members.with_card": sum(s.pk in held for s in now),
        "members.without_card": sum(s.pk not in held for s in now),
        "members.joined": len(joined),
        "members.joined_migrants": sum(s.person.is_migrant for s in joined),
        "members.left": sum(within(s.left_on) for s in spells),
        "cards.issued": sum(within(c.issued_on) for c in cards),
    }


def people(cases):
    return len({case.person.id_number or case.person_id for case in cases})


def recount_aid(offices):
    cases = kept_by(AidCase, offices)
    paid = [c for c in cases if c.state in ("paid", "closed") and within(c.paid_on)]
    rows = [e for e in kept_by(LedgerEntry, offices) if within(e.on)]
    given = [
        e for e in rows if e.kind == "payment" or (e.reverses and e.reverses.kind == "payment")
    ]
    income = [e for e in rows if e.kind == "income" or (e.reverses and e.reverses.kind == "income")]
    answer = {
        "aid.applied": sum(within(c.applied_on) for c in cases),
        "aid.people": people(paid),
        "aid.cases": len(paid),
        "aid.amount": -sum((e.amount for e in given), Decimal(0)),
        "aid.goods": -sum((e.goods for e in given), Decimal(0)),
        "aid.migrants": people([c for c in paid if c.beneficiary == "migrant"]),
        "aid.empty_nest": people([c for c in paid if c.beneficiary == "empty_nest"]),
        "funds.received": sum((e.amount for e in income), Decimal(0)),
    }
    for kind in AidKind.values:
        some = [c for c in paid if c.kind == kind]
        answer[f"aid.{kind}.people"] = people(some)
        answer[f"aid.{kind}.cases"] = len(some)
        sums = (e.amount for e in given if e.case.kind == kind)
        answer[f"aid.{kind}.amount"] = -sum(sums, Decimal(0))
    return answer


def recount_activities(offices):
    held = [e for e in kept_by(Event, offices) if e.state == "held" and within(e.ends_on)]
    recreation = [e for e in held if e.kind in ("sport", "culture")]
    stations = [f for f in kept_by(Facility, offices) if stands(f.opened_on, f.closed_on)]
    changed = kept_by(FacilityAdjustment, offices, "facility__organisation")
    items = [p for p in kept_by(PublicityItem, offices) if within(p.on)]
    return {
        "events.total": len(held),
        "events.person_times": sum(e.person_times for e in held),
        "events.cost": sum((e.cost for e in held), Decimal(0)),
        "events.recreation": len(recreation),
        "events.recreation_times": sum(e.person_times for e in recreation),
        "events.trained": sum(e.person_times for e in held if e.kind == "training"),
        "events.surveyed": sum(e.heads for e in held if e.kind == "survey"),
        "facilities.total": len(stations),
        "facilities.fitness": sum(f.kind == "fitness" for f in stations),
        "facilities.bookrooms": sum(f.kind == "bookroom" for f in stations),
        "facilities.adjusted": len(
            {a.facility_id for a in changed if within(a.on) and a.facility.kind == "fitness"}
        ),
        "publicity.items": len(items),
        "publicity.slogans": sum(p.kind == "slogan" for p in items),
        "publicity.reach": sum(p.reach or 0 for p in items),
    }


def recount(*offices):
    parts = (recount_unions, recount_members, recount_aid, recount_activities)
    counted = dict(chain.from_iterable(part(offices).items() for part in parts))
    counted["members.rate"] = rate(counted["members.total"], counted["staff.total"])
    counted["members.card_rate"] = rate(counted["members.with_card"], counted["members.total"])
    return counted


@pytest.fixture
def townships(xingfa, yongan):
    busy_half_year(xingfa)
    busy_half_year(yongan, salt=1)
    return xingfa, yongan


def test_every_indicator_is_what_a_recount_finds(townships, kailu):
    xingfa, yongan = townships
    found = figures_by_office(kailu, [kailu, xingfa, yongan], PERIOD)
    assert found[xingfa.pk] == recount(xingfa)
    assert found[yongan.pk] == recount(yongan)
    assert found[kailu.pk] == recount(xingfa, yongan)
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
