"""Every right is held by somebody, asked for somewhere, and explained to the manager."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import python_files, tree_of
from unionhub.models import Post
from unionhub.permissions import LABELS, Permission
from unionhub.roles import ROLES, SYSTEM

ASKING = ("views/*.py", "actions/*.py", "workflow.py", "models/*.py", "listing.py", "listings.py")


def asked_for() -> set[Permission]:
    """Rights named in views, actions, flows and scoped models, as Permission.X or P.X."""
    names = {
        node.attr
        for path in python_files(*ASKING)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in ("P", "Permission")
    }
    return {Permission[name] for name in names if name in Permission.__members__}


def test_every_right_is_asked_for_somewhere():
    assert set(Permission) - asked_for() == set()


def test_every_right_is_held_by_some_role():
    assert set(Permission) - {p for role in ROLES.values() for p in role.permissions} == set()


def test_every_right_has_its_words():
    assert set(LABELS) == set(Permission)
    assert all(LABELS.values())


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.key)
def test_a_role_says_what_it_is_for(role):
    assert role.label
    assert role.sentence.endswith("。")
    assert len(role.key) <= Post._meta.get_field("role_key").max_length


def test_labels_of_roles_differ():
    assert len({role.label for role in ROLES.values()}) == len(ROLES)


def test_the_system_role_is_nobodys_post():
    assert SYSTEM.key not in ROLES


def test_the_administrator_touches_no_business_data():
    kinds = {permission.value.split(".")[0] for permission in ROLES["admin"].permissions}
    assert kinds == {"organisation", "account"}


def test_no_role_both_approves_and_pays():
    both = {Permission.AID_APPROVE, Permission.AID_PAY}
    assert [role.key for role in ROLES.values() if both <= role.permissions] == []


@pytest.mark.parametrize("key", ["cadre", "county", "auditor"])
def test_readers_change_no_case_and_no_money(key):
    changing = {
        Permission.AID_HANDLE,
        Permission.AID_REVIEW,
        Permission.AID_APPROVE,
        Permission.AID_PAY,
        Permission.FUND_EDIT,
        Permission.MEMBER_EDIT,
        Permission.ACTIVITY_EDIT,
    }
    assert ROLES[key].permissions & changing == set()
