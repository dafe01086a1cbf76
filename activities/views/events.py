"""The calendar: one event's page, and the forms that plan, hold, correct and cancel it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from activities.actions import events
from activities.forms.events import CancelForm, CorrectionForm, EventForm, HoldForm, NewEventForm
from activities.listings import EVENT_TONES, EVENTS
from activities.models import Event, EventState
from activities.views.fetching import listed_at, own_event, seen_event, warnings_of
from activities.workflow import EVENT_FLOW
from unionhub.listing import show_list, shown
from unionhub.permissions import Permission as P
from unionhub.reasons import ReasonAct
from unionhub.web import OfficeRequest, attempt, done, form_page, may


@require_http_methods(["GET", "POST"])
@may(P.ACTIVITY_VIEW)
def event_list(request: OfficeRequest) -> HttpResponse:
    may_add = request.scope.may(P.ACTIVITY_EDIT)
    return show_list(
        request, EVENTS, buttons=[("登记活动", "activities:event_add")] if may_add else []
    )


@require_safe
@may(P.ACTIVITY_VIEW)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    event = seen_event(request, pk)
    listed = listed_at(request, event)
    may_edit = request.scope.may_change(P.ACTIVITY_EDIT, event)
    context = {
        "event": event,
        "tone": EVENT_TONES.get(event.get_state_display(), ""),
        "facts": _facts(event),
        "warnings": warnings_of(event, listed),
        "listed": listed,
        "files": event.attachments.all(),
        "may_edit": may_edit and event.state != EventState.CANCELLED,
        "may_attach": may_edit,
        "print_act": _print_act(event, names=bool(listed)) if request.scope.may(P.EXPORT) else None,
        "steps": _steps(request, event) if may_edit else [],
        "crumbs": [("活动", reverse("activities:events")), (event.name, "")],
    }
    return render(request, "activities/events/page.html", context)


@require_http_methods(["GET", "POST"])
@may(P.ACTIVITY_EDIT)
def add(request: OfficeRequest) -> HttpResponse:
    form = NewEventForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        deed = events.plan_and_hold if form.held() else events.plan
        made = attempt(form, lambda: deed(by=request.scope, **form.values()))
        if made:
            again = "again" in request.POST
            return done(request, f"已登记“{made}”。", "activities:event_add" if again else made)
    return form_page(request, form, title="登记活动", back="activities:events", again=True)


@require_http_methods(["GET", "POST"])
@may(P.ACTIVITY_EDIT)
def change(request: OfficeRequest, pk: int) -> HttpResponse:
    event = own_event(request, pk)
    kind = CorrectionForm if event.state == EventState.HELD else EventForm
    form = kind(request.POST or None, instance=event, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: events.change(
                event=event, by=request.scope, version=form.seen_version, **form.values()
            ),
        )
        if saved:
            return done(request, "已保存。", saved)
    title = "更正活动" if kind is CorrectionForm else "修改活动"
    return form_page(request, form, title=title, back=_address(pk))


@require_http_methods(["GET", "POST"])
@may(P.ACTIVITY_EDIT)
def hold(request: OfficeRequest, pk: int) -> HttpResponse:
    event = own_event(request, pk)
    title, lead = f"“{event}”记为已举办", EVENT_FLOW.steps["hold"].consequence
    form = HoldForm(request.POST or None, instance=event, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: events.hold(
                event=event, by=request.scope, version=form.seen_version, **form.values()
            ),
        )
        if saved:
            return done(request, "已记为举办。", saved)
    return form_page(request, form, title=title, lead=lead, submit="记为已举办", back=_address(pk))


@require_http_methods(["GET", "POST"])
@may(P.ACTIVITY_EDIT)
def cancel(request: OfficeRequest, pk: int) -> HttpResponse:
    event = own_event(request, pk)
    form = CancelForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form, lambda: events.cancel(event=event, by=request.scope, **form.cleaned_data)
        )
        if saved:
            return done(request, "活动已取消。", saved)
    return form_page(
        request,
        form,
        title=f"取消“{event}”",
        lead=EVENT_FLOW.steps["cancel"].consequence,
        submit="取消活动",
        back=_address(pk),
    )


def _print_act(event: Event, *, names: bool) -> ReasonAct:
    """Papers of the event; what for is asked where they name people."""
    return ReasonAct(
        key="print",
        label="打印",
        url=reverse("activities:event_print", args=[event.pk]),
        example="活动现场签到" if names else "",
        buttons=(("sheet", "签到表（PDF）"), ("record", "活动记录（PDF）")),
    )


def _address(pk: int) -> str:
    return reverse("activities:event", args=[pk])


def _steps(request: OfficeRequest, event: Event) -> list[dict[str, Any]]:
    return [
        {"step": step, "url": reverse(f"activities:event_{step.verb}", args=[event.pk])}
        for step in EVENT_FLOW.open_to(request.scope, event.state)
    ]


def _facts(event: Event) -> list[tuple[str, Any]]:
    facts: list[tuple[str, Any]] = [
        ("类别", event.get_kind_display()),
        ("日期", event.days),
        ("地点", event.where),
        ("主办", event.organiser or event.organisation),
        ("填报工会", event.organisation),
        ("主题", event.theme),
    ]
    if event.state == EventState.HELD:
        facts += [
            ("参加人数（人）", shown(event.heads, "integer")),
            ("其中女（人）", shown(event.women, "integer")),
            ("参加人次（人次）", shown(event.person_times, "integer")),
            ("实际支出（元）", shown(event.cost, "money")),
        ]
    if event.state == EventState.CANCELLED:
        facts.append(("取消原因", event.cancel_reason))
    return facts
