"""From when a change of work or place holds."""

from __future__ import annotations

from datetime import date

from members.rules.days import in_words, not_after, not_before


def check_change(
    *, on: date, birth_date: date | None, last_changed_on: date | None, today: date
) -> None:
    """Raise ValidationError unless a person's work or place may have changed on that day."""
    not_after(on, today, "on", "变动日期不能晚于今天。")
    if birth_date is not None:
        not_before(on, birth_date, "on", "变动日期不能早于出生日期。")
    if last_changed_on is not None:
        not_before(
            on,
            last_changed_on,
            "on",
            f"上一次变动登记在{in_words(last_changed_on)}，这次变动不能早于该日；"
            "如那次登记有误，请选“更正登记错误”。",
        )
