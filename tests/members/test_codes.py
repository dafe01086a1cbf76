"""统一社会信用代码: what is taken, and what is said of one that cannot be."""

import pytest
from django.core.exceptions import ValidationError
from stdnum.cn import uscc

from members.rules import codes

UNIT, UNION, VILLAGE = "91110000600037341L", "81150523MC12345678", "N2150523MF1234567A"


def with_check(body):
    return body[:17] + uscc.calc_check_digit(body[:17])


@pytest.mark.parametrize(
    "typed",
    [UNIT, "９１１１００００６０００３７３４１Ｌ", " 91110000 600037341l", "91110000-60003734-1L"],
)
def test_a_code_is_kept_in_one_form(typed):
    assert codes.unit_code(typed) == UNIT


def test_a_village_collective_has_a_code_too():
    code = with_check(VILLAGE)
    assert codes.unit_code(code) == code


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("91110000600037341", "应为18位，现在是17位"),
        ("911100006000373411", "校验位不对"),
        ("9111000060O037341L", "不能有“O”（字母 I、O、S、V、Z 不用"),
        ("X1110000600037341L", "第1位"),
        ("911A0000600037341L", "行政区划"),
    ],
)
def test_a_code_that_cannot_be_right_is_refused_with_what_is_wrong(typed, words):
    with pytest.raises(ValidationError) as refused:
        codes.unit_code(typed)
    assert words in refused.value.messages[0]


def test_a_unions_code_begins_with_81():
    code = with_check(UNION)
    assert codes.union_code(code) == code
    with pytest.raises(ValidationError, match="以81开头"):
        codes.union_code(UNIT)
