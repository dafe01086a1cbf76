"""Accounts and posts: opened by the administrator, within the own tree, with one-time passwords."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.factories.kernel import PlaceFactory, UserFactory, scope_of
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.actions import accounts
from unionhub.models import AuditEvent, Organisation, Post, User
from unionhub.periods import today
from unionhub.system import system_scope

pytestmark = pytest.mark.django_db


def test_opening_an_account_shows_its_password_once(client, admin):
    sign_in(client, admin)
    answer = client.post(
        reverse("unionhub:account_add"), {"username": "newone", "name": "新人", "phone": ""}
    )
    user = User.objects.get(username="newone")
    assert user.must_change_password
    shown = [word for word in words_of(answer).split() if user.check_password(word)]
    assert len(shown) == 1
    assert shown[0] not in str(list(AuditEvent.objects.values()))


@pytest.mark.parametrize("who", ["clerk", "chair", "county_officer"])
def test_only_the_administrator_looks_after_accounts(client, request, who):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse("unionhub:accounts")).status_code == 403


def test_an_administrator_does_not_know_of_accounts_elsewhere(client, admin, neighbour):
    sign_in(client, admin)
    assert neighbour.user.username not in words_of(client.get(reverse("unionhub:accounts")))
    url = reverse("unionhub:account", args=[neighbour.user.pk])
    assert client.get(url).status_code == 404
    for name in ("account_reset", "account_suspend"):
        assert client.post(reverse(f"unionhub:{name}", args=[neighbour.user.pk])).status_code == 404


def test_a_post_outside_the_own_tree_cannot_be_given(admin, yongan):
    with pytest.raises(Organisation.DoesNotExist):
        accounts.appoint(
            user=UserFactory(), organisation=yongan, role_key="clerk", since=today(), by=admin
        )


def test_without_the_right_nothing_is_done(clerk, xingfa):
    with pytest.raises(PermissionDenied):
        accounts.open_account(by=clerk, username="x", name="某人")


def test_administrator_and_auditor_are_never_one_person(admin, xingfa):
    user = UserFactory()
    give = {"user": user, "organisation": xingfa, "since": today(), "by": admin}
    accounts.appoint(role_key="auditor", **give)
    with pytest.raises(ValidationError, match="不能由同一账号"):
        accounts.appoint(role_key="admin", **give)


def test_a_contact_is_bound_to_a_place_of_the_office(admin, xingfa, yongan):
    user = UserFactory()
    give = {"user": user, "organisation": xingfa, "since": today(), "by": admin}
    with pytest.raises(ValidationError):
        accounts.appoint(role_key="contact", **give)
    with pytest.raises(ValidationError, match="不属于"):
        accounts.appoint(role_key="contact", place=PlaceFactory(organisation=yongan), **give)
    accounts.appoint(role_key="contact", place=PlaceFactory(organisation=xingfa), **give)


def test_relieving_ends_the_rights_with_the_next_request(client, admin, xingfa):
    scope = scope_of(xingfa, "clerk")
    sign_in(client, scope)
    assert client.get(reverse("members:people")).status_code == 200
    accounts.relieve(post=Post.objects.get(user=scope.user), until=today(), by=admin)
    assert client.get(reverse("members:people")).status_code == 302


def test_a_suspended_account_is_out_at_once_and_nobody_suspends_himself(client, admin, xingfa):
    scope = scope_of(xingfa, "clerk")
    sign_in(client, scope)
    accounts.suspend(user=scope.user, by=admin, active=False)
    assert client.get(reverse("members:people")).status_code == 302
    with pytest.raises(ValidationError, match="自己"):
        accounts.suspend(user=admin.user, by=admin, active=False)


def test_a_reset_password_replaces_the_old_one(admin, xingfa):
    scope = scope_of(xingfa, "clerk")
    user, password = accounts.reset_password(user=scope.user, by=admin)
    assert user.check_password(password)
    assert not user.check_password("a quiet harvest 2010")
    assert user.must_change_password


def test_the_list_asks_as_often_for_ten_accounts_as_for_one(client, admin, xingfa):
    sign_in(client, admin)
    assert_same_queries(
        client,
        reverse("unionhub:accounts"),
        lambda: [scope_of(xingfa, "cadre") for _ in range(9)],
    )


def test_an_empty_office_is_opened_from_the_shell_once(db, capsys):
    call_command("open_office", code="XINGFA", name="兴发乡工会", place="兴发乡")
    printed = capsys.readouterr().out
    user = User.objects.get(username="admin")
    assert user.check_password(re.search(r"\w{4}-\w{4}-\w{4}", printed).group())
    assert user.posts.get().role_key == "admin"
    with pytest.raises(CommandError, match="已有工会组织"):
        call_command("open_office", code="OTHER", name="别处工会")
    assert Organisation.objects.count() == 1


def test_a_new_account_without_a_post_belongs_to_the_office_that_opened_it(client, admin, yongan):
    """Or a neighbour would reset its password and wait for the post that comes with it."""
    fresh, _ = accounts.open_account(by=admin, username="fresh", name="新来的")
    page = reverse("unionhub:account", args=[fresh.pk])
    sign_in(client, admin)
    assert client.get(page).status_code == 200

    sign_in(client, scope_of(yongan, "admin"))
    assert "新来的" not in words_of(client.get(reverse("unionhub:accounts")))
    assert client.get(page).status_code == 404
    assert client.post(reverse("unionhub:account_reset", args=[fresh.pk])).status_code == 404


def test_the_account_commands_act_as_is_nobodys_to_look_after(admin, xingfa):
    system = system_scope(xingfa).user
    with pytest.raises(ValidationError, match="其他工会"):
        accounts.suspend(user=system, by=admin, active=True)


def test_an_administrator_gives_himself_no_post(admin, xingfa):
    with pytest.raises(ValidationError, match="给自己"):
        accounts.appoint(
            user=admin.user, organisation=xingfa, role_key="chair", since=today(), by=admin
        )
