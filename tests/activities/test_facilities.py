"""Facilities: opened, adjusted, closed, put back into use."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from activities.actions import facilities
from activities.models import Facility
from tests.factories.activities import FacilityFactory
from tests.factories.kernel import PlaceFactory, scope_of
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.models import AuditEvent
from unionhub.periods import today

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("activities:facilities"), reverse("activities:facility_add")


@pytest.fixture
def station(xingfa, tiezhu):
    return FacilityFactory(organisation=xingfa, place=tiezhu, name="铁柱片健身站")


def address(facility, what="facility"):
    return reverse(f"activities:{what}", args=[facility.pk])


@pytest.mark.parametrize(("who", "status"), [("clerk", 200), ("neighbour", 404), ("cashier", 403)])
@pytest.mark.parametrize(
    "what", ["facility", "facility_change", "facility_close", "facility_adjust"]
)
def test_three_people_at_every_page(client, request, station, what, who, status):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(address(station, what)).status_code == status


def test_the_county_sees_it_without_buttons(client, county_officer, kailu, station):
    page = sign_in(client, county_officer).get(address(station)).content.decode()
    for what in ("facility_change", "facility_close", "facility_adjust"):
        assert address(station, what) not in page
    sign_in(client, scope_of(kailu, "clerk"))
    assert client.get(address(station, "facility_change")).status_code == 403


def test_opening_one_on_the_form(client, clerk, tiezhu):
    answers = {"kind": "fitness", "name": "健身站", "opened_on": "2009-06-01", "place": tiezhu.pk}
    answer = sign_in(client, clerk).post(ADD, answers)
    assert answer.url == Facility.objects.get().get_absolute_url()


def test_the_same_name_is_entered_once(client, clerk, station):
    answers = {"kind": "fitness", "name": station.name, "opened_on": "2009-06-01"}
    answer = sign_in(client, clerk).post(ADD, answers)
    assert answer.status_code == 422
    assert "已登记过这个阵地" in words_of(answer)


def test_one_not_built_yet_is_not_entered(clerk):
    with pytest.raises(ValidationError):
        facilities.open_facility(
            by=clerk, kind="fitness", name="健身站", opened_on=today() + timedelta(1)
        )


def test_correcting_the_keeper(client, clerk, station):
    answers = {
        "kind": "fitness",
        "name": station.name,
        "opened_on": "2009-06-01",
        "keeper": "张铁柱",
        "version": "0",
    }
    sign_in(client, clerk).post(address(station, "facility_change"), answers)
    station.refresh_from_db()
    assert station.keeper == "张铁柱"


def test_adjustments_stand_on_the_page(client, clerk, station):
    answers = {"on": "2010-05-04", "what": "健身操改为每周二晚七点"}
    sign_in(client, clerk).post(address(station, "facility_adjust"), answers)
    assert "健身操改为每周二晚七点" in words_of(client.get(address(station)))
    assert AuditEvent.objects.filter(verb="facility.adjust").count() == 1


@pytest.mark.parametrize("day", [date(2009, 5, 31), date(2010, 1, 1), today() + timedelta(1)])
def test_an_adjustment_lies_in_the_days_of_use(clerk, xingfa, day):
    closed = FacilityFactory(organisation=xingfa, closed_on=date(2010, 1, 1))
    with pytest.raises(ValidationError):
        facilities.adjust(facility=closed, what="换器材", on=day, by=clerk)
    assert not closed.adjustments.exists()


def test_closing_keeps_it_in_the_list_as_closed(client, clerk, station):
    sign_in(client, clerk).post(address(station, "facility_close"), {"closed_on": "2010-05-04"})
    assert "停用" in words_of(client.get(LIST, {"state": "closed"}))
    assert "共 0 个" in words_of(client.get(LIST, {"state": "open"}))


def test_closing_twice_is_refused(clerk, xingfa):
    closed = FacilityFactory(organisation=xingfa, closed_on=date(2010, 1, 1))
    with pytest.raises(ValidationError):
        facilities.close(facility=closed, closed_on=date(2010, 2, 1), by=clerk)


def test_closing_before_it_was_built_is_refused(clerk, station):
    with pytest.raises(ValidationError):
        facilities.close(facility=station, closed_on=date(2009, 5, 31), by=clerk)


def test_one_closed_by_mistake_is_put_back_into_use(client, clerk, xingfa):
    closed = FacilityFactory(organisation=xingfa, closed_on=date(2010, 1, 1))
    answers = {
        "kind": "fitness",
        "name": closed.name,
        "opened_on": "2009-06-01",
        "closed_on": "",
        "version": "0",
    }
    sign_in(client, clerk).post(address(closed, "facility_change"), answers)
    closed.refresh_from_db()
    assert closed.closed_on is None


def test_a_contact_enters_those_of_the_own_place_only(xingfa, tiezhu):
    contact = scope_of(xingfa, "contact", place=tiezhu)
    values = {"kind": "fitness", "name": "健身站", "opened_on": date(2009, 6, 1)}
    assert facilities.open_facility(by=contact, place=tiezhu, **values)
    with pytest.raises(PermissionDenied):
        facilities.open_facility(by=contact, place=PlaceFactory(organisation=xingfa), **values)


def test_the_list_asks_as_often_for_ten(client, clerk, xingfa, tiezhu, station):
    sign_in(client, clerk)
    more = lambda: FacilityFactory.create_batch(9, organisation=xingfa, place=tiezhu)  # noqa: E731
    assert_same_queries(client, LIST, more)


def test_the_page_asks_as_often_for_ten_adjustments(client, clerk, station):
    def adjusted(n):
        for _ in range(n):
            facilities.adjust(facility=station, what="换器材", on=date(2010, 1, 1), by=clerk)

    adjusted(1)
    sign_in(client, clerk)
    assert_same_queries(client, address(station), lambda: adjusted(9))
