"""The smallest valid kernel records. Nothing is random: sequences only."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from unionhub.models import Organisation, Place, Post, User
from unionhub.roles import ROLES
from unionhub.scope import Scope

LONG_AGO = date(2009, 1, 1)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.Sequence(lambda n: f"职员{n}")
    must_change_password = False

    @factory.post_generation
    def password(self, create: bool, extracted: str | None, **_: object) -> None:
        self.set_password(extracted or "a quiet harvest 2010")
        if create:
            self.save(update_fields=["password"])


def county(code: str = "KAILU", name: str = "开鲁县总工会") -> Organisation:
    return Organisation.objects.add_root(
        {"code": code, "name": name, "place_name": name.removesuffix("总工会"), "kind": "county"}
    )


def below(parent: Organisation, code: str, name: str, kind: str = "township") -> Organisation:
    """An organisation directly below another."""
    fresh = Organisation.objects.get(pk=parent.pk)
    values = {"code": code, "name": name, "place_name": name.removesuffix("工会"), "kind": kind}
    return Organisation.objects.add_child(fresh, values)


class PlaceFactory(DjangoModelFactory):
    class Meta:
        model = Place

    name = factory.Sequence(lambda n: f"第{n}村")


def scope_of(
    organisation: Organisation, role: str, *, user: User | None = None, place: Place | None = None
) -> Scope:
    """A new (or the given) user in a post of that role there."""
    user = user or UserFactory()
    Post.objects.create(
        user=user, organisation=organisation, role_key=role, place=place, since=LONG_AGO
    )
    return Scope(user, organisation, ROLES[role], place)
