"""The half-year the source's own summary speaks of, as rows; and a neighbour with nothing."""

from __future__ import annotations

from datetime import date

from members.models import Person
from tests.factories.activities import PublicityItemFactory
from tests.factories.kernel import PlaceFactory, UserFactory
from tests.factories.members import (
    CardFactory,
    CommitteeFactory,
    EmployerFactory,
    HeadCountFactory,
    MembershipFactory,
    PersonFactory,
)
from tests.factories.reports import event, facility, fund_of, paid_case, target
from unionhub.models import Organisation, Place
from unionhub.periods import Period

H1 = Period.parse("2010H1")
SLOGANS = (
    "你我互助携手健康",
    "工会是我家互爱你我他",
    "医疗互助连你我人间真爱显真情",
)
PUPILS = ("马关旺", "杨学昌")
ELDERS = ("石老太", "中老汉")
MIGRANTS = ("铁外出", "野外出")


def place(office: Organisation, name: str, kind: str = "village") -> Place:
    found = office.places.filter(name=name).first()
    return found or PlaceFactory(organisation=office, name=name, kind=kind)


def aided(office: Organisation, name: str, village: str, kind: str = "village") -> Person:
    return PersonFactory(organisation=office, name=name, place=place(office, village, kind))


def source_half_year(office: Organisation) -> None:
    """Ten staff, ten members, nine cards; two people helped in each of three ways."""
    _register(office)
    _help(office)
    _activities(office)


def _register(office: Organisation) -> None:
    unit = EmployerFactory(organisation=office)
    HeadCountFactory(employer=unit, on=date(2010, 3, 1), staff=10)
    for n in range(10):
        spell = MembershipFactory(person=PersonFactory(organisation=office, employer=unit))
        if n < 9:
            CardFactory(membership=spell)
    target(office, "members.rate", "100", note="年度目标责任书")
    target(office, "members.card_rate", "90")


def _help(office: Organisation) -> None:
    fund = fund_of(office)
    for name, area, day, amount in (
        (MIGRANTS[0], "铁柱片", date(2010, 3, 8), "280.40"),
        (MIGRANTS[1], "野里片", date(2010, 4, 12), "243.00"),
    ):
        person = aided(office, name, area, "area")
        paid_case(person, fund, day, amount, kind="medical", beneficiary="migrant")
    for name, village, amount in zip(PUPILS, ("中寨村", "栽根村"), ("180", "160"), strict=True):
        person = aided(office, name, village)
        paid_case(person, fund, date(2010, 3, 22), amount, kind="education", beneficiary="pupil")
    for name, village, amount in zip(ELDERS, ("石板村", "中寨村"), ("316", "308"), strict=True):
        person = aided(office, name, village)
        paid_case(
            person,
            fund,
            date(2010, 5, 4),
            amount,
            goods=amount,
            kind="elderly",
            beneficiary="empty_nest",
        )


def _activities(office: Organisation) -> None:
    CommitteeFactory(organisation=office, name="医疗互助活动领导小组", formed_on=date(2010, 3, 5))
    event(office, date(2010, 5, 14), kind="survey", heads=10, person_times=10)
    for n in range(3):
        event(office, date(2010, 6, 1 + n), theme="迎接亚运会", heads=20, person_times=30)
    for text in SLOGANS:
        PublicityItemFactory(organisation=office, text=text, on=date(2010, 3, 20))
    station = facility(office, date(2009, 5, 1))
    facility(office, date(2010, 4, 30))
    station.adjustments.create(
        on=date(2010, 5, 10), what="增设太极拳辅导", recorded_by=UserFactory()
    )
