"""Log-in, first password, choice of post, limits of a session, and guessing locked out."""

import time

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from tests.factories.kernel import LONG_AGO, UserFactory, scope_of
from tests.helpers import sign_in, words_of
from unionhub.models import AuditEvent, Post, User

PASSWORD = "a quiet harvest 2010"
HOME = "/"

pytestmark = pytest.mark.django_db


def log_in(client, username, password=PASSWORD, **more):
    data = {"username": username, "password": password, **more}
    return client.post(reverse("unionhub:login"), data)


def test_a_right_password_opens_the_first_page(client, clerk):
    assert log_in(client, clerk.user.username).status_code == 302
    assert client.get(HOME).status_code == 200
    assert AuditEvent.objects.filter(verb="session.login", username=clerk.user.username).exists()


@pytest.mark.parametrize("username", ["nobody", "user"])
def test_a_wrong_password_and_an_unknown_name_read_the_same(client, clerk, username):
    name = clerk.user.username if username == "user" else username
    answer = log_in(client, name, "wrong")
    assert answer.status_code == 422
    assert "账号或密码不对" in words_of(answer)


def test_a_suspended_account_gets_the_same_words(client, clerk):
    User.objects.filter(pk=clerk.user.pk).update(is_active=False)
    assert "账号或密码不对" in words_of(log_in(client, clerk.user.username))


def test_what_was_typed_as_a_name_is_logged_only_if_it_is_one(client, clerk):
    log_in(client, "a password typed in the wrong field", "x")
    assert AuditEvent.objects.get(verb="session.refused").username == ""


def test_five_wrong_guesses_lock_the_name_on_that_machine_only(client, clerk):
    for _ in range(5):
        log_in(client, clerk.user.username, "wrong")
    assert log_in(client, clerk.user.username).status_code == 429
    assert AccessAttempt.objects.exists()
    other = {"REMOTE_ADDR": "127.0.0.9"}
    answer = client.post(
        reverse("unionhub:login"),
        {"username": clerk.user.username, "password": PASSWORD},
        **other,
    )
    assert answer.status_code == 302


def test_a_forged_address_does_not_escape_the_lock(client, clerk):
    for number in range(6):
        answer = client.post(
            reverse("unionhub:login"),
            {"username": clerk.user.username, "password": "wrong"},
            headers={"x-forwarded-for": f"10.0.0.{number}"},
        )
    assert answer.status_code == 429


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_log_in_never_leads_out_of_the_office(client, clerk, wanted):
    answer = log_in(client, clerk.user.username, next=wanted)
    assert "evil" not in answer["Location"]
    assert "javascript" not in answer["Location"]


def test_a_one_time_password_must_be_changed_before_anything_else(client, xingfa):
    scope = scope_of(xingfa, "clerk", user=UserFactory(must_change_password=True))
    sign_in(client, scope)
    assert client.get(reverse("members:people"))["Location"] == reverse("unionhub:password")
    new = "平静的收成在二零一零年"
    answer = client.post(
        reverse("unionhub:password"), {"old": PASSWORD, "new": new * 2, "again": new * 2}
    )
    assert answer.status_code == 302
    assert client.get(reverse("members:people")).status_code == 200


@pytest.mark.parametrize(
    ("new", "again", "words"),
    [
        ("short", "short", "12"),
        ("unionhub2010", "unionhub2010", "过于简单"),
        (PASSWORD, PASSWORD, "不能与现密码相同"),
        ("quite another one 7", "quite another one 8", "不一样"),
    ],
)
def test_a_poor_new_password_is_refused_with_the_reason(client, clerk, new, again, words):
    sign_in(client, clerk)
    answer = client.post(
        reverse("unionhub:password"), {"old": PASSWORD, "new": new, "again": again}
    )
    assert answer.status_code == 422
    assert words in words_of(answer)


def test_other_sessions_end_when_the_password_changes(client, clerk):
    elsewhere = sign_in(Client(), clerk)
    sign_in(client, clerk)
    new = "quite another one 7"
    client.post(reverse("unionhub:password"), {"old": PASSWORD, "new": new, "again": new})
    assert client.get(HOME).status_code == 200
    assert elsewhere.get(HOME).status_code == 302


def test_who_holds_two_posts_chooses_one_and_acts_in_it(client, xingfa, yongan):
    user = UserFactory()
    for office, role in ((xingfa, "clerk"), (yongan, "cadre")):
        Post.objects.create(user=user, organisation=office, role_key=role, since=LONG_AGO)
    client.force_login(user)
    assert reverse("unionhub:choose_post") in client.get(HOME)["Location"]
    chosen = Post.objects.get(user=user, organisation=yongan)
    client.post(reverse("unionhub:choose_post"), {"post": chosen.pk, "next": HOME})
    page = words_of(client.get(HOME))
    assert "永安乡工会 · 干部" in page


def test_somebody_elses_post_cannot_be_chosen(client, clerk, chair):
    sign_in(client, clerk)
    foreign = Post.objects.get(user=chair.user)
    client.post(reverse("unionhub:choose_post"), {"post": foreign.pk})
    assert "· 经办" in words_of(client.get(HOME))


def test_half_an_hour_idle_ends_the_session(client, clerk):
    sign_in(client, clerk)
    client.get(HOME)
    session = client.session
    session["seen"] = int(time.time()) - 31 * 60
    session.save()
    assert client.get(HOME).status_code == 302


def test_eight_hours_end_the_session_however_busy(client, clerk):
    sign_in(client, clerk)
    client.get(HOME)
    session = client.session
    session["began"] = int(time.time()) - 8 * 3600 - 1
    session.save()
    assert client.get(HOME).status_code == 302


def test_log_out_is_a_post_and_ends_it(client, clerk):
    sign_in(client, clerk)
    assert client.get(reverse("unionhub:logout")).status_code == 405
    client.post(reverse("unionhub:logout"))
    assert client.get(HOME).status_code == 302


def test_large_type_is_remembered_with_the_account(client, clerk):
    sign_in(client, clerk)
    client.post(reverse("unionhub:large_type"), {"next": HOME})
    assert '<html lang="zh-CN" class="large">' in client.get(HOME).content.decode()
