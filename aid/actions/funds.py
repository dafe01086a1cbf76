"""Opening a fund, what comes into it, and closing its books by the month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from aid import rules
from aid.actions import _room
from aid.models import EntryKind, Fund, LedgerEntry
from unionhub import audit, changes
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.reasons import stated
from unionhub.scope import Scope

# The counters are sums of rows and never among the answers of a form.
FACTS = frozenset({"name", "source", "opened_on", "closed_on"})


@transaction.atomic
def open_fund(*, by: Scope, **values: Any) -> Fund:
    """Open an empty purse of the acting organisation; money comes by ``add_income``."""
    by.check(Permission.FUND_EDIT)
    _check_facts(values)
    fund, diff = changes.create(Fund, organisation=by.organisation, **values)
    _check_life(fund)
    audit.record(by=by, verb="aid.fund.open", target=fund, changes=diff)
    return fund


@transaction.atomic
def change_fund(*, fund: Fund, by: Scope, version: int | None = None, **values: Any) -> Fund:
    """Rename a fund, correct its source or days, or retire it once nothing is promised from it."""
    by.check(Permission.FUND_EDIT, fund)
    _check_facts(values)
    current = changes.lock(fund, version)
    diff = changes.apply(current, values)
    _check_life(current)
    audit.record(by=by, verb="aid.fund.change", target=current, changes=diff)
    return current


@transaction.atomic
def add_income(
    *, fund: Fund, amount: Decimal, on: date, note: str, by: Scope, goods: Decimal = Decimal(0)
) -> LedgerEntry:
    """Enter money (and goods at their value, counted in ``amount``) that came in on a day."""
    by.check(Permission.FUND_EDIT, fund)
    current = changes.lock(fund)
    if amount <= 0:
        raise ValidationError({"amount": "收入金额应大于零。"})
    if not 0 <= goods <= amount:
        raise ValidationError({"goods": "物资折款应在零与收入金额之间：它是收入金额的一部分。"})
    rules.check_day(on, today=today(), floor=current.opened_on)
    _room.check_day_open(current, on)
    entry, diff = changes.create(
        LedgerEntry,
        organisation=current.organisation,
        fund=current,
        kind=EntryKind.INCOME,
        on=on,
        amount=amount,
        goods=goods,
        note=note,
        recorded_by=by.user,
    )
    _room.receive(current, amount)
    audit.record(by=by, verb="aid.fund.income", target=current, changes=diff)
    return entry


@transaction.atomic
def reverse_income(*, entry: LedgerEntry, reason: str, by: Scope) -> LedgerEntry:
    """Take a wrongly entered income back, whole, by a row of its own on the same day.

    Refused where the row is no income, was taken back already, lies in a closed month, or where
    the fund no longer has that much free. The right sum is entered anew by ``add_income``.
    """
    by.check(Permission.FUND_EDIT, entry)
    fund = changes.lock(entry.fund)
    income = _standing_income(entry)
    income.fund = fund
    reason = stated(reason, "请写明冲销原因，记入台账和日志。")
    _room.check_row_open(income, "冲销")
    _room.give_up(fund, income.amount)
    reversal, diff = changes.create(
        LedgerEntry,
        organisation=income.organisation,
        fund=fund,
        kind=EntryKind.REVERSAL,
        on=income.on,
        amount=-income.amount,
        goods=-income.goods,
        reverses=income,
        note=f"冲销收入：{reason}"[:120],
        recorded_by=by.user,
    )
    audit.record(by=by, verb="aid.fund.reverse_income", target=fund, changes=diff, note=reason)
    return reversal


@transaction.atomic
def close_month(*, fund: Fund, through: date, by: Scope) -> Fund:
    """Close the books through the last day of a month that is over; they are not opened again."""
    by.check(Permission.FUND_EDIT, fund)
    current = changes.lock(fund)
    rules.check_month_end(
        through, today=today(), closed_to=current.books_closed_to, opened=current.opened_on
    )
    diff = changes.apply(current, {"books_closed_to": through})
    audit.record(by=by, verb="aid.fund.close_month", target=current, changes=diff)
    return current


def _standing_income(entry: LedgerEntry) -> LedgerEntry:
    """The income row, read under the fund's lock; refused when a reversal has answered it."""
    income = LedgerEntry.objects.select_related("organisation").with_reversal().get(pk=entry.pk)
    if income.kind != EntryKind.INCOME:
        raise ValidationError("这一笔不是收入：发放有误请在帮扶申请上提出更正。", code="no_income")
    if hasattr(income, "reversed_by"):
        raise ValidationError("这笔收入已经冲销过，请刷新后核对。", code="reversed")
    return income


def _check_facts(values: dict[str, Any]) -> None:
    if strange := values.keys() - FACTS:
        raise TypeError(f"not facts of a fund: {sorted(strange)}")


def _check_life(fund: Fund) -> None:
    """The fund's days surround its rows; nothing is promised from a retired one."""
    now = today()
    if fund.opened_on > now:
        raise ValidationError({"opened_on": "设立日期在今天之后，请填写实际设立的日期。"})
    days = fund.entries.order_by("on").values_list("on", flat=True)
    first, last = days.first(), days.last()
    if first is not None and fund.opened_on > first:
        raise ValidationError({"opened_on": f"设立日期不能晚于首笔账的{first:%Y-%m-%d}。"})
    if fund.closed_on is None:
        return
    if fund.closed_on > now or fund.closed_on < fund.opened_on:
        raise ValidationError({"closed_on": "停用日期应在设立日期与今天之间。"})
    if last is not None and fund.closed_on <= last:
        raise ValidationError({"closed_on": f"停用日期应晚于最后一笔账的{last:%Y-%m-%d}。"})
    if fund.reserved:
        raise ValidationError({"closed_on": "还有已审批未发放的帮扶，发放或撤销审批后再停用。"})
