"""Who may open what and do what, as the office says it; held against every address and step.

The table is written out here a second time on purpose: a right that slips in `roles.py` or in a
view is a line that no longer agrees.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from aid.models import CaseState
from aid.workflow import CASE_FLOW
from tests.trust.asking import filled, plain_routes, signed_in, writes_noted
from tests.trust.world import Township, World
from unionhub.roles import ROLES

pytestmark = pytest.mark.django_db

ALL = set(ROLES)
READERS = {"clerk", "reviewer", "chair", "cadre", "county"}
HANDLERS = {"clerk", "contact"}
CLERK = {"clerk"}
REVIEWERS, CHAIR = {"reviewer", "chair"}, {"chair"}
# Address name → the roles it opens to; every address without a record in it stands here.
TABLE: dict[str, set[str]] = {
    # anybody, in whatever post
    **dict.fromkeys(
        ("login", "logout", "choose_post", "password", "large_type", "health", "home"), ALL
    ),
    # the kernel
    "organisations": ALL - {"contact"},
    "places": ALL - {"contact"},
    "place_add": {"clerk", "admin"},
    "accounts": {"admin"},
    "account_add": {"admin"},
    "audit": {"chair", "county", "auditor"},
    # the register
    **dict.fromkeys(
        ("people", "id_facts", "members", "cards", "employers", "unions", "committees"),
        READERS | {"contact"},
    ),
    **dict.fromkeys(("collection", "without_card"), READERS | {"contact"}),
    **dict.fromkeys(("applications", "joining_groups", "silent_members"), READERS | {"contact"}),
    **dict.fromkeys(("transfers_in", "transfers_out"), READERS | {"contact"}),
    "joining_group_add": CLERK,
    "card_lists": READERS | {"contact"},
    "person_sheet": READERS | {"contact"},
    "card_ask": HANDLERS,
    **dict.fromkeys(("card_make", "card_hand_out"), CLERK),
    "card_print": {"clerk", "chair", "county"},
    **dict.fromkeys(("wanting", "merges"), READERS | {"contact"}),
    **dict.fromkeys(("duplicates", "duplicates_list", "confirm"), HANDLERS),
    **dict.fromkeys(("person_add", "employer_add"), HANDLERS),
    **dict.fromkeys(("people_import_add", "people_import_template", "people_imports"), CLERK),
    "committee_add": {"clerk"},
    **dict.fromkeys(
        ("employer_sheet", "union_sheet", "terms", "officers", "regulations", "ratings"),
        READERS | {"contact"},
    ),
    **dict.fromkeys(("honours", "allowances", "allowance_ledger"), READERS | {"contact"}),
    **dict.fromkeys(("honour_find", "honour_add", "allowances_pay"), CLERK),
    **dict.fromkeys(
        (
            "dues",
            "dues_of_members",
            "dues_arrears",
            "dues_units",
            "dues_unions",
            "dues_rates",
        ),
        READERS | {"cashier", "auditor"},
    ),
    **dict.fromkeys(("dues_enter", "dues_rate_add"), CLERK | {"cashier"}),
    # help and money
    "cases": ALL - {"admin"},
    **dict.fromkeys(("case_find", "case_add"), HANDLERS),
    **dict.fromkeys(("funds", "ledger"), READERS | {"cashier", "auditor"}),
    "fund_add": {"cashier"},
    # the calendar
    **dict.fromkeys(("events", "facilities", "publicity"), READERS | {"contact"}),
    **dict.fromkeys(("event_add", "facility_add"), HANDLERS),
    "publicity_add": {"clerk"},
    # the desk by the window
    **dict.fromkeys(("figures", "targets", "tallies"), READERS | {"auditor"}),
    "target_add": {"clerk", "chair", "county"},
    "summaries": READERS,
    "summary_add": {"clerk", "chair"},
    "tally_export": {"clerk", "chair", "county"},
}
# Pages that open, but whose one deed a place-bound post cannot do: nothing of it is of a place.
AT_THE_DEED = {"publicity_add"}
# Step of a case → who takes it.
STEPS: dict[str, set[str]] = {
    **dict.fromkeys(("verify", "post_notice", "close", "resubmit", "withdraw"), HANDLERS),
    **dict.fromkeys(("review", "send_back"), REVIEWERS),
    **dict.fromkeys(("approve", "hand_back", "refuse", "revoke"), CHAIR),
    "pay": {"cashier"},
}


def named(route: str) -> str:
    name = resolve(filled(route, {})).url_name
    assert name is not None
    return name


def is_open(client: Client, url: str) -> bool:
    """Whether the address answers this post: by its page or, where it only takes deeds, by one."""
    answer = client.get(url)
    if answer.status_code == 405:
        answer = client.post(url)
    assert answer.status_code in (200, 302, 403, 404, 422), f"{url}: {answer.status_code}"
    return answer.status_code != 403


def test_every_address_stands_in_the_table() -> None:
    assert {named(route) for route, _ in plain_routes()} == set(TABLE)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_what_the_table_says_and_nothing_else(world: World, role: str) -> None:
    wrong = {}
    for route, _ in plain_routes():
        name, may = named(route), role in TABLE[named(route)]
        if name == "logout" or (role == "contact" and name in AT_THE_DEED):
            continue
        # A session of its own for each: some of these end or change it.
        if is_open(signed_in(world.ours.scopes[role]), filled(route, {})) != may:
            wrong[name] = "shut" if may else "open"
    assert wrong == {}


@pytest.mark.parametrize("name", sorted(AT_THE_DEED))
def test_a_place_bound_post_does_nothing_for_the_whole_office(world: World, name: str) -> None:
    url = next(filled(route, {}) for route, _ in plain_routes() if named(route) == name)
    sent = {"kind": "slogan", "text": "样本", "on": "2010-03-20"}
    client = signed_in(world.ours.scopes["contact"])
    with writes_noted() as written:
        answer = client.post(url, sent)
    assert (answer.status_code, written) == (403, [])


def test_every_step_stands_in_the_table() -> None:
    assert set(STEPS) == set(CASE_FLOW.steps)


def answers_to(verb: str, town: Township) -> dict[str, Any]:
    """What the form of a step asks for, on a day every case of this world may take it."""
    return {
        "on": "2010-12-01",
        "opinion": "已阅",
        "ground": "small_office",
        "visited_on": "2010-11-30",
        "visitor_one": "甲",
        "visitor_two": "乙",
        "findings": "属实",
        "notice_from": "2010-12-01",
        "notice_until": "2010-12-08",
        "fund": town.records["fund"].pk,
    }


@pytest.mark.parametrize("role", ROLES)
def test_a_case_moves_only_as_the_flow_and_the_table_say(world: World, role: str) -> None:
    """Every state × step, sent straight to its address by everybody."""
    town, wrong = world.ours, {}
    client = signed_in(town.scopes[role])
    for state, case in town.records["cases"].items():
        for verb, step in CASE_FLOW.steps.items():
            may = role in STEPS[verb] and state in step.sources and not waits(state, verb)
            with writes_noted() as written, transaction.atomic():
                answer = client.post(f"/aid/cases/{case.pk}/step/{verb}/", answers_to(verb, town))
                now = type(case).objects.get(pk=case.pk).state
                transaction.set_rollback(True)
            moved = now != state
            if moved != may or (moved and now != step.target) or (not may and written):
                wrong[f"{state} {verb}"] = (answer.status_code, now, written[:3])
    assert wrong == {}


def waits(state: str, verb: str) -> bool:
    """A correction asked for on the paid case of this world keeps it from being closed."""
    return (state, verb) == (CaseState.PAID, "close")


def test_two_posts_of_one_person_are_one_person(world: World) -> None:
    """经办 ≠ 审批, also where the clerk takes up a second post of his as chair."""
    town = world.ours
    case = town.records["cases"]["noticed"]
    both = town.clerk.user.posts.create(
        organisation=town.organisation, role_key="chair", since="2010-01-01"
    )
    case.steps.create(
        verb="verify",
        to_state="verified",
        on="2010-03-04",
        by=town.clerk.user,
        role_key="clerk",
        duty="handle",
    )
    client = signed_in(town.clerk)
    client.post("/post/", {"post": both.pk})

    with writes_noted() as written:
        client.post(f"/aid/cases/{case.pk}/step/approve/", answers_to("approve", town))

    case.refresh_from_db()
    assert (case.state, written) == (CaseState.NOTICED, [])
