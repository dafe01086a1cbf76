"""The half-year of today, so that the first page has something waiting on it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from activities.actions import events
from aid.actions import funds
from reports.actions import targets
from reports.demo.offices import Office
from reports.demo.people import Inventor
from reports.demo.records import Help, help_out, neighbour_of

# How far each request has come, and how many days ago it was made: one for every desk.
WAITING = (
    ("medical", "worker", "2000", "apply", 1),
    ("living", "worker", "1200", "apply", 4),
    ("education", "pupil", "1500", "verify", 7),
    ("medical", "rural_worker", "3000", "review", 9),
    ("temporary", "other", "800", "post_notice", 13),
    ("medical", "worker", "2600", "approve", 15),
    ("elderly", "empty_nest", "360", "close", 40),
    ("education", "pupil", "1000", "close", 30),
)
REASONS = {
    "medical": "患病住院，自付费用较多。",
    "living": "家庭收入低，基本生活有困难。",
    "education": "子女在学，学费和生活费有困难。",
    "temporary": "家中突遇变故，生活一时困难。",
    "elderly": "独居，生活用品缺乏。",
}


def bring_to_today(office: Office, today: date) -> None:
    """Requests at every step, events held and planned, this year's goals."""
    inventor = Inventor(41)
    cashier = office.scopes["cashier"]
    fund = funds.open_fund(
        by=cashier,
        name=f"{today.year}年困难群众帮扶资金",
        source="upper_union",
        opened_on=date(today.year, 1, 1),
    )
    funds.add_income(
        fund=fund,
        amount=Decimal("60000"),
        on=date(today.year, 1, 1),
        note="上级工会补助",
        by=cashier,
    )
    places = list(office.places.values())
    for number, (kind, beneficiary, value, upto, days) in enumerate(WAITING):
        person = neighbour_of(office, inventor, places[number % len(places)])
        line = {"form": "cash", "item": "救助金", "quantity": "", "value": Decimal(value)}
        wanted = Help(kind, beneficiary, REASONS[kind], (line,))
        applied_on = max(today - timedelta(days=days), date(today.year, 1, 1))
        help_out(office, person, wanted, applied_on, upto=upto, fund=fund)
    _events(office, today)
    for key, goal in (("members.rate", "95"), ("events.recreation", "6"), ("aid.people", "20")):
        targets.set_target(
            organisation=office.organisation,
            year=today.year,
            key=key,
            number=Decimal(goal),
            note=f"{today.year}年工作目标",
            by=office.scopes["chair"],
        )


def _events(office: Office, today: date) -> None:
    held = max(today - timedelta(days=20), date(today.year, 1, 1))
    events.plan_and_hold(
        by=office.clerk,
        kind="sport",
        name="职工健步走",
        begins_on=held,
        ends_on=held,
        organiser=office.organisation.name,
        heads=48,
        person_times=48,
    )
    planned = today + timedelta(days=12)
    events.plan(
        by=office.clerk,
        kind="culture",
        name="职工才艺展演",
        begins_on=planned,
        ends_on=planned,
        organiser=office.organisation.name,
    )
