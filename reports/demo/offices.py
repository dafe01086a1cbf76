"""The demo's county and townships: the tree, the places, the accounts and their posts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from unionhub.actions import accounts, organisations
from unionhub.models import Organisation, Place
from unionhub.roles import ROLES
from unionhub.scope import Scope
from unionhub.system import system_scope

IN_POST_SINCE = date(2009, 1, 1)


@dataclass(frozen=True, slots=True)
class Account:
    """One login as printed to whoever starts the demo."""

    username: str
    password: str
    role: str
    organisation: str


@dataclass(slots=True)
class Office:
    """An office with its people in post and its places, by name."""

    organisation: Organisation
    scopes: dict[str, Scope] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    unions: dict[str, Organisation] = field(default_factory=dict)
    accounts: list[Account] = field(default_factory=list)

    @property
    def clerk(self) -> Scope:
        return self.scopes["clerk"]


def open_county() -> Office:
    """开鲁县总工会. The two source papers come from different counties; the demo puts the
    township below this one so that papers have somewhere to go."""
    county = organisations.found(
        code="KAILU",
        name="开鲁县总工会",
        place_name="开鲁县",
        kind="county",
        opened_on=date(1950, 5, 1),
    )
    office = Office(county)
    for role, username, name in (
        ("admin", "kl_admin", "孟庆丰"),
        ("county", "kl_county", "白音图"),
        ("auditor", "kl_auditor", "于淑兰"),
    ):
        give_post(office, role, username, name)
    return office


def open_township(
    county: Office,
    code: str,
    place_name: str,
    places: tuple[tuple[str, str], ...],
    posts: tuple[tuple[str, str, str], ...],
) -> Office:
    """A township union with its places (name, kind) and posts (role, username, name).

    A contact's post is bound to the first village.
    """
    by = system_scope(county.organisation)
    township = organisations.open_below(
        parent=county.organisation,
        by=by,
        code=code,
        name=f"{place_name}工会",
        place_name=place_name,
        kind="township",
        opened_on=date(2003, 4, 28),
    )
    office = Office(township)
    own = system_scope(township)
    for name, place_kind in places:
        office.places[name] = organisations.add_place(by=own, name=name, kind=place_kind)
    for role, username, name in posts:
        give_post(office, role, username, name)
    return office


def give_post(office: Office, role: str, username: str, name: str) -> None:
    """Open an account with a one-time password and appoint it."""
    by = system_scope(office.organisation)
    place = (
        next(p for p in office.places.values() if p.kind == "village")
        if (role == "contact")
        else None
    )
    user, password = accounts.open_account(by=by, username=username, name=name)
    accounts.appoint(
        user=user,
        organisation=office.organisation,
        role_key=role,
        since=IN_POST_SINCE,
        by=by,
        place=place,
    )
    office.scopes[role] = Scope(user, office.organisation, ROLES[role], place)
    office.accounts.append(Account(username, password, ROLES[role].label, office.organisation.name))


def open_union(office: Office, code: str, name: str, kind: str, opened_on: date) -> Organisation:
    """A grass-roots union below the township."""
    union = organisations.open_below(
        parent=office.organisation,
        by=office.clerk,
        code=code,
        name=name,
        kind=kind,
        opened_on=opened_on,
    )
    office.unions[name] = union
    return union
