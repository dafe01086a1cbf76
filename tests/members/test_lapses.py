"""自动退会待定: who gave no sign for half a year, and what is decided about them."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from activities.models import Participation
from members.actions import memberships, reprieves
from members.models import ChangeKind, Dues, Membership, Reprieve, Retention
from members.pickers import silent_members
from members.rules.endings import LAPSE_REASON, months_before, silent_since
from tests.factories.kernel import below
from tests.factories.members import MembershipFactory, PersonFactory
from tests.factories.reports import event
from tests.helpers import assert_same_queries, sign_in

TODAY = date(2010, 12, 15)  # six full months: June to November


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel("2010-12-15 10:00+08:00", tick=False):
        yield


@pytest.fixture
def silent(xingfa, clerk):
    """A member without a sign, in a union that collects dues from somebody else."""
    paying = MembershipFactory(person=PersonFactory(organisation=xingfa, name="交费者"))
    pay(paying, date(2010, 9, 1), clerk)
    return MembershipFactory(person=PersonFactory(organisation=xingfa, name="不交者"))


def pay(spell, month, by, **values):
    return Dues.objects.create(
        organisation=spell.organisation,
        kind="member",
        union=spell.union,
        person=spell.person,
        from_month=month,
        to_month=month,
        amount=10,
        own=10,
        upper=0,
        paid_on=month,
        recorded_by=by.user,
        **values,
    )


def names(scope):
    return {spell.person.name for spell in silent_members(scope).select_related("person")}


@pytest.mark.parametrize(
    ("who", "status"), [("clerk", 200), ("chair", 200), ("neighbour", 404), ("cashier", 403)]
)
def test_the_page_of_a_silent_member(client, request, silent, who, status):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse("members:silent_member", args=[silent.pk])).status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("chair", 200), ("clerk", 403), ("county_officer", 403)]
)
def test_who_decides_to_keep(client, request, silent, who, status):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse("members:keep", args=[silent.pk])).status_code == status


def test_a_member_without_a_sign_is_listed(client, clerk, silent):
    assert names(clerk) == {"不交者"}
    page = sign_in(client, clerk).get(reverse("members:silent_members"))
    (line,) = page.context["lines"]
    assert line["url"] == reverse("members:silent_member", args=[silent.pk])
    assert "没有记录" in {cell["value"] for cell in line["cells"]}


@pytest.mark.parametrize("month", [date(2010, 6, 1), date(2010, 11, 1), date(2010, 12, 1)])
def test_who_paid_for_a_month_of_the_six_or_since_is_not(clerk, silent, month):
    pay(silent, month, clerk)
    assert names(clerk) == set()


def test_dues_of_long_ago_and_dues_taken_back_are_no_sign(clerk, silent):
    pay(silent, date(2010, 5, 1), clerk)
    wrong = pay(silent, date(2010, 8, 1), clerk)
    Dues.objects.create(
        organisation=silent.organisation,
        kind="member",
        union=silent.union,
        person=silent.person,
        from_month=date(2010, 8, 1),
        to_month=date(2010, 8, 1),
        amount=-10,
        own=-10,
        upper=0,
        paid_on=date(2010, 9, 1),
        reverses=wrong,
        reason="记错",
        recorded_by=clerk.user,
    )
    assert names(clerk) == {"不交者"}


def test_where_the_union_collects_nothing_nobody_is(clerk, xingfa, silent):
    other = below(xingfa, "XFZC", "砖厂工会", "enterprise")
    Membership.objects.filter(pk=silent.pk).update(union=other)
    assert names(clerk) == set()


@pytest.mark.parametrize("joined", [date(2010, 6, 2), date(2010, 11, 1)])
def test_who_has_not_been_in_for_six_full_months_is_not(clerk, silent, joined):
    Membership.objects.filter(pk=silent.pk).update(joined_on=joined)
    assert names(clerk) == set()


@pytest.mark.parametrize(
    ("until", "listed"), [(None, set()), (date(2010, 8, 1), set()), (date(2010, 6, 1), {"不交者"})]
)
def test_who_was_at_rest_in_that_time_is_not(clerk, silent, until, listed):
    Retention.objects.create(membership=silent, from_on=date(2010, 4, 1), until_on=until)
    assert names(clerk) == listed


@pytest.mark.parametrize(
    ("day", "listed"), [(date(2010, 6, 1), set()), (date(2010, 5, 31), {"不交者"})]
)
def test_who_took_part_in_something_is_not(clerk, xingfa, silent, day, listed):
    held = event(xingfa, day)
    Participation.objects.create(event=held, person=silent.person)
    assert names(clerk) == listed


def test_who_is_kept_is_not_listed_for_six_months(client, chair, clerk, silent):
    sign_in(client, chair).post(
        reverse("members:keep", args=[silent.pk]), {"reason": "外出务工，愿意补交"}
    )
    assert Reprieve.objects.get().reason == "外出务工，愿意补交"
    assert names(clerk) == set()
    with time_machine.travel("2011-06-14 10:00+08:00", tick=False):
        assert names(clerk) == set()


def test_after_six_months_the_member_is_listed_again(chair, clerk, silent):
    reprieves.keep(membership=silent, reason="外出务工", by=chair)
    with time_machine.travel("2011-06-16 10:00+08:00", tick=False):
        pay(
            MembershipFactory(person=PersonFactory(organisation=silent.organisation)),
            date(2011, 3, 1),
            clerk,
        )
        assert "不交者" in names(clerk)


def test_only_who_is_listed_is_kept_and_for_a_reason(chair, clerk, silent):
    with pytest.raises(ValidationError, match="继续在会的理由"):
        reprieves.keep(membership=silent, reason=" ", by=chair)
    pay(silent, date(2010, 8, 1), clerk)
    with pytest.raises(ValidationError, match="不在自动退会待定名单"):
        reprieves.keep(membership=silent, reason="外出务工", by=chair)


def test_who_lapses_leaves_the_list_and_the_roll(client, chair, silent):
    sign_in(client, chair).post(
        reverse("members:lapse", args=[silent.pk]),
        {
            "left_on": "2010-12-15",
            "left_reason": LAPSE_REASON,
            "detail": "三次上门，不愿交",
        },
    )
    silent.refresh_from_db()
    assert (silent.end_kind, silent.left_on) == (ChangeKind.LAPSE, TODAY)
    assert silent.left_reason.endswith("三次上门，不愿交")
    assert names(chair) == set()


def test_who_left_is_not_listed(clerk, silent):
    memberships.leave(membership=silent, left_on=TODAY, left_reason="失业", by=clerk)
    assert names(clerk) == set()


def test_the_list_asks_as_often_for_ten_as_for_one(client, clerk, xingfa, silent):
    def more():
        for _ in range(9):
            MembershipFactory(person=PersonFactory(organisation=xingfa))

    assert_same_queries(sign_in(client, clerk), reverse("members:silent_members"), more)


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2010, 12, 15), date(2010, 6, 15)),
        (date(2010, 8, 31), date(2010, 2, 28)),
        (date(2011, 3, 1), date(2010, 9, 1)),
        (date(2012, 8, 30), date(2012, 2, 29)),
    ],
)
def test_six_months_before(day, before):
    assert months_before(day, 6) == before


@pytest.mark.parametrize(
    ("day", "since"),
    [(date(2010, 12, 1), date(2010, 6, 1)), (date(2011, 1, 31), date(2010, 7, 1))],
)
def test_six_full_months(day, since):
    assert silent_since(day) == since
