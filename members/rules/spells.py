"""When a spell may begin and end, and a card be handed out and become void. Source:
《工会会员会籍管理办法》; working age is that of 《劳动法》 article 15.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError

from members.rules.days import birthday, in_words, not_after, not_before, refuse

WORKING_AGE = 16
# 会籍变化原因 of the official sheet; the last asks for words of its own.
OTHER_REASON = "其他"
LEAVING_REASONS = (
    "劳动（工作）关系发生变化",
    "失业",
    "所在企业破产",
    "个人要求退会",
    "去世",
    "因犯罪被开除会籍",
    OTHER_REASON,
)


def check_joining(
    *, joined_on: date, birth_date: date | None, last_left_on: date | None, today: date
) -> None:
    """Raise ValidationError unless a person may join on that day."""
    if birth_date is None:
        refuse(
            "joined_on", "此人没有出生日期，无法核对年龄：请先在人员资料中补填身份证号或出生日期。"
        )
    not_after(joined_on, today, "joined_on", "入会日期不能晚于今天。")
    of_age = birthday(birth_date, WORKING_AGE)
    not_before(
        joined_on,
        of_age,
        "joined_on",
        f"入会时须年满{WORKING_AGE}周岁：此人{in_words(of_age)}满{WORKING_AGE}周岁。",
    )
    if last_left_on is not None:
        not_before(
            joined_on,
            last_left_on,
            "joined_on",
            f"此人上一段会籍到{in_words(last_left_on)}为止，重新入会不能早于该日。",
        )


def check_leaving(
    *, left_on: date, joined_on: date, card_issued_on: date | None, today: date
) -> None:
    """Raise ValidationError unless a spell may end on that day."""
    not_after(left_on, today, "left_on", "离会日期不能晚于今天。")
    not_before(
        left_on, joined_on, "left_on", f"离会日期不能早于入会日期（{in_words(joined_on)}）。"
    )
    if card_issued_on is not None:
        not_before(
            left_on,
            card_issued_on,
            "left_on",
            f"会员证于{in_words(card_issued_on)}发放，离会不能早于发证；如发证有误，请先作废该证。",
        )


def check_issuing(*, issued_on: date, joined_on: date, left_on: date | None, today: date) -> None:
    """Raise ValidationError unless a card may be handed out for a spell on that day."""
    if left_on is not None:
        raise ValidationError(
            f"此段会籍已于{in_words(left_on)}结束，不能再发会员证；重新入会后再发。", code="left"
        )
    not_after(issued_on, today, "issued_on", "发证日期不能晚于今天。")
    not_before(
        issued_on, joined_on, "issued_on", f"发证日期不能早于入会日期（{in_words(joined_on)}）。"
    )


def check_voiding(*, void_on: date, issued_on: date, today: date) -> None:
    """Raise ValidationError unless a card may become void on that day."""
    not_after(void_on, today, "void_on", "作废日期不能晚于今天。")
    not_before(
        void_on, issued_on, "void_on", f"作废日期不能早于发证日期（{in_words(issued_on)}）。"
    )
