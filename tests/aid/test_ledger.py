"""Laws of the ledger, kept under any order of operations; the check that reports a breach."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aid.actions import cases, corrections, funds
from aid.management.commands.check_ledgers import case_differences, fund_differences
from aid.models import AidCase, CaseState, Commitment, Correction, Fund, LedgerEntry
from tests.aid.conftest import undone
from tests.factories.aid import (
    APPLIED,
    CASH_500,
    AidCaseFactory,
    FundFactory,
    Office,
    case_in,
    take,
)

FEN = st.integers(1, 60_000).map(lambda fen: Decimal(fen).scaleb(-2))
DEEDS = ("income", "reverse", *("approve", "pay") * 2, "revoke", "ask", "grant", "refuse")
DEED = st.tuples(
    st.sampled_from(DEEDS),
    st.integers(0, 7),
    st.integers(0, 1),
    FEN,
)


class Books:
    """Two funds, a pile of cases ready for approval, and what may be done with them."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.funds = [office.fund("1000.01"), FundFactory(organisation=office.organisation)]

    def do(self, deed: str, which: int, fund: int, amount: Decimal) -> None:
        getattr(self, deed)(which, self.funds[fund], amount)

    def income(self, which: int, fund: Fund, amount: Decimal) -> None:
        by = self.office.cashier
        funds.add_income(fund=fund, amount=amount, on=APPLIED, note="拨入", by=by)

    def reverse(self, which: int, fund: Fund, amount: Decimal) -> None:
        rows = list(fund.entries.filter(kind="income").order_by("pk"))
        if not rows:
            raise ValidationError("none there")
        entry = rows[which % len(rows)]
        funds.reverse_income(entry=entry, reason="录错", by=self.office.cashier)

    def approve(self, which: int, fund: Fund, amount: Decimal) -> None:
        case = case_in(self.office, CaseState.NOTICED)
        case.lines.update(value=amount)
        take(case, "approve", by=self.office.chair, fund=fund)

    def pay(self, which: int, fund: Fund, amount: Decimal) -> None:
        take(self._any([CaseState.APPROVED], which), "pay", by=self.office.cashier)

    def revoke(self, which: int, fund: Fund, amount: Decimal) -> None:
        take(self._any([CaseState.APPROVED], which), "revoke", by=self.office.chair)

    def ask(self, which: int, fund: Fund, amount: Decimal) -> None:
        line = self._any([CaseState.PAID], which).lines.in_force().get()
        corrections.ask(line=line, value=amount, reason="录错", by=self.office.clerk)

    def grant(self, which: int, fund: Fund, amount: Decimal) -> None:
        self._decide(granted=True)

    def refuse(self, which: int, fund: Fund, amount: Decimal) -> None:
        self._decide(granted=False)

    def _decide(self, *, granted: bool) -> None:
        correction = Correction.objects.filter(state="asked").first()
        if correction is None:
            raise ValidationError("none waits")
        corrections.decide(
            correction=correction, granted=granted, opinion="已核", by=self.office.chair
        )

    def _any(self, states: list[str], which: int) -> AidCase:
        found = list(AidCase.objects.filter(state__in=states).order_by("pk"))
        if not found:
            raise ValidationError("none there")
        return found[which % len(found)]


@pytest.mark.django_db
@settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deeds=st.lists(DEED, min_size=25, max_size=40))
def test_counters_are_the_sums_of_their_rows_after_any_operations(office: Office, deeds):
    with undone():
        run(Books(office), deeds)


def run(books: Books, deeds: list[tuple[str, int, int, Decimal]]) -> None:
    for deed in deeds:
        before = list(LedgerEntry.objects.order_by("pk").values())
        try:
            books.do(*deed)
        except ValidationError:
            assert list(LedgerEntry.objects.order_by("pk").values()) == before
        assert list(LedgerEntry.objects.order_by("pk").values())[: len(before)] == before
    assert [*fund_differences(), *case_differences()] == []
    for fund in Fund.objects.all():
        assert fund.reserved >= 0
        assert fund.spent >= 0
        assert fund.room >= 0
        rows = fund.entries.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
        assert rows == fund.balance
        income = fund.entries.filter(kind="income", reversed_by=None)
        assert fund.received == (income.aggregate(sum=Sum("amount"))["sum"] or Decimal(0))
        assert rows == rows.quantize(Decimal("0.01"))
    for case in AidCase.objects.filter(state=CaseState.PAID):
        given_ = -case.entries.aggregate(sum=Sum("amount"))["sum"]
        assert given_ == case.lines.in_force().total()
        assert Commitment.objects.filter(case=case, state="used").count() == 1


