"""Money is exact and sealed text is sealed, on both databases and in every way to write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import connection
from django.db.models import Avg, Exists, F, Max, Min, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aid.models import Fund
from members.models import Person
from tests.factories.aid import FundFactory
from tests.factories.members import PersonFactory, id_number
from unionhub import crypto
from unionhub.crypto import SealBroken
from unionhub.fields import LARGEST_YUAN, YuanField, fen_of

pytestmark = pytest.mark.database

GOOD = id_number(7)


def raw(model, column):
    """The column as the database holds it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {model._meta.db_table} ORDER BY id")
        return [value for (value,) in cursor.fetchall()]


def yuan(amount):
    return Value(Decimal(amount), output_field=YuanField())


# --- money ----------------------------------------------------------------------------------------
def test_yuan_are_whole_fen_on_disk_and_decimals_here(xingfa):
    fund = FundFactory(organisation=xingfa, received=Decimal("1234.5"))
    assert raw(Fund, "received") == [123450]
    fund.refresh_from_db()
    assert str(fund.received) == "1234.50"
    assert isinstance(fund.received, Decimal)


@pytest.mark.parametrize("value", ["0.01", "0.29", "1.15", "9999999999.99", 0, 500])
def test_every_amount_comes_back_as_it_went_in(xingfa, value):
    FundFactory(organisation=xingfa, received=value)
    assert Fund.objects.get().received == Decimal(value)
    assert Fund.objects.filter(received=Decimal(value)).count() == 1


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0.1, "float"),
        (Decimal("0.001"), "decimals"),
        ("1.005", "decimals"),
        (Decimal("NaN"), "decimals"),
        (Decimal("Infinity"), "decimals"),
        ("多", "invalid"),
        ([], "invalid"),
    ],
)
def test_what_is_no_exact_amount_is_not_stored(xingfa, value, code):
    with pytest.raises(ValidationError) as refused:
        FundFactory(organisation=xingfa, received=value)
    assert refused.value.code == code


@pytest.mark.parametrize("value", [LARGEST_YUAN + 1, Decimal("0.001")])
def test_the_form_refuses_what_cannot_be_kept(value):
    field = Fund._meta.get_field("received")
    with pytest.raises(ValidationError):
        field.clean(value, None)
    with pytest.raises(ValidationError):
        field.formfield().clean(str(value))


def test_whole_fen():
    assert fen_of("0.29") == 29
    assert fen_of(Decimal("-1.15")) == -115


FEN = st.integers(0, 10**11)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(FEN, min_size=1, max_size=30))
def test_sums_are_exact_to_the_fen(xingfa, fens):
    Fund.objects.all().delete()
    amounts = [Decimal(fen).scaleb(-2) for fen in fens]
    Fund.objects.bulk_create(FundFactory.build(organisation=xingfa, received=a) for a in amounts)
    found = Fund.objects.aggregate(all=Sum("received"), most=Max("received"), least=Min("received"))
    assert found == {"all": sum(amounts), "most": max(amounts), "least": min(amounts)}
    assert isinstance(found["all"], Decimal)


def test_three_hundred_times_a_tenth_is_thirty(xingfa):
    FundFactory.create_batch(300, organisation=xingfa, received=Decimal("0.10"))
    assert Fund.objects.aggregate(sum=Sum("received"))["sum"] == 30
    assert Fund.objects.aggregate(sum=Sum("received"))["sum"] <= Decimal("30.00")


@pytest.fixture
def fund(xingfa):
    return FundFactory(
        organisation=xingfa, received=Decimal("100.10"), reserved=Decimal(7), spent=Decimal("0.05")
    )


def test_arithmetic_of_columns_is_in_yuan(fund):
    rows = Fund.objects.annotate(
        left=F("received") - F("reserved") - F("spent"), twice=F("received") * 2, less=-F("spent")
    )
    assert rows.values_list("left", "twice", "less").get() == (
        Decimal("93.05"),
        Decimal("200.20"),
        Decimal("-0.05"),
    )
    assert Fund.objects.aggregate(sum=Sum(F("received") - F("spent")))["sum"] == Decimal("100.05")


def test_amounts_in_expressions_are_in_yuan(fund):
    Fund.objects.update(received=F("received") + yuan("1.50"))
    fund.refresh_from_db()
    assert fund.received == Decimal("101.60")
    assert Fund.objects.filter(received__gte=F("spent") + yuan("101.55")).exists()
    assert not Fund.objects.filter(received__gte=F("spent") + yuan("101.56")).exists()


@pytest.mark.parametrize("bare", [5, Decimal("5.00"), 5.0])
def test_a_bare_number_is_never_taken_for_fen(fund, bare):
    with pytest.raises(FieldError):
        Fund.objects.update(received=F("received") + bare)
    with pytest.raises(FieldError):
        Fund.objects.filter(received__gte=F("spent") - bare).count()


