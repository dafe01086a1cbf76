"""The approval form, what hangs on a case, and the diagnosis to who may see it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aid.actions import cases, disclosures
from aid.forms.cases import AttachForm
from aid.printouts import approval_form
from aid.views.case_page import page_of
from aid.views.fetching import fund_of, lines_of, own_case, seen_case, steps_of
from unionhub.papers import hand_out
from unionhub.permissions import Permission as P
from unionhub.web import (
    OfficeRequest,
    attempt,
    attempt_button,
    done,
    form_page,
    may,
    send_attachment,
    words_sent,
)


@require_POST
@may(P.EXPORT)
def print_case(request: OfficeRequest, pk: int) -> HttpResponse:
    case = seen_case(request, pk)
    reason = words_sent(request, "reason")
    return hand_out(
        request,
        approval_form(case, lines_of(case), steps_of(case), fund_of(case)),
        title="困难帮扶审批表",
        author=str(case.organisation),
        name=f"{case}审批表",
        back=case,
        note=lambda: disclosures.note_print(case=case, reason=reason, by=request.scope),
    )


@require_POST
@may(P.REVEAL)
def reveal(request: OfficeRequest, pk: int) -> HttpResponse:
    case = own_case(request, pk, P.REVEAL)
    reason = words_sent(request, "reason")
    illness = attempt_button(
        request, lambda: disclosures.reveal_illness(case=case, reason=reason, by=request.scope)
    )
    if not illness:
        return redirect(case)
    return render(request, "aid/cases/page.html", page_of(case, request.scope, illness=illness))


@require_http_methods(["GET", "POST"])
@may(P.AID_HANDLE)
def attach(request: OfficeRequest, pk: int) -> HttpResponse:
    case = own_case(request, pk, P.AID_HANDLE)
    form = AttachForm(request.POST or None, request.FILES or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        file = attempt(form, lambda: cases.attach(case=case, by=request.scope, **form.cleaned_data))
        if file:
            to = ("aid:case_attach", pk) if "again" in request.POST else (case,)
            return done(request, f"已上传“{file}”。", *to)
    return form_page(request, form, title=f"上传{case}的材料", back=case, submit="上传", again=True)


@require_safe
@may(P.AID_VIEW)
def attachment(request: OfficeRequest, pk: int, attachment: int) -> HttpResponse:
    case = seen_case(request, pk)
    return send_attachment(get_object_or_404(case.attachments, pk=attachment))
