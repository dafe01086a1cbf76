"""The roster of people as offices keep it: its columns, their other names, and what a line says.

The identity number decides sex and birth date; of two lines with one number the first stands.
Sources: the official member sheet (会员信息采集表) and the headings found in offices' own rosters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from members import rules
from members.actions import rosters
from members.imports._people_blanks import BLANKS
from members.imports.words import (
    EDUCATIONS,
    GRADES,
    GROUPS,
    HOUSEHOLDS,
    PEOPLES,
    POLITICS,
    SEXES,
    STATUSES,
)
from members.models import (
    Education,
    Ethnicity,
    HouseholdKind,
    MaritalStatus,
    PoliticalStatus,
    Sex,
    TechGrade,
    WorkGroup,
    WorkStatus,
)
from unionhub.people import masked_id
from unionhub.permissions import Permission
from unionhub.sheets import Option, SheetKind
from unionhub.spreadsheets import cells
from unionhub.spreadsheets.cells import CellProblem, choice
from unionhub.spreadsheets.columns import Column
from unionhub.spreadsheets.importing import (
    OF_SHEETS,
    Entry,
    lenient,
    refuse_repeated,
    where,
)
from unionhub.spreadsheets.reading import Cell


def _birthday(cell: Cell) -> Any:
    """A day, or (year, month) where no day is given: 1985.3 agrees with any day of that month."""
    found = cells.day(cell)
    if isinstance(cell, date):
        return found
    digits = re.findall(r"\d+", str(cell))
    month_only = len(digits) == 2 or (len(digits) == 1 and len(digits[0]) == 6)
    return (found.year, found.month) if month_only else found


def _number(cell: Cell) -> str:
    return cells.identity(cell).number


def _card(cell: Cell) -> str:
    return re.sub(r"\s", "", cells.text(30)(cell))


PEOPLE = (
    Column("name", "姓名", cells.name, ("会员姓名", "职工姓名", "人员姓名", "名字"), required=True),
    Column(
        "id_number",
        "身份证号",
        _number,
        (
            "身份证号码",
            "公民身份号码",
            "公民身份证号码",
            "居民身份证号码",
            "证件号码",
            "证件号",
            "身份证",
            "居民身份证",
            "居民身份证号",
            "身份号码",
            "有效证件号码",
        ),
        required=True,
        may_lack=True,
    ),
    Column("sex", "性别", lenient(choice(Sex, SEXES, what="性别"))),
    Column("birth_date", "出生日期", lenient(_birthday), ("出生年月", "出生年月日", "生日")),
    Column("ethnicity", "民族", choice(Ethnicity, PEOPLES, what="民族")),
    Column(
        "education",
        "学历",
        choice(Education, EDUCATIONS, what="学历"),
        ("文化程度", "最高学历", "学历程度"),
    ),
    Column(
        "political_status",
        "政治面貌",
        choice(PoliticalStatus, POLITICS, what="政治面貌"),
        ("政治面目",),
    ),
    Column(
        "employer",
        "工作单位",
        cells.text(80),
        ("单位", "单位名称", "所在单位", "工作单位名称", "用人单位", "单位全称"),
        spreads=True,
    ),
    Column(
        "phone",
        "联系电话",
        cells.phone,
        ("手机", "手机号", "手机号码", "移动电话", "电话", "电话号码", "联系方式", "联系手机"),
    ),
    Column(
        "place",
        "片区村居",
        cells.text(20),
        ("村", "村居", "片区", "所属村", "所在村", "村名", "村（社区）", "社区", "所属片区"),
        spreads=True,
    ),
    Column("address", "详细住址", cells.text(100), ("住址", "家庭住址", "现居住地", "居住地址")),
    Column(
        "work_status",
        "就业状况",
        choice(WorkStatus, STATUSES, what="就业状况"),
        ("就业状态", "在职状态", "人员状态"),
    ),
    Column("is_migrant", "农民工", cells.yes_no, ("是否农民工", "是否农民工会员", "农民工会员")),
    Column(
        "join_date",
        "入会日期",
        cells.day,
        ("入会时间", "会籍变化日期", "入会年月", "加入工会时间", "加入工会日期"),
    ),
    Column(
        "card_no",
        "会员证号",
        _card,
        ("证号", "会员卡号", "会员证号码", "会员证编号", "工会会员证号", "工会卡号"),
    ),
    Column("card_date", "发证日期", cells.day, ("发证时间", "会员证发放日期")),
    Column("tech_grade", "技术等级", choice(TechGrade, GRADES, what="技术等级")),
    Column(
        "household_kind",
        "户籍类型",
        choice(HouseholdKind, HOUSEHOLDS, what="户籍类型"),
        ("户口性质", "户口类型", "户籍性质"),
    ),
    Column("registered_at", "户籍所在地", cells.text(100), ("户口所在地", "户籍地址")),
    Column("native_place", "籍贯", cells.text(50)),
    Column("marital_status", "婚姻状况", choice(MaritalStatus, what="婚姻状况"), ("婚否",)),
    Column("work_group", "新就业形态", choice(WorkGroup, GROUPS, what="新就业形态")),
    Column("work_post", "岗位职务", cells.text(50), ("职务", "岗位")),
    Column(
        "dispatched", "劳务派遣工", cells.yes_no, ("是否劳务派遣工", "是否劳务派遣", "劳务派遣")
    ),
    Column(
        "started_work_on",
        "参加工作日期",
        cells.day,
        ("参加工作时间", "参工时间", "工作时间", "参加工作年月"),
    ),
)


def _tidy(lines: Sequence[Entry]) -> None:
    for entry in lines:
        _obey_number(entry)
        _need_a_sign(entry)
        _notice(entry)
    refuse_repeated(lines, lambda e: e.values.get("id_number"), _refuse_second)
    refuse_repeated(lines, lambda e: e.values.get("card_no"), _refuse_card)


def _obey_number(entry: Entry) -> None:
    """Sex and birth date are what the number says; a cell that says otherwise is noticed."""
    told_sex, told_birth = entry.values.pop("sex", None), entry.values.pop("birth_date", None)
    number = entry.values.get("id_number")
    if number is None:
        # Without a number a whole birthday helps to tell whom the line means.
        if isinstance(told_birth, date):
            entry.values["birth_date"] = told_birth
        return
    sex = "male" if int(number[16]) % 2 else "female"
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    entry.values |= {"sex": sex, "birth_date": born}
    if isinstance(told_sex, CellProblem):
        entry.warnings.append(f"性别看不懂，已按身份证号取“{rules.SEX_LABELS[sex]}”。")
    elif told_sex not in (None, sex):
        entry.warnings.append(f"性别与身份证号不符，已按身份证号取“{rules.SEX_LABELS[sex]}”。")
    if isinstance(told_birth, CellProblem):
        entry.warnings.append(f"出生日期看不懂，已按身份证号取{rules.in_words(born)}。")
    elif told_birth not in (None, born, (born.year, born.month)):
        entry.warnings.append(f"出生日期与身份证号不符，已按身份证号取{rules.in_words(born)}。")


def _need_a_sign(entry: Entry) -> None:
    """Without a number only a whole birthday or a phone can tell whom a line means."""
    if {"id_number", "birth_date", "phone"} & set(entry.values):
        return
    if not any(p.column == "身份证号" or p.code in OF_SHEETS for p in entry.problems):
        entry.refuse("身份证号", "id_missing", "身份证号：身份证号未填写。")


def _notice(entry: Entry) -> None:
    if "name" in entry.values and "id_number" in entry.values:
        entry.warnings += rules.doubts(entry.values["name"], entry.values["id_number"])


def _refuse_second(entry: Entry, first: Entry) -> None:
    entry.refuse(
        "身份证号",
        "duplicate_in_file",
        f"与{where(entry, first)}的身份证号相同，以先出现的一行为准；请删去重复的一行，"
        "如是两个人请核对证件。",
    )


def _refuse_card(entry: Entry, first: Entry) -> None:
    if any(problem.code == "duplicate_in_file" for problem in entry.problems):
        return
    entry.refuse(
        "会员证号", "card_in_file_twice", f"与{where(entry, first)}的会员证号相同，请核对。"
    )


ROSTER = SheetKind(
    slug="people",
    app="members",
    title="人员名册",
    noun="人员",
    unit="人",
    permission=Permission.MEMBER_EDIT,
    columns=PEOPLE,
    plan=rosters.plan,
    take=rosters.take,
    undo=rosters.undo,
    blanks=BLANKS,
    back="members:people",
    tidy=_tidy,
    target="members:person",
    shows=(
        ("姓名", lambda values: values.get("name", "")),
        ("身份证号", lambda values: masked_id(values.get("id_number"))),
        ("工作单位", lambda values: values.get("employer", "")),
    ),
    options=(
        Option(
            "new_names",
            "新建表中没有登记的单位和村居",
            "不选时，单位、村居没有登记的行会列为有误，请先核对是不是写法不同。",
        ),
        Option(
            "facts",
            "与登记不同的单位、村居和就业情况",
            "变动：保留原来的情况，以前日期的名册不变；更正：原来登记有误，以前日期的名册一并改正。",
            "choice",
            (("change", "是后来的变动"), ("correct", "更正登记错误")),
        ),
        Option("changed_on", "变动日期", "不填按今天；更正时不用填。", "day"),
    ),
    days=("birth_date", "join_date", "card_date", "started_work_on"),
    hints=dict.fromkeys(("employer_unknown", "place_unknown"), "new_names"),
)