def test_rows_of_another_query_are_compared_in_yuan(fund):
    same = Fund.objects.filter(pk=OuterRef("pk"), received__gt=OuterRef("spent"))
    assert Fund.objects.filter(Exists(same), received__in=Fund.objects.values("received")).exists()
    newest = Subquery(Fund.objects.order_by("-pk").values("received")[:1])
    assert Fund.objects.annotate(newest=newest).get().newest == Decimal("100.10")


def test_nothing_sums_to_none_or_to_a_given_zero(xingfa):
    assert Fund.objects.aggregate(sum=Sum("received"))["sum"] is None
    zero = Fund.objects.aggregate(sum=Coalesce(Sum("received"), yuan(0)))["sum"]
    assert zero == 0
    assert isinstance(zero, Decimal)


def test_an_average_is_rounded_to_the_fen(xingfa):
    for amount in ("0.01", "0.02"):
        FundFactory(organisation=xingfa, received=Decimal(amount))
    assert Fund.objects.aggregate(mean=Avg("received"))["mean"] == Decimal("0.02")


def test_amounts_are_compared_and_ordered_as_numbers(xingfa):
    for amount in ("9", "10.5", "100"):
        FundFactory(organisation=xingfa, received=Decimal(amount))
    rows = Fund.objects.order_by("received").filter(received__lt=Decimal("10.51"))
    assert list(rows.values_list("received", flat=True)) == [Decimal(9), Decimal("10.50")]
    assert Fund.objects.filter(received__in=["9", Decimal(100)]).count() == 2


# --- sealed text ----------------------------------------------------------------------------------
@pytest.fixture
def person(xingfa):
    return PersonFactory(organisation=xingfa, id_number=GOOD)


def test_a_number_is_sealed_on_disk_and_plain_here(person):
    (stored,) = raw(Person, "id_number")
    assert GOOD not in stored
    assert stored.startswith("1:")
    assert Person.objects.get().id_number == GOOD
    assert Person.objects.values_list("id_number", flat=True).get() == GOOD


def test_two_equal_numbers_do_not_look_alike_on_disk(xingfa, yongan):
    for office in (xingfa, yongan):
        PersonFactory(organisation=office, id_number=GOOD)
    first, second = raw(Person, "id_number")
    assert first != second


def test_an_empty_number_stays_empty_and_has_no_digest(xingfa):
    PersonFactory(organisation=xingfa, id_number="")
    assert raw(Person, "id_number") == [""]
    assert raw(Person, "id_digest") == [None]


def test_a_number_is_found_by_its_digest(person):
    digest = crypto.keyed_hash(GOOD, "id_number")
    assert Person.objects.get(id_digest=digest) == person
    assert raw(Person, "id_digest") == [digest]


@pytest.mark.parametrize("way", ["save", "bulk_create", "update_fields"])
def test_the_digest_follows_the_number_however_it_is_written(xingfa, way):
    other = id_number(8)
    fresh = PersonFactory.build(organisation=xingfa, id_number=GOOD)
    if way == "bulk_create":
        Person.objects.bulk_create([fresh])
        other = GOOD
    else:
        fresh.save()
        fresh.id_number = other
        if way == "bulk_update":
            Person.objects.bulk_update([fresh], ["id_number", "id_digest"])
        elif way == "update_fields":
            fresh.save(update_fields=["id_number", "id_digest"])
        else:
            fresh.save()
    found = Person.objects.get()
    assert found.id_number == other
    assert found.id_digest == crypto.keyed_hash(other, "id_number")


@pytest.mark.parametrize("lookup", ["exact", "contains", "startswith", "in", "gt", "iregex"])
def test_sealed_text_cannot_be_looked_up(person, lookup):
    value = [GOOD] if lookup == "in" else GOOD
    with pytest.raises(FieldError):
        Person.objects.filter(**{f"id_number__{lookup}": value}).exists()
    assert Person.objects.filter(id_number__isnull=False).exists()


def write(column, value):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE members_person SET {column} = %s", [value])


def test_altered_bytes_do_not_open(person):
    (stored,) = raw(Person, "id_number")
    write("id_number", stored[:-4] + ("AAA=" if stored[-4:] != "AAA=" else "BBB="))
    with pytest.raises(SealBroken):
        Person.objects.get()


@pytest.mark.parametrize("stored", [GOOD, "1:", "1:%%%", "9:AAAA", "x:AAAA", ":", "1:AAAA"])
def test_what_was_never_sealed_is_not_shown_as_if_it_were(person, stored):
    write("id_number", stored)
    with pytest.raises(SealBroken):
        Person.objects.get()


def test_a_value_moved_from_another_column_does_not_open(person):
    write("id_number", crypto.seal("胃癌", "illness"))
    with pytest.raises(SealBroken) as broken:
        Person.objects.get()
    assert "胃癌" not in str(broken.value)
