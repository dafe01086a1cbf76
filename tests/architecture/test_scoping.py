"""``visible_to``, ``visible_by`` and ``kept_by`` are the only ways from a page to a record."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from datetime import date
from typing import Any

import django_filters
import pytest
from django import forms
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet

import activities.forms
import aid.forms
import members.forms
import reports.forms
import unionhub.forms
from aid.models import AidCase
from aid.workflow import CASE_FLOW
from members.models import Honour
from tests.architecture.source import name_of, python_files, tree_of
from unionhub.forms.base import RecordForm
from unionhub.listing import Listing
from unionhub.scope import Scope

DOORS = {"visible_to", "visible_by", "kept_by", "none"}
# file:expression that goes another way → since when, and why it shows nobody else's records.
OTHERWISE = {
    f"{place}:{way}": (date(2026, 11, 24), why)
    for place, way, why in (
        ("aid/views/case_page.py", "Correction.objects.filter", "of a case fetched in scope"),
        ("aid/views/corrections.py", "AidLine.objects.in_force", "of cases in scope, same query"),
        ("unionhub/views/accounts.py", "Post.objects.filter", "of an account fetched in scope"),
        (
            "unionhub/views/session.py",
            "User.objects.exists",
            "health: counts nothing, shows nothing",
        ),
        ("unionhub/views/session.py", "User.objects.filter", "before log-in there is no scope"),
    )
}
# An account belongs to no office, so its form has nothing to be kept by.
OF_NO_OFFICE = {"unionhub.forms.accounts.AccountForm"}
# Forms that take more than a scope, and how they are made.
MADE = {
    "members.forms.honours.PayOpenForm": lambda cls, scope: cls(
        scope=scope, rows=Honour.objects.kept_by(scope)
    ),
    "aid.forms.steps.ApproveForm": lambda cls, scope: cls(
        scope=scope, case=AidCase(), step=CASE_FLOW.steps["approve"], bar=None
    ),
}


def unscoped(tree: ast.Module) -> list[str]:
    """Model.objects.anything() in a room that answers pages, unless it begins in scope."""
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    ways = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return [
        f"{ast.unparse(node)}.{ways.get(id(node), '')}".rstrip(".")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in ("objects", "_default_manager", "_base_manager")
        and (id(node) not in inner or ways[id(node)] not in DOORS)
    ]


def test_pages_reach_records_in_scope_only():
    found = {
        f"{name_of(path)}:{way}"
        for path in python_files("views/*.py")
        for way in unscoped(tree_of(path))
    }
    assert found == set(OTHERWISE)


def form_classes() -> Iterator[type[forms.BaseForm]]:
    for package in (unionhub.forms, members.forms, aid.forms, activities.forms, reports.forms):
        for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            for _, cls in inspect.getmembers(module, inspect.isclass):
                if issubclass(cls, forms.BaseForm) and cls.__module__ == info.name:
                    yield cls


def title(cls: type) -> str:
    return f"{cls.__module__}.{cls.__name__}"


FORMS = sorted(set(form_classes()), key=title)


def choices_of(cls: type[forms.BaseForm]) -> list[str]:
    return [n for n, f in cls.base_fields.items() if isinstance(f, forms.ModelChoiceField)]


def is_narrowed(rows: QuerySet[Any], scope: Scope) -> bool:
    """Whether the rows are asked for by the scope's own part of the tree."""
    try:
        values = rows.query.sql_with_params()[1]
    except EmptyResultSet:
        return True
    return bool({scope.organisation.path, scope.organisation.pk} & set(values))


def test_a_form_of_a_record_is_a_record_form():
    others = {
        title(cls)
        for cls in FORMS
        if issubclass(cls, forms.ModelForm) and not issubclass(cls, RecordForm)
    }
    assert others == OF_NO_OFFICE


@pytest.mark.django_db
@pytest.mark.parametrize("cls", [cls for cls in FORMS if choices_of(cls)], ids=title)
def test_a_form_offers_records_of_the_own_office_only(cls, clerk):
    form = MADE.get(title(cls), lambda cls, scope: cls(scope=scope))(cls, clerk)
    offered = {name: form.fields[name].queryset for name in choices_of(cls) if name in form.fields}
    assert [name for name, rows in offered.items() if not is_narrowed(rows, clerk)] == []


def listings() -> Iterator[tuple[str, Listing]]:
    for path in python_files("listings.py", "listings/*.py"):
        module = importlib.import_module(name_of(path).removesuffix(".py").replace("/", "."))
        for name, value in vars(module).items():
            if isinstance(value, Listing):
                yield f"{module.__name__}.{name}", value


LISTS = dict(listings())


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(LISTS))
def test_a_list_shows_records_in_scope_only(name, clerk, admin):
    """Asked by somebody who holds each right; without a right a list is empty or the path's."""
    assert is_narrowed(LISTS[name].rows(clerk), clerk)
    assert is_narrowed(LISTS[name].rows(admin), admin)


def filter_sets() -> Iterator[type[django_filters.FilterSet]]:
    for path in python_files("listings.py", "listings/*.py", "views/*.py"):
        module = importlib.import_module(name_of(path).removesuffix(".py").replace("/", "."))
        for _, cls in inspect.getmembers(module, inspect.isclass):
            if issubclass(cls, django_filters.FilterSet) and cls.__module__ == module.__name__:
                yield cls


def test_a_filter_offers_records_in_scope_only():
    """A queryset given as such is everybody's; one that takes the request can be narrowed."""
    loose = {
        f"{cls.__module__}.{cls.__name__}.{name}"
        for cls in filter_sets()
        for name, choice in cls.base_filters.items()
        if isinstance(choice, django_filters.ModelChoiceFilter)
        and not callable(choice.extra.get("queryset"))
    }
    assert loose == set()
