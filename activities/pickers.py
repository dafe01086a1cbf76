"""The calendar's door for other apps: who was seen lately."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from activities.models import EventState, Participation


def taken_part_since(day: date) -> QuerySet[Participation, int]:
    """Numbers of the people on the lists of events held on that day or after."""
    rows = Participation.objects.filter(event__state=EventState.HELD, event__ends_on__gte=day)
    return rows.order_by().values_list("person", flat=True)
