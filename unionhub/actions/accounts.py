"""Accounts and posts: opened by the administrator, one-time passwords, ends with a date."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from unionhub import audit, changes
from unionhub.models import Organisation, Place, Post, User
from unionhub.permissions import Permission
from unionhub.scope import Scope

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # without letters mistaken for others on paper
APART = {"admin", "auditor"}


def one_time_password() -> str:
    """Random, readable over the phone: xxxx-xxxx-xxxx."""
    letters = ["".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3)]
    return "-".join(letters)


@transaction.atomic
def open_account(*, by: Scope, username: str, name: str, phone: str = "") -> tuple[User, str]:
    """A new account with a one-time password, returned once and stored only as a hash."""
    by.check(Permission.ACCOUNT_MANAGE)
    password = one_time_password()
    user = User(organisation=by.organisation, username=username, name=name, phone=phone)
    user.set_password(password)
    user.full_clean()
    user.save(force_insert=True)
    audit.record(by=by, verb="account.open", target=user)
    return user, password


@transaction.atomic
def reset_password(*, user: User, by: Scope) -> tuple[User, str]:
    """A new one-time password; the old one and every running session end with it."""
    by.check(Permission.ACCOUNT_MANAGE)
    current = _locked(user, by)
    password = one_time_password()
    current.set_password(password)
    current.must_change_password = True
    current.save(update_fields=["password", "must_change_password"])
    audit.record(by=by, verb="account.reset_password", target=current)
    return current, password


@transaction.atomic
def suspend(*, user: User, by: Scope, active: bool) -> User:
    """Switch an account off (its sessions end at once) or on again."""
    by.check(Permission.ACCOUNT_MANAGE)
    if user.pk == by.user.pk:
        raise ValidationError("不能停用自己的账号。", code="self")
    current = _locked(user, by)
    current.is_active = active
    current.save(update_fields=["is_active"])
    audit.record(by=by, verb="account.resume" if active else "account.suspend", target=current)
    return current


@transaction.atomic
def appoint(
    *,
    user: User,
    organisation: Organisation,
    role_key: str,
    since: date,
    by: Scope,
    place: Place | None = None,
) -> Post:
    """Give a post in an organisation at or below the asker's own.

    Administrator and auditor are kept apart (等保: system and audit administrators), and nobody
    gives himself a post: an administrator would help himself to the business data.
    """
    by.check(Permission.ACCOUNT_MANAGE)
    if user.pk == by.user.pk:
        raise ValidationError("不能给自己任命岗位，请由另一名管理员或上级工会办理。", code="self")
    Organisation.objects.visible_to(by).get(pk=organisation.pk)
    if place is not None and place.organisation_id != organisation.pk:
        raise ValidationError({"place": "这个村居不属于所选的工会。"})
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    held = set(Post.objects.on(since).filter(user=user).values_list("role_key", flat=True))
    if {role_key, *held} >= APART:
        raise ValidationError("管理员和经审不能由同一账号担任。", code="apart")
    post, diff = changes.create(
        Post, user=user, organisation=organisation, role_key=role_key, since=since, place=place
    )
    audit.record(by=by, verb="account.appoint", target=post, changes=diff)
    return post


@transaction.atomic
def relieve(*, post: Post, until: date, by: Scope) -> Post:
    """End a post on a day (not included); its rights end at the next request."""
    by.check(Permission.ACCOUNT_MANAGE)
    Organisation.objects.visible_to(by).get(pk=post.organisation_id)
    current = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    current.until = until
    current.save(update_fields=["until"])
    audit.record(by=by, verb="account.relieve", target=current, changes={"until": [None, until]})
    return current


@transaction.atomic
def set_own_password(*, user: User, password: str, by: Scope | None) -> User:
    """The owner's own choice; ends the one-time password. ``by`` may be without a post."""
    current = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    current.set_password(password)
    current.must_change_password = False
    current.save(update_fields=["password", "must_change_password"])
    if by is not None:
        audit.record(by=by, verb="account.set_password", target=current)
    else:
        audit.append(verb="account.set_password", target=current, username=current.username)
    return current


def _locked(user: User, by: Scope) -> User:
    """The account, if all its posts lie inside the asker's organisation."""
    current = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not accounts_of(by).filter(pk=current.pk).exists():
        raise ValidationError("该账号在上级或其他工会任职，请由其管理员办理。", code="elsewhere")
    return current


def accounts_of(by: Scope) -> Any:
    """Accounts the administrator of an organisation looks after: with posts here and nowhere
    else, and those opened here that have none yet."""
    visible = Organisation.objects.visible_to(by).order_by()
    inside = Post.objects.filter(organisation__in=visible).values("user")
    outside = Post.objects.exclude(organisation__in=visible).values("user")
    ours = Q(organisation__in=visible) | Q(pk__in=inside)
    return User.objects.filter(ours).exclude(pk__in=outside)
