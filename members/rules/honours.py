"""Honours and their allowances: when one is granted, taken back and due. Plain values only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from members.rules.days import in_words, not_after, not_before

FIRST_YEAR = 1949


def check_granting(granted_on: date, today: date) -> None:
    not_after(granted_on, today, "granted_on", "授予日期不能晚于今天。")


def check_revoking(*, revoked_on: date, granted_on: date, today: date) -> None:
    not_after(revoked_on, today, "revoked_on", "撤销日期不能晚于今天。")
    not_before(
        revoked_on,
        granted_on,
        "revoked_on",
        f"撤销日期不能早于授予日期（{in_words(granted_on)}）。",
    )


def check_paying(*, amount: Decimal, due: Decimal, paid: Decimal, year: int, holder: str) -> None:
    """Raise ValidationError unless so much of a year's allowance is still open."""
    if amount <= 0:
        raise ValidationError({"amount": "发放金额应大于零。"})
    open_ = due - paid
    if open_ <= 0:
        raise ValidationError(
            f"{holder}{year}年的津贴已发齐（应发{due:,.2f}元），不能重复发放；"
            "记错的请先在津贴台账上冲销。",
            code="paid",
        )
    if amount > open_:
        raise ValidationError(
            {
                "amount": f"{holder}{year}年应发{due:,.2f}元，已发{paid:,.2f}元，"
                f"最多还可发{open_:,.2f}元。"
            }
        )
