"""更正: reversal and new row on the day of the row they correct, by a second person."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid.actions import cases, corrections, funds
from aid.models import AidLine, CaseState, Correction, LedgerEntry
from tests.factories.aid import CASH_500, RICE_200, Office, day_of, take
from tests.factories.kernel import scope_of


def asked(office: Office, case, value="400") -> Correction:
    line = case.lines.in_force().first()
    return corrections.ask(line=line, value=Decimal(value), reason="金额录错", by=office.clerk)


def test_a_correction_reverses_the_payment_and_pays_the_new_total(office: Office):
    fund = office.fund()
    case = office.walked("pay", CASH_500, RICE_200, fund=fund)
    corrections.decide(correction=asked(office, case), granted=True, by=office.chair)
    fund.refresh_from_db()
    rows = list(LedgerEntry.objects.filter(case=case).values_list("kind", "on", "amount", "goods"))
    paid_on = day_of("pay")
    assert rows == [
        ("payment", paid_on, Decimal(-700), Decimal(-200)),
        ("reversal", paid_on, Decimal(700), Decimal(200)),
        ("payment", paid_on, Decimal(-600), Decimal(-200)),
    ]
    assert (fund.spent, fund.room) == (600, 400)
    assert case.lines.in_force().total() == 600


def test_the_old_line_stands_beside_the_one_that_replaces_it(office: Office):
    case = office.walked("pay", fund=office.fund())
    correction = asked(office, case)
    corrections.decide(correction=correction, granted=True, by=office.chair)
    old = AidLine.objects.get(pk=correction.line_id)
    assert (old.value, old.replacement.value, old.replacement.item) == (500, 400, "救助金")


def test_a_refused_correction_changes_no_money(office: Office):
    fund = office.fund()
    case = office.walked("pay", fund=fund)
    with pytest.raises(ValidationError, match="须写明理由"):
        corrections.decide(correction=asked(office, case), granted=False, by=office.chair)
    correction = Correction.objects.get()
    corrections.decide(correction=correction, granted=False, opinion="有签收单", by=office.chair)
    fund.refresh_from_db()
    assert (fund.spent, LedgerEntry.objects.filter(case=case).count()) == (500, 1)
    assert case.steps.latest("pk").verb == "correct_refuse"


def test_a_correction_leaves_steps_in_their_duties(office: Office):
    case = office.walked("pay", fund=office.fund())
    corrections.decide(correction=asked(office, case), granted=True, by=office.chair)
    left = list(case.steps.order_by("pk").values_list("verb", "duty", "by"))[-2:]
    assert left == [
        ("correct_ask", "handle", office.clerk.user.pk),
        ("correct", "approve", office.chair.user.pk),
    ]


@pytest.mark.parametrize("role", ["clerk", "cashier"])
def test_neither_the_asker_nor_the_payer_decides(office: Office, role):
    case = office.walked("pay", fund=office.fund())
    correction = asked(office, case)
    same = scope_of(office.organisation, "chair", user=getattr(office, role).user)
    with pytest.raises(ValidationError, match="须由另一人办理"):
        corrections.decide(correction=correction, granted=True, by=same, ground="small_office")
    assert LedgerEntry.objects.filter(case=case).count() == 1


def test_deciding_is_the_chairs_right_in_the_own_office(office: Office, neighbour, yongan):
    correction = asked(office, office.walked("pay", fund=office.fund()))
    for scope in (office.clerk, office.cashier, scope_of(yongan, "chair")):
        with pytest.raises(PermissionDenied):
            corrections.decide(correction=correction, granted=True, by=scope)
    with pytest.raises(PermissionDenied):
        asked_line = correction.line
        corrections.ask(line=asked_line, value=Decimal(1), reason="越权", by=neighbour)


def test_a_closed_month_refuses_asking_and_granting(office: Office):
    fund = office.fund()
    case, other = office.walked("pay", fund=fund), office.walked("pay", fund=fund)
    correction = asked(office, case)
    funds.close_month(fund=fund, through=date(2010, 3, 31), by=office.cashier)
    with pytest.raises(ValidationError, match="不能再更正"):
        corrections.decide(correction=correction, granted=True, by=office.chair)
    with pytest.raises(ValidationError, match="不能再更正"):
        asked(office, other)
    fund.refresh_from_db()
    assert fund.spent == 1000


def test_more_than_the_fund_has_is_not_granted(office: Office):
    fund = office.fund("600")
    case = office.walked("pay", fund=fund)
    correction = asked(office, case, "700.01")
    with pytest.raises(ValidationError, match=r"不够本次的200\.01元"):
        corrections.decide(correction=correction, granted=True, by=office.chair)
    correction.refresh_from_db()
    assert correction.state == "asked"
    assert case.lines.in_force().total() == 500


def test_a_line_has_one_open_correction(office: Office):
    case = office.walked("pay", fund=office.fund())
    asked(office, case)
    with pytest.raises(ValidationError, match="等待复核"):
        asked(office, case, "300")


def test_a_correction_is_decided_once(office: Office):
    case = office.walked("pay", fund=office.fund())
    correction = asked(office, case)
    corrections.decide(correction=correction, granted=True, by=office.chair)
    with pytest.raises(ValidationError, match="已有人复核"):
        corrections.decide(correction=correction, granted=True, by=office.chair)


def test_what_was_corrected_is_corrected_again_on_the_new_line(office: Office):
    fund = office.fund()
    case = office.walked("pay", fund=fund)
    first = asked(office, case)
    corrections.decide(correction=first, granted=True, by=office.chair)
    with pytest.raises(ValidationError, match="已被更正过"):
        corrections.ask(line=first.line, value=Decimal(1), reason="再改", by=office.clerk)
    corrections.decide(correction=asked(office, case, "450.50"), granted=True, by=office.chair)
    fund.refresh_from_db()
    assert fund.spent == case.lines.in_force().total() == Decimal("450.50")


@pytest.mark.parametrize(("value", "words"), [("500", "与现有金额相同"), ("0", "大于零")])
def test_the_new_value_is_another_one_above_zero(office: Office, value, words):
    case = office.walked("pay", fund=office.fund())
    with pytest.raises(ValidationError, match=words):
        asked(office, case, value)


def test_an_unpaid_line_is_changed_not_corrected(office: Office):
    with pytest.raises(ValidationError, match="尚未发放"):
        asked(office, office.apply())


def test_a_case_closes_after_its_corrections_are_decided(office: Office):
    case = office.walked("pay", fund=office.fund())
    correction = asked(office, case)
    with pytest.raises(ValidationError, match="等待复核"):
        take(case, "close", by=office.clerk)
    corrections.decide(correction=correction, granted=True, by=office.chair)
    assert cases.advance(case=case, verb="close", by=office.clerk).state == CaseState.CLOSED
