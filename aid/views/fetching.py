"""The case a page speaks of, its rows, and which duties the asker already holds on it."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from aid import rules
from aid.models import AidCase, AidLine, CaseStep, CommitmentState, Duty
from aid.rules import Bar
from unionhub.permissions import Permission
from unionhub.scope import Scope
from unionhub.web import OfficeRequest


def seen_case(request: OfficeRequest, pk: int) -> AidCase:
    """The case, if it exists for this post; else 404."""
    return get_object_or_404(AidCase.objects.visible_to(request.scope).for_list(), pk=pk)


def own_case(request: OfficeRequest, pk: int, permission: Permission) -> AidCase:
    """The same, and 403 where this post may not act on it."""
    case = seen_case(request, pk)
    request.scope.check(permission, case)
    return case


def steps_of(case: AidCase) -> list[CaseStep]:
    return list(case.steps.select_related("by"))


def lines_of(case: AidCase) -> list[AidLine]:
    """The lines in force."""
    return list(case.lines.in_force())


def fund_of(case: AidCase) -> str:
    """The fund its approval stands on; empty before the approval and after it was revoked."""
    standing = case.commitments.exclude(state=CommitmentState.RELEASED).select_related("fund")
    return "、".join(str(commitment.fund) for commitment in standing)


def duty_bar(case: AidCase, duty: str, scope: Scope) -> Bar | None:
    """What stands between this person and a duty on the case."""
    return rules.bar_on(duty, held_by(steps_of(case), scope))


def held_by(steps: list[CaseStep], scope: Scope) -> set[str]:
    """Duties this person took on the case, in whatever post."""
    return {Duty(step.duty) for step in steps if step.by_id == scope.user.pk}
