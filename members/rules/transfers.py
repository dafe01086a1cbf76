"""When a member may move to another union, and what is said of where it came from."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError

from members.rules.days import birthday, in_words, not_after, not_before, refuse
from members.rules.spells import WORKING_AGE

NAME_LENGTH = 80
REASONS = (
    "劳动（工作）关系发生变化",
    "调动工作",
    "户口迁移",
    "所在单位改制、合并或撤销",
    "外出务工",
)


def check_sending(*, on: date, joined_on: date, left_on: date | None, today: date) -> None:
    """Raise ValidationError unless a letter of transfer may be written on that day."""
    if left_on is not None:
        raise ValidationError(f"此段会籍已于{in_words(left_on)}结束，不能再转出。", code="left")
    not_after(on, today, "on", "转出日期不能晚于今天。")
    not_before(on, joined_on, "on", f"转出日期不能早于入会日期（{in_words(joined_on)}）。")


def check_deciding(*, on: date, sent_on: date, today: date) -> None:
    """Raise ValidationError unless a transfer may take effect on that day."""
    not_after(on, today, "on", "接收日期不能晚于今天。")
    not_before(on, sent_on, "on", f"接收日期不能早于转出日期（{in_words(sent_on)}）。")


def check_carried(*, carried_since: date, on: date, birth_date: date | None) -> None:
    """Raise ValidationError unless a member may have joined elsewhere on that day."""
    not_after(carried_since, on, "carried_since", "原入会日期不能晚于转入日期。")
    if birth_date is not None and carried_since < birthday(birth_date, WORKING_AGE):
        refuse("carried_since", f"原入会日期不对：当时此人未满{WORKING_AGE}周岁。")


def side(office: str, union: str = "") -> str:
    """The other side of a transfer as the history of a spell names it."""
    words = office if union in ("", office) else f"{office} {union}"
    return words[:NAME_LENGTH]
