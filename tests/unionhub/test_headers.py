"""What every answer carries, errors and downloads included."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.helpers import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers(client, clerk, neighbour):
    """A page, a refusal, a miss, a redirect and the log-in page."""
    client.raise_request_exception = False
    login = client.get(reverse("unionhub:login"))
    redirect = client.get("/")
    sign_in(client, clerk)
    return [
        login,
        redirect,
        client.get("/"),
        client.get(reverse("members:people")),
        client.get(reverse("unionhub:accounts")),
        client.get("/members/people/999999/"),
        client.get("/nowhere/"),
        client.get(reverse("unionhub:logout")),
    ]


def test_the_answers_are_of_every_kind(answers):
    assert {one.status_code for one in answers} == {200, 302, 403, 404, 405}


def test_no_answer_may_be_framed_sniffed_cached_or_carry_script(answers):
    for one in answers:
        policy = one.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert one.headers["X-Content-Type-Options"] == "nosniff"
        assert one.headers["X-Frame-Options"] == "DENY"
        assert one.headers["Referrer-Policy"] == "same-origin"
        assert "no-store" in one.headers["Cache-Control"]


def test_cookies_stay_with_the_browser_that_got_them(client, clerk):
    client.post(
        reverse("unionhub:login"),
        {"username": clerk.user.username, "password": "a quiet harvest 2010"},
    )
    cookie = client.cookies["unionhub"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_an_unknown_host_is_not_answered(client):
    assert client.get("/login/", headers={"host": "evil.example"}).status_code == 400


def test_a_form_without_its_token_is_refused_in_words(clerk):
    strict = sign_in(Client(enforce_csrf_checks=True), clerk)
    answer = strict.post(reverse("unionhub:place_add"), {"name": "甲村", "kind": "village"})
    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


@pytest.mark.database
@pytest.mark.parametrize("name", ["find", "reason"])
def test_a_control_character_in_a_box_is_read_as_a_blank(client, clerk, name):
    sign_in(client, clerk)
    sent = {"find": "王", "reason": "季度核对", "do": "xlsx", name: "王\x00小\x1f明"}
    assert client.post(reverse("members:people"), sent).status_code == 200
