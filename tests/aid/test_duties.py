"""Whatever is tried in whatever order, nobody ends up with duties that are kept apart."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aid.actions import cases
from aid.models import CaseStep
from aid.rules import NEVER_JOINED
from aid.workflow import CASE_FLOW, EDITABLE
from tests.aid.conftest import undone
from tests.factories.aid import APPLIED, CASH_500, REQUEST, RICE_200, Office, take
from tests.factories.kernel import UserFactory, scope_of

ROLE_OF = {"handle": "clerk", "review": "reviewer", "approve": "chair", "pay": "cashier"}
TRY = st.tuples(
    st.integers(0, 2),  # who of three people, each in every post
    st.integers(0, 5),  # which of the verbs open in the state, or an edit
    st.sampled_from(["", "", "small_office", "small_sum"]),
)


@pytest.mark.django_db
@settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(first=st.integers(0, 2), tries=st.lists(TRY, min_size=6, max_size=14))
def test_no_order_of_tries_joins_what_is_kept_apart(office: Office, first, tries):
    with undone():
        steps = tried(office, first, tries)
    for earlier, later in combinations(steps, 2):
        if earlier.by_id == later.by_id and earlier.duty != later.duty:
            assert frozenset({earlier.duty, later.duty}) not in NEVER_JOINED
            assert later.ground


def tried(office: Office, first: int, tries: list[tuple[int, int, str]]) -> list[CaseStep]:
    """The steps that were let through."""
    people = [
        {duty: scope_of(office.organisation, role, user=user) for duty, role in ROLE_OF.items()}
        for user in [UserFactory() for _ in range(3)]
    ]
    fund = office.fund("100000")
    clerk = people[first]["handle"]
    case = cases.apply(
        person=office.person(),
        place=office.place,
        lines=[CASH_500],
        by=clerk,
        on=APPLIED,
        **REQUEST,
    )
    for number, (who, choice, ground) in enumerate(tries, 1):
        on = APPLIED + timedelta(days=3 * number)
        open_now = [step for step in CASE_FLOW if case.state in step.sources]
        try:
            if case.state in EDITABLE and choice == 5:
                lines = [RICE_200] if number % 2 else [CASH_500]
                by = people[who]["handle"]
                case = cases.change(case=case, lines=lines, by=by, ground=ground)
            elif open_now:
                step = open_now[choice % len(open_now)]
                by = people[who][step.duty]
                case = take(case, step.verb, by=by, fund=fund, on=on, ground=ground)
        except ValidationError:
            case.refresh_from_db()
    return list(CaseStep.objects.filter(case=case).order_by("pk"))
