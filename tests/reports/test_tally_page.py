"""The page of the tally, the download with a reason, and the command."""

from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from reports.actions.tallies import record_export
from reports.indicators import figures
from tests.factories.kernel import below, scope_of
from tests.factories.members import EmployerFactory, HeadCountFactory, member_of
from tests.factories.reports import event
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.models import AuditEvent
from unionhub.periods import Period
from unionhub.spreadsheets import writing

pytestmark = pytest.mark.django_db
PERIOD = Period.parse("2010H1")
PAGE = "/tallies/?period=2010H1&organisation=XINGFA"
EXPORT = "/tallies/export/"
ASKED = {"period": "2010H1", "organisation": "XINGFA", "reason": "报县总工会半年汇总"}


def test_three_people(client, clerk, neighbour, admin):
    assert sign_in(client, clerk).get(PAGE).status_code == 200
    assert sign_in(client, neighbour).get(PAGE).status_code == 404
    assert sign_in(client, admin).get(PAGE).status_code == 403


def test_three_people_and_the_workbook(client, clerk, neighbour, xingfa):
    assert sign_in(client, clerk).post(EXPORT, ASKED).status_code == 200
    assert sign_in(client, neighbour).post(EXPORT, ASKED).status_code == 404
    cadre = scope_of(xingfa, "cadre")
    assert sign_in(client, cadre).post(EXPORT, ASKED).status_code == 403
    assert "导出 Excel" not in words_of(client.get(PAGE))


def test_a_county_sees_its_townships_side_by_side(client, county_officer, xingfa, yongan):
    event(xingfa, person_times=30)
    event(yongan, person_times=41)
    response = sign_in(client, county_officer).get("/tallies/?period=2010H1")
    words = words_of(response)

    assert "指标 单位 合计 本级 兴发乡工会 永安乡工会" in words
    assert "参加活动人次 人次 71 0 30 41" in words
    assert "入会率 % — — — —" in words
    assert (
        "/figures/events.total/?period=2010H1&amp;organisation=YONGAN" in response.content.decode()
    )


def test_a_township_sees_its_total_alone(client, clerk, xingfa):
    HeadCountFactory(employer=EmployerFactory(organisation=xingfa), staff=3)
    member_of(xingfa)
    words = words_of(sign_in(client, clerk).get(PAGE))

    assert "指标 单位 合计 工会组织数" in words
    assert "入会率 % 33.3 发证率" in words


def test_the_same_queries_for_more_townships(client, county_officer, kailu, xingfa):
    event(xingfa)

    def more():
        for number in range(4):
            event(below(kailu, f"T{number}", f"第{number + 1}乡工会"))

    assert_same_queries(sign_in(client, county_officer), "/tallies/?period=2010H1", more)


def test_the_download_is_the_workbook_under_its_name_and_is_logged(client, clerk, xingfa):
    event(xingfa)
    response = sign_in(client, clerk).post(EXPORT, ASKED)
    event_row = AuditEvent.objects.get(verb="tally.export")

    name = unquote(response.headers["Content-Disposition"])
    assert name == "attachment; filename*=UTF-8''兴发乡工会2010年上半年汇总表.xlsx"
    assert load_workbook(BytesIO(response.content)).sheetnames[0] == "汇总"
    assert (event_row.note, event_row.changes) == (ASKED["reason"], {"period": "2010H1"})


def test_without_a_reason_nothing_leaves(client, clerk):
    response = sign_in(client, clerk).post(EXPORT, {**ASKED, "reason": " "})

    assert response.status_code == 422
    assert "请先填写导出用途" in words_of(response)
    assert not AuditEvent.objects.filter(verb="tally.export").exists()


def test_the_workbook_is_not_had_by_get(client, clerk):
    assert sign_in(client, clerk).get(EXPORT, ASKED).status_code == 405


def test_a_period_nobody_understands_is_explained(client, clerk):
    response = sign_in(client, clerk).get("/tallies/?period=去年")

    assert response.status_code == 422
    assert "看不懂期间" in words_of(response)


def test_a_ledger_too_long_is_refused_in_words(client, clerk, xingfa, monkeypatch):
    for _ in range(9):
        member_of(xingfa)
    monkeypatch.setattr(writing, "LAST_ROW", 8)
    response = sign_in(client, clerk).post(EXPORT, ASKED)

    assert response.status_code == 422
    assert "一张工作表放不下" in words_of(response)


class TestRecordExport:
    def test_beyond_the_scope(self, clerk, yongan):
        with pytest.raises(PermissionDenied):
            record_export(organisation=yongan, period=PERIOD, reason="核对", by=clerk)

    def test_without_the_right(self, reviewer, xingfa):
        with pytest.raises(PermissionDenied):
            record_export(organisation=xingfa, period=PERIOD, reason="核对", by=reviewer)

    def test_without_a_reason(self, clerk, xingfa):
        with pytest.raises(ValidationError, match="用途"):
            record_export(organisation=xingfa, period=PERIOD, reason="报", by=clerk)

    def test_the_county_takes_a_township(self, county_officer, xingfa):
        row = record_export(organisation=xingfa, period=PERIOD, reason="核对", by=county_officer)
        assert (row.verb, row.target_label) == ("tally.export", "兴发乡工会")


class TestCommand:
    def call(self, path, **changed):
        out = StringIO()
        asked = {"organisation": "KAILU", "period": "2010H1", "out": path, **changed}
        call_command("tally", stdout=out, **asked)
        return out.getvalue()

    def test_writes_the_countys_workbook_and_says_so(self, tmp_path, kailu, xingfa):
        event(xingfa)
        said = self.call(tmp_path / "t.xlsx")
        sheet = load_workbook(tmp_path / "t.xlsx")["汇总"]
        rows = {row[0]: row for row in sheet.iter_rows(min_row=4, values_only=True)}
        column = [str(cell.value).split("\n")[0] for cell in sheet[4]].index("举办活动场次")

        assert "开鲁县总工会2010年上半年汇总表已写到" in said
        assert rows["合计"][column] == figures(kailu, PERIOD)["events.total"].value == 1
        assert AuditEvent.objects.get(verb="tally.export").username == "system"

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"organisation": "NOWHERE"}, "没有编码为“NOWHERE”"),
            ({"period": "2010X"}, "看不懂期间"),
            ({"out": Path("/nowhere/t.xlsx")}, "没有写出汇总表"),
        ],
    )
    def test_failures_are_said(self, tmp_path, kailu, changed, message):
        with pytest.raises(CommandError, match=message):
            self.call(tmp_path / "t.xlsx", **changed)

    def test_a_village_union_has_no_tally(self, tmp_path, xingfa):
        below(xingfa, "VILLAGE", "石板村工会", "village")
        with pytest.raises(CommandError, match="没有编码为“VILLAGE”"):
            self.call(tmp_path / "t.xlsx", organisation="VILLAGE")
