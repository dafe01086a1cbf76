"""What both the source's township and the invented ones do: register, join, help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from aid.actions import cases
from aid.models import AidCase, Fund
from members.actions import cards, employers, memberships, people, unions
from members.models import Employer, Person
from reports.demo.offices import Office, open_union
from reports.demo.people import Inventor, sheet_of
from unionhub.models import Organisation, Place


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its own union: code, names, kinds, founding day, staff and cards handed out."""

    code: str
    name: str
    union_kind: str
    unit_kind: str
    founded: date
    staff: int
    cards: int
    migrants: int = 0


def settle(office: Office, unit: Unit, inventor: Inventor, counted_on: date) -> list[Person]:
    """The unit, its union, its head-count; every one of its staff is a member."""
    by = office.clerk
    union = open_union(office, unit.code, f"{unit.name}工会", unit.union_kind, unit.founded)
    unions.write_profile(
        union=union,
        by=by,
        unit_kind=unit.unit_kind,
        units_covered=1,
        chair=inventor.person(30, 55).name,
    )
    employer = employers.register(by=by, name=unit.name, kind=unit.unit_kind, union=union)
    staff = [
        _member(office, employer, union, inventor, number < unit.migrants, unit.founded)
        for number in range(unit.staff)
    ]
    employers.record_head_count(
        employer=employer,
        on=counted_on,
        staff=unit.staff,
        women=sum(person.sex == "female" for person in staff),
        migrants=unit.migrants,
        by=by,
    )
    for person in staff[: unit.cards]:
        membership = person.memberships.get(left_on=None)
        issued_on = membership.joined_on + timedelta(days=30)
        cards.issue(membership=membership, issued_on=issued_on, by=by)
    return staff


def _member(
    office: Office,
    employer: Employer,
    union: Organisation,
    inventor: Inventor,
    migrant: bool,
    founded: date,
) -> Person:
    places = list(office.places.values())
    one = inventor.person()
    person = people.register(
        by=office.clerk,
        name=one.name,
        id_number=one.id_number,
        phone=one.phone,
        place=places[int(one.phone[-4:]) % len(places)],
        employer=employer,
        is_migrant=migrant,
        **sheet_of(one, migrant=migrant),
        work_status="at_work",
    )
    of_age = one.born.replace(year=one.born.year + 18)
    memberships.join(person=person, union=union, joined_on=max(founded, of_age), by=office.clerk)
    return person


def neighbour_of(office: Office, inventor: Inventor, place: Place, **values: Any) -> Person:
    """Somebody of a village who is no member: an elder, a pupil, a migrant worker."""
    ages = values.pop("ages", (22, 55))
    one = inventor.person(*ages)
    values.setdefault("name", one.name)
    return people.register(
        by=office.clerk, id_number=one.id_number, phone=one.phone, place=place, **values
    )


@dataclass(frozen=True, slots=True)
class Help:
    """One request for help as it is recorded; days are counted from the day of applying."""

    kind: str
    beneficiary: str
    reason: str
    lines: tuple[dict[str, Any], ...]
    illness: str = ""
    school: str = ""


def help_out(
    office: Office, person: Person, wanted: Help, applied_on: date, *, upto: str, fund: Fund
) -> AidCase:
    """Take a request through its steps up to and including the verb ``upto``."""
    clerk = office.clerk
    assert person.place is not None
    case = cases.apply(
        person=person,
        lines=[dict(line) for line in wanted.lines],
        by=clerk,
        on=applied_on,
        kind=wanted.kind,
        beneficiary=wanted.beneficiary,
        place=person.place,
        reason=wanted.reason,
        illness=wanted.illness,
        school=wanted.school,
    )
    for verb in ("verify", "review", "post_notice", "approve", "pay", "close"):
        if case.state == "applied" and upto == "apply":
            break
        case = _step(office, case, verb, applied_on, fund)
        if verb == upto:
            break
    return case


def _step(office: Office, case: AidCase, verb: str, applied_on: date, fund: Fund) -> AidCase:
    scopes = office.scopes

    def day(count: int) -> date:
        return applied_on + timedelta(days=count)

    match verb:
        case "verify":
            return cases.verify(
                case=case,
                visited_on=day(3),
                visitor_one=scopes["clerk"].user.name,
                visitor_two=scopes["cashier"].user.name,
                findings="入户核实，情况属实，家庭确有困难。",
                by=scopes["clerk"],
                on=day(3),
            )
        case "review":
            return cases.advance(
                case=case,
                verb="review",
                by=scopes["reviewer"],
                opinion="材料齐全，同意上报。",
                on=day(5),
            )
        case "post_notice":
            return cases.post_notice(
                case=case, notice_from=day(6), notice_until=day(13), by=scopes["clerk"], on=day(6)
            )
        case "approve":
            return cases.approve(
                case=case, fund=fund, by=scopes["chair"], opinion="公示无异议，同意。", on=day(14)
            )
        case "pay":
            return cases.pay(case=case, by=scopes["cashier"], on=day(16))
        case _:
            return cases.advance(
                case=case, verb="close", by=scopes["clerk"], opinion="已签收。", on=day(18)
            )
