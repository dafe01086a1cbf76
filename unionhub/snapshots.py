"""Many reads of one moment: a workbook whose sheets are read one after the other still agrees."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Reads within see one state of the database, whatever is written meanwhile; for reading only.

    Inside a transaction that is already open, what that transaction sees.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _deferred(), transaction.atomic():
            yield
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


def readers_block() -> bool:
    """Whether writers wait for whoever is reading: SQLite without its write-ahead log. What takes
    long is then done with rows already read, after the snapshot."""
    return connection.vendor == "sqlite"


@contextmanager
def _deferred() -> Iterator[None]:
    """The next transaction takes no write lock, so that readers do not hold up the office."""
    sqlite: Any = connection
    sqlite.ensure_connection()
    usual = sqlite.transaction_mode
    sqlite.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        sqlite.transaction_mode = usual
