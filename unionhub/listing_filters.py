"""Filters that lists of every app have: from one day to another, places in scope."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django_filters.widgets import DateRangeWidget

from unionhub.models import Place


def days(label: str) -> django_filters.DateFromToRangeFilter:
    """Filter of a date from one day to another."""
    return django_filters.DateFromToRangeFilter(
        label=label, widget=DateRangeWidget(attrs={"type": "date"})
    )


def places(field: str = "place") -> django_filters.ModelChoiceFilter:
    """Filter by one of the places the asker sees; ``field`` leads from a row to its place."""
    return django_filters.ModelChoiceFilter(label="片区村居", field_name=field, queryset=_visible)


def _visible(request: Any) -> QuerySet[Place]:
    return Place.objects.visible_to(request.scope)
