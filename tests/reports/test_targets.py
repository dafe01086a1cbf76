"""Goals: who may set them, what they may be, and the pages they are kept on."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from reports.actions import targets
from reports.models import Target
from reports.rules import goal_problem, in_unit, in_words, reached
from tests.factories.kernel import scope_of
from tests.factories.reports import event, target
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.models import AuditEvent

pytestmark = pytest.mark.django_db


def set_one(by, organisation=None, *, key="aid.cases", number="20", **more):
    return targets.set_target(
        organisation=organisation or by.organisation,
        year=2010,
        key=key,
        number=Decimal(number),
        by=by,
        **more,
    )


@pytest.mark.parametrize(
    ("number", "unit", "problem"),
    [
        ("20", "件", ""),
        ("20.5", "件", "应是整数"),
        ("-1", "件", "不能小于零"),
        ("97.5", "%", ""),
        ("97.55", "%", "一位小数"),
        ("100.5", "%", "不能超过 100"),
        ("1234.56", "元", ""),
        ("1234.567", "元", "两位小数"),
    ],
)
def test_what_a_goal_may_be(number, unit, problem):
    found = goal_problem(Decimal(number), unit)
    assert bool(found) == bool(problem)
    assert problem in found


def test_a_goal_is_shown_as_its_figure_is():
    assert str(in_unit(Decimal("200.00"), "人")) == "200"
    assert str(in_unit(Decimal("97.50"), "%")) == "97.5"
    assert str(in_unit(Decimal("1200"), "元")) == "1200.00"
    assert [in_words(one) for one in (1286, Decimal("1234.50"), None)] == ["1,286", "1,234.50", "—"]


def test_a_goal_met_exactly_is_reached():
    assert reached(20, Decimal(20))
    assert not reached(19, Decimal(20))
    assert not reached(None, Decimal(0))


class TestSetting:
    def test_an_office_sets_its_own_and_the_deed_is_logged(self, chair):
        made = set_one(chair, note="年度目标责任书")
        assert (made.number, made.set_by) == (20, chair.organisation)
        assert AuditEvent.objects.get().verb == "target.set"

    def test_setting_again_changes_the_one_that_is_there(self, clerk):
        set_one(clerk)
        set_one(clerk, number="25")
        assert Target.objects.get().number == 25
        assert AuditEvent.objects.order_by("seq").last().changes["number"] == ["20.00", "25"]

    def test_the_county_sets_for_a_township(self, county_officer, xingfa):
        assert set_one(county_officer, xingfa).set_by == county_officer.organisation

    def test_what_the_county_set_the_township_cannot_change(self, county_officer, chair):
        set_one(county_officer, chair.organisation)
        with pytest.raises(PermissionDenied, match="开鲁县总工会下达"):
            set_one(chair, number="1")
        assert Target.objects.get().number == 20

    def test_the_county_may_take_over_a_goal_of_the_township(self, county_officer, chair):
        set_one(chair)
        assert set_one(county_officer, chair.organisation).set_by == county_officer.organisation

    def test_a_township_sets_none_for_its_neighbour_or_the_county(self, chair, yongan, kailu):
        for organisation in (yongan, kailu):
            with pytest.raises(PermissionDenied):
                set_one(chair, organisation)

    def test_without_the_right_nothing_is_set(self, xingfa):
        with pytest.raises(PermissionDenied):
            set_one(scope_of(xingfa, "cadre"))

    @pytest.mark.parametrize(
        ("key", "number", "field"),
        [("no.such", "20", "key"), ("aid.cases", "2.5", "number"), ("members.rate", "101", "number")],
    )
    def test_what_cannot_be_a_goal_is_refused_at_its_field(self, chair, key, number, field):
        with pytest.raises(ValidationError) as refusal:
            set_one(chair, key=key, number=number)
        assert list(refusal.value.message_dict) == [field]

    def test_nobody_overwrites_what_they_did_not_see(self, chair):
        seen = set_one(chair)
        set_one(chair, number="25")
        with pytest.raises(ValidationError, match="已被他人修改"):
            set_one(chair, number="30", version=seen.version)
