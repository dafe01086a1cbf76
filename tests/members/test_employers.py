"""Employers and their dated head-counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from members.actions import employers
from members.models import Employer, HeadCount
from tests.factories.kernel import below, scope_of
from tests.factories.members import EmployerFactory, HeadCountFactory, member_of
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.models import AuditEvent
from unionhub.periods import today


@pytest.fixture
def unit(xingfa):
    return EmployerFactory(organisation=xingfa, name="兴发砖瓦厂")


def typed(**values):
    return {"name": "兴发粮库", "kind": "state", **values}


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("county_officer", 200), ("neighbour", 404), ("cashier", 403)],
)
def test_the_page_of_a_unit(client, request, unit, who, status):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(unit.get_absolute_url()).status_code == status


@pytest.mark.parametrize(
    "where", ["employer_change", "employer_close", "head_count_add", "head_count_change"]
)
@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("neighbour", 404), ("reviewer", 403), ("county_officer", 403)],
)
def test_forms_of_a_unit(client, request, unit, where, who, status):
    pk = HeadCountFactory(employer=unit).pk if where == "head_count_change" else unit.pk
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse(f"members:{where}", args=[pk])).status_code == status


def test_a_clerk_of_the_county_office_does_not_change_a_townships_unit(client, kailu, unit):
    sign_in(client, scope_of(kailu, "clerk"))
    url = reverse("members:employer_change", args=[unit.pk])
    assert client.post(url, typed()).status_code == 403


def test_a_unit_is_registered(client, clerk, xingfa, tiezhu):
    union = below(xingfa, "XFLK", "粮库工会", "institution")
    answer = sign_in(client, clerk).post(
        reverse("members:employer_add"),
        typed(place=tiezhu.pk, union=union.pk, phone="0475 6212345"),
    )
    unit = Employer.objects.get()
    assert answer.url == unit.get_absolute_url()
    assert (unit.organisation, unit.place, unit.union) == (xingfa, tiezhu, union)
    assert unit.phone == "0475-6212345"


def test_a_name_is_registered_once_in_an_office(client, clerk, unit):
    answer = sign_in(client, clerk).post(reverse("members:employer_add"), typed(name=unit.name))
    assert answer.status_code == 422
    assert "本工会已登记过这个单位" in words_of(answer)


def test_a_phone_nobody_can_call_is_refused_at_its_field(client, clerk):
    answer = sign_in(client, clerk).post(reverse("members:employer_add"), typed(phone="12"))
    assert "phone" in answer.context["form"].errors


def test_a_contact_registers_units_of_the_place_only(xingfa, tiezhu, unit):
    contact = scope_of(xingfa, "contact", place=tiezhu)
    assert employers.register(by=contact, name="铁柱粮店", kind="private").place == tiezhu
    with pytest.raises(ValidationError, match="铁柱片"):
        employers.register(by=contact, name="石板粮店", kind="private", place=None)
    with pytest.raises(PermissionDenied):
        employers.change(employer=unit, by=contact, contact="王强")


def test_a_stale_edit_of_a_unit_is_refused(client, clerk, unit):
    employers.change(employer=unit, by=clerk, contact="王强")
    answer = sign_in(client, clerk).post(
        reverse("members:employer_change", args=[unit.pk]), typed(version=0)
    )
    assert "已被他人修改" in words_of(answer)


def test_a_unit_is_closed_once(client, clerk, unit):
    url = reverse("members:employer_close", args=[unit.pk])
    client = sign_in(client, clerk)
    client.post(url, {"on": "2010-06-01"})
    unit.refresh_from_db()
    assert unit.closed_on == date(2010, 6, 1)
    assert "不用再办" in words_of(client.post(url, {"on": "2010-06-02"}))


def test_a_wrong_closing_day_is_put_right_in_the_form(client, clerk, xingfa):
    unit = EmployerFactory(organisation=xingfa, closed_on=date(2010, 6, 1))
    sign_in(client, clerk).post(
        reverse("members:employer_change", args=[unit.pk]),
        typed(name=unit.name, closed_on="", version=0),
    )
    unit.refresh_from_db()
    assert unit.closed_on is None


# --- head-counts ------------------------------------------------------------------------------
def count(**values):
    return {"on": "2010-06-30", "staff": 20, "women": 8, "migrants": 5, **values}


def test_a_head_count_is_recorded(client, clerk, unit):
    sign_in(client, clerk).post(reverse("members:head_count_add", args=[unit.pk]), count())
    row = HeadCount.objects.get()
    assert (row.organisation, row.staff, row.women, row.migrants) == (clerk.organisation, 20, 8, 5)
    assert AuditEvent.objects.get().verb == "headcount.record"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"women": 21}, "女职工人数不能多于职工人数"),
        ({"migrants": 21}, "农民工人数不能多于职工人数"),
        ({"staff": -1}, "0"),
        ({"on": (today() + timedelta(days=1)).isoformat()}, "不能晚于今天"),
    ],
)
def test_a_head_count_that_cannot_be_right_is_refused(client, clerk, unit, wrong, words):
    answer = sign_in(client, clerk).post(
        reverse("members:head_count_add", args=[unit.pk]), count(**wrong)
    )
    assert answer.status_code == 422
    assert words in words_of(answer)


def test_one_head_count_a_day(client, clerk, unit):
    HeadCountFactory(employer=unit, on=date(2010, 6, 30))
    answer = sign_in(client, clerk).post(reverse("members:head_count_add", args=[unit.pk]), count())
    assert "请直接修改那一条" in words_of(answer)


def test_a_head_count_is_corrected(client, clerk, unit):
    row = HeadCountFactory(employer=unit)
    sign_in(client, clerk).post(
        reverse("members:head_count_change", args=[row.pk]), count(staff=21, version=0)
    )
    row.refresh_from_db()
    assert (row.staff, row.version) == (21, 1)


# --- the list ---------------------------------------------------------------------------------
def test_the_list_shows_and_sums_the_newest_counts(client, clerk, unit, xingfa):
    HeadCountFactory(employer=unit, on=date(2010, 1, 1), staff=100)
    HeadCountFactory(employer=unit, on=date(2010, 6, 1), staff=20)
    HeadCountFactory(employer=EmployerFactory(organisation=xingfa), staff=5)
    page = sign_in(client, clerk).get(reverse("members:employers"))
    sums = {sum_["column"].label: sum_["value"] for sum_ in page.context["totals"]}
    assert sums["职工"] == 25


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"state": "open"}, {"兴发砖瓦厂"}),
        ({"state": "closed"}, {"老砖厂"}),
        ({"founded": "no"}, {"老砖厂"}),
        ({"kind": "private"}, {"兴发砖瓦厂", "老砖厂"}),
        ({"kind": "state"}, set()),
    ],
)
def test_the_list_is_filtered(client, clerk, xingfa, asked, names):
    EmployerFactory(organisation=xingfa, name="兴发砖瓦厂", union=xingfa)
    EmployerFactory(organisation=xingfa, name="老砖厂", closed_on=date(2010, 6, 1))
    page = sign_in(client, clerk).get(reverse("members:employers"), asked)
    assert {line["cells"][0]["value"] for line in page.context["lines"]} == names


def test_the_page_counts_the_members_at_work_there(client, clerk, xingfa, unit):
    member_of(xingfa, employer=unit)
    assert "在会职工 1 人" in words_of(sign_in(client, clerk).get(unit.get_absolute_url()))


def test_the_list_asks_as_often_for_ten_units_as_for_one(client, clerk, xingfa, tiezhu, unit):
    def more():
        for _ in range(9):
            other = EmployerFactory(organisation=xingfa, place=tiezhu, union=xingfa)
            HeadCountFactory(employer=other)

    assert_same_queries(sign_in(client, clerk), reverse("members:employers"), more)


def test_the_page_asks_as_often_for_ten_counts_as_for_one(client, clerk, unit):
    def more():
        for month in range(2, 11):
            HeadCountFactory(employer=unit, on=date(2010, month, 1))

    HeadCountFactory(employer=unit)
    assert_same_queries(sign_in(client, clerk), unit.get_absolute_url(), more)
