"""Goals: who may set them, what they may be, and the pages they are kept on."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from reports.actions import targets
from reports.models import Target
from reports.rules import goal_problem, in_unit, in_words, reached
from tests.factories.kernel import scope_of
from tests.factories.members import EmployerFactory, HeadCountFactory, member_of
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
        [
            ("no.such", "20", "key"),
            ("aid.cases", "2.5", "number"),
            ("members.rate", "101", "number"),
        ],
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


class TestList:
    def test_shows_goal_value_completion_and_state(self, client, clerk, xingfa, kailu):
        target(xingfa, "events.total", "2", note="责任书", set_by=kailu)
        target(xingfa, "events.person_times", "200")
        for _ in range(3):
            event(xingfa)
        page = words_of(sign_in(client, clerk).get("/targets/"))
        assert "兴发乡工会 举办活动场次 2 3 场 150 达到 开鲁县总工会 责任书" in page
        assert "参加活动人次 200 90 人次 45 未达到" in page

    def test_a_rate_is_compared_and_not_divided(self, client, clerk, xingfa):
        target(xingfa, "members.rate", "95")
        HeadCountFactory(employer=EmployerFactory(organisation=xingfa), staff=4)
        member_of(xingfa)
        page = words_of(sign_in(client, clerk).get("/targets/"))
        assert "入会率 95.0 25.0 % 未达到" in page

    def test_the_county_sees_goals_of_all_its_townships(
        self, client, county_officer, neighbour, xingfa, yongan, kailu
    ):
        for office in (kailu, xingfa, yongan):
            target(office, "events.total", "1")
        event(xingfa)
        assert "共 3 项" in words_of(sign_in(client, county_officer).get("/targets/"))
        page = words_of(sign_in(client, neighbour).get("/targets/"))
        assert "共 1 项" in page
        assert "永安乡工会 举办活动场次 1 0 场 0 未达到" in page

    def test_queries_do_not_grow_with_goals(self, client, county_officer, xingfa, yongan):
        target(xingfa, "events.total", "1")

        def more():
            for office in (xingfa, yongan):
                target(office, "events.cost", "1")
                target(office, "events.recreation", "1")

        assert_same_queries(sign_in(client, county_officer), "/targets/", more)

    def test_without_the_right_it_is_refused(self, client, cashier):
        assert sign_in(client, cashier).get("/targets/").status_code == 403

    def test_an_indicator_no_longer_defined_leaves_its_goals_out(self, client, clerk, xingfa):
        gone = target(xingfa, "long.gone", "1")
        assert "还没有目标" in words_of(sign_in(client, clerk).get("/targets/"))
        assert client.get(gone.get_absolute_url()).status_code == 404


class TestPages:
    def test_one_goal_shows_how_far_it_is(self, client, clerk, xingfa):
        one = target(xingfa, "events.total", "4")
        event(xingfa)
        response = sign_in(client, clerk).get(one.get_absolute_url())
        assert "至今 1 场" in words_of(response)
        assert (
            "/figures/events.total/?period=2010Y&amp;organisation=XINGFA"
            in response.content.decode()
        )
        assert "修改目标" in words_of(response)

    def test_the_neighbour_must_not_know_and_the_colleague_may_not(
        self, client, neighbour, cashier, xingfa
    ):
        one = target(xingfa, "events.total", "4")
        for address in (one.get_absolute_url(), f"/targets/{one.pk}/change/"):
            assert sign_in(client, neighbour).get(address).status_code == 404
            assert sign_in(client, cashier).get(address).status_code == 403

    def test_a_goal_is_set(self, client, county_officer, xingfa):
        answers = {
            "organisation": xingfa.pk,
            "year": "2010",
            "key": "members.rate",
            "number": "97.5",
            "note": "责任书",
        }
        sign_in(client, county_officer)
        assert client.get("/targets/add/").status_code == 200
        response = client.post("/targets/add/", answers)
        made = Target.objects.get()
        assert response.headers["Location"] == made.get_absolute_url()
        assert (made.organisation, made.set_by) == (xingfa, county_officer.organisation)

    def test_what_cannot_be_keeps_what_was_typed(self, client, clerk, xingfa):
        answers = {"organisation": xingfa.pk, "year": "2010", "key": "aid.cases", "number": "2.5"}
        response = sign_in(client, clerk).post("/targets/add/", answers)
        assert response.status_code == 422
        assert "目标应是整数" in words_of(response)
        assert 'value="2.5"' in response.content.decode()

    def test_a_second_goal_for_the_same_is_refused(self, client, clerk, xingfa):
        target(xingfa, "aid.cases", "2")
        answers = {"organisation": xingfa.pk, "year": "2010", "key": "aid.cases", "number": "9"}
        response = sign_in(client, clerk).post("/targets/add/", answers)
        assert "请直接修改那一条" in words_of(response)
        assert Target.objects.get().number == 2

    def test_only_own_offices_and_those_below_are_offered(self, client, clerk, yongan):
        answers = {"organisation": yongan.pk, "year": "2010", "key": "aid.cases", "number": "9"}
        assert sign_in(client, clerk).post("/targets/add/", answers).status_code == 422
        assert not Target.objects.exists()

    def test_a_goal_is_changed_on_the_version_seen(self, client, clerk, xingfa):
        one = target(xingfa, "aid.cases", "2")
        address = f"/targets/{one.pk}/change/"
        sign_in(client, clerk)
        assert "修改目标：兴发乡工会2010年帮扶人次" in words_of(client.get(address))
        client.post(address, {"number": "3", "note": "", "version": "0"})
        assert Target.objects.get().number == 3
        stale = client.post(address, {"number": "4", "note": "", "version": "0"})
        assert "已被他人修改" in words_of(stale)
        assert Target.objects.get().number == 3

    def test_a_goal_of_the_county_is_not_offered_for_change(self, client, clerk, xingfa, kailu):
        one = target(xingfa, "aid.cases", "2", set_by=kailu)
        page = words_of(sign_in(client, clerk).get(one.get_absolute_url()))
        assert "修改目标" not in page
        assert client.get(f"/targets/{one.pk}/change/").status_code == 403

    def test_a_cadre_reads_and_does_not_set(self, client, xingfa):
        sign_in(client, scope_of(xingfa, "cadre"))
        assert "下达目标" not in words_of(client.get("/targets/"))
        assert client.get("/targets/add/").status_code == 403
