"""Rosters of many shapes, read as they come; nothing of them is edited by hand."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from members.imports.people import ROSTER
from members.imports.report import report
from tests.members.sheets import HEAD, number, roster, saved
from tests.workbooks import cell, row, text, workbook, worksheet
from unionhub.spreadsheets.refusing import WorkbookRefused


def read(content):
    lines, _ = ROSTER.read(content, "花名册.xlsx")
    return lines


def good(content):
    """The values of the lines, none of which may be refused."""
    lines = read(content)
    assert [(e.row, e.problems) for e in lines if e.problems] == []
    return [entry.values for entry in lines]


def codes(content):
    return {(e.sheet, e.row): [p.code for p in e.problems] for e in read(content) if e.problems}


# --- shapes -------------------------------------------------------------------------------------
def test_titles_notes_and_totals_are_no_people():
    content = saved(
        (
            "花名册",
            [
                ["兴发乡工会会员花名册"],
                ["填报单位：兴发乡工会", None, None, "2010年6月30日"],
                [],
                ["序号", "会员姓名", "公民身份号码", "移动电话", "备注"],
                [1, "马关旺", number(1), "138-0000-0001", "党员"],
                [],
                [2, "王芳", number(2), None, None],
                ["合计", "2人", None, None, None],
                [3, None, None, None, None],
                ["注：本表一式两份，一份报县总工会。"],
                ["填表人：李明", None, "审核人：赵强"],
            ],
            ["A1:E1"],
        )
    )
    assert [(v["name"], v.get("phone")) for v in good(content)] == [
        ("马关旺", "13800000001"),
        ("王芳", None),
    ]


def test_a_head_of_two_rows():
    content = saved(
        (
            "花名册",
            [
                ["会员信息采集表"],
                ["序号", "姓名", "证件", None, "工作单位", "会籍", None],
                [None, None, "证件类别", "证件号码", None, "会籍变化类型", "会籍变化日期"],
                [1, "马关旺", "居民身份证", number(1), "兴发砖厂", "入会", "2010/3/1"],
            ],
            ["A1:G1", "A2:A3", "B2:B3", "C2:D2", "E2:E3", "F2:G2"],
        )
    )
    (values,) = good(content)
    assert values["id_number"] == number(1)
    assert (values["employer"], values["join_date"]) == ("兴发砖厂", date(2010, 3, 1))


def test_a_merged_unit_holds_for_all_its_lines():
    content = saved(
        (
            "花名册",
            [
                ["单位名称", "职工姓名", "身份证号码"],
                ["兴发砖厂", "马关旺", number(1)],
                [None, "王芳", number(2)],
                [None, "杨学昌", number(3)],
                ["兴发粮库", "李明", number(5)],
            ],
            ["A2:A4"],
        )
    )
    assert [v["employer"] for v in good(content)] == ["兴发砖厂"] * 3 + ["兴发粮库"]


def test_several_sheets_and_a_hidden_one():
    content = saved(
        ("铁柱片", [HEAD, [1, "马关旺", number(1)]]),
        ("野里片", [["说明"], HEAD, [1, "王芳", number(2)], [2, "马关旺", number(1)]]),
        ("旧名单", [HEAD, [1, "李明", number(5)]], (), True),
        ("统计", [["村名", "人数"], ["铁柱片", 1]]),
    )
    lines, checked = ROSTER.read(content, "花名册.xlsx")
    assert [(e.sheet, e.row, e.values["name"]) for e in lines if not e.problems] == [
        ("铁柱片", 2, "马关旺"),
        ("野里片", 3, "王芳"),
    ]
    second = lines[-1].problems[0]
    assert second.code == "duplicate_in_file"
    assert "工作表“铁柱片”第2行" in second.message
    assert set(checked.unread) == {"旧名单", "统计"}


def test_a_sheet_without_numbers_is_named_beside_a_good_one():
    content = saved(
        ("花名册", [HEAD, [1, "马关旺", number(1)]]),
        ("新增", [["姓名", "联系电话"], ["王芳", "13800000001"]]),
    )
    assert codes(content) == {("新增", 1): ["column_missing"]}


def test_the_template_filled_in_reads_as_it_is():
    book = load_workbook(BytesIO(ROSTER.template()))
    book["人员名册"].append(["马关旺", number(1), "男", "1980-05-01", "汉族", "高中"])
    out = BytesIO()
    book.save(out)
    (values,) = good(out.getvalue())
    assert (values["name"], values["education"], values["ethnicity"]) == ("马关旺", "high", "01")


# --- cells --------------------------------------------------------------------------------------
def test_numbers_in_every_dress():
    old = "000000800501003"  # fifteen digits of the same man as number(3)
    content = roster(
        ("马关旺", f" {number(1)[:6]} {number(1)[6:]} "),
        ("王芳", number(2).translate({ord(str(n)): 0xFF10 + n for n in range(10)})),
        ("杨学昌", f"'{old}"),
        ("李明", next(n for k in range(5, 99, 2) if (n := number(k)).endswith("X")).lower()),
    )
    values = good(content)
    assert [v["id_number"] for v in values][:3] == [number(1), number(2), number(3)]
    assert values[3]["id_number"].endswith("X")


def test_a_short_number_kept_as_a_number():
    content = roster(("杨学昌", 150000800501003))
    assert good(content)[0]["id_number"].startswith("15000019800501003")


def test_a_long_number_kept_as_a_number_has_lost_its_end():
    content = roster(("马关旺", 150223198005010011), ("王芳", "1.50223E+17"))
    assert codes(content) == {
        ("花名册", 2): ["id_precision_lost"],
        ("花名册", 3): ["id_precision_lost"],
    }
    assert "文本格式" in read(content)[0].problems[0].message


def test_names_are_tidied():
    content = roster(("马  关旺", number(1)), ("买买提•依明", number(3)), ("王　芳", number(2)))
    assert [v["name"] for v in good(content)] == ["马关旺", "买买提·依明", "王芳"]


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        (date(2010, 3, 1), date(2010, 3, 1)),
        (40238, date(2010, 3, 1)),
        ("2010.3", date(2010, 3, 1)),
        (2010.3, date(2010, 3, 1)),
        ("2010-3-1", date(2010, 3, 1)),
        ("2010年3月1日", date(2010, 3, 1)),
        ("20100301", date(2010, 3, 1)),
        (20100301, date(2010, 3, 1)),
        ("2010年3月", date(2010, 3, 1)),
        ("201003", date(2010, 3, 1)),
    ],
)
def test_days_in_every_dress(told, meant):
    content = roster(("马关旺", number(1), told), head=(*HEAD, "入会时间"))
    assert good(content)[0]["join_date"] == meant


def test_days_counted_from_1904():
    rows = [(*HEAD, "入会时间"), (1, "马关旺", number(1), date(2010, 3, 1))]
    assert good(saved(("花名册", rows), mac=True))[0]["join_date"] == date(2010, 3, 1)


@pytest.mark.parametrize("told", ["男", "1", 1, "M", "男性", None])
def test_sex_in_every_dress(told):
    content = roster(("马关旺", number(1), told), head=(*HEAD, "性别"))
    (line,) = read(content)
    assert line.values["sex"] == "male"
    assert line.warnings == []


@pytest.mark.parametrize(
    ("head", "told"),
    [("性别", "女"), ("性别", "不详"), ("出生日期", "1981-5-1"), ("出生日期", "五月")],
)
def test_the_number_decides_and_a_cell_that_differs_is_noticed(head, told):
    (line,) = read(roster(("马关旺", number(1), told), head=(*HEAD, head)))
    assert line.problems == []
    assert (line.values["sex"], line.values["birth_date"]) == ("male", date(1980, 5, 1))
    assert len(line.warnings) == 1
    assert head in line.warnings[0]


@pytest.mark.parametrize("told", ["1980.5", 1980.5, "1980年5月", "198005", date(1980, 5, 1)])
def test_a_month_agrees_with_any_day_of_it(told):
    content = roster(("马关旺", number(1, date(1980, 5, 1)), told), head=(*HEAD, "出生年月"))
    assert read(content)[0].warnings == []
    content = roster(("马关旺", number(1, date(1980, 5, 17)), told), head=(*HEAD, "出生年月"))
    assert bool(read(content)[0].warnings) == isinstance(told, date)


@pytest.mark.parametrize(
    ("head", "told", "key", "meant"),
    [
        ("文化程度", "大学本科", "education", "bachelor"),
        ("学历", "大专", "education", "college"),
        ("政治面貌", "中国共产党党员", "political_status", "party"),
        ("政治面貌", "党员", "political_status", "party"),
        ("民族", "蒙古", "ethnicity", "02"),
        ("是否农民工", "√", "is_migrant", True),
        ("农民工", "否", "is_migrant", False),
        ("就业状况", "待(下)岗", "work_status", "laid_off"),
        ("会员卡号", 123, "card_no", "123"),
    ],
)
def test_the_words_offices_use(head, told, key, meant):
    content = roster(("马关旺", number(1), told), head=(*HEAD, head))
    assert good(content)[0][key] == meant


# --- what is refused ----------------------------------------------------------------------------
def test_every_fault_has_its_code():
    wrong = number(1)[:17] + ("1" if number(1)[17] != "1" else "2")
    content = roster(
        (None, number(1)),
        ("王芳", None),
        ("李明", "15022319800501"),
        ("赵强", wrong),
        ("孙丽", "150223198013010017"),
        ("周敏", "1502231980O5010017"),
        ("吴刚", number(9)),
        ("吴刚", number(9)),
    )
    assert list(codes(content).values()) == [
        ["name_missing"],
        ["id_missing"],
        ["id_length"],
        ["id_checksum"],
        ["id_date"],
        ["id_format"],
        ["duplicate_in_file"],
    ]


def test_of_two_lines_with_one_number_the_first_stands():
    lines = read(roster(("马关旺", number(1)), ("马官旺", number(1)), ("马关王", number(1))))
    assert [bool(e.problems) for e in lines] == [False, True, True]
    assert "第2行" in lines[2].problems[0].message


def test_an_unknown_word_is_asked_about_with_the_words_allowed():
    content = roster(("马关旺", number(1), "研究生"), head=(*HEAD, "学历"))
    (problem,) = read(content)[0].problems
    assert (problem.column, problem.code) == ("学历", "choice_unknown")
    assert "博士、硕士、本科" in problem.message


def test_the_same_card_for_two_people():
    head = (*HEAD, "会员证号")
    content = roster(("马关旺", number(1), "001"), ("王芳", number(2), "001"), head=head)
    assert codes(content) == {("花名册", 3): ["card_in_file_twice"]}


def test_no_message_repeats_a_number():
    content = roster(("马关旺", number(1)[:17] + "?"), (number(2), number(2)))
    told = "".join(p.message for e in read(content) for p in e.problems)
    assert number(1)[:17] not in told
    assert number(2) not in told


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<html>", "not_workbook"),
        (workbook(worksheet(row(1, text("A1", "通知"), cell("B1", "5")))), "heading_missing"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_in_words(content, code):
    with pytest.raises(WorkbookRefused) as refused:
        ROSTER.read(content, "花名册.xlsx")
    assert refused.value.code == code


# --- the report ---------------------------------------------------------------------------------
def test_the_report_of_a_line():
    head = (*HEAD, "性别", "移动电话", "单位", "入会时间", "学历", "政治面貌", "农民工", "证号")
    content = roster(
        (
            "马关旺",
            number(1),
            1,
            "138-0000-0001",
            "兴发砖厂",
            "2010.3",
            "高中",
            "群众",
            "是",
            "001",
        ),
        ("王芳", number(2), *[None] * 8),
        ("李明", None, *[None] * 8),
        head=head,
    )
    lines = read(content)
    for line in lines:
        line.outcome = "refused" if line.problems else "new"
    told = report(lines)
    assert {key: told[key] for key in ("rows", "new", "updated", "unchanged", "refused")} == {
        "rows": 3,
        "new": 2,
        "updated": 0,
        "unchanged": 0,
        "refused": 1,
    }
    assert told["accepted_rows"][0] == {
        "sheet": "花名册",
        "row": 2,
        "values": {
            "name": "马关旺",
            "sex": "男",
            "id_number": number(1),
            "birth_date": "1980-05-01",
            "phone": "13800000001",
            "employer": "兴发砖厂",
            "join_date": "2010-03-01",
            "education": "高中",
            "political_status": "群众",
            "is_migrant": True,
            "card_no": "001",
        },
        "warnings": [],
    }
    assert told["accepted_rows"][1]["values"]["is_migrant"] is None
    (refused,) = told["refused_rows"]
    assert (refused["row"], refused["problems"][0]["code"]) == (4, "id_missing")
    assert set(refused["problems"][0]) == {"column", "code", "message"}
