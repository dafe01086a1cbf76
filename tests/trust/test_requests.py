"""What is no request of ours is not heard: without a token, by another method, to go elsewhere."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.helpers import sign_in
from tests.trust.asking import addresses, filled, plain_routes, signed_in, writes_noted
from tests.trust.world import World

pytestmark = pytest.mark.django_db
READ_ONLY = 405
OUTSIDE = (
    "https://example.org/",
    "//example.org/",
    "///example.org/",
    "/\\example.org/",
    "\\\\example.org/",
    "javascript:alert(1)",
    "http:/example.org",
    "/\t/example.org/",
    "example.org",
    " //example.org",
    "https:example.org",
)


def every_address(world: World) -> list[str]:
    return [filled(r, {}) for r, _ in plain_routes()] + [own for own, _ in addresses(world.ours)]


@pytest.mark.parametrize("role", ["clerk", "chair", "cashier", "admin"])
def test_nothing_is_done_without_a_token(world: World, role: str) -> None:
    strict = sign_in(Client(enforce_csrf_checks=True), world.ours.scopes[role])
    found = []
    for url in every_address(world):
        with writes_noted() as written:
            status = strict.post(url, {"reason": "核对情况", "active": "0"}).status_code
        if status not in (403, READ_ONLY) or written:
            found.append(f"{url}: {status} {written}")
    assert found == []


def test_the_token_of_somebody_else_is_no_token(world: World) -> None:
    other = signed_in(world.theirs.clerk)
    token = other.get("/large-type/").wsgi_request.META.get("CSRF_COOKIE") or "a" * 64
    strict = sign_in(Client(enforce_csrf_checks=True), world.ours.clerk)
    strict.get("/members/people/add/")

    with writes_noted() as written:
        answer = strict.post("/large-type/", {"csrfmiddlewaretoken": token})
    assert (answer.status_code, written) == (403, [])


def test_nothing_is_done_by_opening_an_address(world: World) -> None:
    """GET, whatever it answers, leaves the database as it was."""
    found = []
    for role in ("clerk", "chair"):
        client = signed_in(world.ours.scopes[role])
        for url in every_address(world):
            with writes_noted() as written:
                client.get(url, {"do": "xlsx", "reason": "核对情况", "active": "0"})
            if written:
                found.append(f"{role} {url}: {written}")
    assert found == []


@pytest.mark.parametrize("wanted", OUTSIDE)
def test_nobody_is_sent_elsewhere(world: World, wanted: str) -> None:
    client, scope = signed_in(world.ours.clerk), world.ours.clerk
    scope.user.set_password("a quiet harvest 2010")
    scope.user.save(update_fields=["password"])
    client.force_login(scope.user)
    post = scope.user.posts.get().pk
    answers = [
        client.get("/post/", {"next": wanted}),
        client.post("/post/", {"next": wanted, "post": post}),
        client.post("/large-type/", {"next": wanted}),
        client.post("/large-type/", query_params={"next": wanted}),
        Client().post(
            "/login/",
            {
                "username": scope.user.username,
                "password": "a quiet harvest 2010",
                "next": wanted,
            },
        ),
    ]
    for answer in answers:
        assert answer.status_code == 302
        assert answer.url.startswith("/")
        assert not answer.url.startswith(("//", "/\\", "/\t"))
        assert "example.org" not in answer.url
    assert "example.org" not in Client().get("/login/", {"next": wanted}).content.decode()
