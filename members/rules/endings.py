"""Why a spell ends or comes to rest, and what each kind asks for. Sources: 《中国工会章程》
article 5, 《工会会员会籍管理办法》, and the 会籍变化原因 of the official member sheet.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError

from members.models import ENDINGS, ChangeKind
from members.rules.days import in_words, not_after, not_before, refuse
from members.rules.spells import OTHER_REASON

LAPSE_REASON = "连续六个月不交会费、不参加工会组织生活"
# What each kind of change may be for; 其他 asks for words of its own.
REASONS: dict[ChangeKind, tuple[str, ...]] = {
    ChangeKind.LEAVE: (
        "个人要求退会",
        "劳动（工作）关系发生变化",
        "失业",
        "所在企业破产",
        OTHER_REASON,
    ),
    ChangeKind.LAPSE: (LAPSE_REASON,),
    ChangeKind.EXPEL: ("因犯罪被开除会籍", "严重违反工会章程", OTHER_REASON),
    ChangeKind.DIE: ("因病去世", "因公（工）去世", "意外去世", "年老去世", OTHER_REASON),
    ChangeKind.RETAIN: (
        "退休",
        "内部退养（提前退休）",
        "失业",
        "所在企业破产",
        "在本单位下岗后待岗",
        "就业单位没有建立工会",
        OTHER_REASON,
    ),
    ChangeKind.RESUME: ("重新就业", "返岗复工", OTHER_REASON),
}
# The committee decides these and its paper says so.
PAPER_NEEDED = (ChangeKind.EXPEL,)
LAPSE_MONTHS = 6


def months_before(day: date, months: int) -> date:
    """The same day of the month so many months ago, or the last one that month has."""
    count = day.year * 12 + day.month - 1 - months
    year, month = count // 12, count % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(day.day, (following - date(year, month, 1)).days))


def silent_since(day: date) -> date:
    """The first of the six full months before the month of this day."""
    return months_before(day.replace(day=1), LAPSE_MONTHS)


def check_stated(
    kind: str, *, reason: str, detail: str = "", paper: str = "", field: str = "left_reason"
) -> None:
    """Raise ValidationError unless reason and paper are what this kind of change asks for.

    ``field``: what the form calls the reason.
    """
    kind = ChangeKind(kind)
    problems: dict[str, str] = {}
    if not reason.strip():
        problems[field] = "请写明离会原因。" if kind in ENDINGS else "请写明原因。"
    if reason == OTHER_REASON and not detail.strip():
        problems["detail"] = "原因选了“其他”，请写明是什么原因。"
    if kind == ChangeKind.LAPSE and not detail.strip():
        problems["detail"] = "请写明教育情况：谁在什么时候做了工作，本人态度如何。"
    if kind in PAPER_NEEDED and not paper.strip():
        problems["paper"] = f"{kind.label}由工会委员会讨论决定，请填写决定的文号或会议记录。"
    if problems:
        raise ValidationError(problems)


def in_full(reason: str, detail: str) -> str:
    """Reason and the words added to it, as they are kept."""
    return f"{reason.strip()}：{detail.strip()}" if detail.strip() else reason.strip()


def check_lapsing(*, left_on: date, joined_on: date, paid_to: date | None) -> None:
    """Raise ValidationError while the six months of article 5 are not full on that day.

    ``paid_to``: the first day of the last month dues were paid for.
    """
    floor = silent_since(left_on)
    if joined_on > floor:
        refuse(
            "left_on",
            f"自动退会须满六个月：此人{in_words(joined_on)}入会，"
            f"到{in_words(left_on)}还没有满六个整月。",
        )
    if paid_to is not None and paid_to >= floor:
        refuse(
            "left_on",
            f"此人会费已交到{paid_to.year}年{paid_to.month}月，没有连续六个月不交会费。",
        )


def check_at_rest(*, left_on: date, retained_from: date | None) -> None:
    """Raise ValidationError where a spell would end before it came to rest."""
    if retained_from is not None:
        not_before(
            left_on,
            retained_from,
            "left_on",
            f"此人从{in_words(retained_from)}起保留会籍，离会日期不能早于该日。",
        )


def check_retaining(
    *,
    from_on: date,
    joined_on: date,
    left_on: date | None,
    last_until_on: date | None,
    today: date,
) -> None:
    """Raise ValidationError unless a spell may come to rest on that day."""
    if left_on is not None:
        raise ValidationError(f"此段会籍已于{in_words(left_on)}结束，不能再保留。", code="left")
    not_after(from_on, today, "on", "保留起始日期不能晚于今天。")
    not_before(from_on, joined_on, "on", f"保留不能早于入会日期（{in_words(joined_on)}）。")
    if last_until_on is not None:
        not_before(
            from_on,
            last_until_on,
            "on",
            f"上一次保留到{in_words(last_until_on)}为止，再次保留不能早于该日。",
        )


def check_resuming(*, until_on: date, from_on: date, today: date) -> None:
    """Raise ValidationError unless a spell at rest may wake on that day."""
    not_after(until_on, today, "on", "恢复日期不能晚于今天。")
    not_before(until_on, from_on, "on", f"恢复日期不能早于保留起始日期（{in_words(from_on)}）。")
