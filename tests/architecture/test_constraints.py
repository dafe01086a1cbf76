"""What belongs together is tied in the database; what is scoped is protected and asked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Q

from tests.architecture.source import APPS
from unionhub.models import ScopedQuerySet
from unionhub.models.organisations import OrganisationQuerySet

# Models of an organisation that no page asks for by themselves, and who decides instead.
REACHED_THROUGH = {
    "unionhub.Attachment": "the record it hangs on decides who sees it",
    "unionhub.Post": "accounts are managed by the tree of the acting post",
    "unionhub.User": "accounts are managed by the tree of the acting post",
}
# Lines of a whole that live and go with it, as long as it is a draft.
PARTS = {
    "members.Seat": "a seat is a line of its committee",
    "reports.SectionText": "a section is a piece of its summary, which only goes as a draft",
}
OURS = [
    model
    for app in APPS
    for model in apps.get_app_config(app).get_models()
    if not model._meta.proxy
]


def label(model: type[models.Model]) -> str:
    return model._meta.label


def fields_in(condition: Any) -> Iterator[str]:
    """Names of the fields a condition speaks of."""
    for child in getattr(condition, "children", []):
        if isinstance(child, Q):
            yield from fields_in(child)
        elif isinstance(child, tuple):
            yield child[0].split("__")[0]
            value = child[1]
            if hasattr(value, "name"):
                yield value.name.split("__")[0]


def tied(model: type[models.Model]) -> list[set[str]]:
    """The fields of each check constraint of a model."""
    return [
        set(fields_in(constraint.condition))
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    ]


def own_fields(model: type[models.Model]) -> dict[str, models.Field]:
    return {field.name: field for field in model._meta.local_fields}


def untied_pairs(model: type[models.Model]) -> list[tuple[str, str]]:
    """When-and-who fields (paid_on, paid_by) that could be half filled."""
    fields, rules = own_fields(model), tied(model)
    pairs = [
        (when, f"{when[:-3]}_by")
        for when in fields
        if when.endswith(("_on", "_at")) and f"{when[:-3]}_by" in fields
    ]
    return [
        pair
        for pair in pairs
        if any(fields[name].null for name in pair)
        and not any(set(pair) <= names for names in rules)
    ]


def unchecked_choices(model: type[models.Model]) -> list[str]:
    """Fields of a fixed choice that would take any other text."""
    return [
        name
        for name, field in own_fields(model).items()
        if field.choices and not any(name in names for names in tied(model))
    ]


@pytest.mark.parametrize("model", OURS, ids=label)
def test_when_and_who_are_filled_together(model):
    assert untied_pairs(model) == []


def test_states_and_kinds_are_constrained():
    loose = {f"{label(model)}.{name}" for model in OURS for name in unchecked_choices(model)}
    assert loose == set()


def test_nothing_referred_to_can_be_deleted():
    loose = {
        label(model)
        for model in OURS
        for field in own_fields(model).values()
        if field.is_relation and field.remote_field.on_delete is not models.PROTECT
    }
    assert loose == set(PARTS)


@pytest.mark.parametrize("model", OURS, ids=label)
def test_records_of_an_organisation_are_asked_for_in_scope(model):
    scoped = isinstance(model._default_manager.all(), ScopedQuerySet | OrganisationQuerySet)
    if "organisation" in own_fields(model) and label(model) not in REACHED_THROUGH:
        assert scoped
    if scoped and not issubclass(type(model._default_manager.all()), OrganisationQuerySet):
        assert model._default_manager.all().view_permission


# Declared never to have been: docs/decisions/0014-records-that-never-were.md says why these three.
NEVER_WERE = {"members.Person": 1, "members.Membership": 1, "members.Card": 1}


@pytest.mark.parametrize("model", OURS, ids=label)
def test_the_default_manager_hides_nothing_else(model):
    hidden = model._default_manager.all().query.where
    assert len(hidden.children) == NEVER_WERE.get(label(model), 0)


@pytest.mark.parametrize("model", OURS, ids=label)
def test_constraints_have_readable_names(model):
    names = [constraint.name for constraint in model._meta.constraints]
    assert all(name and name == name.lower() and len(name) <= 40 for name in names)


def test_excused_models_exist():
    assert set(REACHED_THROUGH) <= {label(model) for model in OURS}
