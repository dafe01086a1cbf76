"""The demo office, loaded once for all tests of a module and rolled back after them."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction

from reports.indicators import REGISTRY


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """What ``manage.py demo --json`` printed; its records stand while the module's tests run."""
    with django_db_blocker.unblock(), transaction.atomic():
        out = StringIO()
        call_command("demo", json=True, stdout=out)
        yield json.loads(out.getvalue())
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def registry_in_order():
    """A key that a test took out comes back at the end; figures stand in the order defined."""
    before = dict(REGISTRY)
    yield
    REGISTRY.clear()
    REGISTRY.update(before)
