"""The smallest valid records of the register. Identity numbers are valid and never assigned."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from members.models import (
    Card,
    Committee,
    Employer,
    FamilyTie,
    HeadCount,
    Honour,
    Membership,
    MembershipChange,
    Person,
    PersonDetails,
    PersonPast,
    Seat,
    UnionProfile,
)
from unionhub.models import Organisation
from unionhub.people import check_digit, find_keys

JOINED = date(2010, 3, 1)


def id_number(n: int, born: date = date(1980, 5, 1), area: str = "000000") -> str:
    """The n-th valid number of a birthday: odd n are men, even n women. Area 000000 is nobody's."""
    body = f"{area}{born:%Y%m%d}{n % 1000:03}"
    return body + check_digit(body)


class EmployerFactory(DjangoModelFactory):
    class Meta:
        model = Employer

    name = factory.Sequence(lambda n: f"第{n}砖瓦厂")
    kind = Employer.Kind.PRIVATE


class HeadCountFactory(DjangoModelFactory):
    class Meta:
        model = HeadCount

    organisation = factory.SelfAttribute("employer.organisation")
    on = date(2010, 1, 1)
    staff = 10


class PersonFactory(DjangoModelFactory):
    """A man born in 1980 with a number of his own; give ``organisation``."""

    class Meta:
        model = Person

    class Params:
        number = factory.Sequence(lambda n: n)
        unnumbered = factory.Trait(id_number="")

    name = factory.Sequence(lambda n: f"职工{n}")
    id_number = factory.LazyAttribute(lambda p: id_number(2 * p.number + 1, p.birth_date))
    sex = Person.Sex.MALE
    birth_date = factory.LazyAttribute(lambda p: date(1980, 1 + p.number // 400 % 12, 1))
    pinyin = factory.LazyAttribute(lambda p: find_keys(p.name)["pinyin"])
    spelt = factory.LazyAttribute(lambda p: find_keys(p.name)["spelt"])
    mixed = factory.LazyAttribute(lambda p: find_keys(p.name)["mixed"])
    initials = factory.LazyAttribute(lambda p: find_keys(p.name)["initials"])
    given = factory.LazyAttribute(lambda p: find_keys(p.name)["given"])
    phone_end = factory.LazyAttribute(lambda p: getattr(p, "phone", "")[-4:])


class PersonDetailsFactory(DjangoModelFactory):
    """Further facts of a person; give ``person``."""

    class Meta:
        model = PersonDetails


class FamilyTieFactory(DjangoModelFactory):
    """A spouse; give ``person``, and ``relative`` or ``name``."""

    class Meta:
        model = FamilyTie

    organisation = factory.SelfAttribute("person.organisation")
    relation = FamilyTie.Relation.SPOUSE


class PersonPastFactory(DjangoModelFactory):
    """Work and place as they were until a day; give ``person``, ``until_on``, ``recorded_by``."""

    class Meta:
        model = PersonPast

    work_status = Person.WorkStatus.AT_WORK


class MembershipFactory(DjangoModelFactory):
    """An open spell since 1 March 2010; give ``person``."""

    class Meta:
        model = Membership

    class Params:
        left = factory.Trait(left_on=date(2011, 3, 1), left_reason="个人要求退会")

    organisation = factory.SelfAttribute("person.organisation")
    union = factory.SelfAttribute("organisation")
    joined_on = JOINED
    end_kind = factory.LazyAttribute(lambda o: "leave" if getattr(o, "left_on", None) else "")


class MembershipChangeFactory(DjangoModelFactory):
    """One step of a spell; give ``membership`` and ``recorded_by``."""

    class Meta:
        model = MembershipChange

    kind = MembershipChange.Kind.JOIN
    on = JOINED


class CardFactory(DjangoModelFactory):
    """A valid card since the day of joining; give ``membership``."""

    class Meta:
        model = Card

    organisation = factory.SelfAttribute("membership.organisation")
    number = factory.Sequence(lambda n: f"证{n:06}")
    issued_on = JOINED
    state = factory.LazyAttribute(lambda o: "void" if getattr(o, "void_on", None) else "held")


class UnionProfileFactory(DjangoModelFactory):
    """The sheet of a union; give ``union``, and ``organisation`` where another office keeps it."""

    class Meta:
        model = UnionProfile

    organisation = factory.SelfAttribute("union")


class CommitteeFactory(DjangoModelFactory):
    class Meta:
        model = Committee

    name = factory.Sequence(lambda n: f"第{n}领导小组")
    formed_on = date(2010, 1, 1)


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    name = factory.Sequence(lambda n: f"委员{n}")


def member_of(
    union: Organisation, *, office: Organisation | None = None, **values: object
) -> Person:
    """A person with an open spell in a union, kept by ``office`` (the union itself if none)."""
    person = PersonFactory(organisation=office or union, **values)
    MembershipFactory(person=person, union=union)
    return person


class HonourFactory(DjangoModelFactory):
    """A city's model worker with 1,200 yuan a year; give ``person``, or team and holder."""

    class Meta:
        model = Honour

    organisation = factory.SelfAttribute("person.organisation")
    holder = "person"
    kind = Honour.Kind.MODEL_WORKER
    name = "通辽市劳动模范"
    level = Honour.Level.CITY
    granted_on = date(2009, 5, 1)
    granted_by = "通辽市总工会"
    allowance = Decimal(1200)
