"""Two townships of one county and the people in them; pages that write on GET fail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client, TransactionTestCase

from tests.factories.kernel import PlaceFactory, below, county, scope_of
from tests.helpers import triggers_lifted
from unionhub.models import Organisation, Place
from unionhub.scope import Scope

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
# GET writes nothing but the session that remembers the time, and audit rows.
ALLOWED = ("django_session", "unionhub_audit", "axes_")


@pytest.fixture(scope="session", autouse=True)
def flush_append_only_tables() -> Iterator[None]:
    """After a transactional test Django empties every table, also those that refuse it.

    The triggers are lifted for that moment only; within a test they hold.
    """
    flush = TransactionTestCase._fixture_teardown

    def lifting(case: TransactionTestCase) -> None:
        with ExitStack() as stack:
            for alias in connections:
                stack.enter_context(triggers_lifted(connections[alias]))
            flush(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lifting)
        yield


@pytest.fixture
def kailu(db: None) -> Organisation:
    return county()


@pytest.fixture
def xingfa(kailu: Organisation) -> Organisation:
    return below(kailu, "XINGFA", "兴发乡工会")


@pytest.fixture
def yongan(kailu: Organisation) -> Organisation:
    """The neighbour township."""
    return below(kailu, "YONGAN", "永安乡工会")


@pytest.fixture
def tiezhu(xingfa: Organisation) -> Place:
    return PlaceFactory(organisation=xingfa, name="铁柱片", kind="area")


@pytest.fixture
def clerk(xingfa: Organisation) -> Scope:
    return scope_of(xingfa, "clerk")


@pytest.fixture
def chair(xingfa: Organisation) -> Scope:
    return scope_of(xingfa, "chair")


@pytest.fixture
def reviewer(xingfa: Organisation) -> Scope:
    return scope_of(xingfa, "reviewer")


@pytest.fixture
def cashier(xingfa: Organisation) -> Scope:
    return scope_of(xingfa, "cashier")


@pytest.fixture
def admin(xingfa: Organisation) -> Scope:
    return scope_of(xingfa, "admin")


@pytest.fixture
def neighbour(yongan: Organisation) -> Scope:
    """A clerk of the neighbour township, who must not know that our records exist."""
    return scope_of(yongan, "clerk")


@pytest.fixture
def county_officer(kailu: Organisation) -> Scope:
    return scope_of(kailu, "county")


class ReadingClient(Client):
    """GET runs with writes refused."""

    def get(self, *args: Any, **kwargs: Any) -> Any:
        def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if sql.lstrip().upper().startswith(WRITES) and not any(t in sql for t in ALLOWED):
                raise AssertionError(f"a GET wrote: {sql[:200]}")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(refuse):
            return super().get(*args, **kwargs)


@pytest.fixture
def client() -> Iterator[Client]:
    return ReadingClient()
