"""会员信息采集表: the official sheet on screen, in Excel and on paper; filters by its columns."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories.members import (
    EmployerFactory,
    MembershipChangeFactory,
    PersonDetailsFactory,
    PersonFactory,
    id_number,
    member_of,
)
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.models import AuditEvent
from unionhub.people import masked_id

URL = reverse("members:collection")
HEAD = [
    "序号",
    "姓名",
    "性别",
    "出生日期",
    "民族",
    "就业状况",
    "有效证件类别",
    "证件号码",
    "学历",
    "技术等级",
    "移动电话",
    "户籍类型",
    "户籍所在地",
    "会籍变化类型",
    "会籍变化日期",
    "会籍变化原因",
    "政治面貌",
    "工作单位",
    "籍贯",
    "是否农民工会员",
]
NUMBER = id_number(1)


@pytest.fixture
def member(xingfa, clerk):
    person = member_of(
        xingfa,
        name="马关旺",
        id_number=NUMBER,
        birth_date=date(1980, 5, 1),
        phone="13812345678",
        employer=EmployerFactory(organisation=xingfa, name="兴发砖厂"),
        is_migrant=True,
    )
    PersonDetailsFactory(
        person=person,
        ethnicity="02",
        education="college",
        tech_grade="none",
        household_kind="farming",
        registered_at="铁珠村",
        political_status="masses",
        native_place="通辽",
    )
    MembershipChangeFactory(membership=person.memberships.get(), recorded_by=clerk.user)
    return person


def workbook(client, **asked):
    answer = client.post(URL, {"do": "xlsx", "reason": "报县总工会", **asked})
    assert answer.status_code == 200
    rows = list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    head = next(n for n, row in enumerate(rows) if row[0] == "序号")
    return list(rows[head]), list(rows[head + 1])


@pytest.mark.parametrize(
    ("who", "seen"),
    [("clerk", True), ("county_officer", True), ("neighbour", False)],
)
def test_the_sheet_holds_the_own_offices_members(client, request, member, who, seen):
    words = words_of(sign_in(client, request.getfixturevalue(who)).get(URL))
    assert ("马关旺" in words) is seen


def test_without_the_right_there_is_no_sheet(client, cashier):
    assert sign_in(client, cashier).get(URL).status_code == 403


def test_the_workbook_is_the_official_sheet(client, clerk, member):
    head, row = workbook(sign_in(client, clerk))
    assert head == HEAD
    assert [cell.date() if hasattr(cell, "date") else cell for cell in row] == [
        1,
        "马关旺",
        "男",
        date(1980, 5, 1),
        "蒙古族",
        "在岗",
        "居民身份证",
        masked_id(NUMBER),
        "大专",
        "无",
        "13812345678",
        "农业户口",
        "铁珠村",
        "入会",
        date(2010, 3, 1),
        None,
        "群众",
        "兴发砖厂",
        "通辽",
        "是",
    ]


def test_the_county_gets_the_same_columns(client, county_officer, member):
    assert workbook(sign_in(client, county_officer))[0] == HEAD


def test_full_numbers_are_asked_for_by_themselves_and_logged(client, clerk, member):
    _head, row = workbook(sign_in(client, clerk), do="full")
    assert row[7] == NUMBER
    event = AuditEvent.objects.get()
    assert (event.verb, event.note) == ("list.full", "报县总工会")
    assert NUMBER not in str(event.changes)


def test_full_numbers_are_not_given_without_a_reason(client, clerk, member):
    answer = sign_in(client, clerk).post(URL, {"do": "full", "reason": ""})
    assert "请先填写导出（打印）用途" in words_of(answer)
    assert NUMBER not in answer.content.decode()
    assert not AuditEvent.objects.exists()


def test_who_may_not_see_numbers_is_not_offered_them(client, county_officer, member):
    client = sign_in(client, county_officer)
    assert "完整证件号" not in words_of(client.get(URL))
    assert client.post(URL, {"do": "full", "reason": "报县总工会"}).status_code == 403


def test_the_screen_masks_numbers(client, clerk, member):
    page = sign_in(client, clerk).get(URL)
    assert masked_id(NUMBER) in words_of(page)
    assert NUMBER not in page.content.decode()


def test_twenty_columns_are_not_squeezed_onto_a_page(client, clerk, member):
    client = sign_in(client, clerk)
    assert "打印台账" not in words_of(client.get(URL))
    answer = client.post(URL, {"do": "print", "reason": "存档备查"})
    assert answer["Content-Type"].startswith("text/html")
    assert not AuditEvent.objects.exists()


def test_the_sheet_of_a_past_day_tells_the_change_of_that_day(client, clerk, member):
    spell = member.memberships.get()
    spell.left_on, spell.left_reason, spell.end_kind = date(2011, 3, 1), "失业", "leave"
    spell.save()
    MembershipChangeFactory(
        membership=spell, recorded_by=clerk.user, kind="leave", on=spell.left_on, reason="失业"
    )
    client = sign_in(client, clerk)
    line = client.get(URL, {"on": "2010-12-31"}).context["lines"][0]
    told = {cell["column"].label: cell["value"] for cell in line["cells"]}
    assert (told["会籍变化类型"], told["会籍变化日期"]) == ("入会", date(2010, 3, 1))
    assert client.get(URL, {"on": "2011-12-31"}).context["lines"] == []


def test_a_day_that_cannot_be_read_is_told_and_the_sheet_still_shown(client, clerk, member):
    page = sign_in(client, clerk).get(URL, {"on": "昨天"})
    assert page.status_code == 200
    assert page.context["selection"].form.errors
    assert "马关旺" in words_of(page)


@pytest.mark.parametrize("name", ["members:collection", "members:people"])
@pytest.mark.parametrize(
    ("asked", "value"),
    [("work_group", "courier"), ("education", "master"), ("political_status", "party")],
)
def test_lists_by_further_facts(client, clerk, xingfa, name, asked, value):
    PersonDetailsFactory(person=member_of(xingfa, name="合于条件"), **{asked: value})
    member_of(xingfa, name="不合条件")
    page = sign_in(client, clerk).get(reverse(name), {asked: value})
    assert [line["cells"][0]["value"] for line in page.context["lines"]] == ["合于条件"]


def test_the_sheet_asks_as_often_for_ten_members_as_for_one(client, clerk, xingfa):
    unit = EmployerFactory(organisation=xingfa)

    def more():
        for number in range(9):
            person = member_of(xingfa, employer=unit)
            if number % 2:
                PersonDetailsFactory(person=person)

    PersonDetailsFactory(person=member_of(xingfa, employer=unit))
    assert_same_queries(sign_in(client, clerk), URL, more)


def test_the_roll_leads_to_the_sheet(client, clerk, xingfa):
    PersonFactory(organisation=xingfa)
    assert URL in sign_in(client, clerk).get(reverse("members:members")).content.decode()
