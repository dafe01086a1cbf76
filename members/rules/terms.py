"""When a union committee is elected, ends and falls due; when an officer serves. Source: 《工会基层
组织选举工作条例》: three or five years, and an election put off is put off by at most half a year.
"""

from __future__ import annotations

from datetime import date, timedelta

from members.models.terms import SOON
from members.rules.days import birthday, in_words, not_after, not_before


def due_on(began_on: date, years: int) -> date:
    """The day the next election falls due."""
    return birthday(began_on, years)


def standing_of(due: date, ended: date | None, day: date) -> str:
    """How a term stands on a day, in the office's words."""
    if ended is not None and ended <= day:
        return "已届满"
    if due <= day:
        return "到期未换届"
    return "三个月内到期" if due <= day + SOON else "在任"


def check_election(*, began_on: date, last_began_on: date | None, today: date) -> None:
    """Raise ValidationError unless a new committee may have been elected on that day."""
    not_after(began_on, today, "began_on", "选举日期不能晚于今天；选举之后再登记。")
    if last_began_on is not None:
        not_before(
            began_on,
            last_began_on + timedelta(days=1),
            "began_on",
            f"上一届{in_words(last_began_on)}选举产生，换届必须在此之后。",
        )


def check_taking_office(*, from_on: date, began_on: date, ended_on: date | None) -> None:
    """Raise ValidationError unless somebody may take office on that day of a term."""
    not_before(from_on, began_on, "from_on", f"任职不能早于本届选举（{in_words(began_on)}）。")
    if ended_on is not None:
        not_after(from_on, ended_on, "from_on", f"本届已于{in_words(ended_on)}届满。")


def check_leaving_office(
    *, until_on: date, from_on: date, ended_on: date | None, today: date
) -> None:
    """Raise ValidationError unless somebody may leave office on that day."""
    not_after(until_on, today, "until_on", "离任日期不能晚于今天。")
    not_before(until_on, from_on, "until_on", f"离任不能早于任职（{in_words(from_on)}）。")
    if ended_on is not None:
        not_after(until_on, ended_on, "until_on", f"本届已于{in_words(ended_on)}届满。")
