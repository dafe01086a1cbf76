"""更正: a paid line is answered by a reversal and a new row, never edited."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from aid.actions import _lines, _room
from aid.actions._steps import leave, taking
from aid.models import (
    GIVEN,
    AidCase,
    AidLine,
    Correction,
    CorrectionState,
    Duty,
    EntryKind,
    LedgerEntry,
)
from unionhub import audit, changes
from unionhub.money import yuan_text
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope


@transaction.atomic
def ask(*, line: AidLine, value: Decimal, reason: str, by: Scope, ground: str = "") -> Correction:
    """Ask that a paid line have another value; somebody else decides."""
    by.check(Permission.AID_HANDLE, line.case)
    case = changes.lock(line.case)
    by.check(Permission.AID_HANDLE, case)
    standing = _in_force(line)
    if case.state not in GIVEN:
        raise ValidationError("本件尚未发放，退回后直接修改即可，不必更正。", code="not_paid")
    if value == standing.value:
        raise ValidationError({"value": "与现有金额相同，没有可更正的。"})
    _room.check_row_open(_payment(case), "更正")
    recorded = taking(case, Duty.HANDLE, by, ground)
    correction, diff = changes.create(
        Correction, line=standing, value=value, reason=reason.strip(), asked_by=by.user
    )
    words = f"{standing.item}：{yuan_text(standing.value)}元改为{yuan_text(value)}元。{reason}"
    _leave(case, by, "correct_ask", Duty.HANDLE, words, recorded)
    audit.record(by=by, verb="aid.correction.ask", target=case, changes=diff)
    return correction


@transaction.atomic
def decide(
    *, correction: Correction, granted: bool, by: Scope, opinion: str = "", ground: str = ""
) -> Correction:
    """Grant or refuse. Granting reverses the whole payment and pays the new total, both on the
    day of the row they correct; not decided by who asked, handled or paid the case."""
    case = correction.line.case
    by.check(Permission.AID_APPROVE, case)
    # Which fund paid never changes; a correction only adds rows of the same fund.
    purse = changes.lock(_payment(case).fund)
    case = changes.lock(case)
    by.check(Permission.AID_APPROVE, case)
    current = changes.lock(correction)
    if current.state != CorrectionState.ASKED:
        raise ValidationError("这项更正已有人复核过，请刷新后核对。", code="wrong_state")
    opinion = opinion.strip()
    if not granted and not opinion:
        raise ValidationError({"opinion": "不予更正须写明理由。"})
    recorded = taking(case, Duty.APPROVE, by, ground)
    diff: dict[str, object] = {"granted": [None, granted]}
    if granted:
        payment = _payment(case)
        payment.fund = purse
        diff["total"] = _carry_out(current, case, payment, by)
    current.state = CorrectionState.GRANTED if granted else CorrectionState.REFUSED
    current.decided_by, current.decided_at, current.opinion = by.user, timezone.now(), opinion
    current.full_clean()
    current.save(update_fields=["state", "decided_by", "decided_at", "opinion"])
    verb = "correct" if granted else "correct_refuse"
    _leave(case, by, verb, Duty.APPROVE, opinion, recorded)
    audit.record(by=by, verb=f"aid.correction.{verb}", target=case, changes=diff, note=opinion)
    return current


def _carry_out(
    correction: Correction, case: AidCase, payment: LedgerEntry, by: Scope
) -> list[Decimal]:
    """Line, ledger and fund, all at once; returns the old total and the new."""
    _room.check_row_open(payment, "更正")
    old_line = _in_force(correction.line)
    AidLine.objects.create(
        case=case,
        form=old_line.form,
        item=old_line.item,
        quantity=old_line.quantity,
        value=correction.value,
        replaces=old_line,
    )
    old, old_goods = -payment.amount, -payment.goods
    new, new_goods = _lines.totals(case)
    _room.exchange(payment.fund, old, new)
    row = {"fund": payment.fund, "organisation": payment.organisation, "on": payment.on}
    row |= {"case": case, "recorded_by": by.user}
    LedgerEntry.objects.create(
        kind=EntryKind.REVERSAL,
        amount=old,
        goods=old_goods,
        reverses=payment,
        note=f"更正冲销：{correction.reason}"[:120],
        **row,
    )
    LedgerEntry.objects.create(
        kind=EntryKind.PAYMENT,
        amount=-new,
        goods=-new_goods,
        note=f"更正后发放：{case.get_kind_display()}",
        **row,
    )
    return [old, new]


def _payment(case: AidCase) -> LedgerEntry:
    """The payment that stands: the one no reversal has answered."""
    return LedgerEntry.objects.select_related("fund").get(
        case=case, kind=EntryKind.PAYMENT, reversed_by=None
    )


def _in_force(line: AidLine) -> AidLine:
    standing = AidLine.objects.in_force().filter(pk=line.pk).first()
    if standing is None:
        raise ValidationError("这一项已被更正过，请在更正后的那一项上提出。", code="replaced")
    return standing


def _leave(case: AidCase, by: Scope, verb: str, duty: Duty, opinion: str, ground: str) -> None:
    leave(
        case,
        by,
        verb=verb,
        duty=duty,
        before=case.state,
        on=today(),
        opinion=opinion[:200],
        ground=ground,
    )
