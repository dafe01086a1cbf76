"""The event a page speaks of, as it may be seen and changed, and who is listed at it."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from activities import rules
from activities.models import Event, Participation
from unionhub.permissions import Permission
from unionhub.web import OfficeRequest


def seen_event(request: OfficeRequest, pk: int) -> Event:
    """The event, if it exists for this post; else 404."""
    return get_object_or_404(Event.objects.visible_to(request.scope).for_list(), pk=pk)


def own_event(request: OfficeRequest, pk: int) -> Event:
    """The same, and 403 where it is seen from above: that does not change it."""
    event = seen_event(request, pk)
    request.scope.check(Permission.ACTIVITY_EDIT, event)
    return event


def listed_at(request: OfficeRequest, event: Event) -> list[Participation]:
    """The names listed, with where each person comes from."""
    rows = Participation.objects.visible_to(request.scope).filter(event=event).for_list()
    return list(rows.select_related("person__employer", "person__place"))


def warnings_of(event: Event, listed: list[Participation]) -> list[str]:
    """Where the names contradict the counts, in words."""
    return rules.list_warnings(
        heads=event.heads,
        women=event.women,
        person_times=event.person_times,
        listed=[(row.person.sex, row.sessions) for row in listed],
    )
