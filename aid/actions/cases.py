"""A case from the request to the closed file: apply, change, and every step of the table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Min

from aid import rules
from aid.actions import _lines, _room
from aid.actions._lines import Line
from aid.actions._steps import begin, finish, last_day, leave, moves, taking
from aid.models import (
    AidCase,
    Commitment,
    CommitmentState,
    Correction,
    CorrectionState,
    Duty,
    EntryKind,
    Fund,
    LedgerEntry,
)
from aid.workflow import CASE_FLOW, EDITABLE
from members.models import Person
from unionhub import audit, changes
from unionhub.actions import attachments
from unionhub.models import Attachment
from unionhub.money import yuan_text
from unionhub.numbering import next_number
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope
from unionhub.workflow import WrongState

# What a request states; state, dates of steps and number are never among the answers of a form.
FACTS = frozenset({"kind", "beneficiary", "place", "reason", "illness", "school", "applied_on"})
# Steps that write more than the case have an action of their own.
OWN_ACTION = frozenset({"verify", "post_notice", "approve", "pay"})


@transaction.atomic
def apply(
    *, person: Person, lines: Sequence[Line], by: Scope, on: date | None = None, **values: Any
) -> AidCase:
    """Enter a person's request; ``on`` is the day of it. A contact enters for own people only."""
    by.check(Permission.AID_HANDLE, person)
    _check_facts(values, FACTS - {"applied_on"})
    day = on or today()
    rules.check_applied(day, today=today(), first_step=None)
    case = AidCase(organisation=by.organisation, person=person, applied_on=day, **values)
    case.number = next_number(by.organisation, "BF", day.year)
    case.full_clean()
    _check_place(case, by)
    case.save(force_insert=True)
    written = _lines.write(case, lines)
    leave(case, by, verb="apply", duty=Duty.HANDLE, before="", on=day)
    audit.record(
        by=by,
        verb="aid.case.apply",
        target=case,
        changes={"person": [None, person.pk], "kind": [None, case.kind], "lines": [None, written]},
    )
    return case


@transaction.atomic
def change(
    *,
    case: AidCase,
    lines: Sequence[Line],
    by: Scope,
    version: int | None = None,
    ground: str = "",
    **values: Any,
) -> AidCase:
    """Correct a request that nobody has verified yet, or that was returned. It counts as 经办:
    who wrote a word or a sum of it never approves it."""
    by.check(Permission.AID_HANDLE, case)
    _check_facts(values, FACTS)
    current = changes.lock(case, version)
    by.check(Permission.AID_HANDLE, current)
    if current.state not in EDITABLE:
        raise WrongState(
            f"当前状态为“{current.get_state_display()}”，不能修改；需要修改的请先由审核或审批退回。",
            code="wrong_state",
        )
    ground = taking(current, Duty.HANDLE, by, ground)
    diff = changes.apply(current, values)
    _check_place(current, by)
    first = moves(current).aggregate(first=Min("on"))["first"]
    rules.check_applied(current.applied_on, today=today(), first_step=first)
    diff |= _lines.rewrite(current, lines)
    if list(diff) == ["lines"]:
        current.version += 1
        current.save(update_fields=["version"])
    if diff:
        step = {"verb": "change", "duty": Duty.HANDLE, "before": current.state}
        leave(current, by, **step, on=today(), ground=ground)
    audit.record(by=by, verb="aid.case.change", target=current, changes=diff)
    return current


@transaction.atomic
def verify(
    *,
    case: AidCase,
    visited_on: date,
    visitor_one: str,
    visitor_two: str,
    findings: str,
    by: Scope,
    opinion: str = "",
    ground: str = "",
    on: date | None = None,
) -> AidCase:
    """核实: what two visitors found at the person's home."""
    move = begin(case=case, verb="verify", by=by, on=on, opinion=opinion, ground=ground)
    rules.check_visit(
        visited_on, visitor_one, visitor_two, applied_on=move.case.applied_on, on=move.on
    )
    if not findings.strip():
        raise ValidationError({"findings": "请写明核实情况，审核和审批以此为据。"})
    visit = {
        "visited_on": visited_on,
        "visitor_one": visitor_one.strip(),
        "visitor_two": visitor_two.strip(),
        "findings": findings.strip(),
    }
    return finish(move, by, values=visit)


@transaction.atomic
def post_notice(
    *,
    case: AidCase,
    notice_from: date,
    notice_until: date,
    by: Scope,
    opinion: str = "",
    ground: str = "",
    on: date | None = None,
) -> AidCase:
    """公示: the first and the last day the notice hangs; approval opens the day after."""
    move = begin(case=case, verb="post_notice", by=by, on=on, opinion=opinion, ground=ground)
    rules.check_notice(notice_from, notice_until, reviewed_on=last_day(move.case))
    return finish(move, by, values={"notice_from": notice_from, "notice_until": notice_until})


