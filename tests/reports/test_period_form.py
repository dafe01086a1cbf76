"""The chooser of period and office."""

import pytest
import time_machine

from reports.forms.periods import PeriodForm
from unionhub.periods import Period

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "code",
    [
        "2010H1",
        "2010H2",
        "2010Y",
        "2010Q2",
        "2010-06",
        "2010S",
        "2010F",
        "2010-01-01..2010-06-30",
    ],
)
def test_a_code_in_the_address_is_the_period(clerk, code):
    form = PeriodForm({"period": code}, scope=clerk)
    assert form.is_valid(), form.errors
    assert form.period == Period.parse(code)
    assert form.organisation == clerk.organisation
    again = PeriodForm({name: form.data.get(name) for name in form.fields}, scope=clerk)
    assert again.is_valid()
    assert again.period.code == code


@time_machine.travel("2010-08-01")
def test_nothing_asked_is_the_current_half_year_of_the_own_office(clerk):
    form = PeriodForm({}, scope=clerk)
    assert form.is_valid()
    assert form.query == "period=2010H2&organisation=XINGFA"


def test_fields_make_a_code(clerk):
    form = PeriodForm({"year": "2010", "part": "-06"}, scope=clerk)
    assert form.is_valid()
    assert form.period.code == "2010-06"


def test_two_days_make_a_code_in_order_only(clerk):
    days = {"year": "2010", "part": "range", "since": "2010-01-01", "until": "2010-03-15"}
    form = PeriodForm(days, scope=clerk)
    assert form.is_valid()
    assert form.period.code == "2010-01-01..2010-03-15"
    assert not PeriodForm({**days, "until": "2009-03-15"}, scope=clerk).is_valid()
    assert "since" in PeriodForm({**days, "until": ""}, scope=clerk).errors


def test_an_unreadable_code_is_said(clerk):
    form = PeriodForm({"period": "2010H3"}, scope=clerk)
    assert not form.is_valid()
    assert "看不懂期间" in form.errors["part"][0]


def test_a_foreign_office_is_no_choice(clerk, yongan, county_officer):
    asked = {"period": "2010H1", "organisation": yongan.code}
    assert "organisation" in PeriodForm(asked, scope=clerk).errors
    form = PeriodForm(asked, scope=county_officer)
    assert form.is_valid()
    assert form.organisation == yongan
