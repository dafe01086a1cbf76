"""A record of another office does not exist: by no address, method, mixture of numbers or wording.

The addresses come from the resolver. One that this hunt cannot fill fails it, so that a new page
is hunted from its first day.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.trust.asking import (
    ABSENT,
    Unfilled,
    addresses,
    bare,
    leaks,
    routes,
    signed_in,
    values_of,
    writes_noted,
)
from tests.trust.world import World
from unionhub.models import ScopedQuerySet
from unionhub.roles import ROLES

pytestmark = pytest.mark.django_db
REFUSED = {403, 404, 405}
FULL = {"do": "xlsx", "reason": "核对情况", "active": "0", "version": "0", "form": "screen"}
REQUESTS: tuple[tuple[str, dict[str, Any] | None], ...] = (
    ("get", None),
    ("post", {}),
    ("post", FULL),
)
METHODS = ("head", "put", "patch", "delete", "options", "trace")


def asked(client: Client, method: str, url: str, body: dict[str, Any] | None = None) -> Any:
    return getattr(client, method)(url, **({"data": body} if body is not None else {}))


def faults(client: Client, world: World, pairs: Any) -> list[str]:
    """Every way in which an address of theirs answers otherwise than one of nobody's."""
    tell_tales, found = world.theirs.tell_tales, []
    controls: dict[Any, Any] = {}
    for url, nowhere in pairs:
        for n, (method, body) in enumerate(REQUESTS):
            with writes_noted() as written:
                answer = asked(client, method, url, body)
            control = controls.get((n, nowhere)) or asked(client, method, nowhere, body)
            controls[n, nowhere] = control
            what = f"{method} {url}: {answer.status_code}"
            if answer.status_code not in REFUSED or written:
                found.append(f"{what} {written}")
            if leaks(answer, tell_tales):
                found.append(f"{what} tells {leaks(answer, tell_tales)}")
            if (answer.status_code, bare(answer)) != (control.status_code, bare(control)):
                found.append(f"{what}, of nobody's {control.status_code}")
    return found


def test_every_address_can_be_filled(world: World) -> None:
    unfilled = []
    for route, _ in routes():
        try:
            values_of(world.theirs, route)
        except Unfilled:
            unfilled.append(route)
    assert unfilled == [], "say in tests/trust/asking.py which records these name"


@pytest.mark.parametrize("role", ROLES)
def test_a_neighbour_reaches_no_record(world: World, role: str) -> None:
    client = signed_in(world.ours.scopes[role])

    assert faults(client, world, addresses(world.theirs)) == []


def test_no_other_method_reaches_one(world: World) -> None:
    client = signed_in(world.ours.clerk)
    found = []
    for url, _ in addresses(world.theirs):
        for method in METHODS:
            with writes_noted() as written:
                answer = asked(client, method, url)
            if (
                answer.status_code not in REFUSED
                or written
                or leaks(answer, world.theirs.tell_tales)
            ):
                found.append(f"{method} {url}: {answer.status_code} {written}")
    assert found == []


def test_a_script_asks_no_better(world: World) -> None:
    client = signed_in(world.ours.clerk)
    headers = {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"}
    answers = {url: client.get(url, headers=headers) for url, _ in addresses(world.theirs)}
    assert {u: a.status_code for u, a in answers.items() if a.status_code not in REFUSED} == {}


@pytest.mark.parametrize("role", ROLES)
def test_everybody_sees_something_of_his_own(world: World, role: str) -> None:
    """The control: the same hunt, at home, finds the office's own records."""
    client = signed_in(world.ours.scopes[role])
    answers = [client.get(own) for own, _ in addresses(world.ours)]
    shown = [a for a in answers if a.status_code == 200 and leaks(a, (world.ours.mark,))]
    assert len(shown) >= (4 if role == "admin" else 8)


def test_the_hunt_finds_a_planted_fault(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScopedQuerySet, "visible_to", lambda rows, scope: rows)
    client = signed_in(world.ours.clerk)
    pairs = [(p, n) for p, n in addresses(world.theirs) if p.startswith("/members/people/")]

    assert any("tells" in fault for fault in faults(client, world, pairs))


# ---- Numbers of two offices in one request ---------------------------------------------------


def mixtures(world: World) -> list[tuple[str, str, dict[str, Any] | None]]:
    """Own parent with a child of theirs, and records named in bodies and queries."""
    own, theirs = world.ours.records, world.theirs.records
    case, event, account = own["case"].pk, own["event"].pk, own["account"].pk
    person, code = theirs["person"].pk, world.theirs.organisation.code
    post = theirs["account"].posts.get().pk
    period = f"period=2010H1&organisation={code}"
    return [
        ("get", f"/aid/cases/{case}/files/{theirs['paper'].pk}/", None),
        ("get", f"/aid/cases/{case}/files/{theirs['photo'].pk}/", None),
        ("get", f"/aid/cases/{case}/files/{own['photo'].pk}/", None),
        ("get", f"/activities/events/{event}/files/{theirs['photo'].pk}/", None),
        ("get", f"/activities/events/{event}/files/{own['paper'].pk}/", None),
        ("get", f"/aid/cases/add/?person={person}", None),
        ("post", f"/aid/cases/add/?person={person}", {"kind": "medical"}),
        ("post", f"/activities/events/{event}/people/", {"do": "add", "person": person}),
        ("post", f"/activities/events/{event}/people/", {"do": "change", "person": person}),
        ("post", f"/activities/events/{event}/people/", {"do": "remove", "person": person}),
        ("get", f"/figures/?{period}", None),
        ("post", f"/figures/?{period}", {}),
        ("get", f"/figures/members.total/?{period}", None),
        ("post", f"/figures/members.total/?{period}", {"do": "xlsx", "reason": "核对"}),
        ("get", f"/tallies/?{period}", None),
        ("post", "/tallies/export/", {"period": "2010H1", "organisation": code, "reason": "核对"}),
        ("post", f"/accounts/{account}/relieve/{post}/", {}),
    ]


def test_a_child_of_theirs_under_an_own_parent_is_missing(world: World) -> None:
    clients = {key: signed_in(world.ours.scopes[key]) for key in ("clerk", "admin")}
    found = []
    for method, url, body in mixtures(world):
        client = clients["admin" if url.startswith("/accounts/") else "clerk"]
        with writes_noted() as written:
            answer = asked(client, method, url, body)
        if answer.status_code != 404 or written or leaks(answer, world.theirs.tell_tales):
            found.append(f"{method} {url}: {answer.status_code} {written}")
    assert found == []


@pytest.mark.parametrize("number", ["9" * 18, "9" * 30, "9" * 5000, "-1", "0", "²", "1'", "\x00"])
def test_a_number_nobody_has_is_missing_too(world: World, number: str) -> None:
    client, event = signed_in(world.ours.clerk), world.ours.records["event"].pk
    body = {"do": "add", "person": number}

    assert client.post(f"/activities/events/{event}/people/", body).status_code == 404
    assert client.get("/aid/cases/add/", {"person": number}).status_code == 404
    assert client.get(f"/aid/cases/{number}/").status_code == 404


def test_a_post_of_somebody_else_cannot_be_taken_up(world: World) -> None:
    client = signed_in(world.ours.clerk)
    chair = world.theirs.chair.user.posts.get()
    session = client.session
    session["post"] = chair.pk
    session.save()
    client.post("/post/", {"post": chair.pk})

    assert client.get(world.theirs.records["case"].get_absolute_url()).status_code == 404
    assert client.get(f"/aid/cases/{ABSENT}/").status_code == 404
    assert client.get(world.ours.records["case"].get_absolute_url()).status_code == 200
