"""Honours, allowances and dues on and around the edges of a half-year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from members.models import Allowance, Dues, DuesKind, Honour, HonourKind, Membership
from tests.factories.kernel import UserFactory
from tests.factories.members import EmployerFactory, HonourFactory, PersonFactory
from unionhub.models import Organisation


def dues_row(office: Organisation, paid_on: date, amount: str, **values: object) -> Dues:
    """A payment for the month of its day, all of which stays; give ``person`` or ``employer``."""
    month = paid_on.replace(day=1)
    kept: dict[str, object] = {
        "kind": DuesKind.MEMBER,
        "from_month": month,
        "to_month": month,
        "own": Decimal(amount),
        "upper": Decimal(0),
        **values,
    }
    kept.setdefault("recorded_by", UserFactory())
    return Dues.objects.create(organisation=office, paid_on=paid_on, amount=Decimal(amount), **kept)


def honours_and_dues(office: Organisation, days: Sequence[date], salt: int) -> None:
    """Every kind granted, taken back, paid and reversed on each of the days."""
    user = UserFactory()
    _honours(office, days, salt, user)
    _dues(office, days, salt, user)


def _honours(office: Organisation, days: Sequence[date], salt: int, user: object) -> None:
    kinds = list(HonourKind)
    for n, granted in enumerate(list(days) * 8):
        revoked = days[-1 - n % 3] if n % 4 == 0 and days[-1 - n % 3] >= granted else None
        honour = HonourFactory(
            person=PersonFactory(organisation=office),
            kind=kinds[(n + n // len(days) + salt) % len(kinds)],
            granted_on=granted,
            revoked_on=revoked,
            revoked_reason="撤销" if revoked else "",
            allowance=None if n % 6 == 5 else Decimal(f"{600 + n}.50"),
        )
        if honour.allowance:
            _pay(honour, days[n % len(days)], f"{100 + n}.05", user, back=n % 7 == 3)


def _pay(honour: Honour, on: date, amount: str, user: object, *, back: bool) -> None:
    facts = {
        "organisation": honour.organisation,
        "honour": honour,
        "year": on.year,
        "paid_on": on,
        "recorded_by": user,
    }
    row = Allowance.objects.create(amount=Decimal(amount), **facts)
    if back:
        Allowance.objects.create(amount=-row.amount, reverses=row, reason="记错", **facts)


def _dues(office: Organisation, days: Sequence[date], salt: int, user: object) -> None:
    spells = list(Membership.objects.filter(organisation=office).order_by("pk"))
    unit = EmployerFactory(organisation=office)
    for n, on in enumerate(list(days) * 3):
        person = spells[(n * 2 + salt) % len(spells)].person
        row = dues_row(office, on, f"{15 + n}.01", person=person, union=office, recorded_by=user)
        if n % 4 == 0:
            _back(row)
        kind = DuesKind.PREPARATORY if n % 3 == 0 else DuesKind.UNIT
        more = {"own": Decimal(f"{60 + n}.03"), "upper": Decimal("40.00")}
        dues_row(
            office, on, f"{100 + n}.03", kind=kind, employer=unit,
            due=Decimal(f"{110 + n}.00"), recorded_by=user, **more,
        )  # fmt: skip


def _back(row: Dues) -> None:
    names = ("person", "union", "kind", "from_month", "to_month", "recorded_by")
    facts = {name: getattr(row, name) for name in names}
    dues_row(row.organisation, row.paid_on, str(-row.amount), reverses=row, reason="记错", **facts)
