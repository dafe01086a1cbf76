"""The county's workbook, read back: totals, numbers, masks, print settings, and whose records."""

import re
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from reports import tallies
from reports.indicators import REGISTRY, figures, figures_by_office, rows_of
from tests.factories.kernel import below, scope_of
from tests.factories.members import CardFactory, MembershipFactory, PersonFactory
from tests.factories.reports import (
    busy_half_year,
    entry,
    event,
    facility,
    fund_of,
    paid_case,
    publicity,
)
from unionhub.people import masked_id
from unionhub.periods import Period
from unionhub.spreadsheets import writing
from unionhub.spreadsheets.writing import TooManyRows

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PERIOD = Period.parse("2010H1")
ID_NUMBER = re.compile(r"\d{17}[\dXx]|\d{15}")


def opened(content):
    return load_workbook(BytesIO(content))


def book_of(office, by, period=PERIOD):
    return opened(tallies.workbook(office, period, by=by))


def table(sheet):
    """{first cell of a row: {heading: cell}}, the heading without its unit."""
    heads = [int(number) for number in re.findall(r"\d+", sheet.print_title_rows)]
    labels = {}
    for row in range(heads[0], heads[-1] + 1):
        for cell in sheet[row]:
            if cell.value is not None:
                labels[cell.column] = cell.value.split("\n")[0]
    return {
        row[0].value: {labels[c.column]: c for c in row if c.column in labels}
        for row in sheet.iter_rows(min_row=heads[-1] + 1)
        if row[0].value is not None
    }


def lines(sheet):
    """The numbered rows of a ledger, as {heading: value}."""
    return [
        {label: cell.value for label, cell in cells.items()}
        for number, cells in table(sheet).items()
        if isinstance(number, int)
    ]


def by_label(values):
    return {REGISTRY[key].label: value for key, value in values.items()}


def numbers(row):
    """{heading: value} of a summary row; a number with decimals exactly as it is shown."""
    return {
        label: Decimal(str(cell.value)) if isinstance(cell.value, float) else cell.value
        for label, cell in row.items()
        if label != "单位名称"
    }


def plain(figures_of):
    return {key: one.value for key, one in figures_of.items()}


@pytest.fixture
def busy(kailu, xingfa, yongan):
    busy_half_year(xingfa, 0)
    busy_half_year(yongan, 1)
    event(kailu)
    return kailu


def known_to_both(xingfa, yongan):
    """One person whom both townships help, each once."""
    person = PersonFactory(organisation=xingfa)
    twin = PersonFactory(organisation=yongan, id_number=person.id_number)
    for one in (person, twin):
        paid_case(one, fund_of(one.organisation))


class TestSummarySheet:
    def test_totals_equal_the_figures(self, busy, county_officer, xingfa, yongan):
        known_to_both(xingfa, yongan)
        rows = table(book_of(busy, county_officer)["汇总"])
        total = numbers(rows["合计"])

        assert total == by_label(plain(figures(busy, PERIOD)))
        assert len(total) == len(REGISTRY)

    def test_a_row_for_each_township_and_the_countys_own(
        self, busy, county_officer, xingfa, yongan
    ):
        rows = table(book_of(busy, county_officer)["汇总"])
        live = figures_by_office(busy, [xingfa, yongan], PERIOD)

        assert list(rows)[:4] == ["本级", "兴发乡工会", "永安乡工会", "合计"]
        for office in (xingfa, yongan):
            assert numbers(rows[office.name]) == by_label(live[office.pk])
        assert rows["本级"]["举办活动场次"].value == 1
        assert rows["本级"]["会员人数"].value == 0

    def test_whoever_two_townships_helped_counts_once(self, kailu, xingfa, yongan, county_officer):
        known_to_both(xingfa, yongan)
        paid_case(PersonFactory(organisation=kailu), fund_of(kailu))
        tally = tallies.compute(kailu, PERIOD, by=county_officer)

        assert [row.values["aid.people"] for row in tally.rows] == [1, 1, 1]
        assert tally.total["aid.people"] == 2
        assert [row.values["aid.cases"] for row in tally.rows] == [1, 1, 1]
        assert tally.total["aid.cases"] == 3

    def test_rates_come_from_the_totals(self, busy, county_officer):
        tally = tallies.compute(busy, PERIOD, by=county_officer)
        part, whole = tally.total["members.total"], tally.total["staff.total"]

        exact = (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), "ROUND_HALF_UP")
        assert tally.total["members.rate"] == exact

    def test_every_figure_is_a_number_and_nothing_a_formula(self, busy, county_officer):
        content = tallies.workbook(busy, PERIOD, by=county_officer)
        for name, cells in table(opened(content)["汇总"]).items():
            if name in ("本级", "兴发乡工会", "永安乡工会", "合计"):
                kinds = {cell.data_type for label, cell in cells.items() if label != "单位名称"}
                assert kinds == {"n"}
        with ZipFile(BytesIO(content)) as parts:
            sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
            assert len(sheets) == 9
            assert not any(b"<f>" in parts.read(name) for name in sheets)

    def test_units_formats_and_groups(self, busy, county_officer):
        sheet = book_of(busy, county_officer)["汇总"]
        heads = {cell.value for row in (3, 4) for cell in sheet[row] if cell.value}
        rows = table(sheet)

        assert {"帮扶金额\n（元）", "会员人数\n（人）", "入会率\n（%）"} <= heads
        assert {"组织和会员", "帮扶救助", "活动和阵地"} <= heads
        assert rows["合计"]["帮扶金额"].number_format == "#,##0.00"
        assert rows["合计"]["会员人数"].number_format == "#,##0"

    def test_an_office_closed_before_the_period_is_left_out(self, kailu, xingfa, county_officer):
        old = below(kailu, "OLD", "旧庙乡工会")
        old.closed_on = PERIOD.since
        old.save()
        late = below(kailu, "LATE", "新乡工会")
        late.opened_on = PERIOD.until
        late.save()
        names = [row.label for row in tallies.compute(kailu, PERIOD, by=county_officer).rows]

        assert names == ["本级", "兴发乡工会"]
        facility(old)
        names = [row.label for row in tallies.compute(kailu, PERIOD, by=county_officer).rows]
        assert names == ["本级", "兴发乡工会", "旧庙乡工会"]

    def test_a_township_has_one_row(self, busy, xingfa, clerk):
        tally = tallies.compute(xingfa, PERIOD, by=clerk)

        assert [row.label for row in tally.rows] == ["兴发乡工会"]
        assert tally.rows[0].values == tally.total == plain(figures(xingfa, PERIOD))


