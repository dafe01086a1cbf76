"""Room in a fund: taken, used, freed and exchanged by one conditional UPDATE each.

The caller has locked the fund; the condition holds even where it has not. The counters and the
rows they are sums of change in the same transaction.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import F, Value

from aid.models import AidCase, Commitment, CommitmentState, Fund, LedgerEntry, is_closed
from unionhub import changes
from unionhub.fields import YuanField
from unionhub.money import yuan_text
from unionhub.workflow import WrongState


def check_day_open(fund: Fund, on: date) -> None:
    """Refuse a day whose month is closed, or on which the fund is not in use."""
    if is_closed(fund, on):
        raise ValidationError(
            f"“{fund}”的账已关至{fund.books_closed_to:%Y-%m-%d}，不能再记{on:%Y-%m-%d}的账，"
            "请改用以后的日期。",
            code="closed",
        )
    if on < fund.opened_on:
        raise ValidationError(
            f"“{fund}”{fund.opened_on:%Y-%m-%d}才设立，不能记{on:%Y-%m-%d}的账。", code="unopened"
        )
    if fund.closed_on is not None and on >= fund.closed_on:
        raise ValidationError(
            f"“{fund}”已于{fund.closed_on:%Y-%m-%d}停用，请选择其他资金。", code="retired"
        )


def check_row_open(row: LedgerEntry, deed: str) -> None:
    """Refuse to answer a row whose month is closed: the answer would carry its date."""
    if is_closed(row.fund, row.on):
        raise ValidationError(
            f"该笔{row.on:%Y-%m-%d}{row.get_kind_display()}，“{row.fund}”的账已关至"
            f"{row.fund.books_closed_to:%Y-%m-%d}，不能再{deed}。",
            code="closed",
        )


def reserve(fund: Fund, total: Decimal) -> None:
    """Take room for a promise. Refused with the numbers when the fund is short."""
    amount = _yuan(total)
    taken = Fund.objects.filter(
        pk=fund.pk, received__gte=F("reserved") + F("spent") + amount
    ).update(reserved=F("reserved") + amount)
    if not taken:
        raise _short(fund, total)


def release(fund: Fund, total: Decimal) -> None:
    """Give the room of a promise back."""
    amount = _yuan(total)
    freed = Fund.objects.filter(pk=fund.pk, reserved__gte=amount)
    if not freed.update(reserved=F("reserved") - amount):
        raise _astray(fund)


def use(fund: Fund, total: Decimal) -> None:
    """Turn the room of a promise into money spent."""
    amount = _yuan(total)
    used = Fund.objects.filter(pk=fund.pk, reserved__gte=amount)
    if not used.update(reserved=F("reserved") - amount, spent=F("spent") + amount):
        raise _astray(fund)


def exchange(fund: Fund, old: Decimal, new: Decimal) -> None:
    """Replace a payment: ``old`` comes back, ``new`` goes out, if there is room for it."""
    back, out = _yuan(old), _yuan(new)
    if fund.spent < old:
        raise _astray(fund)
    changed = Fund.objects.filter(
        pk=fund.pk, received__gte=F("reserved") + F("spent") - back + out
    ).update(spent=F("spent") - back + out)
    if not changed:
        raise _short(fund, new - old)


def receive(fund: Fund, amount: Decimal) -> None:
    """Add income."""
    Fund.objects.filter(pk=fund.pk).update(received=F("received") + _yuan(amount))


def give_up(fund: Fund, amount: Decimal) -> None:
    """Take income out again, as far as it is neither promised nor spent."""
    kept = Fund.objects.filter(
        pk=fund.pk, received__gte=F("reserved") + F("spent") + _yuan(amount)
    ).update(received=F("received") - _yuan(amount))
    if not kept:
        raise ValidationError(
            f"“{fund}”可用余额{yuan_text(fund.room)}元，少于要冲销的{yuan_text(amount)}元："
            f"其余已留用（{yuan_text(fund.reserved)}元）或已发放（{yuan_text(fund.spent)}元）。"
            "请先登记正确的收入，或撤销审批、更正发放后再冲销。",
            code="short",
        )


def lock_purse(case: AidCase) -> Fund | None:
    """The fund the case's open promise stands in, locked before the case is."""
    promise = Commitment.objects.filter(case=case, state=CommitmentState.OPEN).first()
    return changes.lock(promise.fund) if promise is not None else None


def promise_of(case: AidCase, purse: Fund | None) -> Commitment:
    """The open promise, read again under both locks."""
    promise = (
        Commitment.objects.select_for_update(of=("self",))
        .filter(case=case, fund=purse, state=CommitmentState.OPEN)
        .first()
    )
    if promise is None or purse is None:
        raise WrongState("本件刚被他人办理过，请刷新后核对。", code="wrong_state")
    promise.fund = purse
    return promise


def settle(promise: Commitment, state: CommitmentState) -> None:
    promise.state = state
    promise.save(update_fields=["state"])


def _yuan(amount: Decimal) -> Value:
    return Value(amount, output_field=YuanField())


def _short(fund: Fund, wanted: Decimal) -> ValidationError:
    return ValidationError(
        f"“{fund}”可用余额{yuan_text(fund.room)}元，不够本次的{yuan_text(wanted)}元。"
        "请换一项资金，或登记收入后再办。",
        code="short",
    )


def _astray(fund: Fund) -> ValidationError:
    return ValidationError(
        f"“{fund}”的留用或支出与明细不符，本次没有记账。请管理员核对资金台账后再办。",
        code="astray",
    )
