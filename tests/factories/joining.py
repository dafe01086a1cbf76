"""The smallest valid applications to join."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from members.models import Application, JoiningGroup

APPLIED = date(2010, 3, 1)


class JoiningGroupFactory(DjangoModelFactory):
    """A list of applications; give ``organisation``."""

    class Meta:
        model = JoiningGroup

    union = factory.SelfAttribute("organisation")
    name = factory.Sequence(lambda n: f"第{n}批集体入会")
    applied_on = APPLIED


class ApplicationFactory(DjangoModelFactory):
    """One that waits; give ``person`` and ``entered_by``."""

    class Meta:
        model = Application

    organisation = factory.SelfAttribute("person.organisation")
    union = factory.SelfAttribute("organisation")
    applied_on = APPLIED
