"""Closed by default: every address names its right; a GET reads; a POST is refused to a GET."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter

from tests.architecture.source import (
    ROOT,
    Function,
    decorators,
    length_of,
    name_of,
    python_files,
    tree_of,
)
from tests.factories.kernel import scope_of
from tests.helpers import sign_in
from unionhub.models import Post
from unionhub.permissions import Permission
from unionhub.roles import Role

LONGEST = 24
ANYONE = {"any_post", "signed_in", "public"}  # the only marks beside a permission
OPEN_TO_ALL = {"log_in", "health"}
METHODS = ("require_safe", "require_POST", "require_http_methods")
# Addresses that answer a GET otherwise than with a page, and why.
ELSEWHERE = {
    "aid:case_add": 404,  # a person is chosen first, on the page before
    # Deeds on rows ticked in a list: with none ticked, back to the list.
    **dict.fromkeys(
        (
            "members:card_ask",
            "members:card_hand_out",
            "members:card_make",
            "members:card_print",
            "members:confirm",
        ),
        302,
    ),
    "unionhub:choose_post": 302,  # nothing to choose: one post is taken at once
}


def patterns(resolver: Any = None, prefix: str = "") -> list[tuple[str, str, URLPattern]]:
    """(name, route, pattern) of every address of the product."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            space = f"{entry.namespace}:" if entry.namespace else ""
            route = prefix + str(entry.pattern)
            found += [(space + n, r, p) for n, r, p in patterns(entry, route)]
        else:
            found.append((entry.name or "", prefix + str(entry.pattern), entry))
    return found


def address(route: str, pattern: URLPattern) -> str:
    """The route with a value in every place, of a record that does not exist."""
    for name, converter in pattern.pattern.converters.items():
        value = "987654" if isinstance(converter, IntConverter) else "nothing"
        route = re.sub(rf"<[^>]*\b{name}>", value, route)
    return f"/{route}"


@cache
def views() -> list[tuple[Path, Function]]:
    """The functions that answer an address: those that say which methods they take."""
    return [
        (path, node)
        for path in python_files("views/*.py")
        for node in tree_of(path).body
        if isinstance(node, Function) and any(d.startswith(METHODS) for d in decorators(node))
    ]


def innermost(view: Any) -> Any:
    while hasattr(view, "__wrapped__"):
        view = view.__wrapped__
    return view


def where(view: Any) -> str:
    code = innermost(view).__code__
    return f"{Path(code.co_filename).relative_to(ROOT).as_posix()}:{code.co_name}"


def test_every_address_has_a_name():
    assert [route for name, route, _ in patterns() if not name or name.endswith(":")] == []


def test_every_address_names_the_right_it_takes():
    unmarked = {
        name
        for name, _, pattern in patterns()
        if not isinstance(mark := getattr(pattern.callback, "permission", None), Permission)
        and mark not in ANYONE
    }
    assert unmarked == set()


def test_only_log_in_and_health_are_open_to_everyone():
    public = {
        innermost(pattern.callback).__name__
        for _, _, pattern in patterns()
        if getattr(pattern.callback, "permission", None) == "public"
    }
    assert public == OPEN_TO_ALL


def test_every_view_says_which_methods_it_takes():
    known = {f"{name_of(path)}:{node.name}" for path, node in views()}
    assert {where(p.callback) for _, _, p in patterns()} - known == set()


def test_every_view_has_an_address():
    answered = {where(pattern.callback) for _, _, pattern in patterns()}
    unreachable = {f"{name_of(path)}:{node.name}" for path, node in views()} - answered
    assert unreachable == set()


def test_the_method_is_judged_before_the_right():
    """405 before 403: a GET of a deed tells nothing about rights or records."""
    wrong = [
        f"{name_of(path)}:{node.name}"
        for path, node in views()
        if any(d.startswith("may(") for d in decorators(node))
        and not decorators(node)[0].startswith(METHODS)
    ]
    assert wrong == []


def test_views_are_short():
    long = {f"{name_of(p)}:{n.name}": length_of(n) for p, n in views() if length_of(n) > LONGEST}
    assert long == {}


def test_views_take_a_request_of_the_office():
    vague = [
        f"{name_of(path)}:{node.name}"
        for path, node in views()
        if not node.args.args or ast_name(node) != "OfficeRequest"
    ]
    assert vague == []


def ast_name(node: Function) -> str:
    annotation = node.args.args[0].annotation
    return getattr(annotation, "id", "")


@pytest.fixture
def everything(xingfa, monkeypatch):
    """Somebody in a post that carries every right there is."""
    scope = scope_of(xingfa, "clerk")
    role = Role("clerk", "全权", "", frozenset(Permission))
    monkeypatch.setattr(Post, "role", property(lambda post: role))
    return scope


def _takes_get(pattern: URLPattern) -> bool:
    marks = {f"{name_of(p)}:{n.name}": decorators(n) for p, n in views()}
    return "require_POST" not in marks.get(where(pattern.callback), [])


@pytest.mark.django_db
def test_every_page_without_a_record_opens(client, everything):
    """With every right and not one record: no page falls over, none writes (the client looks)."""
    sign_in(client, everything)
    answers = {
        name: client.get(f"/{route}").status_code
        for name, route, pattern in patterns()
        if not pattern.pattern.converters and _takes_get(pattern)
    }
    assert {n: s for n, s in answers.items() if s != ELSEWHERE.get(n, 200)} == {}
    assert set(ELSEWHERE) - set(answers) == set()


@pytest.mark.django_db
def test_every_page_of_a_record_that_is_not_there_is_missing(client, everything):
    sign_in(client, everything)
    answers = {
        name: client.get(address(route, pattern)).status_code
        for name, route, pattern in patterns()
        if pattern.pattern.converters and _takes_get(pattern)
    }
    assert {name: status for name, status in answers.items() if status != 404} == {}


@pytest.mark.django_db
def test_a_deed_is_not_done_by_opening_its_address(client, everything):
    sign_in(client, everything)
    answers = {
        name: client.get(address(route, pattern)).status_code
        for name, route, pattern in patterns()
        if not _takes_get(pattern)
    }
    assert len(answers) > 5
    assert {name: status for name, status in answers.items() if status != 405} == {}


@pytest.mark.django_db
def test_a_stranger_is_sent_to_the_door(client, xingfa):
    answers = {
        name: client.get(address(route, pattern))
        for name, route, pattern in patterns()
        if getattr(pattern.callback, "permission", None) != "public"
    }
    astray = {
        name for name, a in answers.items() if not getattr(a, "url", "").startswith("/login/")
    }
    assert astray == set()
