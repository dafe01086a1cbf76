"""One step of a case: a page with what the step asks for, and the deed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from aid.actions import cases
from aid.forms.steps import STEP_FORMS, StepForm
from aid.models import AidCase
from aid.views.fetching import duty_bar, own_case
from aid.workflow import CASE_FLOW
from unionhub.money import yuan_text
from unionhub.permissions import Permission as P
from unionhub.scope import Scope
from unionhub.web import OfficeRequest, attempt, done, form_page, may
from unionhub.workflow import WrongState

DEEDS: dict[str, Callable[..., AidCase]] = {
    "verify": cases.verify,
    "post_notice": cases.post_notice,
    "approve": cases.approve,
    "pay": cases.pay,
}


@require_http_methods(["GET", "POST"])
@may(P.AID_VIEW)
def step(request: OfficeRequest, pk: int, verb: str) -> HttpResponse:
    known = CASE_FLOW.steps.get(verb)
    if known is None:
        raise Http404("没有这一步。")
    case = own_case(request, pk, known.permission)
    bar = duty_bar(case, known.duty, request.scope)
    refusal = bar.words if bar and bar.for_good else _wrong_state(case, verb, request.scope)
    if refusal:
        messages.error(request, refusal)
        return redirect(case)
    form = STEP_FORMS.get(verb, StepForm)(
        request.POST or None, case=case, step=known, bar=bar, scope=request.scope
    )
    if request.method == "POST" and form.is_valid():
        moved = attempt(form, lambda: _take(case, verb, request.scope, form.cleaned_data))
        if moved:
            return done(request, f"{moved} 已办：{known.label}。", moved)
    title = f"{known.label}：{case} {case.person}"
    total = yuan_text(case.lines.in_force().total())
    lead = f"{known.consequence}本件为{case.get_kind_display()}，合计{total}元。"
    return form_page(request, form, title=title, back=case, lead=lead, submit=known.label)


def _wrong_state(case: AidCase, verb: str, scope: Scope) -> str:
    try:
        CASE_FLOW.take(verb, case.state, scope)
    except WrongState as error:
        return "；".join(error.messages)
    return ""


def _take(case: AidCase, verb: str, scope: Scope, values: dict[str, Any]) -> AidCase:
    if verb in DEEDS:
        return DEEDS[verb](case=case, by=scope, **values)
    return cases.advance(case=case, verb=verb, by=scope, **values)
