"""The office whose cases these tests move."""

from __future__ import annotations

import pytest

from tests.factories.aid import Office
from unionhub.models import Organisation


@pytest.fixture
def office(xingfa: Organisation) -> Office:
    return Office.of(xingfa)
