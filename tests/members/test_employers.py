"""Employers and their dated head-counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from members.actions import employers
from members.models import Employer, HeadCount
from tests.factories.kernel import below, scope_of
from tests.factories.members import (
    EmployerFactory,
    HeadCountFactory,
    PersonFactory,
    member_of,
)
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


def test_more_women_than_staff_is_told_at_the_field(client, clerk, unit):
    url = reverse("members:head_count_add", args=[unit.pk])
    answer = sign_in(client, clerk).post(url, count(women=21, migrants=22))
    assert set(answer.context["form"].errors) == {"women", "migrants"}


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


# --- codes, coverage, who is not a member -----------------------------------------------------
def test_a_credit_code_is_checked_and_kept_once(client, clerk, unit):
    url = reverse("members:employer_add")
    client = sign_in(client, clerk)
    wrong = client.post(url, typed(credit_code="911100006000373411"))
    assert "校验位不对" in words_of(wrong)
    good = {"credit_code": "91110000 600037341l", "economy": "private", "industry": "C"}
    client.post(url, typed(address="兴发乡政府路1号", **good))
    made = Employer.objects.get(name="兴发粮库")
    assert (made.credit_code, made.industry) == ("91110000600037341L", "C")
    again = client.post(url, typed(name="兴发粮站", **good))
    assert "已登记过这个统一社会信用代码" in words_of(again)


def test_coverage_is_as_at_the_day_that_is_asked(client, clerk, xingfa, unit):
    HeadCountFactory(employer=unit, on=date(2010, 1, 1), staff=3)
    HeadCountFactory(employer=unit, on=date(2010, 7, 1), staff=4)
    member_of(xingfa, employer=unit)
    client = sign_in(client, clerk)
    found = {
        day: client.get(unit.get_absolute_url(), {"on": day}).context["coverage"]
        for day in ("2009-12-31", "2010-06-30", "2010-07-31")
    }
    told = {day: (one["members"], one["rate"]) for day, one in found.items()}
    assert told["2009-12-31"] == (0, None)
    assert (told["2010-06-30"][0], str(told["2010-06-30"][1])) == (1, "33.3")
    assert str(told["2010-07-31"][1]) == "25.0"


def test_more_members_than_staff_is_pointed_at(client, clerk, xingfa, unit):
    HeadCountFactory(employer=unit, staff=1)
    for _ in range(2):
        member_of(xingfa, employer=unit)
    assert "会员比登记的职工还多" in words_of(sign_in(client, clerk).get(unit.get_absolute_url()))


def test_who_works_there_and_is_no_member_is_named(client, clerk, xingfa, unit):
    outside = PersonFactory(organisation=xingfa, employer=unit, name="未入会人")
    member_of(xingfa, employer=unit, name="会员")
    page = sign_in(client, clerk).get(unit.get_absolute_url())
    assert list(page.context["outside"]) == [outside]
    listed = client.get(reverse("members:people"), {"employer": unit.pk, "standing": "out"})
    assert [line["cells"][0]["value"] for line in listed.context["lines"]] == ["未入会人"]


def test_the_page_asks_as_often_for_ten_outside_as_for_one(client, clerk, xingfa, tiezhu, unit):
    def more():
        for _ in range(9):
            PersonFactory(organisation=xingfa, employer=unit, place=tiezhu)

    PersonFactory(organisation=xingfa, employer=unit, place=tiezhu)
    assert_same_queries(sign_in(client, clerk), unit.get_absolute_url(), more)


def test_the_sheet_of_units_goes_out_in_the_order_of_the_template(client, clerk, unit):
    HeadCountFactory(employer=unit)
    url = reverse("members:employer_sheet")
    client = sign_in(client, clerk)
    assert client.get(url).status_code == 200
    answer = client.post(url, {"do": "xlsx", "reason": "核对单位"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].endswith("sheet")
