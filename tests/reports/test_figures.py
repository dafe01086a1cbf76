"""The page of figures, and the records behind each."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.indicators import REGISTRY, figures
from reports.listings.figures import ROWS
from tests.factories.kernel import scope_of
from tests.factories.members import EmployerFactory, HeadCountFactory, PersonFactory, member_of
from tests.factories.reports import busy_half_year, event, fund_of, paid_case, target
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.models import AuditEvent
from unionhub.people import masked_id
from unionhub.periods import Period

pytestmark = pytest.mark.django_db
PERIOD = Period.parse("2010H1")
TABLE = "/figures/?period=2010H1&organisation=XINGFA"
COUNTED = [key for key, one in REGISTRY.items() if not one.is_ratio]


def rows_url(key, office="XINGFA", period="2010H1"):
    return f"/figures/{key}/?period={period}&organisation={office}"


class TestTable:
    def test_shows_value_unit_goal_and_rule(self, client, clerk, xingfa):
        for _ in range(3):
            event(xingfa)
        target(xingfa, "events.total", "6")
        page = words_of(sign_in(client, clerk).get(TABLE))
        assert "指标 兴发乡工会 2010年上半年" in page
        assert "举办活动场次 3 场 6 期内已举办的各类活动 活动结束日期在期内" in page
        assert "入会率 — %" in page

    def test_without_a_choice_it_is_the_own_office_now(self, client, clerk):
        assert sign_in(client, clerk).get("/figures/").status_code == 200

    def test_the_county_looks_at_a_township_and_a_township_not_at_its_neighbour(
        self, client, county_officer, neighbour, xingfa
    ):
        event(xingfa)
        assert "兴发乡工会" in words_of(sign_in(client, county_officer).get(TABLE))
        assert sign_in(client, neighbour).get(TABLE).status_code == 404

    def test_without_the_right_it_is_refused(self, client, cashier):
        assert sign_in(client, cashier).get(TABLE).status_code == 403

    def test_an_unreadable_period_is_said_on_the_page(self, client, clerk):
        response = sign_in(client, clerk).get("/figures/?period=2010X")
        assert "看不懂期间" in words_of(response)

    def test_values_open_only_for_those_who_may_see_the_records(self, client, clerk, xingfa):
        auditor = scope_of(xingfa, "auditor")
        own, audit = (sign_in(client, one).get(TABLE).content.decode() for one in (clerk, auditor))
        assert "/figures/members.total/" in own
        assert "/figures/members.rate/" in own
        assert "/figures/aid.amount/" in audit
        assert "/figures/members.total/" not in audit
        assert "/figures/members.rate/" not in audit

    def test_queries_do_not_grow_with_records(self, client, clerk, xingfa):
        member_of(xingfa)
        assert_same_queries(sign_in(client, clerk), TABLE, lambda: busy_half_year(xingfa))

    def test_export_is_the_same_table_and_is_logged(self, client, clerk, xingfa):
        event(xingfa)
        target(xingfa, "events.total", "6")
        response = sign_in(client, clerk).post(TABLE)
        sheet = load_workbook(BytesIO(b"".join(response))).active
        lines = {row[1]: row[2:5] for row in sheet.iter_rows(values_only=True)}
        assert lines["举办活动场次"] == (1, "场", 6)
        assert AuditEvent.objects.get().verb == "figure.export"

    def test_export_needs_its_right(self, client, xingfa):
        response = sign_in(client, scope_of(xingfa, "cadre")).post(TABLE)
        assert response.status_code == 403
        assert not AuditEvent.objects.exists()


class TestRows:
    def test_every_family_has_its_columns(self):
        assert set(ROWS) == {one.family.key for one in REGISTRY.values() if one.family}

    def test_every_figure_opens_and_says_its_value(self, client, clerk, xingfa):
        busy_half_year(xingfa)
        found = figures(xingfa, PERIOD)
        sign_in(client, clerk)
        for key in COUNTED:
            response = client.get(rows_url(key))
            assert response.status_code == 200, key
            figure = found[key]
            said = f"{figure.indicator.label} {figure.value:,} {figure.indicator.unit}，"
            assert said in words_of(response), key

    def test_the_total_beneath_a_summed_column_is_the_figure(self, client, clerk, xingfa):
        busy_half_year(xingfa)
        found = figures(xingfa, PERIOD)
        sign_in(client, clerk)
        summed = [k for k in COUNTED if REGISTRY[k].measure == "sum" and found[k].value]
        for key in summed:
            sums = [total["value"] for total in client.get(rows_url(key)).context["totals"]]
            assert found[key].value in sums, key

    def test_a_rate_shows_its_two_parts(self, client, clerk, xingfa):
        HeadCountFactory(employer=EmployerFactory(organisation=xingfa), staff=4)
        member_of(xingfa)
        response = sign_in(client, clerk).get(rows_url("members.rate"))
        assert "入会率 25.0 %" in words_of(response)
        assert "分子 会员人数 1 人" in words_of(response)
        assert "分母 职工人数 4 人" in words_of(response)
        assert "/figures/staff.total/?period=2010H1" in response.content.decode()

    def test_the_identity_number_is_masked(self, client, clerk, xingfa):
        person = PersonFactory(organisation=xingfa)
        paid_case(person, fund_of(xingfa))
        page = sign_in(client, clerk).get(rows_url("aid.people")).content.decode()
        assert masked_id(person.id_number) in page
        assert person.id_number not in page

    def test_the_neighbour_does_not_know_the_office(self, client, neighbour, xingfa):
        assert sign_in(client, neighbour).get(rows_url("events.total")).status_code == 404

    def test_who_may_not_see_such_records_sees_the_figure_only(self, client, xingfa):
        sign_in(client, scope_of(xingfa, "auditor"))
        assert client.get(rows_url("aid.people")).status_code == 200
        assert client.get(rows_url("members.total")).status_code == 403

    def test_who_may_not_see_figures_is_refused(self, client, cashier):
        assert sign_in(client, cashier).get(rows_url("aid.amount")).status_code == 403

    @pytest.mark.parametrize("key", ["no.such", "events"])
    def test_an_unknown_figure_does_not_exist(self, client, clerk, key):
        assert sign_in(client, clerk).get(rows_url(key)).status_code == 404

    def test_the_county_opens_all_its_townships_rows(self, client, county_officer, xingfa, yongan):
        event(xingfa)
        event(yongan)
        page = words_of(sign_in(client, county_officer).get(rows_url("events.total", "KAILU")))
        assert "共 2 场" in page
        assert "兴发乡工会" in page and "永安乡工会" in page

    @pytest.mark.parametrize(
        "key", ["members.total", "aid.cases", "aid.amount", "facilities.adjusted"]
    )
    def test_one_row_or_ten_ask_alike(self, client, clerk, xingfa, key):
        busy_half_year(xingfa)
        assert_same_queries(
            sign_in(client, clerk), rows_url(key), lambda: busy_half_year_again(xingfa)
        )

    def test_no_record_is_said_with_the_figure(self, client, clerk):
        page = words_of(sign_in(client, clerk).get(rows_url("events.total", period="2001Y")))
        assert "没有计入“举办活动场次”的记录，指标为 0场" in page

    def test_names_leave_only_with_a_reason(self, client, clerk, xingfa):
        paid_case(PersonFactory(organisation=xingfa), fund_of(xingfa))
        sign_in(client, clerk)
        page = client.post(rows_url("aid.people"), {"do": "xlsx"})
        assert "请先填写导出" in words_of(page)
        given = client.post(rows_url("aid.people"), {"do": "xlsx", "reason": "报县总核对"})
        assert given.headers["Content-Disposition"].startswith("attachment")


def busy_half_year_again(office):
    """More members, cases, money and adjustments of the same office."""
    fund = fund_of(office)
    for _ in range(5):
        paid_case(member_of(office), fund)
    event(office)
