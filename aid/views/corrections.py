"""更正: asked on a paid line, decided by another person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from aid.actions import corrections
from aid.forms.corrections import AskForm, DecideForm
from aid.models import AidCase, AidLine, Correction
from aid.views.fetching import duty_bar
from unionhub.money import yuan_text
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, done, form_page, may


@require_http_methods(["GET", "POST"])
@may(P.AID_HANDLE)
def ask(request: OfficeRequest, pk: int) -> HttpResponse:
    seen = AidCase.objects.visible_to(request.scope)
    lines = AidLine.objects.in_force().select_related("case").filter(case__in=seen)
    line = get_object_or_404(lines, pk=pk)
    request.scope.check(P.AID_HANDLE, line.case)
    bar = duty_bar(line.case, "handle", request.scope)
    if bar and bar.for_good:
        messages.error(request, bar.words)
        return redirect(line.case)
    form = AskForm(request.POST or None, scope=request.scope, bar=bar)
    if request.method == "POST" and form.is_valid():
        asked = attempt(
            form, lambda: corrections.ask(line=line, by=request.scope, **form.cleaned_data)
        )
        if asked:
            return done(request, "已提出更正，待另一人复核。", line.case)
    lead = (
        f"{line.item}现为{yuan_text(line.value)}元。复核同意后：冲销原发放，按更正后金额重新记账。"
    )
    return form_page(request, form, title="提出更正", back=line.case, lead=lead, submit="提出更正")


@require_http_methods(["GET", "POST"])
@may(P.AID_APPROVE)
def decide(request: OfficeRequest, pk: int) -> HttpResponse:
    seen = Correction.objects.visible_to(request.scope)
    correction = get_object_or_404(seen.select_related("line__case", "asked_by"), pk=pk)
    case = correction.line.case
    request.scope.check(P.AID_APPROVE, case)
    bar = duty_bar(case, "approve", request.scope)
    if bar and bar.for_good:
        messages.error(request, bar.words)
        return redirect(case)
    form = DecideForm(request.POST or None, scope=request.scope, bar=bar)
    if request.method == "POST" and form.is_valid():
        decided = attempt(
            form,
            lambda: corrections.decide(
                correction=correction, by=request.scope, **form.cleaned_data
            ),
        )
        if decided:
            return done(request, f"已复核：{decided.get_state_display()}。", case)
    return form_page(
        request, form, title="复核更正", back=case, lead=_lead(correction), submit="复核"
    )


def _lead(correction: Correction) -> str:
    line = correction.line
    return (
        f"{line.item}：{yuan_text(line.value)}元改为{yuan_text(correction.value)}元。"
        f"原因：{correction.reason}（{correction.asked_by}提出）"
    )
