"""What every step of a case has in common: locked, allowed, kept apart, dated, written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from aid import rules
from aid.models import AidCase, CasePaper, CaseStep, Duty, ExceptionGround
from aid.workflow import CASE_FLOW
from unionhub import audit, changes
from unionhub.periods import today
from unionhub.scope import Scope
from unionhub.workflow import Step


@dataclass(frozen=True, slots=True)
class Move:
    """A step that may be taken: on the case as it is now, locked."""

    step: Step
    case: AidCase
    on: date
    opinion: str
    ground: str


def begin(
    *, case: AidCase, verb: str, by: Scope, on: date | None, opinion: str = "", ground: str = ""
) -> Move:
    """Lock the case and decide whether ``by`` may take this step on this day.

    Raises PermissionDenied, WrongState, or ValidationError naming what stands against it.
    """
    by.check(CASE_FLOW.steps[verb].permission, case)
    current = changes.lock(case)
    by.check(CASE_FLOW.steps[verb].permission, current)
    step = CASE_FLOW.take(verb, current.state, by)
    opinion = opinion.strip()
    if step.opinion and not opinion:
        raise ValidationError({"opinion": f"{step.label}须写明意见，供经办和申请人了解。"})
    day = on or today()
    rules.check_day(day, today=today(), floor=last_day(current))
    recorded = taking(current, Duty(step.duty), by, ground)
    return Move(step, current, day, opinion, recorded)


def finish(
    move: Move, by: Scope, *, values: Mapping[str, Any] | None = None, note: str = ""
) -> AidCase:
    """Move the case, leave the step and the audit row: the last writes of the deed."""
    case, step = move.case, move.step
    before = case.state
    diff = changes.apply(case, {"state": step.target, **(values or {})})
    leave(
        case,
        by,
        verb=step.verb,
        duty=step.duty,
        before=before,
        on=move.on,
        opinion=move.opinion,
        ground=move.ground,
    )
    audit.record(
        by=by, verb=f"aid.case.{step.verb}", target=case, changes=diff, note=note or move.opinion
    )
    return case


def leave(
    case: AidCase,
    by: Scope,
    *,
    verb: str,
    duty: str,
    before: str,
    on: date,
    opinion: str = "",
    ground: str = "",
) -> CaseStep:
    """Write a row of the timeline; it is never changed."""
    step, _ = changes.create(
        CaseStep,
        case=case,
        verb=verb,
        from_state=before,
        to_state=case.state,
        on=on,
        by=by.user,
        role_key=by.role.key,
        duty=duty,
        opinion=opinion,
        ground=ground,
    )
    return step


def taking(case: AidCase, duty: Duty, by: Scope, ground: str) -> str:
    """The ground to record when ``by`` takes a duty on the (locked) case.

    Held duties are those of the person, in whatever post, in every round of the case.
    """
    held = set(CaseStep.objects.filter(case=case, by=by.user).values_list("duty", flat=True))
    recorded = rules.ground_for(duty, held, ground)
    if recorded == ExceptionGround.COMMITTEE:
        minutes = case.attachments.filter(kind=CasePaper.MINUTES)
        if not minutes.exists():
            raise ValidationError(
                {"ground": "以委员会集体研究决定为依据的，请先在本件上传会议纪要。"}
            )
    return recorded


def last_day(case: AidCase) -> date:
    """The day the next step may not be before: that of the last move, or of the request."""
    days = moves(case).order_by("-on").values_list("on", flat=True)
    return max([case.applied_on, *days[:1]])


def moves(case: AidCase) -> Any:
    """Steps that moved the case, its entry apart; edits and corrections move nothing."""
    return CaseStep.objects.filter(case=case, verb__in=CASE_FLOW.steps)
