"""What one cell means, and what is said when it means nothing."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db.models import TextChoices

from unionhub.spreadsheets import cells
from unionhub.spreadsheets.cells import CellProblem
from unionhub.spreadsheets.reading import ERROR

GOOD_ID = "11010119900307037X"


class Schooling(TextChoices):
    PRIMARY = "primary", "小学"
    COLLEGE = "college", "大学专科"


def code(reader, cell):
    with pytest.raises(CellProblem) as problem:
        reader(cell)
    assert problem.value.message
    return problem.value.code


schooling = cells.choice(Schooling, {"大专": "college", "专科": "college"}, what="文化程度")
ALL = [
    cells.text(),
    cells.day,
    cells.yuan,
    cells.whole,
    cells.yes_no,
    schooling,
    cells.identity,
    cells.phone,
    cells.name,
]


@pytest.mark.parametrize("reader", ALL)
@pytest.mark.parametrize("blank", [None, "", "  ", "　"])
def test_a_blank_is_missing(reader, blank):
    assert code(reader, blank).endswith("missing")


@pytest.mark.parametrize("reader", ALL)
def test_a_formula_without_result_is_named(reader):
    assert code(reader, ERROR) == "cell_error"


@pytest.mark.parametrize("reader", ALL)
@pytest.mark.parametrize(
    "odd", [True, -1, 3.7, 1e300, "?", "甲\x00乙", "x" * 3000, date(2010, 6, 30)]
)
def test_no_cell_ends_a_reader_with_anything_but_a_problem(reader, odd):
    try:
        reader(odd)
    except CellProblem as problem:
        assert problem.code


@pytest.mark.parametrize("reader", [*ALL, cells.text(5)])
@pytest.mark.parametrize("secret", ["13804751234", "11010119900307037x", "110101900307001"])
def test_a_number_in_the_wrong_column_is_not_repeated(reader, secret):
    try:
        reader(f"?{secret}")
    except CellProblem as problem:
        assert secret not in problem.message


# --- text -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("  兴发乡\n 木材厂 ", "兴发乡 木材厂"),
        (12, "12"),
        (12.5, "12.5"),
        (True, "是"),
        (date(2010, 6, 30), "2010-06-30"),
        ("é", "é"),
        ("=1+1", "=1+1"),
    ],
)
def test_text_is_what_the_cell_shows(cell, words):
    assert cells.text()(cell) == words


def test_text_has_a_longest():
    assert cells.text(3)("甲乙丙") == "甲乙丙"
    assert code(cells.text(3), "甲乙丙丁") == "text_length"


def test_a_card_number_kept_as_a_number_is_refused():
    assert code(cells.text(), 6222020200112230000) == "precision_lost"


# --- day ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "spelling",
    [
        date(2010, 6, 30),
        datetime.fromisoformat("2010-06-30T23:59:59.999"),
        "2010-06-30",
        "2010.6.30",
        "2010/6/30",
        "2010年6月30日",
        "2010年06月30号",
        " 2010 年 6 月 30 日 ",
        "２０１０．６．３０",
        "2010-06-30 00:00:00",
        "2010/6/30 8:05",
        "20100630",
        20100630,
        40359,
    ],
)
def test_a_day_in_its_spellings(spelling):
    assert cells.day(spelling) == date(2010, 6, 30)


@pytest.mark.parametrize(
    "spelling", ["2010年6月", "2010.6", "2010-06", "2010/6", "201006", 201006, 2010.6, 2010.06]
)
def test_a_month_is_its_first_day(spelling):
    assert cells.day(spelling) == date(2010, 6, 1)


def test_a_month_as_a_number_that_could_be_two_is_refused():
    assert cells.day(2010.11) == date(2010, 11, 1)
    assert code(cells.day, 2010.1) == "day_ambiguous"
    assert cells.day("2010.1") == date(2010, 1, 1)


@pytest.mark.parametrize(
    ("spelling", "why"),
    [
        ("2010-02-30", "day_invalid"),
        ("20101399", "day_invalid"),
        ("2010.13", "day_invalid"),
        ("10.6.30", "day_format"),
        ("6月30日", "day_format"),
        ("2010-6.30", "day_format"),
        ("2010年", "day_format"),
        ("长期", "day_format"),
        (2010, "day_format"),
        (2010.65, "day_format"),
        (0, "day_format"),
        (True, "day_format"),
        ("1010-06-30", "day_range"),
        (date(9999, 12, 31), "day_range"),
    ],
)
def test_what_is_no_day_says_why(spelling, why):
    assert code(cells.day, spelling) == why


# --- numbers --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        (300, "300"),
        (0.1 + 0.2, "0.30"),
        ("1,234.50", "1234.50"),
        ("￥300元", "300"),
        ("25万元", "250000"),
    ],
)
def test_an_amount_is_exact_yuan(cell, amount):
    assert cells.yuan(cell) == Decimal(amount)
    assert isinstance(cells.yuan(cell), Decimal)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (12.345, "money_decimals"),
        ("多", "money_format"),
        (True, "money_format"),
        (date(2010, 6, 30), "money_format"),
        (10**11, "money_range"),
    ],
)
def test_what_is_no_amount_says_why(cell, why):
    assert code(cells.yuan, cell) == why


@pytest.mark.parametrize(
    ("cell", "number"), [(23, 23), ("23", 23), ("1,200", 1200), ("23人", 23), ("２３", 23), (0, 0)]
)
def test_a_count(cell, number):
    assert cells.whole(cell) == number


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (2.5, "number_format"),
        ("约20", "number_format"),
        (True, "number_format"),
        (-1, "number_range"),
        (10**9, "number_range"),
    ],
)
def test_what_is_no_count_says_why(cell, why):
    assert code(cells.whole, cell) == why


# --- choices --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "cell", ["大学专科", "大专", " 大 专 ", "college", "COLLEGE", "ｃｏｌｌｅｇｅ"]
)
def test_a_choice_by_label_synonym_or_value(cell):
    assert schooling(cell) is Schooling.COLLEGE


def test_an_unknown_choice_names_those_there_are():
    with pytest.raises(CellProblem, match="小学、大学专科") as problem:
        schooling("博士后")
    assert problem.value.code == "choice_unknown"


@pytest.mark.parametrize("cell", ["是", "有", "√", "Y", 1, True, "1"])
def test_yes(cell):
    assert cells.yes_no(cell) is True


@pytest.mark.parametrize("cell", ["否", "无", "×", "n", 0, False, "0"])
def test_no(cell):
    assert cells.yes_no(cell) is False


def test_neither_yes_nor_no():
    assert code(cells.yes_no, "大概") == "yes_no_format"


# --- people ---------------------------------------------------------------------------------------
def test_an_identity_number_gives_its_facts():
    facts = cells.identity(" 11010119900307037x ")
    assert (facts.number, facts.birth_date, facts.sex) == (GOOD_ID, date(1990, 3, 7), "male")


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        (110101199003070016, "id_precision_lost"),
        (1.10101199003070e17, "id_precision_lost"),
        ("1.10101E+17", "id_precision_lost"),
        ("110101199003070000", "id_precision_lost"),
        ("110101199003070012", "id_checksum"),
        ("1101011990030700", "id_length"),
        ("110101199013070010", "id_date"),
        ("男", "id_format"),
        (12, "id_length"),
    ],
)
def test_what_is_no_identity_number_says_why(cell, why):
    assert code(cells.identity, cell) == why


def test_fifteen_digits_become_eighteen_also_from_a_number():
    assert cells.identity(110101900307001).number == cells.identity("110101900307001").number


def test_names_and_phones_are_cleaned():
    assert cells.name(" 张 三 ") == "张三"
    assert cells.phone(13804751234) == "13804751234"
    assert cells.phone("0475 6212345") == "0475-6212345"
    assert code(cells.name, 5) == "name_characters"
    assert code(cells.phone, "无") == "phone_format"