class TestPrinting:
    def test_a4_landscape_with_repeated_heads_and_a_sign_off(self, busy, county_officer):
        for sheet in book_of(busy, county_officer):
            assert sheet.page_setup.orientation == "landscape"
            assert int(sheet.page_setup.paperSize) == 9
            assert sheet.print_title_rows
            words = [str(cell.value) for row in sheet.iter_rows() for cell in row]
            assert all(f"{word}：" in words for word in ("填报人", "审核人", "日期")), sheet.title
            assert any(word.startswith("开鲁县总工会2010年上半年") for word in words)

    def test_ledgers_fit_one_page_width(self, busy, county_officer):
        book = book_of(busy, county_officer)
        for sheet in book.worksheets[1:]:
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)

    def test_the_summary_breaks_between_subjects_and_repeats_names_and_title(
        self, busy, county_officer
    ):
        sheet = book_of(busy, county_officer)["汇总"]
        breaks = [one.id for one in sheet.col_breaks.brk]

        assert sheet.print_title_cols == "$A:$A"
        assert 60 <= sheet.page_setup.scale <= 100
        assert len(breaks) == len([cell for cell in sheet[1] if cell.value]) - 1
        firsts = [sheet.cell(1, 2).value, *(sheet.cell(1, one + 1).value for one in breaks)]
        assert set(firsts) == {"开鲁县总工会2010年上半年工会工作汇总表"}

    def test_pages_are_about_as_wide_and_keep_subjects_together(self):
        pages = [page for group in tallies.groups() for page in tallies._pages(group.indicators)]

        assert [one.key for page in pages for one in page] == [
            one.key for group in tallies.groups() for one in group.indicators
        ]
        assert sorted(REGISTRY) == sorted(one.key for page in pages for one in page)
        assert all(4 <= len(page) <= tallies.MOST_COLUMNS for page in pages)


