"""The account that commands and imports from the shell act as: named in every log, no way in."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from unionhub.models import Organisation, User
from unionhub.roles import SYSTEM
from unionhub.scope import Scope

USERNAME = "system"


def system_scope(organisation: Organisation) -> Scope:
    """The system user in one organisation. Made on first use; it holds no post and no password,
    so nobody can log in as it."""
    user, _ = User.objects.get_or_create(
        username=USERNAME,
        defaults={
            "name": "系统",
            "password": make_password(None),
            "is_active": False,
            "must_change_password": False,
        },
    )
    return Scope(user, organisation, SYSTEM)
