"""Opening a fund, income, and books closed by the month."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid.actions import funds
from aid.management.commands.check_ledgers import fund_differences
from aid.models import Fund, LedgerEntry
from tests.factories.aid import FundFactory, Office
from tests.factories.kernel import scope_of
from unionhub.changes import StaleEdit
from unionhub.models import AuditEvent
from unionhub.periods import today

OPENED = date(2010, 1, 4)
VALUES = {"name": "2010年帮扶资金", "source": "own", "opened_on": OPENED}


def income(office: Office, fund: Fund, **values: object) -> LedgerEntry:
    answers = {"amount": Decimal("10.01"), "on": date(2010, 2, 1), "note": "拨入", **values}
    return funds.add_income(fund=fund, by=office.cashier, **answers)


def test_a_fund_opens_empty_and_fills_by_income(office: Office):
    fund = funds.open_fund(by=office.cashier, **VALUES)
    income(office, fund, amount=Decimal("300.30"), goods=Decimal("100.10"))
    income(office, fund, amount=Decimal("0.01"))
    fund.refresh_from_db()
    assert (fund.received, fund.room, fund.spent) == (Decimal("300.31"), Decimal("300.31"), 0)
    assert fund.entries.first().goods == Decimal("100.10")


def test_only_the_cashier_keeps_funds(office: Office, neighbour):
    fund = office.fund()
    for scope in (office.clerk, office.chair, neighbour):
        with pytest.raises(PermissionDenied):
            funds.open_fund(by=scope, **VALUES)
        with pytest.raises(PermissionDenied):
            funds.add_income(fund=fund, amount=Decimal(1), on=OPENED, note="", by=scope)
        with pytest.raises(PermissionDenied):
            funds.close_month(fund=fund, through=date(2010, 1, 31), by=scope)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"amount": Decimal(0)}, "大于零"),
        ({"amount": Decimal(-5)}, "大于零"),
        ({"goods": Decimal("10.02")}, "物资折款"),
        ({"goods": Decimal(-1)}, "物资折款"),
        ({"amount": Decimal("1.001")}, "两位小数|小数"),
        ({"on": OPENED - timedelta(days=1)}, "早于"),
        ({"on": date(2999, 1, 1)}, "今天之后"),
    ],
)
def test_unsound_income_leaves_nothing(office: Office, values, words):
    fund = FundFactory(organisation=office.organisation)
    with pytest.raises(ValidationError, match=words):
        income(office, fund, **values)
    assert not LedgerEntry.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_closed_month_takes_no_income(office: Office):
    fund = office.fund()
    funds.close_month(fund=fund, through=date(2010, 2, 28), by=office.cashier)
    with pytest.raises(ValidationError, match="账已关至2010-02-28"):
        income(office, fund, on=date(2010, 2, 28))
    income(office, fund, on=date(2010, 3, 1))


def test_a_wrong_income_is_taken_back_by_a_row_of_its_own_day(office: Office):
    fund = FundFactory(organisation=office.organisation)
    entry = income(office, fund, amount=Decimal("300.30"), goods=Decimal("100.10"))
    back = funds.reverse_income(entry=entry, reason=" 金额录错 ", by=office.cashier)
    fund.refresh_from_db()
    assert (fund.received, back.on, back.reverses) == (0, entry.on, entry)
    assert (back.amount, back.goods) == (Decimal("-300.30"), Decimal("-100.10"))
    assert back.note == "冲销收入：金额录错"
    assert AuditEvent.objects.get(verb="aid.fund.reverse_income").note == "金额录错"
    assert not [*fund_differences()]


def test_an_income_is_taken_back_once(office: Office):
    entry = office.fund().entries.get()
    back = funds.reverse_income(entry=entry, reason="录错", by=office.cashier)
    with pytest.raises(ValidationError, match="已经冲销过"):
        funds.reverse_income(entry=entry, reason="录错", by=office.cashier)
    with pytest.raises(ValidationError, match="不是收入"):
        funds.reverse_income(entry=back, reason="反悔", by=office.cashier)
    assert LedgerEntry.objects.count() == 2


def test_a_payment_is_not_taken_back_as_income(office: Office):
    case = office.walked("pay", fund=office.fund())
    with pytest.raises(ValidationError, match="提出更正"):
        funds.reverse_income(entry=case.entries.get(), reason="录错", by=office.cashier)


def test_a_reversal_says_why(office: Office):
    entry = office.fund().entries.get()
    with pytest.raises(ValidationError, match="写明冲销原因"):
        funds.reverse_income(entry=entry, reason=" 　", by=office.cashier)


def test_a_closed_month_gives_no_income_back(office: Office):
    fund = office.fund()
    funds.close_month(fund=fund, through=date(2010, 1, 31), by=office.cashier)
    with pytest.raises(ValidationError, match="账已关至2010-01-31，不能再冲销"):
        funds.reverse_income(entry=fund.entries.get(), reason="录错", by=office.cashier)


@pytest.mark.parametrize("upto", ["approve", "pay"])
def test_income_already_promised_or_spent_is_not_taken_back(office: Office, upto):
    fund = office.fund("1000")
    office.walked(upto, fund=fund)
    with pytest.raises(ValidationError, match=r"可用余额500.00元，少于要冲销的1,000.00元"):
        funds.reverse_income(entry=fund.entries.first(), reason="录错", by=office.cashier)
    fund.refresh_from_db()
    assert fund.received == Decimal(1000)
    extra = income(office, fund, amount=Decimal(500))
    funds.reverse_income(entry=extra, reason="录错", by=office.cashier)


def test_only_the_cashier_of_the_office_takes_income_back(office: Office, yongan):
    entry = office.fund().entries.get()
    for scope in (office.clerk, office.chair, scope_of(yongan, "cashier")):
        with pytest.raises(PermissionDenied):
            funds.reverse_income(entry=entry, reason="录错", by=scope)


def test_books_close_forward_only(office: Office):
    fund = office.fund()
    fund = funds.close_month(fund=fund, through=date(2010, 3, 31), by=office.cashier)
    assert fund.books_closed_to == date(2010, 3, 31)
    with pytest.raises(ValidationError, match="账已关至2010-03-31"):
        funds.close_month(fund=fund, through=date(2010, 2, 28), by=office.cashier)


def test_the_current_month_stays_open(office: Office):
    end = (today().replace(day=1) + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    with pytest.raises(ValidationError, match="尚未结束"):
        funds.close_month(fund=office.fund(), through=end, by=office.cashier)


def test_two_funds_of_one_office_have_two_names(office: Office):
    funds.open_fund(by=office.cashier, **VALUES)
    with pytest.raises(ValidationError, match="同名"):
        funds.open_fund(by=office.cashier, **VALUES)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"opened_on": date(2010, 1, 5)}, "不能晚于首笔账"),
        ({"closed_on": OPENED}, "应晚于最后一笔账"),
        ({"closed_on": date(2999, 1, 1)}, "设立日期与今天之间"),
    ],
)
def test_a_funds_days_surround_its_rows(office: Office, values, words):
    with pytest.raises(ValidationError, match=words):
        funds.change_fund(fund=office.fund(), by=office.cashier, **values)


def test_a_fund_with_promises_is_not_retired(office: Office):
    fund = office.fund()
    office.walked("approve", fund=fund)
    with pytest.raises(ValidationError, match="未发放"):
        funds.change_fund(fund=fund, by=office.cashier, closed_on=date(2010, 6, 1))


def test_a_retired_fund_takes_no_approval_and_no_income(office: Office):
    fund = office.fund()
    funds.change_fund(fund=fund, by=office.cashier, closed_on=date(2010, 2, 1))
    with pytest.raises(ValidationError, match="停用"):
        office.walked("approve", fund=fund)
    with pytest.raises(ValidationError, match="停用"):
        income(office, fund, on=date(2010, 2, 1))


def test_a_stale_edit_of_a_fund_is_refused(office: Office):
    fund = office.fund()
    funds.change_fund(fund=fund, by=office.cashier, version=fund.version, name="改过的名")
    with pytest.raises(StaleEdit):
        funds.change_fund(fund=fund, by=office.cashier, version=fund.version, name="又改")
