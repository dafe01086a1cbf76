"""Reads of one moment, without a write lock."""

import threading

import pytest
from django.db import connection, transaction

from tests.factories.kernel import PlaceFactory, below, county
from unionhub.models import Place
from unionhub.snapshots import snapshot


@pytest.fixture
def office(transactional_db):
    return below(county(), "XINGFA", "兴发乡工会")


@pytest.mark.database
def test_what_is_written_meanwhile_is_seen_afterwards(office):
    def write():
        try:
            PlaceFactory(organisation=office)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    with snapshot():
        assert Place.objects.count() == 0
        writer.start()
        writer.join(timeout=1)  # done on PostgreSQL; on SQLite it may have to wait for us
        assert Place.objects.count() == 0
    writer.join()
    assert Place.objects.count() == 1


@pytest.mark.database
def test_two_may_look_at_once(office):
    seen = []

    def look():
        try:
            with snapshot():
                seen.append(Place.objects.count())
        finally:
            connection.close()

    with snapshot():
        Place.objects.count()
        other = threading.Thread(target=look)
        other.start()
        other.join()
    assert seen == [0]


@pytest.mark.database
def test_writing_is_as_it_was_after_a_snapshot(office):
    with snapshot():
        Place.objects.count()
    with transaction.atomic():
        PlaceFactory(organisation=office)
    if connection.vendor == "sqlite":
        assert connection.transaction_mode == "IMMEDIATE"
    assert Place.objects.count() == 1


@pytest.mark.django_db
def test_inside_a_transaction_it_is_that_transactions_view(xingfa):
    PlaceFactory(organisation=xingfa)
    with snapshot():
        assert Place.objects.count() == 1
