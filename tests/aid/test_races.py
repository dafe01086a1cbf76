"""Twenty people at once: a fund is never overdrawn, a case never paid twice."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from aid.actions import corrections, funds
from aid.management.commands.check_ledgers import case_differences, fund_differences
from aid.models import AidCase, CaseState, CaseStep, Commitment, LedgerEntry
from tests.factories.aid import Office, case_in, take
from tests.factories.kernel import scope_of
from tests.helpers import race
from unionhub.audit import broken_at
from unionhub.models import AuditEvent

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
CROWD = 20


def refused(results: list[Any]) -> list[ValidationError]:
    return [result for result in results if isinstance(result, ValidationError)]


def ledgers_agree() -> bool:
    return not [*fund_differences(), *case_differences()] and broken_at() is None


def test_room_for_five_pays_exactly_five_of_twenty(office: Office):
    fund = office.fund("2500")
    waiting = [case_in(office, CaseState.NOTICED) for _ in range(CROWD)]
    chairs = [scope_of(office.organisation, "chair") for _ in waiting]

    answers = race(
        *(
            lambda case=case, chair=chair: take(case, "approve", by=chair, fund=fund)
            for case, chair in zip(waiting, chairs, strict=True)
        )
    )
    approved = list(AidCase.objects.filter(state=CaseState.APPROVED))
    assert len(approved) == 5
    assert len(refused(answers)) == 15
    assert all("不够本次的500.00元" in refusal.messages[0] for refusal in refused(answers))
    fund.refresh_from_db()
    assert (fund.reserved, fund.room) == (Decimal(2500), 0)

    paid = race(
        *(lambda case=case: take(case, "pay", by=office.cashier) for case in approved),
        *(lambda case=case: take(case, "pay", by=office.cashier) for case in approved),
    )
    fund.refresh_from_db()
    assert len(refused(paid)) == 5
    assert LedgerEntry.objects.filter(kind="payment").count() == 5
    assert (fund.reserved, fund.spent) == (0, Decimal(2500))
    assert ledgers_agree()


def test_twenty_cashiers_pay_one_case_once(office: Office):
    fund = office.fund("2500")
    case = office.walked("approve", fund=fund)
    cashiers = [scope_of(office.organisation, "cashier") for _ in range(CROWD)]
    answers = race(*(lambda by=by: take(case, "pay", by=by) for by in cashiers))
    fund.refresh_from_db()
    assert len(refused(answers)) == CROWD - 1
    assert LedgerEntry.objects.filter(case=case).count() == 1
    assert AuditEvent.objects.filter(verb="aid.case.pay").count() == 1
    assert (fund.spent, fund.reserved) == (Decimal(500), 0)
    assert ledgers_agree()


def test_twenty_chairs_approve_one_case_once(office: Office):
    fund = office.fund("2500")
    case = office.walked("post_notice")
    chairs = [scope_of(office.organisation, "chair") for _ in range(CROWD)]
    answers = race(*(lambda by=by: take(case, "approve", by=by, fund=fund) for by in chairs))
    fund.refresh_from_db()
    assert len(refused(answers)) == CROWD - 1
    assert Commitment.objects.count() == 1
    assert fund.reserved == Decimal(500)


def test_approve_against_withdraw_ends_in_one_of_them(office: Office):
    fund = office.fund("5000")
    for _ in range(5):
        case = office.walked("post_notice")
        answers = race(
            lambda case=case: take(case, "approve", by=office.chair, fund=fund),
            lambda case=case: take(case, "withdraw", by=office.clerk),
        )
        case.refresh_from_db()
        last = CaseStep.objects.filter(case=case).latest("pk")
        assert len(refused(answers)) == 1
        assert case.state in (CaseState.APPROVED, CaseState.WITHDRAWN)
        assert last.to_state == case.state
        promised = Commitment.objects.filter(case=case, state="open").exists()
        assert promised == (case.state == CaseState.APPROVED)
    assert ledgers_agree()


def test_pay_against_revoke_ends_in_one_of_them(office: Office):
    fund = office.fund("5000")
    for _ in range(5):
        case = office.walked("approve", fund=fund)
        answers = race(
            lambda case=case: take(case, "pay", by=office.cashier),
            lambda case=case: take(case, "revoke", by=office.chair),
        )
        case.refresh_from_db()
        assert len(refused(answers)) == 1
        assert case.state in (CaseState.PAID, CaseState.RETURNED)
    assert ledgers_agree()


def test_one_person_racing_in_two_duties_takes_one_of_them(office: Office):
    """The duties are read under the lock: two posts of one person do not slip past each other."""
    both = scope_of(office.organisation, "chair", user=office.cashier.user)
    fund = office.fund("5000")
    case = office.walked("post_notice")
    race(
        lambda: take(case, "approve", by=both, fund=fund),
        lambda: take(case, "pay", by=office.cashier),
    )
    duties = Counter(CaseStep.objects.filter(case=case).values_list("by", "duty"))
    assert duties[office.cashier.user.pk, "pay"] == 0
    assert duties[office.cashier.user.pk, "approve"] == 1


def test_two_chairs_decide_a_correction_once(office: Office):
    fund = office.fund("5000")
    case = office.walked("pay", fund=fund)
    correction = corrections.ask(
        line=case.lines.get(), value=Decimal(400), reason="金额录错", by=office.clerk
    )
    chairs = [scope_of(office.organisation, "chair") for _ in range(4)]
    answers = race(
        *(
            lambda by=by: corrections.decide(correction=correction, granted=True, by=by)
            for by in chairs
        )
    )
    fund.refresh_from_db()
    assert len(refused(answers)) == 3
    assert fund.spent == Decimal(400)
    assert ledgers_agree()


def test_one_income_is_taken_back_once(office: Office):
    fund = office.fund("2500")
    entry = fund.entries.get()
    cashiers = [scope_of(office.organisation, "cashier") for _ in range(4)]
    answers = race(
        *(lambda by=by: funds.reverse_income(entry=entry, reason="录错", by=by) for by in cashiers)
    )
    fund.refresh_from_db()
    assert len(refused(answers)) == 3
    assert fund.received == 0
    assert ledgers_agree()


def test_income_taken_back_against_approvals_leaves_no_promise_without_money(office: Office):
    fund = office.fund("500")
    for _ in range(5):
        case = office.walked("post_notice")
        entry = fund.entries.filter(kind="income").latest("pk")
        answers = race(
            lambda case=case: take(case, "approve", by=office.chair, fund=fund),
            lambda entry=entry: funds.reverse_income(entry=entry, reason="录错", by=office.cashier),
        )
        fund.refresh_from_db()
        assert len(refused(answers)) == 1
        assert fund.room == 0
        funds.add_income(
            fund=fund, amount=Decimal(500), on=fund.opened_on, note="拨入", by=office.cashier
        )
    assert ledgers_agree()
