"""What waits for a post: cases by their next step and duty, corrections by who asked."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aid.models import AidCase, CaseStep
from aid.pickers import waiting_for
from tests.factories.aid import AidCaseFactory, CorrectionFactory, Office
from tests.factories.kernel import PlaceFactory, scope_of
from tests.factories.members import PersonFactory

pytestmark = pytest.mark.django_db
S = AidCase.State
NOTICE = {"notice_from": date(2010, 3, 1), "notice_until": date(2010, 3, 8)}


@pytest.fixture(autouse=True)
def ninth_of_march():
    with time_machine.travel("2010-03-09T09:00:00+08:00"):
        yield


def case_in(office, state, **values):
    return AidCaseFactory(person=office.person(), state=state, **values)


def labels(scope):
    return {one.label: one.count for one in waiting_for(scope)}


def took(case, scope, duty):
    CaseStep.objects.create(
        case=case,
        verb="verify",
        to_state=case.state,
        on=date(2010, 3, 2),
        by=scope.user,
        role_key=scope.role.key,
        duty=duty,
    )


@pytest.fixture
def cases(office):
    """One case in every state before payment, and two just applied for."""
    for state in (S.APPLIED, S.APPLIED, S.VERIFIED, S.REVIEWED, S.RETURNED, S.WITHDRAWN):
        case_in(office, state)
    case_in(office, S.NOTICED, **NOTICE)
    case_in(office, S.APPROVED, approved_on=date(2010, 3, 5))


def test_each_post_sees_the_step_that_is_its_own(office, cases):
    assert labels(office.clerk) == {
        "帮扶申请待核实": 2,
        "帮扶申请待公示": 1,
        "帮扶申请待重新提交": 1,
    }
    assert labels(office.reviewer) == {"帮扶申请待审核": 1}
    assert labels(office.chair) == {"帮扶申请待审核": 1, "帮扶申请待审批": 1}
    assert labels(office.cashier) == {"帮扶申请待发放": 1}


def test_the_line_opens_the_cases_and_says_since_when(office):
    case_in(office, S.APPLIED, applied_on=date(2010, 2, 3))
    case_in(office, S.APPLIED)
    (one,) = waiting_for(office.clerk)
    assert one.url == "/aid/cases/?state=applied"
    assert one.since == date(2010, 2, 3)


def test_a_notice_waits_for_approval_from_the_day_after_it_ends(office):
    case_in(office, S.NOTICED, notice_from=date(2010, 3, 2), notice_until=date(2010, 3, 9))
    assert labels(office.chair) == {"帮扶申请公示今日截止": 1}
    with time_machine.travel("2010-03-10T09:00:00+08:00"):
        assert labels(office.chair) == {"帮扶申请待审批": 1}


def test_a_case_does_not_wait_for_who_holds_a_duty_never_joined(office):
    handled = case_in(office, S.NOTICED, **NOTICE)
    took(handled, office.chair, "handle")
    approved = case_in(office, S.APPROVED, approved_on=date(2010, 3, 5))
    took(approved, office.cashier, "approve")
    reviewed = case_in(office, S.NOTICED, **NOTICE)
    took(reviewed, office.chair, "review")
    assert labels(office.chair) == {"帮扶申请待审批": 1}
    assert labels(office.cashier) == {}


def test_a_correction_waits_for_another_than_who_asked(office):
    case = case_in(office, S.PAID, approved_on=date(2010, 3, 5), paid_on=date(2010, 3, 6))
    asked = CorrectionFactory(line=case.lines.get(), asked_by=office.clerk.user)
    (one,) = waiting_for(office.chair)
    assert (one.label, one.count) == ("帮扶更正待复核", 1)
    assert one.url == f"/aid/corrections/{asked.pk}/"
    assert labels(scope_of(office.organisation, "chair", user=office.clerk.user)) == {}


def test_cases_of_others_wait_for_others(office, cases, neighbour, county_officer, admin):
    for scope in (neighbour, county_officer, admin):
        assert labels(scope) == {}


def test_a_contact_is_told_of_the_own_village_only(office, cases):
    village = PlaceFactory(organisation=office.organisation)
    contact = scope_of(office.organisation, "contact", place=village)
    assert labels(contact) == {}
    AidCaseFactory(person=PersonFactory(organisation=office.organisation, place=village))
    assert labels(contact) == {"帮扶申请待核实": 1}


@pytest.mark.database
def test_two_queries_however_many_cases(office, cases):
    Office.of(office.organisation)
    with CaptureQueriesContext(connection) as asked:
        waiting_for(office.chair)
    assert len(asked) == 2
