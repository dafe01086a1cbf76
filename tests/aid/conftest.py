"""The office whose cases these tests move."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from tests.factories.aid import Office
from unionhub.models import Organisation


@pytest.fixture
def office(xingfa: Organisation) -> Office:
    return Office.of(xingfa)


@contextmanager
def undone() -> Iterator[None]:
    """Each example of a property starts from the same rows."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
