"""Every paper's figures beside the records: drafts, signed ones, older editions, a broken seal."""

import json
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from openpyxl import load_workbook

from reports import printing, reconciling, tallies
from reports.actions import summaries
from reports.freezing import read
from reports.indicators import REGISTRY, figures
from reports.models import FrozenPaper
from tests.factories.papers import H1, source_half_year
from tests.factories.reports import event
from tests.helpers import sign_in, triggers_lifted, words_of

pytestmark = pytest.mark.django_db
DATED = date(2010, 8, 1)


@pytest.fixture(autouse=True)
def quick_files(monkeypatch):
    monkeypatch.setattr(
        printing, "render", lambda blocks, form, **names: f"{form}{list(blocks)}".encode()
    )


@pytest.fixture
def draft(xingfa, clerk):
    source_half_year(xingfa)
    return summaries.start(period_code="2010H1", by=clerk)


@pytest.fixture
def signed(draft, chair):
    prepared = printing.prepare(draft, DATED)
    return summaries.sign(summary=draft, prepared=prepared, version=draft.version, by=chair)


def lines_of(office, by, period=H1):
    return tallies.compute(office, period, by=by).lines


def about(lines, label, organisation=None):
    return [
        line
        for line in lines
        if line.label == label and (organisation is None or line.organisation == organisation)
    ]


def sheet_rows(office, by):
    book = load_workbook(BytesIO(tallies.workbook(office, H1, by=by)))
    head, *rows = list(book["对账"].iter_rows(min_row=3, values_only=True))
    return [dict(zip(head, row, strict=True)) for row in rows if row[4]]


def test_a_draft_shows_the_live_value_with_its_mark(draft, clerk, xingfa):
    (line,) = about(lines_of(xingfa, clerk), "会员人数")
    (row,) = [row for row in sheet_rows(xingfa, clerk) if row["指标"] == "会员人数"]

    assert (line.paper, line.live, line.difference, line.differs) == (10, 10, 0, False)
    assert (row["状态"], row["版次"], row["总结中的数"], row["现在的数"]) == (
        "草稿",
        "第1版",
        10,
        10,
    )
    assert row["说明"].startswith("草稿")


def test_a_signed_paper_agrees_until_the_records_move(signed, clerk, xingfa):
    lines = lines_of(xingfa, clerk)
    assert {line.note for line in lines} == {"一致"}
    assert [line.label for line in lines] == [one.label for one in REGISTRY.values()]
    event(xingfa, cost=Decimal("0.50"))
    lines = lines_of(xingfa, clerk)
    (count,), (cost,) = about(lines, "举办活动场次"), about(lines, "活动支出")

    assert count.difference == 1
    assert cost.difference == Decimal("0.50")
    assert count.note == "签发后记录有变动"
    assert figures(xingfa, H1)["events.total"].value == count.live
    assert not about(lines, "会员人数")[0].differs


def test_the_sheet_has_numbers_and_the_day_of_the_paper(signed, clerk, xingfa):
    event(xingfa)
    (row,) = [row for row in sheet_rows(xingfa, clerk) if row["指标"] == "举办活动场次"]

    assert (row["状态"], row["成文日期"].date()) == ("已签发", DATED)
    assert row["现在的数"] - row["总结中的数"] == row["差额"] == 1
    (said,) = [row for row in sheet_rows(xingfa, clerk) if row["指标"] == "医疗救助金额"]
    assert (said["总结中的数"], said["正文"], said["说明"]) == (523.4, "已写入", "一致")


def test_the_next_edition_stands_beside_the_signed_one(signed, clerk, xingfa):
    summaries.reopen(summary=signed, by=clerk)
    event(xingfa)
    new, old = about(lines_of(xingfa, clerk), "举办活动场次")

    assert (new.summary.edition, new.summary.state, new.paper) == (2, "draft", new.live)
    assert (old.summary.edition, old.differs) == (1, True)


def test_the_county_sees_every_paper_and_says_it_has_none(signed, county_officer, kailu, xingfa):
    lines = lines_of(kailu, county_officer)
    own, theirs = about(lines, "会员人数")

    assert (own.organisation, own.summary, own.live) == (kailu, None, 10)
    assert own.note == "本期没有本级总结，无可核对"
    assert (theirs.organisation, theirs.paper, theirs.note) == (xingfa, 10, "一致")


def test_papers_of_other_days_and_of_neighbours_are_not_held_against_it(
    signed, neighbour, yongan, clerk
):
    summaries.start(period_code="2010Y", by=clerk)

    assert {line.summary for line in lines_of(yongan, neighbour)} == {None}
    assert {line.summary.period_code for line in lines_of(clerk.organisation, clerk)} == {"2010H1"}


def test_the_same_days_under_another_code_are_the_same_period(signed, clerk, xingfa):
    period = type(H1).parse("2010-01-01..2010-06-30")

    assert {line.note for line in lines_of(xingfa, clerk, period)} == {"一致"}


@pytest.mark.parametrize(
    ("change", "note"),
    [
        (lambda figures: figures.pop("events.total"), "签发时没有这项指标"),
        (
            lambda figures: figures["events.total"].update(rule="旧口径", value=9),
            "指标口径在签发后改过",
        ),
        (lambda figures: figures["events.total"].update(rule="旧口径"), "一致"),
    ],
)
def test_an_indicator_that_changed_since(signed, clerk, xingfa, monkeypatch, change, note):
    content = json.loads(signed.frozen.content)
    change(content["figures"])
    monkeypatch.setattr(reconciling, "thaw", lambda paper: read(json.dumps(content)))

    assert about(lines_of(xingfa, clerk), "举办活动场次")[0].note == note


def test_an_indicator_that_is_no_more(signed, clerk, xingfa, monkeypatch):
    monkeypatch.delitem(REGISTRY, "events.total")
    (line,) = about(lines_of(xingfa, clerk), "举办活动场次")

    assert (line.live, line.difference, line.note) == (None, None, "这项指标已停用")


def test_a_broken_seal_is_said_and_stops_nothing_else(signed, clerk, xingfa):
    with triggers_lifted(connection, FrozenPaper._meta.db_table):
        FrozenPaper.objects.update(content=signed.frozen.content.replace("会员", "职工"))
    (line,) = lines_of(xingfa, clerk)

    assert line.differs
    assert "校验值不符" in line.note
    assert len(tallies.workbook(xingfa, H1, by=clerk)) > 0


def test_the_page_names_what_moved(signed, client, clerk, xingfa):
    page = sign_in(client, clerk)
    assert "各项数字与现在的记录一致" in words_of(page.get("/tallies/?period=2010H1"))
    event(xingfa)
    words = words_of(page.get("/tallies/?period=2010H1"))

    assert "兴发乡工会 举办活动场次：签发" in words
    assert "签发后记录有变动" in words
