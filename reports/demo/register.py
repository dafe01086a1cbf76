"""What the register of 兴发乡 holds today: elections, rules and ratings, applications, cards."""

from __future__ import annotations

from datetime import date, timedelta

from members.actions import (
    applications,
    card_lists,
    committees,
    families,
    people,
    ratings,
    regulations,
    retentions,
    terms,
)
from members.models import Membership
from reports.demo.offices import Office
from reports.demo.people import Inventor
from unionhub.models import Organisation

# Posts of the township's own committee: name, post, full time.
OFFICERS = (
    ("赵铁山", "chair", True),
    ("王淑珍", "vice_chair", False),
    ("李建国", "member", False),
    ("孙桂兰", "women_head", False),
    ("周文斌", "audit_head", False),
)


def fill_register(office: Office, today: date) -> None:
    """Records of this year and of a few years back, none of the first half of 2010."""
    unions = [office.organisation, *office.unions.values()]
    _elections(office, unions, today)
    _bodies(office, today)
    _joining(office, unions[-1], today)
    _cards(office, today)
    _rest(office, today)


def _elections(office: Office, unions: list[Organisation], today: date) -> None:
    """One union is overdue, one falls due within three months, the others are in time."""
    for number, union in enumerate(unions):
        due = today + timedelta(days=(-40, 60)[number - 1] if number in (1, 2) else 500 + number)
        begun = date(due.year - 3, due.month, min(due.day, 28))
        term = terms.elect(
            union=union,
            by=office.clerk,
            number=5 if number == 0 else 2,
            began_on=begun,
            years=3,
            elected_by="members",
        )
        for name, post, full_time in OFFICERS if number == 0 else OFFICERS[:1]:
            known = name if number == 0 else Inventor(60 + number).person(30, 55).name
            terms.take_office(
                term=term,
                by=office.clerk,
                name=known,
                post=post,
                full_time=full_time,
                from_on=begun,
            )


def _bodies(office: Office, today: date) -> None:
    formed = date(today.year - 1, 4, 10)
    for kind, name in (("women", "女职工委员会"), ("audit", "经费审查委员会")):
        head = Inventor(71 if kind == "women" else 72).person(30, 55).name
        committees.set_up(
            by=office.clerk, kind=kind, name=name, formed_on=formed, seats=[("主任", head)]
        )
    spring = date(today.year, 1, 10) if today.month < 4 else date(today.year, 3, 20)
    for name, act in (("工会经费管理制度", "revised"), ("职工诉求接访制度", "set")):
        regulations.issue(
            union=office.organisation, by=office.clerk, name=name, act=act, on=min(spring, today)
        )
    ratings.rate(
        union=office.organisation,
        by=office.clerk,
        kind="six_good",
        level="county",
        year=today.year - 1,
        rated_on=date(today.year - 1, 12, 20),
        paper="开工发〔" + str(today.year - 1) + "〕18号",
    )


def _joining(office: Office, union: Organisation, today: date) -> None:
    """Two who asked to join and wait for the chair; one was let in this month."""
    inventor = Inventor(81)
    places = list(office.places.values())
    for number in range(3):
        one = inventor.person(22, 45, year=today.year)
        person = people.register(
            by=office.clerk,
            name=one.name,
            id_number=one.id_number,
            phone=one.phone,
            place=places[number % len(places)],
            work_group="courier" if number == 1 else "",
        )
        asked = applications.enter(
            person=person,
            union=union,
            by=office.clerk,
            applied_on=today - timedelta(days=number + 2),
        )
        if number == 2:
            applications.approve(
                application=asked, by=office.scopes["chair"], on=today, opinion="同意入会。"
            )
    spouse = inventor.person(22, 45, year=today.year)
    families.add(
        person=person, by=office.clerk, relation="spouse", name=spouse.name, workplace="务农"
    )


def _cards(office: Office, today: date) -> None:
    """Cards on their way for two of those who have none."""
    without = Membership.objects.filter(
        organisation=office.organisation, left_on=None, cards=None
    ).order_by("pk")
    asked = card_lists.ask(memberships=list(without[:2]), by=office.clerk, asked_on=today)
    card_lists.make(cards=asked[:1], by=office.clerk, made_on=today, handler="王淑珍")


def _rest(office: Office, today: date) -> None:
    """A member who retired this year keeps the membership."""
    running = Membership.objects.filter(organisation=office.organisation, left_on=None)
    spell = running.order_by("joined_on", "pk")[0]
    retentions.retain(membership=spell, on=date(today.year, 1, 5), reason="退休", by=office.clerk)