class TestLedgers:
    def test_members_who_stood_joined_or_left_in_the_period(self, xingfa, clerk):
        edge = PERIOD.last_day
        spells = {
            "立春": (date(2009, 5, 1), None),
            "惊蛰": (edge, edge + timedelta(1)),
            "清明": (date(2009, 5, 1), PERIOD.since),
            "早去": (date(2009, 5, 1), PERIOD.since - timedelta(1)),
            "晚来": (PERIOD.until, None),
        }
        for name, (joined, left) in spells.items():
            person = PersonFactory(organisation=xingfa, name=name)
            reason = "退会" if left else None
            MembershipFactory(person=person, joined_on=joined, left_on=left, left_reason=reason)
        found = {row["姓名"]: row["期末"] for row in lines(book_of(xingfa, clerk)["会员台账"])}

        assert found == {"立春": "在会", "惊蛰": "在会", "清明": "已离会"}

    def test_member_rows_bear_out_the_figures(self, busy, county_officer):
        rows = lines(book_of(busy, county_officer)["会员台账"])
        live = plain(figures(busy, PERIOD))

        def dated(label, among=rows):
            days = [row[label].date() for row in among if row[label]]
            return sum(PERIOD.contains(day) for day in days)

        standing = [row for row in rows if row["期末"] == "在会"]
        assert len(standing) == live["members.total"]
        assert sum(bool(row["会员证号"]) for row in standing) == live["members.with_card"]
        came = {way: [r for r in rows if r["入会方式"] == way] for way in ("入会", "转入")}
        assert dated("入会日期", came["入会"]) == live["members.joined"]
        assert dated("入会日期", came["转入"]) == live["members.moved_in"]
        assert dated("离会日期") == live["members.left"]

    def test_the_newest_valid_card_is_named(self, xingfa, clerk):
        spell = MembershipFactory(person=PersonFactory(organisation=xingfa))
        CardFactory(membership=spell, number="旧证", void_on=date(2010, 5, 1))
        CardFactory(membership=spell, number="新证", issued_on=date(2010, 5, 1))

        assert [row["会员证号"] for row in lines(book_of(xingfa, clerk)["会员台账"])] == ["新证"]

    def test_help_adds_up_to_the_ledger(self, busy, county_officer):
        sheet = book_of(busy, county_officer)["帮扶台账"]
        live = plain(figures(busy, PERIOD))
        total = table(sheet)["合计"]

        assert Decimal(str(total["金额（元）"].value)) == live["aid.amount"]
        assert Decimal(str(total["其中物资折款（元）"].value)) == live["aid.goods"]
        assert len(lines(sheet)) == live["aid.cases"]

    def test_a_corrected_case_shows_what_it_came_to(self, xingfa, clerk):
        fund = fund_of(xingfa)
        case = paid_case(PersonFactory(organisation=xingfa), fund, amount="500")
        entry(fund, "reversal", case.paid_on, "500", case=case, reverses=case.entries.get())
        entry(fund, "payment", case.paid_on, "-480.05", case=case)

        (row,) = lines(book_of(xingfa, clerk)["帮扶台账"])
        assert row["金额（元）"] == 480.05

    def test_money_dated_in_the_period_counts_though_the_case_was_paid_later(self, xingfa, clerk):
        fund = fund_of(xingfa)
        case = paid_case(PersonFactory(organisation=xingfa), fund, on=PERIOD.until)
        entry(fund, "payment", PERIOD.last_day, "-20", case=case)
        rows = lines(book_of(xingfa, clerk)["帮扶台账"])

        assert [row["金额（元）"] for row in rows] == [20]
        assert figures(xingfa, PERIOD)["aid.amount"].value == 20

    def test_honours_and_dues_bear_out_the_figures(self, busy, county_officer):
        book = book_of(busy, county_officer)
        live = plain(figures(busy, PERIOD))
        honours, dues = table(book["荣誉台账"])["合计"], table(book["会费和经费台账"])["合计"]

        assert Decimal(str(honours["期内发放（元）"].value)) == live["honours.allowance_paid"]
        assert Decimal(str(dues["实缴（元）"].value)) == live["dues.total"]
        assert len(lines(book["会费和经费台账"])) == rows_of("dues.total", busy, PERIOD).count()

    def test_activities_facilities_and_publicity_bear_out_the_figures(self, busy, county_officer):
        book = book_of(busy, county_officer)
        live = plain(figures(busy, PERIOD))
        events, said = table(book["活动台账"])["合计"], table(book["宣传台账"])["合计"]

        assert len(lines(book["活动台账"])) == live["events.total"]
        assert events["参加人次"].value == live["events.person_times"]
        assert Decimal(str(events["支出（元）"].value)) == live["events.cost"]
        assert len(lines(book["阵地台账"])) == live["facilities.total"]
        assert len(lines(book["宣传台账"])) == live["publicity.items"]
        assert said["覆盖人次"].value == live["publicity.reach"]