@transaction.atomic
def approve(
    *,
    case: AidCase,
    fund: Fund,
    by: Scope,
    opinion: str = "",
    ground: str = "",
    on: date | None = None,
) -> AidCase:
    """审批: room for the whole case is taken in the fund, or the approval is refused."""
    by.check(Permission.AID_APPROVE, case)
    by.check(Permission.AID_APPROVE, fund)
    purse = changes.lock(fund)
    move = begin(case=case, verb="approve", by=by, on=on, opinion=opinion, ground=ground)
    hanging = rules.notice_bar(move.on, move.case.notice_until)
    if hanging:
        raise ValidationError(hanging, code="notice")
    _room.check_day_open(purse, move.on)
    total, _goods = _lines.totals(move.case)
    _room.reserve(purse, total)
    Commitment.objects.create(
        fund=purse, case=move.case, amount=total, state=CommitmentState.OPEN, made_on=move.on
    )
    note = f"{purse} 留用{yuan_text(total)}元"
    return finish(move, by, values={"approved_on": move.on}, note=note)


@transaction.atomic
def pay(*, case: AidCase, by: Scope, ground: str = "", on: date | None = None) -> AidCase:
    """发放: the promise becomes one debit of the ledger, once."""
    by.check(Permission.AID_PAY, case)
    purse = _room.lock_purse(case)
    move = begin(case=case, verb="pay", by=by, on=on, ground=ground)
    promise = _room.promise_of(move.case, purse)
    _room.check_day_open(promise.fund, move.on)
    _, goods = _lines.totals(move.case)
    _room.use(promise.fund, promise.amount)
    _room.settle(promise, CommitmentState.USED)
    LedgerEntry.objects.create(
        organisation=move.case.organisation,
        fund=promise.fund,
        kind=EntryKind.PAYMENT,
        on=move.on,
        amount=-promise.amount,
        goods=-goods,
        case=move.case,
        note=move.case.get_kind_display(),
        recorded_by=by.user,
    )
    note = f"{promise.fund} 发放{yuan_text(promise.amount)}元"
    return finish(move, by, values={"paid_on": move.on}, note=note)


@transaction.atomic
def advance(
    *,
    case: AidCase,
    verb: str,
    by: Scope,
    opinion: str = "",
    ground: str = "",
    on: date | None = None,
) -> AidCase:
    """Every other step of the table: review, close, the ways back and the ways out."""
    if verb in OWN_ACTION or verb not in CASE_FLOW.steps:
        raise PermissionDenied("没有这一步，或这一步须在它自己的页面办理。")
    by.check(CASE_FLOW.steps[verb].permission, case)
    purse = _room.lock_purse(case) if verb == "revoke" else None
    move = begin(case=case, verb=verb, by=by, on=on, opinion=opinion, ground=ground)
    values: dict[str, Any] = {}
    if verb == "revoke":
        promise = _room.promise_of(move.case, purse)
        _room.release(promise.fund, promise.amount)
        _room.settle(promise, CommitmentState.RELEASED)
        values = {"approved_on": None}
    elif verb == "resubmit":
        # A new round: what was found and hung out before it stays in the audit trail.
        values = {
            "visited_on": None,
            "visitor_one": "",
            "visitor_two": "",
            "findings": "",
            "notice_from": None,
            "notice_until": None,
        }
    elif verb == "close":
        _check_no_correction_waits(move.case)
    return finish(move, by, values=values)


@transaction.atomic
def attach(*, case: AidCase, upload: Any, kind: str, by: Scope) -> Attachment:
    """Hang a paper on the case, at any time: receipts come last."""
    by.check(Permission.AID_HANDLE, case)
    current = changes.lock(case)
    paper = attachments.add(
        upload=upload, permission=Permission.AID_HANDLE, by=by, record=current, kind=kind
    )
    current.attachments.add(paper)
    audit.record(by=by, verb="aid.case.attach", target=current, note=str(paper))
    return paper


def _check_facts(values: dict[str, Any], known: frozenset[str]) -> None:
    if strange := values.keys() - known:
        raise TypeError(f"not facts of a request: {sorted(strange)}")


def _check_place(case: AidCase, by: Scope) -> None:
    if case.place.organisation_id != by.organisation.pk or not by.covers(case):
        raise ValidationError({"place": "只能选择本级工会（联络员：本村）的片区村居。"})


def _check_no_correction_waits(case: AidCase) -> None:
    if Correction.objects.filter(line__case=case, state=CorrectionState.ASKED).exists():
        raise ValidationError("还有更正在等待复核，复核后再结案。", code="correction_waits")
