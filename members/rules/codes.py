"""统一社会信用代码 of units and unions. Source: GB 32100; a union's begins with 81."""

from __future__ import annotations

import re
import unicodedata

from django.core.exceptions import ValidationError
from stdnum.cn import uscc

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
UNION = "81"
# The office that registers, and what it registers: digits, but for the few bodies of the army (A),
# of agriculture (N: collectives of villages) and others (Y), which the library does not know.
FIRST = set("123456789ANY")


def unit_code(text: str) -> str:
    """The code in the form it is kept in. Raises ValidationError naming what is wrong with it."""
    code = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()
    if len(code) != LENGTH:
        raise _wrong(f"统一社会信用代码应为{LENGTH}位，现在是{len(code)}位，请对照证书核对。")
    if wrong := sorted(set(code) - set(ALPHABET)):
        hint = (
            "（字母 I、O、S、V、Z 不用，可能是数字 1、0、5、2）"
            if set(wrong) & set("IOSVZ")
            else ""
        )
        raise _wrong(f"统一社会信用代码里不能有“{'、'.join(wrong)}”{hint}，请对照证书核对。")
    if code[0] not in FIRST or not code[2:8].isdigit():
        raise _wrong("统一社会信用代码第1位或第3至8位（行政区划）不对，请对照证书核对。")
    if code[-1] != uscc.calc_check_digit(code[:-1]):
        raise _wrong("统一社会信用代码的校验位不对，多半是抄错了一位，请对照证书核对。")
    return code


def union_code(text: str) -> str:
    """The code of a union: registered by the federation of unions, so it begins with 81."""
    code = unit_code(text)
    if not code.startswith(UNION):
        raise _wrong(f"工会的统一社会信用代码以{UNION}开头；这个是单位的代码，请填到单位一栏。")
    return code


def is_postcode(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{6}", text))


def _wrong(message: str) -> ValidationError:
    return ValidationError(message, code="code")
