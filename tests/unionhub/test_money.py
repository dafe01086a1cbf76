"""Money: exact from the sheet to the fen and back, and in the figures vouchers want."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhub.money import (
    LARGEST,
    MoneyProblem,
    capital_yuan,
    from_fen,
    read_yuan,
    to_fen,
    yuan_text,
)

FEN = st.integers(-999_999_999_999, 999_999_999_999)
DIGITS = "零壹贰叁肆伍陆柒捌玖"
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def value_of(words: str) -> int:
    """Whole fen of capital figures, read back by counting and nothing else."""
    sign = -1 if words.startswith("负") else 1
    fen, section, total, digit = 0, 0, 0, 0
    for letter in words.removeprefix("负").removesuffix("整"):
        if letter in DIGITS:
            digit = DIGITS.index(letter)
        elif letter in UNITS:
            section, digit = section + digit * UNITS[letter], 0
        elif letter == "万":
            total, section, digit = total + (section + digit) * 10_000, 0, 0
        elif letter == "亿":
            total, section, digit = (total + section + digit) * 100_000_000, 0, 0
        elif letter == "元":
            fen, section, total, digit = (total + section + digit) * 100, 0, 0, 0
        else:
            fen, digit = fen + digit * {"角": 10, "分": 1}[letter], 0
    return sign * fen


@given(FEN)
def test_fen_go_to_yuan_and_back(fen):
    assert to_fen(from_fen(fen)) == fen


@given(FEN)
def test_the_text_of_an_amount_reads_back(fen):
    assert read_yuan(yuan_text(from_fen(fen))) == from_fen(fen)


@given(FEN)
def test_a_float_of_a_sheet_keeps_every_fen(fen):
    assert read_yuan(fen / 100) == from_fen(fen)


@given(FEN)
def test_capital_figures_say_the_amount(fen):
    assert value_of(capital_yuan(from_fen(fen))) == fen


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("10.01", "壹拾元零壹分"),
        ("500", "伍佰元整"),
        ("1000.5", "壹仟元伍角"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("100000001.05", "壹亿零壹元零伍分"),
        ("2852000", "贰佰捌拾伍万贰仟元整"),
    ],
)
def test_capital_figures_of_vouchers(amount, words):
    assert capital_yuan(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1,234.50", "1234.50"),
        ("￥300", "300"),
        ("¥ 300.5", "300.5"),
        ("500元", "500"),
        ("500元整", "500"),
        ("25万元", "250000"),
        ("285.2万", "2852000"),
        ("１２３．４５", "123.45"),
        (" -20 ", "-20"),
        ("−20", "-20"),
        (".5", "0.5"),
        (12, "12"),
        (0.1 + 0.2, "0.30"),
        (7943422.32000001, "7943422.32"),
        (Decimal("1.10"), "1.1"),
    ],
)
def test_an_amount_is_read_as_written(typed, amount):
    assert read_yuan(typed) == Decimal(amount)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "money_missing"),
        ("元", "money_format"),
        ("1.234", "money_decimals"),
        (1.234, "money_decimals"),
        (Decimal("0.001"), "money_decimals"),
        ("1803,60", "money_format"),
        ("1,23", "money_format"),
        ("12,34,567", "money_format"),
        ("五百", "money_format"),
        ("1e5", "money_format"),
        ("=1+1", "money_format"),
        ("٥٠٠", "money_format"),
        (float("nan"), "money_format"),
        (float("inf"), "money_format"),
        (Decimal("NaN"), "money_format"),
        (True, "money_format"),
        (1e300, "money_range"),
        ("99999999999", "money_range"),
        (LARGEST + 1, "money_range"),
    ],
)
def test_what_is_no_amount_is_refused(typed, code):
    with pytest.raises(MoneyProblem) as problem:
        read_yuan(typed)

    assert problem.value.code == code


def test_a_third_decimal_never_gets_into_fen():
    with pytest.raises(MoneyProblem):
        to_fen(Decimal("1.005"))
