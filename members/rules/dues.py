"""会费, 拨缴经费 and 建会筹备金 as arithmetic. Plain values only.

Sources: 0.5 % of a member's basic wage, nothing while 保留会籍 (《工会会员会籍管理办法》); 2 % of
all wages, of which 60 % stay with the basic union (《工会法》 article 43, 全总 rules on shares).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError

FEN = Decimal("0.01")
LONGEST = 12  # months of one payment
Span = tuple[date, date | None]  # from a day up to another, not included; None: still running


@dataclass(frozen=True, slots=True)
class Share:
    """What stays, and what goes up; they add up to the sum that was shared."""

    own: Decimal
    upper: Decimal


def shares(amount: Decimal, own_share: Decimal) -> Share:
    """An amount divided by a percentage that stays, rounded half up to the fen; the rest goes up.

    A negative amount is divided as its opposite is.
    """
    own = (amount * own_share / 100).quantize(FEN, ROUND_HALF_UP)
    return Share(own, amount - own)


def due_of(base: Decimal, rate: Decimal, months: int) -> Decimal:
    """A monthly wage times a percentage, rounded half up to the fen, for so many months.

    Each month is rounded by itself: a quarter's dues are three times a month's.
    """
    return (base * rate / 100).quantize(FEN, ROUND_HALF_UP) * months


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months_of(from_month: date, to_month: date) -> tuple[date, ...]:
    """The months from one to another, both included, by their first days."""
    months, month = [], first_of_month(from_month)
    while month <= to_month:
        months.append(month)
        month = next_month(month)
    return tuple(months)


def in_words(month: date) -> str:
    return f"{month.year}年{month.month}月"


def span_words(months: Collection[date]) -> str:
    """2026年1月; 2026年1月至3月; 2026年11月至2027年1月; 2026年1月、3月 where some are missing."""
    listed = sorted(months)
    runs: list[list[date]] = []
    for month in listed:
        if runs and next_month(runs[-1][-1]) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return "、".join(_run_words(run) for run in runs)


def _run_words(run: list[date]) -> str:
    first, last = run[0], run[-1]
    if first == last:
        return in_words(first)
    end = f"{last.month}月" if last.year == first.year else in_words(last)
    return f"{in_words(first)}至{end}"


def check_months(*, from_month: date, to_month: date, today: date) -> None:
    """Raise ValidationError unless the months are a stretch one payment may be for."""
    if to_month < from_month:
        raise ValidationError({"to_month": "止月不能早于起月。"})
    if len(months_of(from_month, to_month)) > LONGEST:
        raise ValidationError({"to_month": f"一笔最多登记{LONGEST}个月，跨度更长的请分几笔登记。"})
    ahead = date(today.year + 1, 12, 1)
    if to_month > ahead:
        raise ValidationError({"to_month": f"最多预缴到{in_words(ahead)}。"})


def check_paid_on(paid_on: date, today: date) -> None:
    if paid_on > today:
        raise ValidationError({"paid_on": "缴纳日期不能晚于今天。"})


def amount_refusal(amount: Decimal, base: Decimal | None) -> str:
    """Why these sums cannot have been paid; empty where they can."""
    if amount <= 0:
        return "实缴金额应大于零。"
    return "工资基数应大于零；不清楚的留空。" if base is not None and base <= 0 else ""


def member_refusal(
    *,
    months: Collection[date],
    paid: Collection[date],
    spells: Collection[Span],
    rests: Collection[Span],
) -> str:
    """Why dues of these months are not taken from somebody; empty where they are.

    ``paid``: months paid before. A month of joining may be paid, though it is not owed.
    """
    if twice := [month for month in months if month in paid]:
        return f"{span_words(twice)}的会费已缴过，不能重复登记；记错的请先在台账上冲销。"
    if outside := [month for month in months if not _touches(month, spells)]:
        return f"{span_words(outside)}不在会，不缴会费：请核对会籍或起止月份。"
    if resting := [month for month in months if _within(month, rests)]:
        return f"{span_words(resting)}保留会籍，免缴会费：请去掉这些月份。"
    return ""


def _within(day: date, spans: Iterable[Span]) -> bool:
    return any(since <= day and (until is None or day < until) for since, until in spans)


def _touches(month: date, spans: Iterable[Span]) -> bool:
    """Whether some day of the month lies in one of the spans."""
    after = next_month(month)
    return any(since < after and (until is None or until > month) for since, until in spans)
