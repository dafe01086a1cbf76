"""Entering and changing a request; days, duties and money of its steps."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from aid.actions import cases, funds
from aid.models import AidCase, CaseState, CaseStep, Commitment, LedgerEntry
from tests.factories.aid import (
    APPLIED,
    CASH_500,
    REQUEST,
    RICE_200,
    Office,
    case_in,
    day_of,
    take,
)
from tests.factories.kernel import PlaceFactory, scope_of
from tests.factories.members import PersonFactory
from unionhub.changes import StaleEdit
from unionhub.models import AuditEvent
from unionhub.periods import today
from unionhub.workflow import WrongState


def test_a_request_gets_the_offices_next_number_of_its_year(office: Office):
    first, second = office.apply(), office.apply()
    assert (first.number, second.number) == ("XINGFA-BF-2010-0001", "XINGFA-BF-2010-0002")
    assert first.state == CaseState.APPLIED
    assert first.steps.get().duty == "handle"


def test_a_request_holds_cash_and_goods(office: Office):
    case = office.apply(CASH_500, RICE_200)
    assert AidCase.objects.for_list().get(pk=case.pk).total == Decimal("700.00")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([], "至少填写一项"),
        ([{**CASH_500, "value": Decimal(0)}], "第1项：金额"),
        ([CASH_500, {**CASH_500, "value": Decimal(-1)}], "第2项：金额"),
        ([{**CASH_500, "value": Decimal("1.005")}], "第1项"),
        ([{**CASH_500, "item": ""}], "第1项"),
    ],
)
def test_a_request_without_sound_lines_is_refused_whole(office: Office, lines, words):
    with pytest.raises(ValidationError, match=words):
        cases.apply(
            person=office.person(), place=office.place, lines=lines, by=office.clerk, **REQUEST
        )
    assert not AidCase.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_request_of_tomorrow_is_refused(office: Office):
    with pytest.raises(ValidationError, match="今天之后"):
        cases.apply(
            person=office.person(),
            place=office.place,
            lines=[CASH_500],
            by=office.clerk,
            on=today() + timedelta(days=1),
            **REQUEST,
        )


def test_a_contact_applies_for_people_of_the_own_place_only(office: Office):
    contact = scope_of(office.organisation, "contact", place=office.place)
    elsewhere = PlaceFactory(organisation=office.organisation)
    stranger = PersonFactory(organisation=office.organisation, place=elsewhere)
    own = cases.apply(
        person=office.person(), place=office.place, lines=[CASH_500], by=contact, **REQUEST
    )
    assert own.place == office.place
    with pytest.raises(PermissionDenied, match="本村"):
        cases.apply(person=stranger, place=elsewhere, lines=[CASH_500], by=contact, **REQUEST)
    with pytest.raises(ValidationError, match="片区村居"):
        cases.apply(
            person=office.person(), place=elsewhere, lines=[CASH_500], by=contact, **REQUEST
        )


def test_a_place_of_another_office_is_refused(office: Office, yongan):
    theirs = PlaceFactory(organisation=yongan)
    with pytest.raises(ValidationError, match="片区村居"):
        cases.apply(
            person=office.person(), place=theirs, lines=[CASH_500], by=office.clerk, **REQUEST
        )


def test_the_diagnosis_is_not_in_the_audit_trail(office: Office):
    case = office.apply(illness="肺结核")
    cases.change(
        case=case, lines=[CASH_500], by=office.clerk, version=case.version, illness="乙型肝炎"
    )
    kept = [str(event.changes) + event.note for event in AuditEvent.objects.all()]
    assert not any("肺结核" in text or "乙型肝炎" in text for text in kept)


def test_a_change_replaces_lines_and_counts_as_handling(office: Office):
    case = office.apply()
    changed = cases.change(
        case=case, lines=[RICE_200], by=office.clerk, version=0, reason="改写的事由"
    )
    assert [line.item for line in changed.lines.all()] == ["大米"]
    assert (changed.reason, changed.version) == ("改写的事由", 1)
    assert changed.steps.latest("pk").verb == "change"


def test_a_change_of_lines_alone_makes_a_new_version(office: Office):
    case = office.apply()
    cases.change(case=case, lines=[RICE_200], by=office.clerk, version=0)
    with pytest.raises(StaleEdit):
        cases.change(case=case, lines=[CASH_500], by=office.clerk, version=0)


def test_a_change_that_changes_nothing_leaves_no_step(office: Office):
    case = office.apply()
    cases.change(case=case, lines=[CASH_500], by=office.clerk, version=0)
    assert [s.verb for s in case.steps.all()] == ["apply"]


@pytest.mark.parametrize("state", [s for s in CaseState.values if s not in ("applied", "returned")])
def test_a_case_that_went_on_is_not_changed(office: Office, state):
    case = case_in(office, state)
    with pytest.raises(WrongState, match="不能修改"):
        cases.change(case=case, lines=[RICE_200], by=office.clerk)


def test_another_office_changes_nothing(office: Office, neighbour):
    with pytest.raises(PermissionDenied):
        cases.change(case=office.apply(), lines=[RICE_200], by=neighbour)


def test_the_request_stays_before_the_first_step(office: Office):
    case = take(office.walked("verify"), "send_back", by=office.reviewer)
    with pytest.raises(ValidationError, match="不能晚于首次办理"):
        cases.change(
            case=case, lines=[CASH_500], by=office.clerk, applied_on=day_of("verify") + timedelta(1)
        )


def test_a_chair_cannot_approve_what_he_entered(office: Office):
    """The same person, clerk in the morning and chair in the afternoon; no ground helps."""
    both = scope_of(office.organisation, "clerk", user=office.chair.user)
    case = cases.apply(
        person=office.person(),
        place=office.place,
        lines=[CASH_500],
        by=both,
        on=APPLIED,
        **REQUEST,
    )
    for verb in ("verify", "review", "post_notice"):
        case = take(case, verb, by=office.holder(verb))
    for ground in ("", "small_office"):
        with pytest.raises(ValidationError, match="已承担“经办”"):
            take(case, "approve", by=office.chair, fund=office.fund(), ground=ground)
    assert not Commitment.objects.exists()


def test_who_changed_a_sum_does_not_approve_it(office: Office):
    both = scope_of(office.organisation, "clerk", user=office.chair.user)
    case = office.apply()
    cases.change(case=case, lines=[RICE_200], by=both)
    for verb in ("verify", "review", "post_notice"):
        case = take(case, verb, by=office.holder(verb))
    with pytest.raises(ValidationError, match="已承担“经办”"):
        take(case, "approve", by=office.chair, fund=office.fund())


def test_duties_of_an_earlier_round_still_count(office: Office):
    both = scope_of(office.organisation, "chair", user=office.clerk.user)
    case = take(office.walked("verify"), "send_back", by=office.reviewer)
    other = scope_of(office.organisation, "clerk")
    for verb in ("resubmit", "verify"):
        case = take(case, verb, by=other, on=date(2010, 4, 1))
    case = take(case, "review", by=office.reviewer, on=date(2010, 4, 1))
    case = take(case, "post_notice", by=other, on=date(2010, 4, 1))
    with pytest.raises(ValidationError, match="已承担“经办”"):
        take(case, "approve", by=both, fund=office.fund(), on=date(2010, 5, 1))


def test_who_approved_does_not_pay(office: Office):
    both = scope_of(office.organisation, "cashier", user=office.chair.user)
    case = office.walked("approve", fund=office.fund())
    with pytest.raises(ValidationError, match="已承担“审批”"):
        take(case, "pay", by=both, ground="small_office")
    assert not LedgerEntry.objects.filter(kind="payment").exists()


def test_clerk_and_chair_suffice_and_it_shows(office: Office):
    cashier = scope_of(office.organisation, "cashier", user=office.clerk.user)
    case = office.walked("verify")
    case = take(case, "review", by=office.chair)
    case = take(case, "post_notice", by=office.clerk)
    fund = office.fund()
    with pytest.raises(ValidationError, match="兼任“审批”须写明依据"):
        take(case, "approve", by=office.chair, fund=fund)
    case = take(case, "approve", by=office.chair, fund=fund, ground="small_office")
    case = take(case, "pay", by=cashier, ground="small_sum")
    grounds = dict(case.steps.values_list("verb", "ground"))
    assert grounds["approve"] == "small_office"
    assert grounds["pay"] == "small_sum"
    assert grounds["review"] == ""


def test_a_committees_decision_is_attached_before_it_is_a_ground(office: Office):
    case = office.walked("review")
    reviewing = scope_of(office.organisation, "clerk", user=office.reviewer.user)
    with pytest.raises(ValidationError, match="会议纪要"):
        take(case, "post_notice", by=reviewing, ground="committee")


def test_an_unknown_ground_is_refused(office: Office):
    case = office.walked("review")
    reviewing = scope_of(office.organisation, "clerk", user=office.reviewer.user)
    with pytest.raises(ValidationError):
        take(case, "post_notice", by=reviewing, ground="because")
    assert case.steps.count() == 3


@pytest.mark.parametrize("verb", ["verify", "review", "post_notice", "approve", "pay", "close"])
def test_no_step_is_dated_before_the_one_before(office: Office, verb):
    fund = office.fund()
    before = {"verify": None, "review": "verify", "post_notice": "review"}
    before |= {"approve": "post_notice", "pay": "approve", "close": "pay"}
    case = office.walked(before[verb], fund=fund) if before[verb] else office.apply()
    floor = day_of(before[verb]) if before[verb] else APPLIED
    with pytest.raises(ValidationError, match="早于上一步"):
        take(case, verb, by=office.holder(verb), fund=fund, on=floor - timedelta(days=1))
    with pytest.raises(ValidationError, match="今天之后"):
        take(case, verb, by=office.holder(verb), fund=fund, on=today() + timedelta(days=1))


def test_approval_waits_for_the_end_of_the_notice(office: Office):
    case = office.walked("post_notice")
    fund = office.fund()
    with pytest.raises(ValidationError, match="截止"):
        take(case, "approve", by=office.chair, fund=fund, on=case.notice_until)
    case = take(case, "approve", by=office.chair, fund=fund, on=case.notice_until + timedelta(1))
    assert case.state == CaseState.APPROVED


def test_approval_is_refused_with_the_numbers_when_the_fund_is_short(office: Office):
    fund = office.fund("499.99")
    with pytest.raises(ValidationError, match=r"499\.99元，不够本次的500\.00元"):
        office.walked("approve", fund=fund)
    fund.refresh_from_db()
    assert (fund.reserved, fund.room) == (0, Decimal("499.99"))


def test_approval_takes_the_last_fen(office: Office):
    fund = office.fund("500.00")
    office.walked("approve", fund=fund)
    fund.refresh_from_db()
    assert fund.room == 0


def test_another_offices_fund_pays_nothing(office: Office, yongan):
    theirs = Office.of(yongan).fund()
    with pytest.raises(PermissionDenied):
        office.walked("approve", fund=theirs)


def test_a_closed_month_takes_no_approval_and_no_payment(office: Office):
    fund = office.fund()
    case = office.walked("approve", fund=fund)
    other = office.walked("post_notice")
    funds.close_month(fund=fund, through=date(2010, 3, 31), by=office.cashier)
    with pytest.raises(ValidationError, match="账已关至2010-03-31"):
        take(case, "pay", by=office.cashier)
    with pytest.raises(ValidationError, match="账已关至2010-03-31"):
        take(other, "approve", by=office.chair, fund=fund)
    case = take(case, "pay", by=office.cashier, on=date(2010, 4, 1))
    assert case.paid_on == date(2010, 4, 1)


def test_goods_are_in_the_ledger_at_their_value(office: Office):
    fund = office.fund()
    office.walked("apply", CASH_500, RICE_200)
    case = office.walked("pay", CASH_500, RICE_200, fund=fund)
    entry = LedgerEntry.objects.get(case=case)
    assert (entry.amount, entry.goods) == (Decimal("-700.00"), Decimal("-200.00"))


def test_a_case_is_paid_once(office: Office):
    case = office.walked("pay", fund=office.fund())
    with pytest.raises(WrongState, match="已发放"):
        take(case, "pay", by=office.cashier)
    assert LedgerEntry.objects.filter(case=case).count() == 1
    assert CaseStep.objects.filter(case=case, verb="pay").count() == 1


def test_findings_are_needed(office: Office):
    with pytest.raises(ValidationError, match="核实情况"):
        cases.verify(
            case=office.apply(),
            visited_on=APPLIED,
            visitor_one="入户甲",
            visitor_two="入户乙",
            findings=" ",
            by=office.clerk,
            on=APPLIED,
        )
