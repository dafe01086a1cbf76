"""会费, 拨缴经费 and 建会筹备金 that came in, for whole months, and taking a row back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from members.actions import _payers
from members.models import Dues, DuesKind, DuesRate, Employer, Person
from members.rules import dues as rules
from unionhub import audit, changes
from unionhub.audit import Deed
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.reasons import stated
from unionhub.scope import Scope


@dataclass(frozen=True, slots=True)
class Paid:
    """What one member paid: yuan, and the monthly basic wage it is reckoned from, if told."""

    person: Person
    amount: Decimal
    base: Decimal | None = None


@transaction.atomic
def record_members(
    *,
    rows: Sequence[Paid],
    from_month: date,
    to_month: date,
    paid_on: date,
    by: Scope,
    voucher: str = "",
) -> list[Dues]:
    """Enter the dues of members for the same months, all or nothing.

    Raises ValidationError under ``amount_<person>`` for every row with a month paid before, at
    rest or outside the spell. All of it stays with the union.
    """
    if not rows:
        raise ValidationError("没有填写金额：请至少填写一行“实缴”。", code="empty")
    rate = _rate(by, from_month, to_month, paid_on)
    for row in rows:
        by.check(Permission.DUES_EDIT, row.person)
    months = rules.months_of(from_month, to_month)
    # The people's own rows make two who enter the same member wait for each other.
    known = _payers.members([row.person.pk for row in rows], months)
    _refuse(rows, months, known)
    facts = _stretch(months, paid_on, voucher, by)
    made = [
        _member_row(row, months, rate, union_id=known[row.person.pk].union_on(months), **facts)
        for row in rows
    ]
    Dues.objects.bulk_create(made, batch_size=500)
    audit.record_many(by=by, deeds=[_deed("dues.record", one) for one in made])
    return made


@transaction.atomic
def record_unit(
    *,
    employer: Employer,
    kind: str,
    from_month: date,
    to_month: date,
    amount: Decimal,
    paid_on: date,
    by: Scope,
    base: Decimal | None = None,
    voucher: str = "",
) -> Dues:
    """Enter what a unit paid by its monthly wage bill ``base``, divided by the rate of then.

    Months entered before are taken again only as 补缴: the same months, and no more than is
    still short. Raises ValidationError otherwise.
    """
    rate = _rate(by, from_month, to_month, paid_on)
    by.check(Permission.DUES_EDIT, employer)
    _check_amount(amount, base)
    current = changes.lock(employer)
    months = rules.months_of(from_month, to_month)
    _payers.check_kind(current, kind, from_month)
    again = _payers.check_again(current, from_month, to_month, amount)
    if again:
        base, due = None, Decimal(0)
    else:
        due = _unit_due(base, rate.unit_rate, months)
    share = rules.shares(amount, rate.own_share)
    facts = _stretch(months, paid_on, voucher, by)
    facts |= {"employer": current, "kind": kind, "base": base, "due": due, "amount": amount}
    facts["union"] = current.union if kind == DuesKind.UNIT else None
    row, diff = changes.create(Dues, own=share.own, upper=share.upper, **facts)
    audit.record(by=by, verb="dues.record", target=row, changes=diff)
    return row


@transaction.atomic
def reverse(*, dues: Dues, reason: str, by: Scope) -> Dues:
    """Take a payment back, whole, by a row of its own for the same months and day.

    Refused for a row that takes one back, where one was taken back already, and for a first
    payment while a 补缴 of the same months stands on it.
    """
    by.check(Permission.DUES_EDIT, dues.organisation)
    reason = stated(reason, "请写明冲销原因，记入台账和日志。")[:100]
    assert dues.payer is not None
    changes.lock(dues.payer)
    current = Dues.objects.for_list().get(pk=dues.pk)
    if current.reverses_id is not None:
        raise ValidationError("这一笔本身就是冲销，不能再冲销。", code="reversal")
    if hasattr(current, "reversed_by"):
        raise ValidationError("这一笔已经冲销过，请刷新后核对。", code="reversed")
    _payers.check_nothing_stands_on(current)
    row, diff = changes.create(
        Dues,
        **{name: getattr(current, name) for name in KEPT},
        due=None if current.due is None else -current.due,
        amount=-current.amount,
        own=-current.own,
        upper=-current.upper,
        reverses=current,
        reason=reason,
        recorded_by=by.user,
    )
    audit.record(by=by, verb="dues.reverse", target=row, changes=diff, note=reason)
    return row


# What the row that takes one back says as that one does.
KEPT = (
    "organisation",
    "kind",
    "union",
    "person",
    "employer",
    "from_month",
    "to_month",
    "base",
    "paid_on",
    "voucher",
)


def _rate(by: Scope, from_month: date, to_month: date, paid_on: date) -> DuesRate:
    """The rate of these months; refused where it changes among them or a day cannot be."""
    by.check(Permission.DUES_EDIT, by.organisation)
    rules.check_months(from_month=from_month, to_month=to_month, today=today())
    rules.check_paid_on(paid_on, today())
    first = DuesRate.objects.in_force(by.organisation, from_month)
    last = DuesRate.objects.in_force(by.organisation, to_month)
    if first.pk != last.pk:
        raise ValidationError(
            {"to_month": f"{last.from_on:%Y-%m-%d}起比例有变：前后的月份请分两笔登记。"}
        )
    return first


def _member_row(row: Paid, months: Sequence[date], rate: DuesRate, **facts: Any) -> Dues:
    return Dues(
        kind=DuesKind.MEMBER,
        person=row.person,
        base=row.base,
        due=_due(row.base, rate.member_rate, months),
        amount=row.amount,
        own=row.amount,
        upper=Decimal(0),
        **facts,
    )


def _stretch(months: Sequence[date], paid_on: date, voucher: str, by: Scope) -> dict[str, Any]:
    """What every row of one entry says alike."""
    return {
        "organisation": by.organisation,
        "from_month": months[0],
        "to_month": months[-1],
        "paid_on": paid_on,
        "voucher": voucher,
        "recorded_by": by.user,
    }


def _due(base: Decimal | None, rate: Decimal, months: Collection[date]) -> Decimal | None:
    """Nothing is known of it where the wage is not told."""
    return None if base is None else rules.due_of(base, rate, len(months))


def _unit_due(base: Decimal | None, rate: Decimal, months: Collection[date]) -> Decimal:
    if base is None:
        raise ValidationError({"base": "请填写月工资总额，应缴由它算出。"})
    return rules.due_of(base, rate, len(months))


def _check_amount(amount: Decimal, base: Decimal | None) -> None:
    if words := rules.amount_refusal(amount, base):
        raise ValidationError({"amount": words})


def _refuse(
    rows: Sequence[Paid], months: Collection[date], known: dict[int, _payers.Member]
) -> None:
    """Raise the refusals of all rows together, each under its row."""
    problems: dict[str, Any] = {}
    for row in rows:
        member = known.get(row.person.pk)
        if member is None:
            words = "此人已移出登记册，请刷新后重新填写。"
        else:
            words = rules.amount_refusal(row.amount, row.base) or member.refusal(months)
        if words:
            problems[f"amount_{row.person.pk}"] = ValidationError(
                f"{row.person}：{words}", code="refused"
            )
    if problems:
        raise ValidationError(problems)


def _deed(verb: str, row: Dues) -> Deed:
    months = rules.span_words(rules.months_of(row.from_month, row.to_month))
    changed = {"months": [None, months], "amount": [None, row.amount], "due": [None, row.due]}
    return Deed(verb, row, changed)
