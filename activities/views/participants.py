"""Who took part: the list of names of one event, and the events of one person."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from activities.actions import events
from activities.forms.events import ParticipantForm
from activities.models import Event, Participation
from activities.views.fetching import listed_at, own_event, warnings_of
from members.models import Person
from members.pickers import find_people, person_tabs
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt_button, may, number_sent, words_sent

MOST_FOUND = 20


@require_http_methods(["GET", "POST"])
@may(P.ACTIVITY_EDIT)
def participants(request: OfficeRequest, pk: int) -> HttpResponse:
    event = own_event(request, pk)
    deed = DEEDS.get(request.POST.get("do", ""))
    if deed:
        deed(request, event)
        return redirect("activities:event_participants", pk)
    sought = words_sent(request, "find", 50)
    listed = listed_at(request, event)
    found = find_people(request.scope, sought, limit=MOST_FOUND)
    on_list = {row.person_id for row in listed}
    context = {
        "event": event,
        "listed": listed,
        "warnings": warnings_of(event, listed),
        "sought": sought,
        "found": [{"person": person, "listed": person.pk in on_list} for person in found],
        "most": MOST_FOUND,
        "crumbs": [
            ("活动", reverse("activities:events")),
            (event.name, event.get_absolute_url()),
            ("参加名单", ""),
        ],
    }
    return render(request, "activities/events/participants.html", context)


@require_safe
@may(P.ACTIVITY_VIEW)
def of_person(request: OfficeRequest, pk: int) -> HttpResponse:
    """The tab of a person's page that this app owns."""
    person = get_object_or_404(Person.objects.visible_to(request.scope), pk=pk)
    rows = Participation.objects.visible_to(request.scope).filter(person=person)
    context = {
        "person": person,
        "tabs": person_tabs(request.scope, person, "activities:of_person"),
        "rows": rows.select_related("event__place").order_by("-event__begins_on", "-pk"),
    }
    return render(request, "activities/events/of_person.html", context)


def _add(request: OfficeRequest, event: Event) -> None:
    _write(request, event, events.add_participant, "已加入“{}”。")


def _change(request: OfficeRequest, event: Event) -> None:
    _write(request, event, events.change_participant, "已保存“{}”的场次和成绩。")


def _write(request: OfficeRequest, event: Event, deed: Callable[..., object], words: str) -> None:
    """A line of the list, as its form says; ``words`` name the person."""
    person, form = _person(request), ParticipantForm(request.POST, scope=request.scope)
    if not _sound(request, form):
        return
    if attempt_button(
        request, lambda: deed(event=event, person=person, by=request.scope, **form.values())
    ):
        messages.success(request, words.format(person))


def _remove(request: OfficeRequest, event: Event) -> None:
    person = _person(request)
    if attempt_button(
        request,
        lambda: events.remove_participant(event=event, person=person, by=request.scope),
    ):
        messages.success(request, f"已从名单中去掉“{person}”。")


DEEDS = {"add": _add, "change": _change, "remove": _remove}


def _person(request: OfficeRequest) -> Person:
    people = Person.objects.visible_to(request.scope)
    return get_object_or_404(people, pk=number_sent(request.POST.get("person", "")))


def _sound(request: OfficeRequest, form: ParticipantForm) -> bool:
    """Whether the row's form holds; what is wrong is said on the page that follows."""
    for name, problems in form.errors.items():
        label = form.fields[name].label if name in form.fields else "名单"
        messages.error(request, f"{label}：{'；'.join(map(str, problems))}")
    return form.is_valid()
