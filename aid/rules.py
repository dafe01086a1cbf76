"""Who may take which duty on one case, which day may follow which, what lines come to.

Pure functions of plain values: no clock, no database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError

from aid.models import Duty, LineForm

# 经办 ≠ 审批 and 审批 ≠ 出纳, whatever the ground; every other pair may be excused by one.
NEVER_JOINED = frozenset(
    {frozenset({Duty.HANDLE, Duty.APPROVE}), frozenset({Duty.APPROVE, Duty.PAY})}
)


@dataclass(frozen=True, slots=True)
class Bar:
    """Why a duty is closed to somebody who already holds another on the same case."""

    held: Duty
    duty: Duty
    for_good: bool

    @property
    def words(self) -> str:
        pair = f"您在本件已承担“{self.held.label}”"
        if self.for_good:
            return f"{pair}，不能再承担“{self.duty.label}”，须由另一人办理。"
        return f"{pair}，兼任“{self.duty.label}”须写明依据，并印在审批表上。"


def bar_on(duty: str, held: Collection[str]) -> Bar | None:
    """The strictest bar between ``duty`` and the duties ``held`` by the same person, if any."""
    wanted = Duty(duty)
    others = [other for other in Duty if other in held and other != wanted]
    for other in others:
        if frozenset({wanted, other}) in NEVER_JOINED:
            return Bar(other, wanted, for_good=True)
    return Bar(others[0], wanted, for_good=False) if others else None


def ground_for(duty: str, held: Collection[str], ground: str) -> str:
    """The ground to record for taking ``duty``: none unless one was needed.

    Raises ValidationError where the pair is never joined, or needs a ground and has none.
    """
    bar = bar_on(duty, held)
    if bar is None:
        return ""
    if bar.for_good:
        raise ValidationError(bar.words, code="duty")
    if not ground:
        raise ValidationError({"ground": ValidationError(bar.words, code="duty")})
    return ground


def check_day(on: date, *, today: date, floor: date) -> None:
    """A business day is neither in the future nor before the step it follows."""
    if on > today:
        raise _problem("on", f"日期{on:%Y-%m-%d}在今天之后，请填写实际办理的日期。")
    if on < floor:
        raise _problem("on", f"日期{on:%Y-%m-%d}早于上一步的{floor:%Y-%m-%d}，请核对后重填。")


def check_applied(applied_on: date, *, today: date, first_step: date | None) -> None:
    """The day of the request: not in the future, not after the first step taken on it."""
    if applied_on > today:
        raise _problem("applied_on", "申请日期在今天之后，请填写实际申请的日期。")
    if first_step is not None and applied_on > first_step:
        raise _problem(
            "applied_on", f"申请日期不能晚于首次办理的{first_step:%Y-%m-%d}，请核对后重填。"
        )


def check_visit(visited_on: date, one: str, two: str, *, applied_on: date, on: date) -> None:
    """入户核实: by two different people, between the request and the day it is recorded for."""
    if not one.strip() or not two.strip():
        raise _problem("visitor_two" if one.strip() else "visitor_one", "请写明两名入户人。")
    if "".join(one.split()) == "".join(two.split()):
        raise _problem("visitor_two", "两名入户人不能是同一人，请填写另一人的姓名。")
    if visited_on < applied_on:
        raise _problem("visited_on", f"入户日期不能早于申请日期{applied_on:%Y-%m-%d}。")
    if visited_on > on:
        raise _problem("visited_on", f"入户日期不能晚于核实日期{on:%Y-%m-%d}。")


def check_notice(notice_from: date, notice_until: date, *, reviewed_on: date) -> None:
    """公示 comes after the review and ends no earlier than it begins."""
    if notice_from < reviewed_on:
        raise _problem("notice_from", f"公示起始日不能早于审核日期{reviewed_on:%Y-%m-%d}。")
    if notice_until < notice_from:
        raise _problem("notice_until", "公示截止日不能早于起始日，请核对后重填。")


def notice_bar(on: date, notice_until: date | None) -> str:
    """Why a case cannot be approved on a day: its notice has not run out. Empty when it has."""
    if notice_until is None:
        return "本件还没有公示，请先登记公示。"
    if on <= notice_until:
        opens = notice_until + timedelta(days=1)
        return f"公示到{notice_until:%Y-%m-%d}截止，{opens:%Y-%m-%d}起才能审批。"
    return ""


def total_of(lines: Iterable[tuple[str, Decimal]]) -> tuple[Decimal, Decimal]:
    """(whole value, part of it that is goods) of (form, value) lines."""
    whole = goods = Decimal(0)
    for form, value in lines:
        whole += value
        if form == LineForm.GOODS:
            goods += value
    return whole, goods


def last_of_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def check_month_end(through: date, *, today: date, closed_to: date | None, opened: date) -> None:
    """关账: whole months that are over, each once, from the fund's first on."""
    if not last_of_month(through):
        raise _problem("through", "只能按整月关账，请填写月末日期，如2010-06-30。")
    if through >= today.replace(day=1):
        raise _problem("through", "当月尚未结束，不能关账；请填写上月或更早的月末日期。")
    if closed_to is not None and through <= closed_to:
        raise _problem("through", f"账已关至{closed_to:%Y-%m-%d}，请填写以后的月份。")
    if through < opened:
        raise _problem("through", f"资金{opened:%Y-%m-%d}才设立，此前没有账可关。")


def _problem(field: str, text: str) -> ValidationError:
    return ValidationError({field: text})
