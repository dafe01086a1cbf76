"""Sheets of unions, and committees with their members."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from members.actions import committees, unions
from members.models import Committee, UnionProfile
from tests.factories.kernel import below, scope_of
from tests.factories.members import (
    CommitteeFactory,
    EmployerFactory,
    SeatFactory,
    UnionProfileFactory,
    member_of,
)
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.models import AuditEvent

SHEET = {"unit_kind": "private", "units_covered": "1", "chair": "李明", "phone": "13812345678"}


@pytest.fixture
def brickyard(xingfa):
    """An enterprise union below the township, kept by its office."""
    return below(xingfa, "XFZC", "砖厂工会", "enterprise")


# --- sheets -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("county_officer", 200), ("neighbour", 404), ("cashier", 403)],
)
def test_the_page_of_a_union(client, request, brickyard, who, status):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse("members:union", args=[brickyard.pk])).status_code == status


@pytest.mark.parametrize(("who", "status"), [("clerk", 200), ("neighbour", 404), ("reviewer", 403)])
def test_the_form_of_a_sheet(client, request, brickyard, who, status):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse("members:union_change", args=[brickyard.pk])).status_code == status


def test_a_sheet_is_written_and_changed(client, clerk, brickyard):
    url = reverse("members:union_change", args=[brickyard.pk])
    client = sign_in(client, clerk)
    assert client.post(url, SHEET).url == reverse("members:union", args=[brickyard.pk])
    client.post(url, {**SHEET, "chair": "王芳", "version": "0"})
    profile = UnionProfile.objects.get()
    assert (profile.organisation, profile.chair) == (clerk.organisation, "王芳")
    assert AuditEvent.objects.filter(verb="union.profile").count() == 2


def test_a_sheet_someone_else_has_just_written_is_not_overwritten(client, clerk, brickyard):
    UnionProfileFactory(union=brickyard, organisation=clerk.organisation, chair="王芳")
    url = reverse("members:union_change", args=[brickyard.pk])
    answer = sign_in(client, clerk).post(url, SHEET)
    assert "已被他人修改" in words_of(answer)


def test_the_county_keeps_its_own_sheet_and_not_the_townships(kailu, xingfa, brickyard):
    by = scope_of(kailu, "clerk")
    assert unions.write_profile(union=kailu, by=by, units_covered=1).organisation == kailu
    for union in (xingfa, brickyard):
        with pytest.raises(PermissionDenied):
            unions.write_profile(union=union, by=by, units_covered=1)


def test_a_contact_writes_no_sheets(xingfa, tiezhu):
    with pytest.raises(PermissionDenied):
        unions.write_profile(union=xingfa, by=scope_of(xingfa, "contact", place=tiezhu))


def test_the_page_counts_members_and_units(client, clerk, xingfa, brickyard):
    member_of(brickyard, office=xingfa)
    EmployerFactory(organisation=xingfa, union=brickyard)
    page = sign_in(client, clerk).get(reverse("members:union", args=[brickyard.pk]))
    assert (page.context["members"], page.context["employers"]) == (1, 1)


def test_the_list_says_how_many_sheets_are_missing(client, clerk, xingfa, brickyard):
    UnionProfileFactory(union=xingfa, chair="李明")
    words = words_of(sign_in(client, clerk).get(reverse("members:unions")))
    assert "李明" in words
    assert "还有 1 个工会没有概况" in words


def test_the_list_of_sheets_asks_as_often_for_ten_as_for_one(client, clerk, xingfa):
    UnionProfileFactory(union=xingfa)

    def more():
        for number in range(9):
            union = below(xingfa, f"U{number}", f"第{number}村工会", "village")
            UnionProfileFactory(union=union, organisation=xingfa)

    assert_same_queries(sign_in(client, clerk), reverse("members:unions"), more)


# --- committees -------------------------------------------------------------------------------
@pytest.fixture
def committee(xingfa):
    committee = CommitteeFactory(organisation=xingfa, name="医疗互助领导小组")
    SeatFactory(committee=committee, duty="组长", name="李明")
    return committee


def typed(**values):
    return {
        "name": "医疗互助领导小组",
        "kind": "leading",
        "formed_on": "2010-01-01",
        "seats": "组长 李明\n成员 王芳、赵强",
        **values,
    }


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("county_officer", 200), ("neighbour", 404), ("cashier", 403)],
)
def test_the_page_of_a_committee(client, request, committee, who, status):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(committee.get_absolute_url()).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("clerk", 200), ("neighbour", 404), ("county_officer", 403)]
)
def test_the_form_of_a_committee(client, request, committee, who, status):
    sign_in(client, request.getfixturevalue(who))
    url = reverse("members:committee_change", args=[committee.pk])
    assert client.get(url).status_code == status


def test_a_committee_is_set_up_with_its_members(client, clerk):
    sign_in(client, clerk).post(reverse("members:committee_add"), typed())
    committee = Committee.objects.get()
    assert [str(seat) for seat in committee.seats.all()] == ["组长 李明", "成员 王芳", "成员 赵强"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [({"seats": ""}, "成员"), ({"seats": "组长 李"}, "第1行"), ({"formed_on": ""}, "成立日期")],
)
def test_a_committee_that_cannot_be_right_is_refused(client, clerk, wrong, words):
    answer = sign_in(client, clerk).post(reverse("members:committee_add"), typed(**wrong))
    assert answer.status_code == 422
    assert words in words_of(answer)


def test_members_change_and_the_log_keeps_both_lists(client, clerk, committee):
    sign_in(client, clerk).post(
        reverse("members:committee_change", args=[committee.pk]), typed(version="0")
    )
    assert committee.seats.count() == 3
    assert AuditEvent.objects.get().changes["seats"] == [
        "组长 李明",
        "组长 李明\n成员 王芳\n成员 赵强",
    ]


def test_two_clerks_do_not_overwrite_each_others_members(client, clerk, committee):
    committees.change(committee=committee, by=clerk, seats=[("组长", "王芳")])
    answer = sign_in(client, clerk).post(
        reverse("members:committee_change", args=[committee.pk]), typed(version="0")
    )
    assert "已被他人修改" in words_of(answer)


def test_a_contact_sets_up_no_committee(client, xingfa, tiezhu):
    sign_in(client, scope_of(xingfa, "contact", place=tiezhu))
    assert client.get(reverse("members:committee_add")).status_code == 403


@pytest.mark.parametrize(("state", "name"), [("open", "在任小组"), ("ended", "撤销小组")])
def test_committees_by_state(client, clerk, xingfa, state, name):
    CommitteeFactory(organisation=xingfa, name="在任小组")
    CommitteeFactory(organisation=xingfa, name="撤销小组", ended_on=date(2010, 6, 1))
    page = sign_in(client, clerk).get(reverse("members:committees"), {"state": state})
    assert [line["cells"][0]["value"] for line in page.context["lines"]] == [name]


def test_the_list_of_committees_asks_as_often_for_ten_as_for_one(client, clerk, xingfa, committee):
    def more():
        for _ in range(9):
            SeatFactory(committee=CommitteeFactory(organisation=xingfa))

    assert_same_queries(sign_in(client, clerk), reverse("members:committees"), more)
