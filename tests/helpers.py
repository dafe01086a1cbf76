"""What many tests ask: the same queries for one row as for ten, the words on a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from unionhub.scope import Scope


def sign_in(client: Client, scope: Scope) -> Client:
    """The client acts as this scope's user, in its post."""
    client.force_login(scope.user)
    post = scope.user.posts.get(organisation=scope.organisation, role_key=scope.role.key)
    session = client.session
    session["post"] = post.pk
    session.save()
    return client


def assert_same_queries(client: Client, url: str, more: Callable[[], Any]) -> None:
    """The page asks the database as often with more rows as with few."""
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        assert client.get(url).status_code == 200
    more()
    with CaptureQueriesContext(connection) as many:
        assert client.get(url).status_code == 200
    new = {q["sql"] for q in many} - {q["sql"] for q in few}
    assert len(few) == len(many), f"{url}: {len(few)} then {len(many)}: {new}"


def words_of(response: Any) -> str:
    """What a reader sees of a page, blanks folded."""
    html = re.sub(r"<(script|style|svg)\b.*?</\1>", "", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()
