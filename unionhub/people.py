"""What identifies a person: identity number, name, phone; checked on the way in, masked going out.

Messages never repeat a number: they may be shown beside other people's rows and get into logs.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from unionhub.periods import today
from unionhub.surnames import COMPOUND, DOT
from unionhub.surnames import find_keys as find_keys

Sex = Literal["male", "female"]
SHORTEST_NAME, LONGEST_NAME = 2, 50

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_WIDE = {0xFF01 + n: 0x21 + n for n in range(94)}
_DOTS = frozenset("·•‧∙⋅・･●．﹒․ㆍ⸱⸳ꞏ᛫⦁\u1427")
# Characters that show nothing and are not in the categories refused below.
_FILLERS = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0\ufffc\ufffd"
)
# Where GB 18030-2022 moved the private characters of its older editions.
_SUCCESSORS = dict(
    zip(
        "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864\ue816\ue817\ue818\ue831\ue83b\ue855",
        "\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb\U00020087\U00020089\U000200cc"
        "\U000215d7\U0002298f\U000241fe",
        strict=True,
    )
)


class FactProblem(ValueError):
    """A fact about a person that cannot be taken. ``code`` for programs, ``message`` for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class IdProblem(FactProblem):
    """An identity number that cannot be right."""


class NameProblem(FactProblem):
    """A name that cannot be kept."""


class PhoneProblem(FactProblem):
    """A phone number nobody can call."""


@dataclass(frozen=True, slots=True)
class IdFacts:
    """What an identity number says: itself with 18 digits, the birthday and the sex."""

    number: str
    birth_date: date
    sex: Sex


def check_digit(body: str) -> str:
    """The eighteenth character of the seventeen digits before it (GB 11643)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True))
    return _CHECKS[total % 11]


def normalise_id(text: str) -> str:
    """Full width to ASCII, blanks and hyphens gone, x to X, 15 digits to 18."""
    narrow = text.translate(_WIDE).replace("Ⅹ", "X").replace("ⅹ", "X").replace("×", "X")
    kept = "".join(c for c in narrow if unicodedata.category(c)[0] not in "ZC" and not _hyphen(c))
    number = kept.lstrip("'‘’`").upper()
    if re.fullmatch(r"[0-9]{15}", number):
        body = f"{number[:6]}19{number[6:]}"
        return body + check_digit(body)
    return number


def document_number(text: str) -> str:
    """The number of a document other than the identity card: blanks gone, ASCII, capitals.

    It cannot be checked: every country and kind has a form of its own.
    """
    return "".join(
        c for c in text.translate(_WIDE) if unicodedata.category(c)[0] not in "ZC"
    ).upper()


def _hyphen(letter: str) -> bool:
    return letter in "−ー" or unicodedata.category(letter) == "Pd"


def check_id(text: str) -> IdFacts:
    """The facts of an identity number, or IdProblem. The place code is not judged: codes were
    given and withdrawn over seventy years, and 81, 82, 83 and 9 are right for those who hold them.
    """
    raw = text.translate(_WIDE).strip().upper()
    if re.fullmatch(r"[0-9](\.[0-9]+)?E\+?1[0-9]", raw):
        raise precision_lost()
    number = normalise_id(text)
    _check_shape(number)
    born = _birth_date(number)
    if check_digit(number[:17]) != number[17]:
        if number.endswith("000"):
            raise precision_lost()
        raise IdProblem(
            "id_checksum", "身份证号校验不符：至少有一位写错或两位颠倒，请对照证件逐位核对。"
        )
    return IdFacts(number, born, "male" if int(number[16]) % 2 else "female")


def precision_lost() -> IdProblem:
    """A spreadsheet kept fifteen digits and made the rest zero; they cannot be computed back."""
    return IdProblem(
        "id_precision_lost",
        "身份证号末几位已被表格软件改掉（按数字存放只保留15位，其余变为0）："
        "请把该列设为文本格式后，对照证件重新填写。",
    )


def may_be_damaged(number: str) -> bool:
    """Right, but ending in 000: one in eleven damaged numbers passes the check all the same."""
    return len(number) == 18 and number.endswith("000")


def _check_shape(number: str) -> None:
    if not number:
        raise IdProblem("id_missing", "身份证号未填写。")
    if not re.fullmatch(r"[0-9X]+", number) or "X" in number[:-1]:
        raise IdProblem(
            "id_format", "身份证号只能是数字，最后一位可为X：请检查是否混入字母、汉字或其他符号。"
        )
    if len(number) != 18:
        raise IdProblem(
            "id_length", f"身份证号应为18位（旧证15位），现为{len(number)}位，请对照证件补正。"
        )


def _birth_date(number: str) -> date:
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        born = None
    if born is None or born.year < 1880 or born > today():
        raise IdProblem("id_date", "身份证号第7至14位不是有效的出生日期，请对照证件核对。")
    return born


def clean_name(text: str) -> str:
    """A name as it is kept: NFC, one kind of middle dot, no blanks between Han characters.

    Nothing is said about which characters a name may have beyond that they can be seen: rare
    ideographs, private ones and variation selectors stay as they were typed.
    """
    name = unicodedata.normalize("NFC", text.translate(_WIDE))
    name = "".join(
        DOT if c in _DOTS else " " if unicodedata.category(c) == "Zs" else c for c in name
    )
    name = re.sub(r"(?<=[^\x00-\x7f])\.(?=[^\x00-\x7f])", DOT, name.strip(" "))
    name = re.sub(rf" *{DOT}[ {DOT}]*", DOT, re.sub(" +", " ", name))
    name = re.sub(r"(.) (?=(.))", _join_han, name)
    if not name:
        raise NameProblem("name_missing", "姓名未填写。")
    for place, letter in enumerate(name):
        if _unseen(letter, name[place - 1] if place else ""):
            raise NameProblem(
                "name_characters",
                f"姓名第{place + 1}个字符看不见或已损坏（U+{ord(letter):04X}），请删去后重新输入。",
            )
    if name.isdecimal():
        raise NameProblem("name_characters", "姓名不能全是数字，请检查是否填错了列。")
    if _length(name) < SHORTEST_NAME or len(name) > LONGEST_NAME:
        raise NameProblem(
            "name_length", f"姓名应为{SHORTEST_NAME}至{LONGEST_NAME}个字，现为{_length(name)}个字。"
        )
    return name


def _join_han(found: re.Match[str]) -> str:
    before, after = found.groups()
    return before if _ideograph(before) and _ideograph(after) else f"{before} "


def _ideograph(letter: str) -> bool:
    """Wide, private or newer than this Python's tables: no list of Han ranges grows old here."""
    return (
        unicodedata.east_asian_width(letter) in "WF"
        or unicodedata.category(letter) in ("Co", "Cn")
        or _selector(letter)
    )


