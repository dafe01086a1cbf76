"""津贴发放: what is due to the holder of an honour for a year, paid and taken back by rows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from members.models import Allowance, Honour
from members.rules import honours as rules
from unionhub import audit, changes
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.reasons import stated
from unionhub.scope import Scope


@transaction.atomic
def pay(
    *,
    honour: Honour,
    year: int,
    amount: Decimal,
    by: Scope,
    on: date | None = None,
    voucher: str = "",
) -> Allowance:
    """Pay a year's allowance, or a part of it. Raises ValidationError beyond what is still open."""
    by.check(Permission.MEMBER_EDIT, honour.organisation)
    paid_on = _paying_day(on, year)
    # The honour's own row makes two who pay the same year wait for each other.
    current = changes.lock(honour)
    due, paid = current.due_in(year), current.paid_by_year().get(year, Decimal(0))
    rules.check_paying(amount=amount, due=due, paid=paid, year=year, holder=current.holder_name)
    row, diff = changes.create(
        Allowance,
        organisation=current.organisation,
        honour=current,
        year=year,
        amount=amount,
        paid_on=paid_on,
        voucher=voucher,
        recorded_by=by.user,
    )
    audit.record(by=by, verb="allowance.pay", target=row, changes=diff)
    return row


@transaction.atomic
def pay_open(
    *,
    honours: Collection[Honour],
    year: int,
    by: Scope,
    on: date | None = None,
    voucher: str = "",
) -> list[Allowance]:
    """Pay what is still open of a year's allowance of each of these honours, all or nothing."""
    if not honours:
        raise ValidationError({"honours": "请勾选要发放的人（集体）。"})
    rows = []
    for honour in sorted(honours, key=lambda one: one.pk):
        paid = honour.paid_by_year().get(year, Decimal(0))
        # Nothing left: asked for all the same, so that the refusal names the holder.
        amount = max(honour.due_in(year) - paid, Decimal("0.01"))
        rows.append(pay(honour=honour, year=year, amount=amount, on=on, voucher=voucher, by=by))
    return rows


@transaction.atomic
def reverse(*, allowance: Allowance, reason: str, by: Scope) -> Allowance:
    """Take a payment back, whole, by a row of its own for the same year and day.

    Refused for a row that takes one back, and where one was taken back already.
    """
    by.check(Permission.MEMBER_EDIT, allowance.organisation)
    reason = stated(reason, "请写明冲销原因，记入台账和日志。")[:100]
    changes.lock(allowance.honour)
    current = Allowance.objects.with_reversal().get(pk=allowance.pk)
    if current.reverses_id is not None:
        raise ValidationError("这一笔本身就是冲销，不能再冲销。", code="reversal")
    if hasattr(current, "reversed_by"):
        raise ValidationError("这笔津贴已经冲销过，请刷新后核对。", code="reversed")
    row, diff = changes.create(
        Allowance,
        organisation=current.organisation,
        honour=current.honour,
        year=current.year,
        amount=-current.amount,
        paid_on=current.paid_on,
        voucher=current.voucher,
        reverses=current,
        reason=reason,
        recorded_by=by.user,
    )
    audit.record(by=by, verb="allowance.reverse", target=row, changes=diff, note=reason)
    return row


def _paying_day(on: date | None, year: int) -> date:
    day = on or today()
    if day > today():
        raise ValidationError({"on": "发放日期不能晚于今天。"})
    if not rules.FIRST_YEAR <= year <= today().year:
        raise ValidationError(f"津贴年度应在{rules.FIRST_YEAR}年至今年之间。", code="year")
    return day
