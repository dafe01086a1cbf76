"""Nothing of another office is offered, and what was not offered is not taken."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from django import forms
from django.db import models

from tests.trust.asking import addresses, leaks, signed_in, writes_noted
from tests.trust.walking import completed, forms_on, is_page, postings, walk
from tests.trust.world import Township, World
from unionhub.models import Organisation
from unionhub.roles import ROLES

pytestmark = pytest.mark.django_db
Pages = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def pages(world: World) -> Pages:
    """Role → every page it comes to, and every page of a record of its office. Walked once."""

    @cache
    def of(role: str) -> dict[str, Any]:
        begin = ("/", *(own for own, _ in addresses(world.ours)))
        answers = walk(signed_in(world.ours.scopes[role]), begin)
        return {url: a for url, a in answers.items() if a.status_code == 200 and is_page(a)}

    return of


def is_of(town: Township, row: models.Model) -> bool:
    if isinstance(row, Organisation):
        return row.path.startswith(town.organisation.path)
    return row.organisation_id == town.organisation.pk  # type: ignore[attr-defined]


def choices_of(form: forms.BaseForm) -> dict[str, forms.ModelChoiceField]:
    return {n: f for n, f in form.fields.items() if isinstance(f, forms.ModelChoiceField)}


@pytest.mark.parametrize("role", ROLES)
def test_no_page_offers_or_shows_anything_of_theirs(world: World, pages: Pages, role: str) -> None:
    found = {}
    for url, answer in pages(role).items():
        offered = [
            f"{name}: {row}"
            for form in forms_on(answer)
            for name, one in choices_of(form).items()
            for row in one.queryset
            if is_of(world.theirs, row)
        ]
        if offered or leaks(answer, world.theirs.tell_tales):
            found[url] = offered or leaks(answer, world.theirs.tell_tales)
    assert found == {}


def test_the_walk_meets_the_forms_with_choices(pages: Pages) -> None:
    """The control: what the hunts above and below look at is there."""
    met = {
        f"{type(form).__name__}.{name}"
        for role in ("clerk", "chair", "admin")
        for answer in pages(role).values()
        for form in forms_on(answer)
        for name in choices_of(form)
    }
    assert met >= {
        "PersonForm.place",
        "PersonForm.employer",
        "EmployerForm.union",
        "JoinForm.union",
        "CaseForm.place",
        "ApproveForm.fund",
        "EventForm.place",
        "FacilityForm.place",
        "PostForm.organisation",
        "PostForm.place",
        "TargetForm.organisation",
        "PeriodForm.organisation",
    }


def a_row_like(one: forms.ModelChoiceField, town: Township) -> str:
    """A record of this office of the kind a drop-down offers, as a form would send it."""
    row = next(row for row in one.queryset.model._default_manager.all() if is_of(town, row))
    return str(one.prepare_value(row))


def is_asked_by_get(page: Any, form: forms.BaseForm) -> bool:
    """A form that only chooses what the page shows, and is sent with the address."""
    return not any(set(form.fields) & set(one.data) for one in postings(page))


@pytest.mark.parametrize("role", ["clerk", "chair", "contact", "admin"])
def test_what_is_not_offered_is_not_taken(world: World, pages: Pages, role: str) -> None:
    client, found, tried = signed_in(world.ours.scopes[role]), [], 0
    for url, page in pages(role).items():
        form = (page.context or {}).get("form")
        if not isinstance(form, forms.BaseForm) or "submit" not in page.context:
            continue
        for name, one in choices_of(form).items():
            theirs = {form.add_prefix(name): a_row_like(one, world.theirs)}
            with writes_noted() as written:
                if is_asked_by_get(page, form):
                    answer = client.get(url, theirs)
                    assert not leaks(answer, world.theirs.tell_tales), url
                    continue
                answer = client.post(url, completed(page, form) | theirs)
            tried += 1
            refused = answer.status_code == 422 and name in answer.context["form"].errors
            if written or not refused or leaks(answer, world.theirs.tell_tales):
                found.append(f"{url} {name}: {answer.status_code} {written}")
    assert found == []
    assert tried >= 2


@pytest.mark.parametrize("role", ["clerk", "contact"])
def test_filters_of_theirs_are_errors_and_show_nothing(
    world: World, pages: Pages, role: str
) -> None:
    client, found = signed_in(world.ours.scopes[role]), []
    for url, page in pages(role).items():
        for form in forms_on(page):
            for name, one in choices_of(form).items():
                if page.context.get("listing") is None:
                    continue
                answer = client.get(url, {name: a_row_like(one, world.theirs)})
                told = leaks(answer, world.theirs.tell_tales)
                if told or (
                    answer.status_code == 200 and not answer.context["selection"].form.errors
                ):
                    found.append(f"{url} {name}: {answer.status_code} {told}")
    assert found == []
