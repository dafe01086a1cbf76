"""A figure by what it is made of."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.indicators import REGISTRY, figures
from reports.indicators.splits import SPLITS, split_rows, splits_of
from tests.factories.kernel import PlaceFactory
from tests.factories.members import EmployerFactory, member_of
from tests.factories.reports import busy_half_year
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.periods import Period

pytestmark = pytest.mark.django_db
PERIOD = Period.parse("2010H1")
PARTED = [
    (key, split)
    for key, one in REGISTRY.items()
    for split in splits_of(one)
    if one.measure in ("rows", "sum")
]


def url(key, by, office="XINGFA"):
    return f"/figures/{key}/by/{by}/?period=2010H1&organisation={office}"


@pytest.mark.database
def test_the_parts_of_every_figure_make_the_whole(xingfa, yongan, kailu):
    busy_half_year(xingfa)
    busy_half_year(yongan, salt=1)
    found = figures(kailu, PERIOD)
    for key, split in PARTED:
        parts = split_rows(key, split, kailu, PERIOD)
        assert sum(line["value"] or 0 for line in parts) == found[key].value, (key, split.key)
    assert set(SPLITS) == {REGISTRY[key].family.key for key, _ in PARTED}


def test_members_by_place_are_named_and_those_without_one_said_so(client, clerk, xingfa):
    village = PlaceFactory(organisation=xingfa, name="石板村")
    for place in (village, village, None):
        member_of(xingfa, place=place)
    page = words_of(sign_in(client, clerk).get(url("members.total", "place")))
    assert "石板村 2" in page
    assert "未登记 1" in page
    assert "按片区村居" in page


def test_staff_by_kind_of_owner_are_exported_with_their_total(client, clerk, xingfa):
    busy_half_year(xingfa)
    answer = sign_in(client, clerk).post(url("staff.total", "unit_kind"), {"do": "xlsx"})
    sheet = load_workbook(BytesIO(answer.getvalue())).active
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert figures(xingfa, PERIOD)["staff.total"].value in cells


def test_three_people(client, clerk, neighbour, cashier, xingfa):
    assert sign_in(client, clerk).get(url("members.total", "unit")).status_code == 200
    assert sign_in(client, neighbour).get(url("members.total", "unit")).status_code == 404
    assert sign_in(client, cashier).get(url("members.total", "unit")).status_code == 403


@pytest.mark.parametrize("by", ["nothing", "fund"])
def test_a_way_it_cannot_be_parted_does_not_exist(client, clerk, by):
    assert sign_in(client, clerk).get(url("members.total", by)).status_code == 404


def test_a_rate_is_not_parted(client, clerk):
    assert sign_in(client, clerk).get(url("members.rate", "unit")).status_code == 404


def test_the_records_behind_a_figure_lead_to_its_parts(client, clerk):
    page = sign_in(client, clerk).get("/figures/members.total/?period=2010H1&organisation=XINGFA")
    assert "/figures/members.total/by/unit/?period=2010H1" in page.content.decode()


def test_one_part_or_ten_ask_alike(client, clerk, xingfa):
    browser = sign_in(client, clerk)

    def add():
        member_of(xingfa, employer=EmployerFactory(organisation=xingfa))

    add()
    assert_same_queries(browser, url("members.total", "unit"), add)
