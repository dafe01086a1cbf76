"""Honours and dues: a model worker, a medal, a pioneer team; this year's dues of one unit.

None of 兴发乡's lies in the first half of 2010, whose paper the source wrote.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from members.actions import allowances, dues, honours
from members.models import Employer, Membership
from reports.demo.offices import Office


def honour_and_collect(office: Office, today: date) -> None:
    """What the office's first page, ledgers and this year's paper have to tell."""
    spells = Membership.objects.filter(
        organisation=office.organisation, left_on=None
    ).select_related("person__employer")
    spells = spells.filter(person__employer__name="兴发粮油加工厂").order_by("pk")
    people = [spell.person for spell in spells]
    if today.month > 1 and people:
        _honours(office, people, today)
        _dues(office, people, today)


def _honours(office: Office, people: list[Any], today: date) -> None:
    year, by = today.year, office.clerk
    facts: dict[str, Any] = {"granted_by": "通辽市总工会", "level": "city", "by": by}
    model = honours.register(
        holder="person",
        person=people[0],
        kind="model_worker",
        name="通辽市劳动模范",
        granted_on=date(year - 4, 5, 1),
        allowance=Decimal("1200"),
        **facts,
    )
    honours.register(
        holder="person",
        person=people[1],
        kind="labour_medal",
        name="通辽市五一劳动奖章",
        granted_on=date(year - 1, 4, 28),
        allowance=Decimal("600"),
        **facts,
    )
    honours.register(
        holder="team",
        team="兴发粮油加工厂制粉班",
        employer=people[0].employer,
        kind="pioneer",
        name="通辽市工人先锋号",
        granted_on=min(date(year, 4, 28), today),
        **facts,
    )
    allowances.pay(honour=model, year=year, amount=Decimal("1200"), on=today, by=by)


def _dues(office: Office, people: list[Any], today: date) -> None:
    """Paid from January to last month; four members still owe."""
    by = office.scopes["cashier"]
    until = date(today.year, today.month - 1, 1)
    months = today.month - 1
    stretch: dict[str, Any] = {"to_month": until, "paid_on": today, "by": by}
    stretch["from_month"] = date(today.year, 1, 1)
    wages = (Decimal(2800), Decimal(3150), Decimal(3600))
    rows = [
        dues.Paid(person, wages[n % 3] * months / 200, wages[n % 3])
        for n, person in enumerate(people[:-4])
    ]
    dues.record_members(rows=rows, voucher="记021", **stretch)
    employer = Employer.objects.get(organisation=office.organisation, name="兴发粮油加工厂")
    dues.record_unit(
        employer=employer,
        kind="unit",
        base=Decimal("86000"),
        amount=Decimal(1500) * months,
        voucher="记022",
        **stretch,
    )
