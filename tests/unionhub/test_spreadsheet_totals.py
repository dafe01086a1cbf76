"""Totals below the lines of a sheet are held against the number of lines."""

from __future__ import annotations

import pytest

from tests.members.sheets import saved
from unionhub.spreadsheets import cells
from unionhub.spreadsheets.checking import check
from unionhub.spreadsheets.columns import Column
from unionhub.spreadsheets.reading import read_workbook

COLUMNS = (
    Column("name", "姓名", cells.text(20), required=True),
    Column("unit", "单位", cells.text(20), spreads=True),
)
HEAD = ["序号", "单位", "姓名", "人数", "金额（元）"]


def told(*rows, merged=()):
    content = saved(("花名册", [["会员名册"], HEAD, *rows], list(merged)))
    return check(read_workbook(content, "名册.xlsx").sheets, COLUMNS)


LINES = ([1, "砖厂", "马关旺"], [2, "砖厂", "王芳"], [3, "学校", "李明"])


@pytest.mark.parametrize(
    "total",
    [
        ["合计", None, None, 3],
        ["合计：3人"],
        ["合计", "3人", None, None, 900],
        ["总计（3人）"],
        ["合计", None, None, None, 900],
        ["合计", None, None, None, 900.5],
        ["共计3名"],
    ],
)
def test_a_total_that_agrees_says_nothing(total):
    checked = told(*LINES, total)
    assert len(checked.lines) == 3
    assert checked.totals == []


@pytest.mark.parametrize(
    "total", [["合计", None, None, 4], ["合计：4人"], ["合计", "4人", None, None, 900], ["总计4"]]
)
def test_a_total_that_differs_names_both_numbers(total):
    (words,) = told(*LINES, total).totals
    assert "第6行" in words
    assert "4人" in words
    assert "读到3行" in words


def test_a_total_of_a_part_counts_the_part():
    rows = (*LINES[:2], ["小计", None, None, 2], LINES[2], ["小计", None, None, 2])
    checked = told(*rows, ["合计", None, None, 3])
    assert len(checked.lines) == 3
    (words,) = checked.totals
    assert "第7行“小计”写的是2人，表中读到1行" in words


def test_totals_of_each_unit_may_be_called_totals():
    rows = (*LINES[:2], ["合计", None, None, 2], LINES[2], ["合计", None, None, 1])
    assert told(*rows, ["总计", None, None, 3]).totals == []


def test_a_merged_unit_holds_for_each_of_its_lines():
    rows = ([1, "砖厂", "马关旺"], [2, None, "王芳"], [3, "学校", "李明"])
    checked = told(*rows, ["合计", None, None, 3], merged=["B3:B4"])
    assert [line.values["unit"] for line in checked.lines] == ["砖厂", "砖厂", "学校"]
