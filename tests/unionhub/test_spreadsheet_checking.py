"""Sheets as offices have them: where the heading is, which lines count, what is wrong where."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.workbooks import row, text, workbook, worksheet
from unionhub.spreadsheets import cells
from unionhub.spreadsheets.checking import check
from unionhub.spreadsheets.columns import Column, heading_key
from unionhub.spreadsheets.reading import ERROR, Sheet, read_workbook

GOOD_ID = "11010119900307037X"
NAME = Column("name", "姓名", cells.name, ("会员姓名",), required=True)
ID = Column("id_number", "身份证号", cells.identity, ("身份证号码", "证件号码"), required=True)
UNIT = Column("employer", "工作单位", cells.text(), ("所在单位", "单位"), spreads=True)
AMOUNT = Column("amount", "金额", cells.yuan)
COLUMNS = [NAME, ID, UNIT, AMOUNT]
HEAD = ("序号", "姓名", "身份证号", "工作单位", "金额")


def sheet(*rows, first=1, name="花名册", **more):
    """Rows one below the other; None leaves one out, as blank rows are."""
    numbered = ((n, one) for n, one in enumerate(rows, first) if one is not None)
    return Sheet(name, rows=tuple(numbered), **more)


def line(*values, number=1):
    return (number, *values)


def checked(*rows, **more):
    return check([sheet(*rows, **more)], COLUMNS)


def names(found):
    return [(one.row, one.values["name"]) for one in found.lines]


def codes(found):
    return [(p.row, p.column, p.code) for p in found.problems]


def test_a_good_line_gives_plain_values():
    found = checked(HEAD, line("马关旺", GOOD_ID, "木材厂", "300元"))
    (one,) = found.lines
    assert (one.sheet, one.row) == ("花名册", 2)
    assert one.values["name"] == "马关旺"
    assert one.values["id_number"].number == GOOD_ID
    assert one.values["amount"] == Decimal("300.00")
    assert found.good == found.lines
    assert not found.problems


def test_an_optional_blank_is_none_and_an_absent_column_has_no_key():
    found = checked(HEAD[:4], line("马关旺", GOOD_ID))
    assert found.lines[0].values["employer"] is None
    assert "amount" not in found.lines[0].values


# --- the heading ----------------------------------------------------------------------------------
def test_titles_above_the_heading_are_passed_over():
    found = checked(
        ("兴发乡工会会员花名册",),
        ("填报单位：兴发乡工会", None, None, "2010年6月30日"),
        None,
        HEAD,
        line("马关旺", GOOD_ID),
    )
    assert names(found) == [(5, "马关旺")]


@pytest.mark.parametrize(
    "heading",
    ["姓 名", "姓　名*", "姓名（必填）", "会员姓名", " 姓名：", "姓\n名", "姓名(请用全名)"],
)
def test_headings_are_known_by_their_words(heading):
    found = checked(("序号", heading, "身份证号码"), line("马关旺", GOOD_ID))
    assert names(found) == [(2, "马关旺")]


def test_a_heading_in_another_unit_is_another_heading():
    assert heading_key("金额（元）") == heading_key("金额")
    assert heading_key("金额（万元）") != heading_key("金额")


def test_our_own_word_goes_before_a_synonym():
    found = checked(("单位", "姓名", "身份证号", "工作单位"), ("甲", "马关旺", GOOD_ID, "乙"))
    assert found.lines[0].values["employer"] == "乙"


def test_two_columns_of_one_name_are_no_choice_of_ours():
    found = checked(("姓名", "身份证号", "姓名"), ("马关旺", GOOD_ID, "杨学昌"))
    assert codes(found) == [(1, "姓名", "column_twice")]
    assert not found.lines


def test_a_heading_of_two_rows_is_one():
    found = checked(
        ("序号", "姓名", "身份证号", "慰问", None),
        (None, None, None, "金额", "物品"),
        line("马关旺", GOOD_ID, 300, "米"),
    )
    assert found.lines[0].row == 3
    assert found.lines[0].values["amount"] == 300
    assert found.ignored["花名册"] == ["序号", "物品"]


def test_headings_nobody_asked_for_are_told():
    found = checked((*HEAD, "血型"), line("马关旺", GOOD_ID))
    assert found.ignored["花名册"] == ["序号", "血型"]


def test_a_required_column_that_is_absent_is_one_problem_not_one_a_line():
    found = checked(
        ("序号", "姓名", "工作单位"), line("马关旺", "木材厂"), line("杨学昌", "木材厂")
    )
    assert codes(found) == [(1, "身份证号", "column_missing")]
    assert not found.lines


def test_no_heading_at_all_is_said_with_what_was_looked_for():
    found = checked(("马关旺", GOOD_ID))
    assert codes(found) == [(0, "", "heading_missing")]
    assert "姓名、身份证号" in found.problems[0].message
    assert found.unread == {"花名册": "没有找到表头"}


def test_a_heading_with_nothing_below_is_said():
    assert codes(checked(HEAD)) == [(0, "", "no_lines")]


# --- which lines count ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "below",
    [
        ("合计", None, None, None, 300),
        (None, "合 计", None, None, 300),
        ("合计：12人", None, None, None, 300),
        ("本页小计", None, None, None, 300),
        ("注：本表一式两份。", None, None),
        ("说明", "以上为实发金额"),
        ("填表人：张三", None, "审核人：李四", None, "日期："),
        ("单位负责人（签章）：", None, "2010年6月30日"),
        ("以上人员均为本单位在职职工，情况属实。",),
        HEAD,
        (7, None, None, None, None),
        (8, "  ", None),
    ],
)
def test_what_is_no_line_is_passed_over(below):
    found = checked(HEAD, line("马关旺", GOOD_ID), below, line("杨学昌", GOOD_ID))
    assert names(found) == [(2, "马关旺"), (4, "杨学昌")]
    assert not found.problems


@pytest.mark.parametrize(
    ("below", "problems"),
    [
        (("", "马关旺"), [(3, "身份证号", "id_missing")]),
        (("", None, GOOD_ID), [(3, "姓名", "name_missing")]),
        (
            ("", None, None, "木材厂"),
            [(3, "姓名", "name_missing"), (3, "身份证号", "id_missing")],
        ),
    ],
)
def test_a_line_that_lacks_something_is_not_passed_over(below, problems):
    found = checked(HEAD, line("杨学昌", GOOD_ID), below)
    assert codes(found) == problems
    assert [one.row for one in found.good] == [2]


def test_every_problem_of_a_line_is_told_with_its_place():
    found = checked(HEAD, None, line("马关旺", 110101199003070016, "木材厂", "好多"))
    assert codes(found) == [
        (3, "身份证号", "id_precision_lost"),
        (3, "金额", "money_format"),
    ]
    assert all(problem.message.startswith(problem.column) for problem in found.problems)
    assert found.lines[0].problems == tuple(found.problems)
    assert not found.good


def test_a_formula_without_result_is_a_problem_also_where_a_blank_is_none():
    found = checked(HEAD, line("马关旺", GOOD_ID, "木材厂", ERROR))
    assert codes(found) == [(2, "金额", "cell_error")]


# --- several sheets, merged cells -----------------------------------------------------------------
def test_all_visible_sheets_with_a_heading_are_read():
    found = check(
        [
            sheet(HEAD, line("马关旺", GOOD_ID), name="铁柱片"),
            sheet(("说明",), name="填表说明"),
            Sheet("底稿", hidden=True),
            sheet(HEAD, line("杨学昌", GOOD_ID), name="野里片"),
        ],
        COLUMNS,
    )
    assert [(one.sheet, one.values["name"]) for one in found.lines] == [
        ("铁柱片", "马关旺"),
        ("野里片", "杨学昌"),
    ]
    assert found.unread == {"填表说明": "没有找到表头", "底稿": "隐藏的工作表不读取"}
    assert not found.problems


def test_a_merged_cell_holds_for_its_rows_where_that_makes_sense():
    found = checked(
        HEAD,
        line("马关旺", GOOD_ID, "木材厂", 300),
        line("杨学昌", GOOD_ID),
        line("李四", GOOD_ID),
        merged=((2, 4, 3, 4), (2, 5, 3, 5)),
    )
    assert [one.values["employer"] for one in found.lines] == ["木材厂", "木材厂", None]
    assert [one.values["amount"] for one in found.lines] == [300, None, None]


def test_from_the_file_to_the_problem():
    content = workbook(
        worksheet(
            row(1, text("A1", "花名册")),
            row(3, text("A3", "姓名"), text("C3", "身份证号码")),
            row(4, text("A4", "马 关旺"), text("C4", f"'{GOOD_ID}")),
            row(1000, text("A1000", "杨学昌"), text("C1000", "12")),
        ),
        names=["名单"],
    )
    found = check(read_workbook(content, "x.xlsx").sheets, COLUMNS)
    assert [one.values["id_number"].number for one in found.good] == [GOOD_ID]
    (problem,) = found.problems
    assert (problem.sheet, problem.row, problem.column) == ("名单", 1000, "身份证号")
