"""Only the table moves a case, and only who may; a refused move leaves nothing behind."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from aid.actions import cases
from aid.models import AidCase, CaseState, CaseStep, Commitment, Fund, LedgerEntry
from aid.workflow import CASE_FLOW, LABELS, MAIN_PATH
from tests.factories.aid import Office, case_in, take
from tests.factories.kernel import scope_of
from unionhub.models import AuditEvent
from unionhub.roles import ROLES
from unionhub.workflow import WrongState


def traces(case: AidCase) -> tuple[object, ...]:
    """Everything a move could leave."""
    return (
        AidCase.objects.values().get(pk=case.pk),
        CaseStep.objects.count(),
        AuditEvent.objects.count(),
        LedgerEntry.objects.count(),
        list(Commitment.objects.order_by("pk").values()),
        list(Fund.objects.order_by("pk").values()),
    )


@pytest.mark.parametrize("verb", CASE_FLOW.steps)
@pytest.mark.parametrize("state", CaseState.values)
def test_only_the_table_moves_a_case(office: Office, state, verb):
    step = CASE_FLOW.steps[verb]
    fund = office.fund()
    case = case_in(office, state, fund=fund)
    scopes = {
        key: scope_of(office.organisation, key, place=office.place if key == "contact" else None)
        for key in ROLES
    }
    before = traces(case)
    allowed = [key for key, scope in scopes.items() if scope.may(step.permission)]

    for key, scope in scopes.items():
        if key not in allowed:
            with pytest.raises(PermissionDenied):
                take(case, verb, by=scope, fund=fund)
        elif state not in step.sources:
            with pytest.raises(WrongState):
                take(case, verb, by=scope, fund=fund)
    assert traces(case) == before

    if state in step.sources:
        moved = take(case, verb, by=scopes[allowed[0]], fund=fund)
        left = CaseStep.objects.get(case=case)
        assert (moved.state, left.from_state, left.to_state, left.duty) == (
            step.target,
            state,
            step.target,
            step.duty,
        )
        assert AuditEvent.objects.latest("seq").verb == f"aid.case.{verb}"


def test_steps_of_their_own_cannot_be_taken_by_the_plain_action(office: Office):
    case = case_in(office, CaseState.APPROVED)
    for verb in ("verify", "post_notice", "approve", "pay", "apply", "no-such-verb"):
        with pytest.raises(PermissionDenied):
            cases.advance(case=case, verb=verb, by=office.cashier)


def test_another_office_moves_nothing(office: Office, neighbour, kailu):
    case = case_in(office, CaseState.APPLIED)
    above = scope_of(kailu, "clerk")
    for scope in (neighbour, above):
        with pytest.raises(PermissionDenied):
            take(case, "verify", by=scope)


def test_the_main_path_ends_with_money_given_and_the_file_closed(office: Office):
    fund = office.fund("700")
    case = office.walked("close", fund=fund)
    fund.refresh_from_db()
    entry = LedgerEntry.objects.get(kind="payment")
    assert case.state == CaseState.CLOSED
    assert (fund.room, fund.reserved, fund.spent) == (200, 0, 500)
    assert (entry.amount, entry.on, entry.case) == (-500, case.paid_on, case)
    assert [s.verb for s in case.steps.all()] == list(MAIN_PATH)


def test_every_verb_has_a_word():
    verbs = {*CASE_FLOW.steps, *MAIN_PATH}
    assert verbs <= set(LABELS)
    assert all(step.consequence for step in CASE_FLOW)


@pytest.mark.parametrize("verb", [s.verb for s in CASE_FLOW if s.opinion])
def test_a_step_that_stops_the_case_says_why(office: Office, verb):
    step = CASE_FLOW.steps[verb]
    case = case_in(office, sorted(step.sources)[0])
    with pytest.raises(Exception, match="须写明意见"):
        cases.advance(case=case, verb=verb, by=office.holder(verb), opinion="  ")


def test_a_returned_case_starts_a_new_round(office: Office):
    case = office.walked("post_notice")
    case = take(case, "hand_back", by=office.chair)
    assert case.notice_until is not None
    case = take(case, "resubmit", by=office.clerk)
    assert case.state == CaseState.APPLIED
    assert (case.visited_on, case.findings, case.notice_from) == (None, "", None)


def test_revoking_an_approval_frees_the_room(office: Office):
    fund = office.fund("500")
    case = office.walked("approve", fund=fund)
    case = take(case, "revoke", by=office.chair)
    fund.refresh_from_db()
    assert (case.state, case.approved_on, fund.room) == (CaseState.RETURNED, None, 500)
    assert Commitment.objects.get(case=case).state == "released"


def test_a_case_is_approved_again_after_a_revoked_approval(office: Office):
    fund = office.fund("500")
    case = take(office.walked("approve", fund=fund), "revoke", by=office.chair)
    late = {"on": case.applied_on.replace(month=4)}
    case = take(case, "resubmit", by=office.clerk, **late)
    case = take(case, "verify", by=office.clerk, **late)
    case = take(case, "review", by=office.reviewer, **late)
    case = take(case, "post_notice", by=office.clerk, **late)
    case = take(case, "approve", by=office.chair, fund=fund, on=case.applied_on.replace(month=5))
    case = take(case, "pay", by=office.cashier, on=case.approved_on)
    fund.refresh_from_db()
    assert (case.state, fund.spent, fund.room) == (CaseState.PAID, 500, 0)
