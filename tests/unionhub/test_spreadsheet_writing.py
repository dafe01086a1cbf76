"""Workbooks that print, and in which nothing anybody typed is ever a formula."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import openpyxl
import pytest

from tests.workbooks import MAIN, SHEET
from unionhub.spreadsheets.reading import read_workbook
from unionhub.spreadsheets.values import Typed
from unionhub.spreadsheets.writing import Column, Sheet, TooManyRows, write_workbook

NS = f"{{{MAIN}}}"
DANGEROUS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","点我")',
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "|calc",
    "%0A=1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(A1)",
    "｜calc",
    "％1",
    " =1+1",
    "　=1+1",
    "\ufeff=1+1",
    "\x00=1+1",
    "{=1+1}",
    "#REF!",
]


def tree_of(content, part=SHEET):
    with ZipFile(BytesIO(content)) as archive:
        return ElementTree.fromstring(archive.read(part))


def cells_of(content):
    """Place → the c element."""
    return {cell.get("r"): cell for cell in tree_of(content).iter(f"{NS}c")}


def shown(cell):
    return "".join(text.text or "" for text in cell.iter(f"{NS}t"))


def opened(content):
    return openpyxl.load_workbook(BytesIO(content)).active


def one(columns, rows, **more):
    return write_workbook([Sheet("台账", more.pop("title", ""), columns, rows, **more)])


# --- text is text ---------------------------------------------------------------------------------
def test_there_are_twenty_three_of_them():
    assert len(set(DANGEROUS)) == 23


@pytest.mark.parametrize("text", DANGEROUS)
@pytest.mark.parametrize("kind", ["text", "money", "day", "integer", "percent"])
def test_no_text_becomes_a_formula_wherever_it_stands(text, kind):
    content = write_workbook(
        [
            Sheet(
                f"名{text}"[:20],
                text,
                [Column(text, kind, group=text), Column("二", total=True)],
                [[text, text], [Typed(text, "text"), None]],
                subtitle=[text, text],
                totals=[text, text],
                sign_off=[text],
                notes=[text],
            )
        ]
    )
    assert not list(tree_of(content).iter(f"{NS}f"))
    for cell in cells_of(content).values():
        filled = list(cell)
        assert not filled or cell.get("t") == "inlineStr", ElementTree.tostring(cell)


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_cell_reads_as_it_was_typed(text):
    content = one([Column("内容")], [[text]], sign_off=())
    seen = text.replace("\x00", "").replace("\r", "\n")
    assert shown(cells_of(content)["A2"]).replace("\r", "\n") == seen
    rows = read_workbook(content, "x.xlsx").sheets[0].rows
    assert str(rows[1][1][0]).strip() == seen.strip()


@pytest.mark.parametrize("text", DANGEROUS[:20])
def test_what_would_become_a_formula_on_editing_carries_the_quote_mark(text):
    assert opened(one([Column("内容")], [[text]])).cell(2, 1).quotePrefix


def test_text_that_xml_cannot_hold_is_left_out_and_the_rest_stays():
    content = one([Column("内容")], [["甲\x00\x0b乙\ud800丙\uffff"], ["_x0041_"], ["𠀀㐂·\ue816"]])
    found = [row[0] for _, row in read_workbook(content, "x").sheets[0].rows[1:4]]
    assert found == ["甲乙丙", "_x0041_", "𠀀㐂·\ue816"]


def test_a_text_longer_than_a_cell_is_cut():
    (_, (text,)) = read_workbook(one([Column("一")], [["甲" * 40_000]]), "x").sheets[0].rows[1]
    assert text == "甲" * 32_767


@pytest.mark.parametrize("name", ["a/b\\c[d]:*?", "'", "", "History", "甲" * 60, "=1+1"])
def test_two_sheets_of_any_name_are_two_valid_names(name):
    content = write_workbook([Sheet(name, "", [Column("一")], [])] * 2)
    first, second = openpyxl.load_workbook(BytesIO(content)).sheetnames
    assert first.casefold() != second.casefold()
    assert all(0 < len(n) <= 31 and not re.search(r"[\[\]:*?/\\]", n) for n in (first, second))


# --- numbers are numbers --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "value", "stored", "form"),
    [
        ("money", Decimal("1234.50"), 1234.5, "#,##0.00"),
        ("money", Decimal("-0.01"), -0.01, "#,##0.00"),
        ("percent", Decimal("90.0"), 0.9, "0.0%"),
        ("integer", 5005, 5005, "#,##0"),
        ("number", 2.5, 2.5, "#,##0.0#"),
        ("day", date(2010, 6, 30), datetime.fromisoformat("2010-06-30"), "yyyy-mm-dd"),
        (
            "day",
            datetime(2010, 6, 30, 17, tzinfo=UTC),
            datetime.fromisoformat("2010-07-01"),
            "yyyy-mm-dd",
        ),
        ("integer", None, None, "#,##0"),
        ("money", True, "是", "@"),
        ("day", date(1899, 1, 1), "1899-01-01", "@"),
        ("integer", 10**15, "1000000000000000", "@"),
        ("number", float("nan"), "nan", "@"),
        ("money", "待定", "待定", "@"),
        ("text", 12, "12", "@"),
    ],
)
def test_a_value_is_stored_and_shown_as_its_kind(kind, value, stored, form):
    cell = opened(one([Column("一", kind)], [[value]])).cell(2, 1)
    assert (cell.value, cell.number_format) == (stored, form)


def test_a_cell_may_have_another_kind_than_its_column():
    sheet = opened(one([Column("数值", "integer")], [[Typed(Decimal("0.5"), "money")]]))
    assert sheet.cell(2, 1).number_format == "#,##0.00"


def test_identity_numbers_stay_whole():
    content = one([Column("身份证号")], [["110101199003070012"]])
    assert cells_of(content)["A2"].get("t") == "inlineStr"
    assert shown(cells_of(content)["A2"]) == "110101199003070012"


# --- totals ---------------------------------------------------------------------------------------
AID = [Column("姓名"), Column("金额", "money", total=True)]
FEN = [["甲", Decimal("0.10")], ["乙", Decimal("0.20")], ["丙", "待定"], ["丁", None]]


def test_totals_are_exact_sums_beneath_their_columns():
    sheet = opened(one(AID, FEN))
    assert [cell.value for cell in sheet[6]] == ["合计", 0.3]


def test_totals_may_be_given_or_left_out():
    assert [cell.value for cell in opened(one(AID, FEN, totals=[None, 7]))[6]] == ["合计", 7]
    assert opened(one(AID, FEN, totals=False, sign_off=())).max_row == 5


def test_rows_may_come_one_by_one():
    assert opened(one(AID, iter(FEN)))["B6"].value == 0.3


# --- paper ----------------------------------------------------------------------------------------
@pytest.fixture
def paper():
    columns = [
        Column("姓名"),
        Column("现金", "money", group="帮扶", total=True),
        Column("物品", group="帮扶"),
    ]
    content = one(
        columns,
        [["马关旺", 300, "米"]],
        title="兴发乡困难职工帮扶台账",
        subtitle=["填报单位：兴发乡工会", "单位：元"],
        notes=["注：本表一式两份。"],
        frozen=1,
    )
    return opened(content)


def test_a_list_prints_on_a4_landscape_one_page_wide(paper):
    assert (paper.page_setup.orientation, paper.page_setup.paperSize) == ("landscape", 9)
    assert paper.sheet_properties.pageSetUpPr.fitToPage
    assert (paper.page_setup.fitToWidth, paper.page_setup.fitToHeight) == (1, 0)
    assert "&P" in paper.oddFooter.center.text


def test_the_heading_is_repeated_and_stays_in_view(paper):
    assert paper.print_title_rows == "$3:$4"
    assert paper.freeze_panes == "B5"


def test_title_unit_sign_off_and_notes_stand_where_they_belong(paper):
    words = [[cell.value for cell in row if cell.value is not None] for row in paper.iter_rows()]
    assert words == [
        ["兴发乡困难职工帮扶台账"],
        ["填报单位：兴发乡工会", "单位：元"],
        ["姓名", "帮扶", "帮扶"] if paper["C3"].value else ["姓名", "帮扶"],
        ["现金", "物品"],
        ["马关旺", 300, "米"],
        ["合计", 300],
        ["填报人：", "审核人：", "日期："],
        ["注：本表一式两份。"],
    ]
    merged = {str(area) for area in paper.merged_cells.ranges}
    assert {"A1:C1", "A3:A4", "B3:C3", "A8:C8"} <= merged


def test_a_wide_sheet_is_printed_on_several_pages_with_the_first_columns_on_each():
    columns = [Column("单位"), *(Column(f"指标{n}", new_page=n == 5) for n in range(10))]
    sheet = opened(one(columns, [], title="汇总表", frozen=1))
    assert [brk.id for brk in sheet.col_breaks.brk] == [6]
    assert sheet.print_title_cols == "$A:$A"


@pytest.mark.parametrize("columns", [[], [Column("一")]])
def test_small_and_empty_sheets_are_valid(columns):
    assert opened(one(columns, [], title="空表", subtitle="无", notes=["注"])) is not None


# --- bytes ----------------------------------------------------------------------------------------
def test_the_same_input_is_the_same_bytes():
    moment = datetime(2010, 6, 30, 9, 30, tzinfo=UTC)
    sheets = [Sheet("甲", "甲", AID, FEN, notes=["注"]), Sheet("乙", "", AID, FEN, frozen=1)]
    first, second = (write_workbook(sheets, creator="张三", created=moment) for _ in range(2))
    assert first == second


def test_the_workbook_says_who_made_it_and_when_and_nothing_else():
    moment = datetime(2010, 6, 30, 9, 30, tzinfo=UTC)
    content = write_workbook([Sheet("甲", "", AID, FEN)], creator="兴发乡工会", created=moment)
    with ZipFile(BytesIO(content)) as archive:
        core = archive.read("docProps/core.xml").decode()
    assert "兴发乡工会" in core
    assert "2010-06-30T09:30:00Z" in core


def failing_rows():
    yield ["甲", Decimal(1)]
    raise RuntimeError("the database went away")


def test_no_draft_is_left_on_disk_whether_it_works_or_not(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    one(AID, FEN)
    with pytest.raises(RuntimeError):
        write_workbook([Sheet("甲", "", AID, FEN), Sheet("乙", "", AID, failing_rows())])
    assert not list(tmp_path.iterdir())


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr("unionhub.spreadsheets.writing.LAST_ROW", 3)
    with pytest.raises(TooManyRows):
        one(AID, FEN)
