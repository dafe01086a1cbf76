"""The purse's door for other apps: what waits for a post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Aggregate, Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse

from aid.models import AidCase, CaseState, CaseStep, Correction, CorrectionState, Duty
from aid.rules import NEVER_JOINED
from aid.workflow import CASE_FLOW, MAIN_PATH
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.scope import Scope
from unionhub.workflow import Step

ONWARD = (*MAIN_PATH[1:], "resubmit")


@dataclass(frozen=True, slots=True)
class Waiting:
    """``count`` things wait for a deed since ``since``; ``url`` shows them."""

    label: str
    count: int
    url: str
    since: date | None = None


def waiting_for(scope: Scope) -> list[Waiting]:
    """Cases of the own office whose next step this person may take, and what else wants a look.

    A case on which the person holds a duty that never joins the next one waits for somebody
    else. Two queries at most.
    """
    if not scope.may(P.AID_VIEW):
        return []
    steps = [step for verb in ONWARD if scope.may((step := CASE_FLOW.steps[verb]).permission)]
    found = [*_steps_waiting(scope, steps), *_corrections_waiting(scope)]
    return [one for one in found if one.count]


def _steps_waiting(scope: Scope, steps: list[Step]) -> list[Waiting]:
    if not steps:
        return []
    asked: dict[str, Aggregate] = {}
    for step in steps:
        ready = Q(state__in=step.sources) & ~_held(scope, step.duty, OuterRef("pk"))
        if step.verb == "approve":
            ready &= Q(notice_until__lt=today())
        asked[step.verb] = Count("pk", filter=ready)
        asked[f"{step.verb}_since"] = Min("applied_on", filter=ready)
    ends_today = Q(state=CaseState.NOTICED, notice_until=today())
    asked["ends_today"] = Count("pk", filter=ends_today)
    found = AidCase.objects.kept_by(scope).order_by().aggregate(**asked)
    waiting = [
        Waiting(
            f"帮扶申请待{step.label}", found[step.verb], _cases(step), found[f"{step.verb}_since"]
        )
        for step in steps
    ]
    notice = f"{reverse('aid:cases')}?state={CaseState.NOTICED}"
    return [*waiting, Waiting("帮扶申请公示今日截止", found["ends_today"], notice)]


def _corrections_waiting(scope: Scope) -> list[Waiting]:
    """One line that opens the oldest; the next one moves up when it is decided."""
    if not scope.may(P.AID_APPROVE):
        return []
    found = _decidable(scope).aggregate(count=Count("pk"), first=Min("pk"))
    if not found["count"]:
        return []
    url = reverse("aid:correction_decide", args=[found["first"]])
    return [Waiting("帮扶更正待复核", found["count"], url)]


def _decidable(scope: Scope) -> QuerySet[Correction]:
    rows: QuerySet[Correction] = Correction.objects.kept_by(scope)
    rows = rows.filter(state=CorrectionState.ASKED).exclude(asked_by=scope.user)
    return rows.exclude(_held(scope, Duty.APPROVE, OuterRef("line__case"))).order_by()


def _held(scope: Scope, duty: str, case: OuterRef) -> Q:
    """That the person has taken a duty on the case that is never joined with this one."""
    barred = [other for other in Duty if frozenset({other, duty}) in NEVER_JOINED]
    return Q(Exists(CaseStep.objects.filter(case=case, by=scope.user, duty__in=barred)))


def _cases(step: Step) -> str:
    (state,) = step.sources
    return f"{reverse('aid:cases')}?state={state}"
