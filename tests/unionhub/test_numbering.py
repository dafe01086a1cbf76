"""Numbers people quote: in order, once, without gaps where a deed is taken back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction

from unionhub.models import Serial
from unionhub.numbering import next_number


def test_numbers_run_from_one_by_office_kind_and_year(xingfa, yongan):
    assert [next_number(xingfa, "BF", 2010) for _ in range(3)] == [
        "XINGFA-BF-2010-0001",
        "XINGFA-BF-2010-0002",
        "XINGFA-BF-2010-0003",
    ]
    assert next_number(xingfa, "BF", 2011) == "XINGFA-BF-2011-0001"
    assert next_number(xingfa, "HY", 2010) == "XINGFA-HY-2010-0001"
    assert next_number(yongan, "BF", 2010) == "YONGAN-BF-2010-0001"


def test_numbers_go_on_beyond_four_digits(xingfa):
    Serial.objects.create(key="XINGFA-BF-2010", last=9999)
    assert next_number(xingfa, "BF", 2010) == "XINGFA-BF-2010-10000"


@pytest.mark.database
def test_a_deed_that_is_taken_back_leaves_no_gap(xingfa):
    next_number(xingfa, "BF", 2010)
    with pytest.raises(RuntimeError), transaction.atomic():
        next_number(xingfa, "BF", 2010)
        raise RuntimeError
    assert next_number(xingfa, "BF", 2010) == "XINGFA-BF-2010-0002"


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_hundred_at_once_are_two_hundred_numbers(xingfa):
    """Also the first of the series, which several ask for before its row is there."""

    def take(_):
        try:
            with transaction.atomic():
                return next_number(xingfa, "BF", 2010)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(16) as pool:
        taken = list(pool.map(take, range(200)))
    assert sorted(taken) == [f"XINGFA-BF-2010-{n:04}" for n in range(1, 201)]