class TestPersonalData:
    def test_identity_numbers_are_masked_text_everywhere(self, busy, county_officer, xingfa):
        person = PersonFactory(organisation=xingfa, name="马关旺")
        MembershipFactory(person=person)
        paid_case(person, fund_of(xingfa))
        book = book_of(busy, county_officer)
        cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value]

        assert not [c.value for c in cells if ID_NUMBER.search(str(c.value))]
        for name in ("会员台账", "帮扶台账"):
            shown = [row["身份证号"] for row in lines(book[name]) if row["姓名"] == "马关旺"]
            assert shown == [masked_id(person.id_number)]

    def test_diagnoses_and_reasons_are_not_even_read(self, xingfa, clerk):
        case = paid_case(PersonFactory(organisation=xingfa), fund_of(xingfa))
        type(case).objects.filter(pk=case.pk).update(reason="家中变故")
        case.illness = "慢性肾衰竭"
        case.save()
        with CaptureQueriesContext(connection) as asked:
            content = tallies.workbook(xingfa, PERIOD, by=clerk)
        words = [str(c.value) for s in opened(content) for row in s.iter_rows() for c in row]

        assert not any('"illness"' in query["sql"] for query in asked)
        assert not any("肾" in word or "变故" in word for word in words)

    def test_a_ledger_one_may_not_see_is_not_in_the_workbook(self, busy, xingfa):
        auditor = scope_of(xingfa, "auditor")

        assert book_of(xingfa, auditor).sheetnames == ["汇总", "会费和经费台账", "帮扶台账", "对账"]

    def test_nothing_of_the_neighbour_reaches_a_township(self, xingfa, yongan, kailu, clerk):
        for office in (yongan, kailu):
            person = PersonFactory(organisation=office, name="金丝雀")
            MembershipFactory(person=person)
            paid_case(person, fund_of(office))
            event(office, venue="金丝雀谷")
            facility(office, keeper="金丝雀")
            publicity(office, channel="金丝雀报")
        content = tallies.workbook(xingfa, PERIOD, by=clerk)
        words = [str(c.value) for s in opened(content) for row in s.iter_rows() for c in row]

        assert not any("金丝雀" in word or "永安" in word or "开鲁" in word for word in words)
        assert not any(tallies.compute(xingfa, PERIOD, by=clerk).total[k] for k in COUNTED)

    def test_the_county_reads_below(self, xingfa, county_officer, kailu):
        MembershipFactory(person=PersonFactory(organisation=xingfa, name="金丝雀"))

        rows = lines(book_of(kailu, county_officer)["会员台账"])
        assert [(row["填报工会"], row["姓名"]) for row in rows] == [("兴发乡工会", "金丝雀")]


COUNTED = [key for key, one in REGISTRY.items() if not one.is_ratio]


class TestSize:
    def test_as_many_queries_for_one_township_as_for_five(self, kailu, xingfa, county_officer):
        def queries():
            with CaptureQueriesContext(connection) as asked:
                tallies.workbook(kailu, PERIOD, by=county_officer)
            return len(asked)

        known_to_both(xingfa, below(kailu, "T0", "第一乡工会"))
        few = queries()
        for number in range(1, 4):
            office = below(kailu, f"T{number}", f"第{number + 1}乡工会")
            known_to_both(xingfa, office)
            MembershipFactory(person=PersonFactory(organisation=office))
            event(office)
        assert queries() == few
        assert few < 50

    def test_more_rows_than_a_worksheet_holds_are_refused(self, xingfa, clerk, monkeypatch):
        for _ in range(10):
            MembershipFactory(person=PersonFactory(organisation=xingfa))
        monkeypatch.setattr(writing, "LAST_ROW", 10)
        with pytest.raises(TooManyRows, match="会员台账"):
            tallies.workbook(xingfa, PERIOD, by=clerk)


days = st.dates(date(2009, 12, 1), date(2010, 7, 31))
amounts = st.decimals(1, 99999, places=2)
record = st.tuples(st.sampled_from(["member", "case", "event"]), st.integers(0, 2), days, amounts)


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(records=st.lists(record, max_size=12))
def test_any_records_are_counted_as_by_hand(records, kailu, xingfa, yongan, county_officer):
    offices = [kailu, xingfa, yongan]
    kept = before(offices, county_officer)
    for kind, place, day, amount in records:
        office = offices[place]
        if kind == "member":
            MembershipFactory(person=PersonFactory(organisation=office), joined_on=day)
        elif kind == "case":
            paid_case(PersonFactory(organisation=office), fund_of(office), day, str(amount))
        else:
            event(office, day, cost=amount)
        count(kept[place], kind, day, amount)
    tally = tallies.compute(kailu, PERIOD, by=county_officer)

    assert [picked(row.values) for row in tally.rows] == kept
    assert picked(tally.total) == [sum(column) for column in zip(*kept, strict=True)]


KEYS = [
    "members.total",
    "members.joined",
    "aid.people",
    "aid.amount",
    "events.total",
    "events.cost",
]


def picked(values):
    return [values[key] for key in KEYS]


def before(offices, by):
    """What earlier examples of the same test left behind."""
    return [picked(row.values) for row in tallies.compute(offices[0], PERIOD, by=by).rows]


def count(line, kind, day, amount):
    within = PERIOD.contains(day)
    if kind == "member":
        line[0] += day <= PERIOD.last_day
        line[1] += within
    elif within:
        first = 2 if kind == "case" else 4
        line[first] += 1
        line[first + 1] += amount
