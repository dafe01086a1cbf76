"""Unions moved, renamed and closed: what is seen, counted and listed follows, with its history."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from members.models import Membership, UnionProfile
from reports.indicators import figures
from tests.factories.kernel import below, scope_of
from tests.factories.members import (
    EmployerFactory,
    HeadCountFactory,
    UnionProfileFactory,
    member_of,
)
from tests.helpers import assert_same_queries, race, sign_in, words_of
from unionhub import audit
from unionhub.actions import accounts, organisations
from unionhub.models import AuditEvent, Organisation, OrganisationChange
from unionhub.periods import Period, today

pytestmark = pytest.mark.django_db
DAY = date(2010, 6, 1)


@pytest.fixture
def works(xingfa):
    return below(xingfa, "XFZC", "砖厂工会", "enterprise")


@pytest.fixture
def joint(xingfa):
    return below(xingfa, "XFLH", "兴发联合工会", "joint")


@pytest.fixture
def county_clerk(kailu):
    return scope_of(kailu, "clerk")


def fresh(organisation):
    return Organisation.objects.get(pk=organisation.pk)


def sound():
    return all(not found for found in Organisation.objects.find_problems())


# --- inside one office ------------------------------------------------------------------------
def test_a_union_moves_with_all_below_it(client, clerk, works, joint):
    team = below(works, "XFZC1", "一车间工会小组", "group")
    sign_in(client, clerk).post(
        reverse("unionhub:organisation_move", args=[works.pk]),
        {"parent": joint.pk, "on": "2010-06-01", "reason": "并入联合工会", "version": "0"},
    )
    assert fresh(works).is_child_of(fresh(joint))
    assert fresh(team).is_child_of(fresh(works))
    assert sound()
    step = OrganisationChange.objects.get()
    assert (step.step, step.on, step.before, step.after) == (
        "moved",
        DAY,
        "兴发乡工会",
        "兴发联合工会",
    )
    assert "并入联合工会" in words_of(client.get(works.get_absolute_url()))
    assert AuditEvent.objects.get(verb="organisation.move").note == "并入联合工会"


@pytest.mark.parametrize("page", ["organisation_move", "organisation_close"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("neighbour", 404), ("cashier", 403), ("county_clerk", 200)],
)
def test_the_forms_of_moving_and_closing(client, request, works, page, who, status):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse(f"unionhub:{page}", args=[works.pk])).status_code == status


def test_a_union_is_not_hung_under_itself_nor_under_one_below_it(client, clerk, works):
    team = below(works, "XFZC1", "一车间工会小组", "group")
    for parent in (works, team):
        with pytest.raises(ValidationError, match="它自己或它的下级"):
            organisations.move(organisation=works, parent=parent, by=clerk, on=DAY)
    page = sign_in(client, clerk).get(reverse("unionhub:organisation_move", args=[works.pk]))
    offered = set(page.context["form"].fields["parent"].queryset)
    assert offered == {fresh(clerk.organisation)}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"joint": {"closed_on": DAY}}, "已撤销，请选择"),
        ({"works": {"closed_on": DAY}}, "已撤销，不能再划转"),
        ({"works": {"opened_on": date(2010, 7, 1)}}, "不能早于建会日期"),
    ],
)
def test_a_move_that_cannot_be_is_refused(clerk, works, joint, change, words):
    named = {"works": works, "joint": joint}
    for name, values in change.items():
        Organisation.objects.filter(pk=named[name].pk).update(**values)
    with pytest.raises(ValidationError, match=words):
        organisations.move(organisation=works, parent=joint, by=clerk, on=DAY)


def test_a_move_to_where_it_is_and_one_to_come_are_refused(clerk, works, xingfa, joint):
    with pytest.raises(ValidationError, match="已在"):
        organisations.move(organisation=works, parent=xingfa, by=clerk)
    with pytest.raises(ValidationError, match="不能晚于今天"):
        organisations.move(
            organisation=works, parent=joint, by=clerk, on=today() + timedelta(days=1)
        )


def test_a_neighbours_union_is_not_there_to_move_or_to_hang_under(clerk, works, yongan):
    for organisation, parent in ((yongan, works), (works, yongan)):
        with pytest.raises(Organisation.DoesNotExist):
            organisations.move(organisation=organisation, parent=parent, by=clerk)


def test_the_own_union_is_moved_and_closed_from_above(clerk, xingfa, county_clerk, works):
    with pytest.raises(PermissionDenied):
        organisations.move(organisation=xingfa, parent=works, by=clerk)
    with pytest.raises(ValidationError, match="由上级撤销"):
        organisations.close(organisation=xingfa, by=clerk)


# --- to another office ------------------------------------------------------------------------
def test_a_union_goes_to_another_office_with_its_sheet(county_clerk, works, xingfa, yongan):
    UnionProfileFactory(union=works, organisation=xingfa)
    organisations.move(organisation=works, parent=yongan, by=county_clerk, on=DAY, reason="划转")
    sheet = UnionProfile.objects.get()
    assert sheet.organisation == yongan
    assert UnionProfile.objects.visible_to(scope_of(yongan, "clerk")).count() == 1
    assert UnionProfile.objects.visible_to(scope_of(xingfa, "clerk")).count() == 0
    assert AuditEvent.objects.filter(verb="union.hand_over").exists()


def test_a_union_with_members_on_file_is_not_taken_from_its_office(
    county_clerk, works, xingfa, yongan
):
    member_of(works, office=xingfa)
    EmployerFactory(organisation=xingfa, union=works)
    with pytest.raises(ValidationError, match="1名会员、1家单位"):
        organisations.move(organisation=works, parent=yongan, by=county_clerk)
    assert fresh(works).is_child_of(fresh(xingfa))


# --- an office --------------------------------------------------------------------------------
@pytest.fixture
def city(kailu):
    """Another county federation under the first, so that a township has two to hang under."""
    return below(kailu, "KEERQIN", "科尔沁区总工会", "county")


def test_an_office_is_moved_by_the_county_and_under_a_county_only(
    county_clerk, xingfa, yongan, city
):
    with pytest.raises(ValidationError, match="只能划到县总工会"):
        organisations.move(organisation=xingfa, parent=yongan, by=county_clerk)
    organisations.move(organisation=xingfa, parent=city, by=county_clerk)
    assert fresh(xingfa).is_child_of(fresh(city))


def test_what_an_office_keeps_is_seen_counted_and_listed_where_it_hangs(
    client, county_clerk, xingfa, yongan, works, city
):
    """Figures, visibility, lists and the log of the county it came to; its own as before."""
    clerk = scope_of(xingfa, "clerk")
    member_of(works, office=xingfa)
    EmployerFactory(organisation=xingfa, union=works)
    HeadCountFactory(employer=EmployerFactory(organisation=xingfa))
    organisations.add_place(by=clerk, name="铁柱片", kind="area")
    new = scope_of(city, "county")
    period, keys = Period.parse("2010H1"), ("members.total", "staff.total")
    before = {k: f.value for k, f in figures(fresh(city), period, keys).items()}

    organisations.move(organisation=xingfa, parent=city, by=county_clerk)
    # A new township takes the place in the tree that the old one left.
    late = below(county_clerk.organisation, "HOULAI", "后来乡工会")

    city, xingfa, late = fresh(city), fresh(xingfa), fresh(late)
    after = {k: f.value for k, f in figures(city, period, keys).items()}
    assert (before, after) == (
        {"members.total": 0, "staff.total": 0},
        {"members.total": 1, "staff.total": 10},
    )
    new = type(new)(new.user, city, new.role)
    assert Membership.objects.visible_to(new).count() == 1
    assert Membership.objects.visible_to(scope_of(xingfa, "clerk")).count() == 1
    assert Membership.objects.visible_to(scope_of(late, "clerk")).count() == 0
    assert AuditEvent.objects.visible_to(new).filter(verb="place.add").exists()
    assert not AuditEvent.objects.visible_to(scope_of(late, "chair")).exists()
    roll = sign_in(client, new).get(reverse("members:members"), {"on": "2010-06-30"})
    assert len(roll.context["lines"]) == 1
    assert audit.broken_at() is None


def test_posts_of_a_moved_office_work_on(client, xingfa, county_clerk, city):
    clerk = scope_of(xingfa, "clerk")
    sign_in(client, clerk)
    organisations.move(organisation=xingfa, parent=city, by=county_clerk)
    answer = client.get(reverse("unionhub:organisations"))
    assert "兴发乡工会" in words_of(answer)
    assert "科尔沁区" not in words_of(answer)
    admin = scope_of(city, "admin")
    admin = type(admin)(admin.user, fresh(city), admin.role)
    assert clerk.user in set(accounts.accounts_of(admin))


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_unions_are_not_hung_under_one_another(clerk, works, joint):
    answers = race(
        lambda: organisations.move(organisation=works, parent=joint, by=clerk, on=DAY),
        lambda: organisations.move(organisation=joint, parent=works, by=clerk, on=DAY),
    )
    refused = [answer for answer in answers if isinstance(answer, ValidationError)]
    assert len(refused) == 1
    assert "它自己或它的下级" in refused[0].messages[0]
    assert sound()
    assert audit.broken_at() is None


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_unions_opened_and_moved_at_once_get_places_of_their_own(clerk, xingfa, works, joint):
    opened = [
        lambda n=n: organisations.open_below(
            parent=joint, by=clerk, code=f"N{n}", name=f"第{n}工会", kind="village"
        )
        for n in range(3)
    ]
    race(*opened, lambda: organisations.move(organisation=works, parent=joint, by=clerk, on=DAY))
    assert sound()
    assert Organisation.objects.get_children(fresh(joint)).count() == 4


# --- names and ends ---------------------------------------------------------------------------
def changed(union, **values):
    return {
        "name": union.name,
        "kind": union.kind,
        "place_name": "",
        "version": union.version,
        **values,
    }


def test_a_new_name_is_a_step_of_the_history_and_a_slip_is_not(client, clerk, works):
    url = reverse("unionhub:organisation_change", args=[works.pk])
    client = sign_in(client, clerk)
    client.post(url, changed(works, name="砖瓦厂工会", on="2010-06-01", paper="兴工发〔2010〕3号"))
    client.post(url, changed(fresh(works), name="砖瓦场工会", slip="on"))
    step = OrganisationChange.objects.get()
    assert (step.step, step.before, step.after, step.paper, step.on) == (
        "renamed",
        "砖厂工会",
        "砖瓦厂工会",
        "兴工发〔2010〕3号",
        DAY,
    )
    assert fresh(works).name == "砖瓦场工会"


def test_a_founding_opens_the_history(clerk, xingfa):
    made = organisations.open_below(
        parent=xingfa, by=clerk, code="NEW", name="新厂工会", kind="enterprise", opened_on=DAY
    )
    assert [(c.step, c.on) for c in made.changes.all()] == [("founded", DAY)]


def test_a_union_is_closed_with_reason_and_paper_and_once(client, clerk, works):
    url = reverse("unionhub:organisation_close", args=[works.pk])
    client = sign_in(client, clerk)
    sent = {"on": "2010-06-01", "reason": "企业注销", "paper": "兴工发〔2010〕5号"}
    client.post(url, sent)
    assert fresh(works).closed_on == DAY
    step = OrganisationChange.objects.get()
    assert (step.step, step.reason, step.paper) == ("closed", "企业注销", "兴工发〔2010〕5号")
    assert "不用再办" in words_of(client.post(url, sent))


def test_a_union_with_members_is_not_closed_over_their_heads(clerk, works, xingfa):
    member_of(works, office=xingfa)
    with pytest.raises(ValidationError, match="1名在会会员"):
        organisations.close(organisation=works, by=clerk, on=today())


# --- the tree ---------------------------------------------------------------------------------
def test_the_tree_counts_what_is_below(client, county_clerk, kailu, xingfa, works, joint):
    member_of(works, office=xingfa)
    member_of(xingfa)
    HeadCountFactory(employer=EmployerFactory(organisation=xingfa, union=works), staff=7)
    HeadCountFactory(employer=EmployerFactory(organisation=xingfa), staff=3)
    rows = sign_in(client, county_clerk).get(reverse("unionhub:organisations")).context["rows"]
    found = {item["row"].code: (item["below"], item["numbers"]) for item in rows}
    assert found["KAILU"] == (3, [2, 10])
    assert found["XINGFA"] == (2, [2, 10])
    assert found["XFZC"] == (0, [1, 7])
    assert found["XFLH"] == (0, [0, 0])


def test_who_sees_no_members_sees_no_numbers(client, admin, xingfa):
    page = sign_in(client, admin).get(reverse("unionhub:organisations"))
    assert page.context["labels"] == []


def test_the_tree_asks_as_often_for_ten_unions_as_for_one(client, clerk, xingfa, works):
    def more():
        for n in range(9):
            union = below(xingfa, f"U{n}", f"第{n}村工会", "village")
            member_of(union, office=xingfa)

    assert_same_queries(sign_in(client, clerk), reverse("unionhub:organisations"), more)


def test_the_page_asks_as_often_for_ten_steps_as_for_one(client, clerk, works):
    def more():
        for n in range(9):
            OrganisationChange.objects.create(union=works, step="renamed", on=DAY, after=f"{n}")

    assert_same_queries(sign_in(client, clerk), works.get_absolute_url(), more)
