"""The days of a card in their order, the bank's numbers, and the list the maker sends back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from members.rules.days import in_words, not_after, not_before, refuse

# What happens to a card, in the order it happens; each word goes with the day of that field.
DAYS = {
    "joined_on": "入会",
    "asked_on": "申领",
    "made_on": "制证",
    "issued_on": "发证",
    "lost_on": "挂失",
    "found_on": "恢复",
    "void_on": "作废",
}
BANK_DIGITS = range(12, 20)
SHORTEST_TAIL = 4
MOST_TOLD = 5  # faults of a long list named at once


def check_card_day(
    field: str, day: date, *, before: Mapping[str, date | None], left_on: date | None, today: date
) -> None:
    """Raise ValidationError unless this may happen to a card on that day.

    ``before``: the days of what came before it, by their names in DAYS; None where it did not
    happen. Once the spell has ended a card can only become void.
    """
    word = DAYS[field]
    if left_on is not None and field != "void_on":
        raise ValidationError(f"此段会籍已于{in_words(left_on)}结束，会员证只能作废。", code="left")
    not_after(day, today, field, f"{word}日期不能晚于今天。")
    for name, earlier in before.items():
        if earlier is not None:
            message = f"{word}日期不能早于{DAYS[name]}日期（{in_words(earlier)}）。"
            not_before(day, earlier, field, message)


def bank_number(text: str) -> str:
    """The digits of a bank card, checked by their last one (ISO/IEC 7812, GB/T 15694).

    Raises ValidationError, which never repeats the number.
    """
    digits = re.sub(r"[\s-]", "", text)
    if not (digits.isascii() and digits.isdigit() and len(digits) in BANK_DIGITS):
        raise ValidationError(
            f"银行卡号应为{BANK_DIGITS[0]}至{BANK_DIGITS[-1]}位数字，请对照卡面重新填写。",
            code="bank_number",
        )
    doubled = [
        sum(divmod(int(digit) * (2 if place % 2 else 1), 10))
        for place, digit in enumerate(reversed(digits))
    ]
    if sum(doubled) % 10:
        raise ValidationError("银行卡号校验不符，至少有一位写错，请对照卡面核对。", code="check")
    return digits


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody whose card was made: the record's own number, name and identity number."""

    key: int
    name: str
    id_number: str


@dataclass(frozen=True, slots=True)
class Made:
    """A line of the maker's list: name, the end of the identity number if given, the number."""

    row: int
    name: str
    tail: str
    number: str


def read_made(text: str) -> list[Made]:
    """Lines of 姓名, 身份证号后四位 (optional), 卡号, as pasted from a sheet or typed.

    Raises ValidationError naming the lines that cannot be read.
    """
    lines, faults = [], []
    for row, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        cells = re.split(r"\t" if "\t" in line else r"[\s,，;；、]+", line.strip())
        parts = [cell.strip() for cell in cells if cell.strip()]
        if len(parts) == 2:
            lines.append(Made(row, parts[0], "", parts[1]))
        elif len(parts) == 3 and len(parts[1]) >= SHORTEST_TAIL:
            lines.append(Made(row, parts[0], parts[1].upper(), parts[2]))
        else:
            faults.append(
                f"第{row}行：应为“姓名 号码”或“姓名 身份证号后四位 号码”，号码中间不要有空格。"
            )
    _raise(faults)
    return lines


def matched(lines: Sequence[Made], holders: Sequence[Holder]) -> dict[int, str]:
    """Whose number each line gives, by the holder's key.

    Raises ValidationError naming lines that fit nobody or several, and people given twice.
    """
    found: dict[int, str] = {}
    faults = []
    for line in lines:
        fits = [
            one.key
            for one in holders
            if one.name == line.name and one.id_number.upper().endswith(line.tail)
        ]
        if not fits:
            faults.append(f"第{line.row}行：本批没有“{line.name}”，请核对姓名和身份证号后四位。")
        elif len(fits) > 1:
            faults.append(f"第{line.row}行：本批有几位“{line.name}”，请加上身份证号后四位。")
        elif fits[0] in found:
            faults.append(f"第{line.row}行：“{line.name}”已在前面给过号码。")
        else:
            found[fits[0]] = line.number
    _raise(faults)
    return found


def few(names: Iterable[str]) -> str:
    """The first names of a longer list: 马关旺、杨学昌等7人."""
    known = list(names)
    told = "、".join(known[:MOST_TOLD])
    return told if len(known) <= MOST_TOLD else f"{told}等{len(known)}人"


def need_reason(reason: str, field: str = "reason") -> str:
    """The reason as it is kept; raises ValidationError where none is given."""
    words = " ".join(reason.split())
    if not words:
        refuse(field, "请写明原因。")
    return words


def _raise(faults: Sequence[str]) -> None:
    if faults:
        more = len(faults) - MOST_TOLD
        told = [*faults[:MOST_TOLD], *([f"另有{more}行有同样的问题。"] if more > 0 else [])]
        raise ValidationError(told)


def check_open(left_on: date | None) -> None:
    """Raise ValidationError where the spell has ended: a card can then only become void."""
    if left_on is not None:
        raise ValidationError(f"此段会籍已于{in_words(left_on)}结束，会员证只能作废。", code="left")
