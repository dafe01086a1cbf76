"""The demo office, loaded once for all tests of a module and rolled back after them."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """What ``manage.py demo --json`` printed; its records stand while the module's tests run."""
    with django_db_blocker.unblock(), transaction.atomic():
        out = StringIO()
        call_command("demo", json=True, stdout=out)
        yield json.loads(out.getvalue())
        transaction.set_rollback(True)
