"""The first page: what waits, how far goals are, this half-year against last; to each its own."""

from datetime import date

import pytest
import time_machine

from reports.models import Summary
from reports.waiting import due_half_year, to_do
from tests.factories.kernel import UserFactory, scope_of
from tests.factories.members import CardFactory, PersonFactory, member_of
from tests.factories.reports import case_in, event, fund_of, paid_case, target
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.periods import Period

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def may_2010():
    with time_machine.travel("2010-05-20T09:00:00+08:00"):
        yield


def paper(office, period="2010H1", **values):
    stretch = Period.parse(period)
    return Summary.objects.create(
        organisation=office,
        period_code=period,
        since=stretch.since,
        until=stretch.until,
        **values,
    )


def labels(scope):
    return {one.label: one.count for one in to_do(scope)}


class TestDoor:
    def test_without_log_in_it_is_the_log_in_page(self, client, db):
        assert client.get("/").headers["Location"].startswith("/login/")

    def test_a_one_time_password_is_changed_first(self, client, clerk):
        clerk.user.must_change_password = True
        clerk.user.save()
        assert sign_in(client, clerk).get("/").headers["Location"] == "/password/"

    def test_who_holds_several_posts_chooses_one_first(self, client, clerk, yongan):
        scope_of(yongan, "clerk", user=clerk.user)
        client.force_login(clerk.user)
        assert client.get("/").headers["Location"].startswith("/post/")

    def test_who_holds_none_is_told(self, client, xingfa):
        client.force_login(UserFactory())
        assert client.get("/", follow=True).status_code == 200

    @pytest.mark.parametrize(
        "role",
        ["clerk", "reviewer", "chair", "cashier", "cadre", "contact", "county", "auditor", "admin"],
    )
    def test_every_post_has_a_first_page(self, client, xingfa, tiezhu, role):
        place = tiezhu if role == "contact" else None
        scope = scope_of(xingfa, role, place=place)
        assert sign_in(client, scope).get("/").status_code == 200


class TestBlocks:
    def test_an_empty_office_is_told_so(self, client, clerk):
        page = words_of(sign_in(client, clerk).get("/"))
        assert "没有等您办理的事项" in page
        assert "本年还没有目标。 下达目标" in page

    def test_the_administrator_sees_no_business(self, client, admin, xingfa):
        target(xingfa, "events.total", "5")
        case_in("applied", PersonFactory(organisation=xingfa))
        page = words_of(sign_in(client, admin).get("/"))
        assert "系统管理" in page
        for word in ("待办", "目标进度", "去年同期", "帮扶"):
            assert word not in page

    def test_a_cashier_sees_what_waits_and_no_figures(self, client, cashier):
        page = words_of(sign_in(client, cashier).get("/"))
        assert "待办" in page
        assert "目标进度" not in page
        assert "去年同期" not in page

    def test_goals_of_the_year_show_number_of_number(self, client, clerk, xingfa, yongan):
        target(xingfa, "events.total", "4")
        target(xingfa, "events.person_times", "30")
        target(xingfa, "aid.cases", "1", year=2009)
        target(yongan, "aid.people", "1")
        event(xingfa)
        page = words_of(sign_in(client, clerk).get("/"))
        assert "2010年目标进度 举办活动场次 1 / 4 场 1 / 4 场 未达到，完成目标的 25%" in page
        assert "参加活动人次 30 / 30 人次" in page
        assert "帮扶人" not in page.split("目标进度")[1]

    def test_this_half_year_stands_beside_the_same_of_last_year(self, client, clerk, xingfa):
        fund = fund_of(xingfa)
        paid_case(PersonFactory(organisation=xingfa), fund, date(2010, 3, 1), "500")
        paid_case(PersonFactory(organisation=xingfa), fund, date(2009, 3, 1), "800")
        paid_case(PersonFactory(organisation=xingfa), fund, date(2009, 9, 1), "999")
        response = sign_in(client, clerk).get("/")
        page = words_of(response)
        assert "2010年上半年与去年同期" in page
        assert "帮扶金额（元） 500.00 800.00 -300.00" in page
        assert "帮扶人数（人） 1 1 持平" in page
        assert (
            "/figures/aid.amount/?period=2010H1&amp;organisation=XINGFA"
            in response.content.decode()
        )

    def test_the_county_sees_its_townships_together(self, client, county_officer, xingfa, yongan):
        event(xingfa)
        event(yongan)
        page = words_of(sign_in(client, county_officer).get("/"))
        assert "举办活动场次（场） 2 0 +2" in page

    def test_shortcuts_are_those_the_post_may_use(self, client, clerk, admin):
        assert "登记人员" in words_of(sign_in(client, clerk).get("/"))
        page = words_of(sign_in(client, admin).get("/"))
        assert "登记人员" not in page
        assert "账号岗位" in page

    def test_queries_do_not_grow_with_records(self, client, chair, xingfa):
        target(xingfa, "events.total", "4")
        event(xingfa)

        def more():
            for key in ("events.cost", "events.recreation"):
                target(xingfa, key, "4")
            for _ in range(5):
                event(xingfa)
                case_in("verified", PersonFactory(organisation=xingfa))
            for period in ("2009Y", "2009Q1"):
                paper(xingfa, period=period)

        assert_same_queries(sign_in(client, chair), "/", more)


