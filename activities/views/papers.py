"""Photos and files of an event, and its papers: the sign-in sheet and the record."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from activities.actions import events
from activities.forms.events import AttachForm
from activities.models import Event
from activities.printouts import event_record, sign_in_sheet
from activities.views.fetching import listed_at, own_event, seen_event
from unionhub.documents import blocks
from unionhub.papers import hand_out
from unionhub.permissions import Permission as P
from unionhub.web import (
    OfficeRequest,
    attempt,
    done,
    form_page,
    may,
    send_attachment,
    words_sent,
)

PAPERS = {"sheet": "签到表", "record": "活动记录"}


@require_http_methods(["GET", "POST"])
@may(P.ACTIVITY_EDIT)
def attach(request: OfficeRequest, pk: int) -> HttpResponse:
    event = own_event(request, pk)
    form = AttachForm(request.POST or None, request.FILES or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        file = attempt(
            form, lambda: events.attach(event=event, by=request.scope, **form.cleaned_data)
        )
        if file:
            return done(request, f"已上传“{file}”。", event)
    return form_page(request, form, title=f"上传“{event}”的照片和材料", back=event, submit="上传")


@require_safe
@may(P.ACTIVITY_VIEW)
def attachment(request: OfficeRequest, pk: int, attachment: int) -> HttpResponse:
    event = seen_event(request, pk)
    return send_attachment(get_object_or_404(event.attachments, pk=attachment))


@require_POST
@may(P.EXPORT)
def print_event(request: OfficeRequest, pk: int) -> HttpResponse:
    event = seen_event(request, pk)
    wish = request.POST.get("do", "")
    paper = PAPERS.get(wish, PAPERS["record"])
    reason = words_sent(request, "reason")
    return hand_out(
        request,
        _blocks(request, event, wish),
        title=paper,
        author=str(event.organisation),
        name=f"{event}{paper}",
        back=event,
        note=lambda: events.print_paper(event=event, paper=paper, reason=reason, by=request.scope),
    )


def _blocks(request: OfficeRequest, event: Event, wish: str) -> list[blocks.Block]:
    listed = listed_at(request, event)
    if wish == "sheet":
        return sign_in_sheet(event, listed)
    return event_record(event, listed, list(event.attachments.all()))
