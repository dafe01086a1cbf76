"""A form sets what it shows. Whatever else is sent along is not heard.

Every form is sent with good answers and, beside them, a value for every column of its model that
it does not show: office, state, number, sums, who signed, flags. What is stored must be what the
good answers alone store.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.forms import BaseForm, FileField
from django.test import Client
from django.urls import resolve

from tests.trust.asking import filled, plain_routes, routes, signed_in, values_of, writes_noted
from tests.trust.walking import completed, postings
from tests.trust.world import World, a_file

pytestmark = pytest.mark.django_db
WHO = ("clerk", "chair", "cashier", "admin")
APPS = ("unionhub", "members", "aid", "activities", "reports")
# Values no form sends by itself, by the kind of column.
DAY, NUMBER, WORD = date(2001, 2, 3), 987_650, "暗夹"
FLAGS = ("is_superuser", "is_staff", "is_active", "must_change_password", "permissions", "role")
Values = dict[str, Any]
Rows = dict[tuple[str, Any], Values]
# Answers that have to fit the record or one another; everything else takes a sample.
FITTING = {
    "sex": "male",
    "birth_date": "1980-05-01",
    "role_key": "cadre",
    "visitor_two": "样本二",
    "seats": "组长 样本",
    "through": "2010-01-31",
    "lines-0-item": "救助金",
    "lines-0-value": "90",
    "notice_from": "2010-12-01",
    "notice_until": "2010-12-08",
    "code": "SAMPLE",
}


def smuggled(url: str, shown: set[str], world: World) -> Values:
    """A value for every column of every model of the app that a form does not show, in the
    spellings a form might read."""
    values: Values = dict.fromkeys(FLAGS, "1")
    for model in apps.get_app_config(resolve(url.split("?")[0]).namespace).get_models():
        for column in model._meta.fields:
            if not column.primary_key and column.name != "version":
                value = unlike(column, world)
                values |= dict.fromkeys((column.name, column.attname, f"{column.name}_0"), value)
    return {name: value for name, value in values.items() if name not in shown}


def unlike(column: models.Field, world: World) -> str:
    if column.is_relation:
        theirs = column.related_model._default_manager.order_by("pk").last()
        return str(getattr(theirs, "pk", NUMBER))
    if column.choices:
        return str(list(column.choices)[-1][0])
    kinds: tuple[tuple[Any, str], ...] = (
        (models.DateTimeField, f"{DAY} 12:00"),
        (models.DateField, str(DAY)),
        (models.BooleanField, "1"),
        (models.IntegerField, str(NUMBER)),
    )
    return next((text for kind, text in kinds if isinstance(column, kind)), WORD)


def rows() -> dict[tuple[str, Any], models.Model]:
    """Every row there is, the trail of deeds apart."""
    every = [m for name in APPS for m in apps.get_app_config(name).get_models()]
    kept = [m for m in every if m._meta.model_name not in ("auditevent", "audittail", "serial")]
    return {(m._meta.label, row.pk): row for m in kept for row in m._default_manager.all()}


# What differs from one time to the next by itself.
PASSING = (models.DateTimeField, models.AutoField)
SECRETS = {"password", "stored_name"}


def snapshot() -> Rows:
    return {
        key: {
            f.attname: getattr(row, f.attname)
            for f in row._meta.fields
            if not isinstance(f, PASSING) and f.name not in SECRETS
        }
        for key, row in rows().items()
    }


def outcome(client: Client, url: str, sent: Values, before: Rows) -> tuple[Any, list[Any]]:
    """The answer, and every row it made or changed; taken back at once."""
    with transaction.atomic():
        answer = client.post(url, sent)
        after = snapshot()
        transaction.set_rollback(True)
    moved = [(key[0], values) for key, values in after.items() if before.get(key) != values]
    return answer, [*moved, *(key for key in before if key not in after)]


def form_pages(client: Client, world: World) -> Iterator[tuple[str, Any]]:
    """Address → page of every form of the office's own that this post may open."""
    urls = [filled(route, {}) for route, _ in plain_routes()]
    urls += [filled(r, values) for r, _ in routes() for values in values_of(world.ours, r)]
    urls.append(f"/aid/cases/add/?person={world.ours.records['person'].pk}")
    for url in dict.fromkeys(urls):
        answer = client.get(url)
        context = answer.context if answer.status_code == 200 else None
        if url != "/password/" and context and "submit" in context:
            form = context["form"]
            assert isinstance(form, BaseForm)
            # One that is sent with the address chooses what is shown and saves nothing.
            if not form.fields or any(set(form.fields) & set(p.data) for p in postings(answer)):
                yield url, answer


def good_answers(page: Any) -> Values:
    """What the form sends when it is filled in well."""
    form = page.context["form"]
    data = completed(page, form, FITTING) | {"lines-0-form": "cash", "save": "1"}
    data |= {n: a_file("样本.pdf") for n, f in form.fields.items() if isinstance(f, FileField)}
    return {name: value for name, value in data.items() if value != ""}


@pytest.mark.parametrize("role", WHO)
def test_what_a_form_does_not_show_it_does_not_set(world: World, role: str) -> None:
    client, found, saved, refused = signed_in(world.ours.scopes[role]), [], 0, 0
    before = snapshot()
    for url, page in form_pages(client, world):
        form = page.context["form"]
        extra = smuggled(url, set(form.fields), world)
        plain, honest = outcome(client, url, good_answers(page), before)
        answer, smuggling = outcome(client, url, {**extra, **good_answers(page)}, before)
        if (answer.status_code, smuggling) != (plain.status_code, honest):
            found.append(f"{url}: {honest} {smuggling}")
        saved, refused = saved + bool(honest), refused + (answer.status_code == 422)
    assert found == []
    # The control: most of them were sent well enough to be saved.
    assert saved > refused


VERSIONS = ("", "-1", "999", "x", None)


@pytest.mark.parametrize("role", ["clerk", "cashier", "admin"])
def test_no_edit_is_saved_on_a_version_nobody_has(world: World, role: str) -> None:
    client, found = signed_in(world.ours.scopes[role]), []
    for url, page in form_pages(client, world):
        form = page.context["form"]
        if "version" not in form.fields:
            continue
        for version in VERSIONS:
            data = good_answers(page) | {"version": version}
            sent = {name: value for name, value in data.items() if value is not None}
            with writes_noted() as written:
                answer = client.post(url, sent)
            if answer.status_code != 422 or written:
                found.append(f"{url} {version!r}: {answer.status_code} {written}")
    assert found == []