@pytest.mark.database
@pytest.mark.django_db
def test_the_database_refuses_to_change_or_delete_a_row(office: Office):
    case = office.walked("pay", fund=office.fund())
    for rows in (case.entries.all(), case.steps.all()):
        for deed in (
            lambda rows=rows: rows.update(on=APPLIED),
            lambda rows=rows: rows._raw_delete("default"),
        ):
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                deed()


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize(
    "counters", [{"reserved": 1001}, {"spent": -1}, {"received": 0, "spent": 1}]
)
def test_the_database_refuses_counters_that_cannot_be(office: Office, counters):
    fund = office.fund("1000")
    with pytest.raises(DatabaseError), transaction.atomic():
        Fund.objects.filter(pk=fund.pk).update(**{k: Decimal(v) for k, v in counters.items()})


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "sign", "of_case", "reverses"),
    [
        ("income", -1, False, False),
        ("income", 1, True, False),
        ("payment", -1, False, False),
        ("payment", 1, True, False),
        ("reversal", 1, False, True),
        ("reversal", -1, True, True),
        ("reversal", 1, True, False),
        ("reversal", -1, False, False),
    ],
)
def test_the_database_refuses_a_row_of_the_wrong_sign(
    office: Office, kind, sign, of_case, reverses
):
    fund = office.fund()
    case = office.walked("pay", fund=fund)
    row = LedgerEntry(
        organisation=fund.organisation,
        fund=fund,
        kind=kind,
        on=APPLIED,
        amount=Decimal(sign),
        case=case if of_case else None,
        reverses=fund.entries.first() if reverses else None,
        recorded_by=office.cashier.user,
    )
    with pytest.raises(DatabaseError, match="entry_"), transaction.atomic():
        row.save()


def check() -> str:
    out = StringIO()
    call_command("check_ledgers", stdout=out)
    return out.getvalue()


def test_the_check_is_content_with_sound_books(office: Office):
    fund = office.fund()
    case = office.walked("pay", fund=fund)
    office.walked("approve", fund=fund)
    correction = corrections.ask(
        line=case.lines.get(), value=Decimal(300), reason="录错", by=office.clerk
    )
    corrections.decide(correction=correction, granted=True, by=office.chair)
    assert "已核对1项资金、4笔台账，全部相符" in check()


@contextmanager
def found() -> Iterator[StringIO]:
    out = StringIO()
    with pytest.raises(CommandError, match="不符"):
        call_command("check_ledgers", stdout=out)
    yield out


@pytest.mark.parametrize(
    ("counter", "words"), [("received", "累计收入"), ("reserved", "已留用"), ("spent", "累计发放")]
)
def test_the_check_names_a_counter_that_is_not_its_rows(office: Office, counter, words):
    fund = office.fund()
    Fund.objects.filter(pk=fund.pk).update(**{"received": Decimal(1000), counter: Decimal(999)})
    with found() as out:
        assert f"“{fund.name}”{words}为999.00元" in out.getvalue()


def test_the_check_names_a_case_paid_other_than_its_lines(office: Office):
    case = office.walked("pay", fund=office.fund())
    case.lines.update(value=Decimal(499))
    with found() as out:
        assert f"{case.number} 台账发放500.00元，帮扶内容合计499.00元" in out.getvalue()


def test_the_check_names_a_paid_case_without_a_payment(office: Office):
    day = {"approved_on": APPLIED, "paid_on": APPLIED}
    case = AidCaseFactory(person=office.person(), state=CaseState.PAID, **day)
    with found() as out:
        assert f"{case.number} 台账发放0.00元，帮扶内容合计500.00元" in out.getvalue()


def test_a_request_of_no_fund_has_no_ledger(office: Office):
    cases.apply(
        person=office.person(),
        place=office.place,
        lines=[CASH_500],
        by=office.clerk,
        kind="living",
        beneficiary="worker",
        reason="家庭困难",
    )
    assert not LedgerEntry.objects.exists()
