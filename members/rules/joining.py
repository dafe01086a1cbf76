"""When a person may apply, and the day a union may take somebody in. Source:
《工会会员会籍管理办法》; 《中国工会章程》 articles 1 and 2.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from members.rules.days import in_words, not_after, not_before

OPINION = "同意入会。"
LONGEST_LIST = 300


def check_applying(
    *, applied_on: date, member_since: date | None, last_left_on: date | None, today: date
) -> None:
    """Raise ValidationError unless a person may have applied on that day.

    ``member_since``: the day an open spell began.
    """
    if member_since is not None:
        raise ValidationError(
            f"此人自{in_words(member_since)}起在会，不用申请；换工会请办理转接。", code="member"
        )
    not_after(applied_on, today, "applied_on", "申请日期不能晚于今天。")
    if last_left_on is not None:
        not_before(
            applied_on,
            last_left_on,
            "applied_on",
            f"此人上一段会籍到{in_words(last_left_on)}为止，重新申请不能早于该日。",
        )


def check_deciding(*, on: date, applied_on: date, today: date) -> None:
    """Raise ValidationError unless an application may be decided on that day."""
    not_after(on, today, "on", "办理日期不能晚于今天。")
    not_before(on, applied_on, "on", f"办理日期不能早于申请日期（{in_words(applied_on)}）。")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody a pasted line names: by number, by name, or both."""

    line: int
    text: str
    name: str
    number: str


def named_in(text: str) -> list[Named]:
    """The people of a list pasted from anywhere, a line each: 姓名 身份证号, in any order, with a
    running number in front or not.

    Raises ValidationError for a list too long to look at.
    """
    found = [
        _named(number, line.strip())
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip()
    ]
    if len(found) > LONGEST_LIST:
        raise ValidationError(
            {"pasted": f"一次最多粘贴{LONGEST_LIST}行，请分几次登记。"}, code="too_long"
        )
    return found


def _named(line: int, text: str) -> Named:
    parts = [part for part in re.split(r"[\s,，、;；|]+", text) if part]
    numbers = [part for part in parts if _is_number(part)]
    names = [part for part in parts if not any(letter.isdigit() for letter in part)]
    return Named(line, text, "".join(names), numbers[0] if numbers else "")


def _is_number(part: str) -> bool:
    """Whether a word may be an identity number; a running number or a phone is shorter."""
    return len(part) >= 15 and sum(letter.isdigit() for letter in part) >= 14


def not_taken(lines: Iterable[tuple[int, str, str]]) -> list[str]:
    """What became of the lines nobody was found for: (line, its text, why)."""
    return [f"第{line}行“{text}”：{why}" for line, text, why in lines]
