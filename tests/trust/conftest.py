"""The two townships, made once for all tests of a module and rolled back after them."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction

from reports import printing
from tests.trust.world import World, build


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    """Papers are drawn as words, not as PDF: what is in them is the matter here, not the look."""
    with (
        django_db_blocker.unblock(),  # type: ignore[attr-defined]
        transaction.atomic(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(printing, "render", lambda blocks, form, **names: str(list(blocks)).encode())
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def quiet_refusals() -> Iterator[None]:
    """Thousands of refusals are what is asked for here; a log of them hides what is not."""
    log = logging.getLogger("django.request")
    level = log.level
    log.setLevel(logging.CRITICAL)
    yield
    log.setLevel(level)