def _selector(letter: str) -> bool:
    return "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"


def _unseen(letter: str, before: str) -> bool:
    if _selector(letter):
        return not before or _selector(before) or not _ideograph(before)
    if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") or letter in _FILLERS:
        return True
    return ord(letter) & 0xFFFE == 0xFFFE or "\ufdd0" <= letter <= "\ufdef"


def _length(name: str) -> int:
    return sum(unicodedata.category(letter)[0] != "M" for letter in name)


def private_characters(name: str) -> dict[str, str]:
    """Private-use characters of a name, each with its standard successor or an empty string."""
    return {c: _SUCCESSORS.get(c, "") for c in name if unicodedata.category(c) == "Co"}


def name_key(name: str) -> str:
    """What two spellings of one name have in common; for likely duplicates, never for identity."""
    return "".join(c for c in name if c not in (DOT, " ") and not _selector(c)).casefold()


def clean_phone(text: str) -> str:
    """A mobile number as 11 digits, a landline as 0475-6212345, or PhoneProblem."""
    narrow = text.translate(_WIDE).replace("−", "-").replace("—", "-").replace("–", "-")
    plain = "".join(c for c in narrow if unicodedata.category(c)[0] not in "ZC")
    digits = re.sub(r"[-()]", "", plain.lstrip("'").rstrip(";；,，、.。"))
    digits = re.sub(r"^(?:\+|00)86(?=[2-9])", "0", digits)
    digits = re.sub(r"^(?:\+|00)86|^86(?=1[0-9]{10}$)", "", digits)
    if not digits:
        raise PhoneProblem("phone_missing", "电话未填写。")
    if not re.fullmatch(r"[0-9]+", digits):
        raise PhoneProblem("phone_format", "电话只能填一个号码、只含数字，请删去文字或另一个号码。")
    if digits.startswith("0"):
        area = 3 if digits[1:2] in ("1", "2") else 4
        if len(digits) - area in (7, 8):
            return f"{digits[:area]}-{digits[area:]}"
    elif len(digits) == 11 and digits[0] == "1" and digits[1] >= "3":
        return digits
    raise PhoneProblem(
        "phone_length", "电话应为11位手机号或带区号的座机号（如 0475-6212345），请核对位数。"
    )


def masked_id(number: str | None) -> str:
    """First and last two characters: 1***************34."""
    return _masked(number, 1, 2)


def masked_phone(number: str | None) -> str:
    """138****5678."""
    return _masked(number, 3, 4)


def masked_card(number: str | None) -> str:
    """Last four digits of a bank card."""
    return _masked(number, 0, 4)


def masked_name_web(name: str | None) -> str:
    """A name on a public page: the surname and one star, 张* or 欧阳*."""
    if not name:
        return ""
    if len(name) > 2 and name[:2] in COMPOUND:
        return f"{name[:2]}*"
    return f"{name[:2] if _selector(name[1:2] or ' ') else name[:1]}*"


def _masked(number: str | None, first: int, last: int) -> str:
    text = (number or "").strip()
    hidden = len(text) - first - last
    if hidden < 1:
        return "*" * len(text)
    return f"{text[:first]}{'*' * hidden}{text[-last:]}"
