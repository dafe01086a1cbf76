"""What many tests ask: the same queries for one row as for ten, the words on a page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape
from threading import Barrier
from typing import Any

from django.core.exceptions import ValidationError
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


def race(*deeds: Callable[[], Any]) -> list[Any]:
    """All deeds at the same moment, each on a connection of its own: results or refusals."""
    start = Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        try:
            start.wait(timeout=30)
            return deed()
        except ValidationError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


TRIGGERS = {
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal",
}
LIFT = {"sqlite": "DROP TRIGGER {1}", "postgresql": "ALTER TABLE {0} DISABLE TRIGGER USER"}
RESTORE = {"sqlite": "{2}", "postgresql": "ALTER TABLE {0} ENABLE TRIGGER USER"}


@contextmanager
def triggers_lifted(connection: Any, *tables: str) -> Iterator[None]:
    """The append-only triggers (of all tables, or of those named) are off, and on again after.

    For the flush between tests, and for tests that tamper with what the triggers protect.
    """
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS[connection.vendor])
        found = [row for row in cursor.fetchall() if not tables or row[0] in tables]
        for row in found:
            cursor.execute(LIFT[connection.vendor].format(*row))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for row in found:
                cursor.execute(RESTORE[connection.vendor].format(*row))