class TestWaiting:
    def test_members_without_a_card_are_counted(self, clerk, xingfa, cashier):
        member_of(xingfa, phone="13800000001")
        holder = member_of(xingfa, phone="13800000002")
        CardFactory(membership=holder.memberships.get())
        assert labels(clerk) == {"在会会员还没有会员证": 1}
        assert labels(cashier) == {}

    def test_events_past_and_near_want_a_look(self, clerk, chair, xingfa, yongan):
        for day in (date(2010, 5, 1), date(2010, 5, 25), date(2010, 6, 25)):
            event(xingfa, day, state="planned", heads=None, person_times=None)
        event(yongan, date(2010, 5, 1), state="planned", heads=None, person_times=None)
        assert labels(clerk) == {"活动已过期，待登记结果或取消": 1, "活动七天内举办": 1}
        assert labels(chair) == {}

    def test_a_draft_waits_for_its_writer_and_its_signer(self, clerk, chair, reviewer, xingfa):
        paper(xingfa)
        assert labels(clerk) == {"工作总结草稿待核对": 1}
        assert labels(chair) == {"工作总结草稿待签发": 1}
        assert labels(reviewer) == {}

    @time_machine.travel("2010-06-20T09:00:00+08:00")
    def test_the_paper_of_the_half_year_is_asked_for_while_due(self, clerk, xingfa):
        assert labels(clerk) == {"2010年上半年工作总结还没有编写": 1}
        paper(xingfa)
        assert labels(clerk) == {"工作总结草稿待核对": 1}

    @time_machine.travel("2010-07-05T09:00:00+08:00")
    def test_the_county_is_told_how_many_townships_have_not_signed(
        self, county_officer, xingfa, yongan
    ):
        paper(xingfa)
        paper(
            yongan,
            state=Summary.State.SIGNED,
            dated=date(2010, 7, 1),
            signed_by=county_officer.user,
            signed_at="2010-07-01T09:00:00+08:00",
        )
        assert labels(county_officer) == {"乡镇尚未签发2010年上半年工作总结": 1}

    def test_what_the_register_wants_is_told_to_who_keeps_it(self, clerk, reviewer, xingfa):
        for birthday in (date(1980, 1, 1), date(1981, 1, 1)):
            PersonFactory(organisation=xingfa, phone="13800000001", birth_date=birthday)
        assert labels(clerk) == {"人员疑似重复待核对": 1}
        PersonFactory(organisation=xingfa)
        assert labels(clerk) == {"人员资料待完善": 1, "人员疑似重复待核对": 1}
        assert labels(reviewer) == {}

    def test_dated_things_come_first_the_longest_waiting_on_top(self, clerk, xingfa):
        member_of(xingfa, phone="13800000001")
        one, other = (PersonFactory(organisation=xingfa, phone=f"1390000000{n}") for n in (1, 2))
        case_in("applied", one, date(2010, 5, 2))
        case_in("reviewed", other, date(2010, 4, 2))
        assert list(labels(clerk)) == ["帮扶申请待公示", "帮扶申请待核实", "在会会员还没有会员证"]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2010, 6, 15), None),
        (date(2010, 6, 16), "2010H1"),
        (date(2010, 8, 29), "2010H1"),
        (date(2010, 8, 30), None),
        (date(2010, 12, 17), "2010H2"),
        (date(2011, 3, 1), "2010H2"),
        (date(2011, 3, 2), None),
    ],
)
def test_a_half_years_paper_is_due_from_a_fortnight_before_to_two_months_after(day, code):
    period = due_half_year(day)
    assert (period and period.code) == code
