"""Filters of lists that look at months: which month, from which to which, whose."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters

from members.listings.offices import OfficeFilter
from members.models import Employer
from members.rules.dues import LONGEST, first_of_month, months_of
from unionhub.forms.months import MonthField
from unionhub.periods import today
from unionhub.permissions import Permission as P


def payers(request: Any) -> Any:
    return Employer.objects.visible_by(P.DUES_VIEW, request.scope).order_by("name")


class MonthFilter(django_filters.Filter):
    field_class = MonthField


class PeriodFilter(OfficeFilter):
    """Months from one to another: this year's up to this month unless others are asked."""

    from_month = MonthFilter(label="起月", method="as_it_is")
    to_month = MonthFilter(label="止月", method="as_it_is")

    def __init__(self, data: Any, *args: Any, **kwargs: Any) -> None:
        asked = data.copy()
        if not asked.get("from_month"):
            asked["from_month"] = f"{today().year}-01"
        if not asked.get("to_month"):
            asked["to_month"] = f"{today():%Y-%m}"
        super().__init__(asked, *args, **kwargs)

    def as_it_is(self, rows: Any, _name: str, _value: Any) -> Any:
        return rows

    def months(self) -> tuple[date, date]:
        """The stretch asked for, at most a year; the year of today where it cannot be read."""
        now = today()
        answers = self.form.cleaned_data
        since = answers.get("from_month") or date(now.year, 1, 1)
        until = max(answers.get("to_month") or first_of_month(now), since)
        return since, months_of(since, until)[:LONGEST][-1]
