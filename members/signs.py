"""Signs that a member is still there, and who has given none for half a year.

Dues are the register's own. What else members take part in, other apps keep: each names on its
config, as ``signs_of_life``, functions that give the people it saw since a day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.module_loading import import_string

from members.models import Dues, DuesKind, Membership, Reprieve, Retention
from members.rules.endings import LAPSE_MONTHS, months_before, silent_since

Sign = Callable[[date], Any]  # a queryset of one column: numbers of people seen since the day


@cache
def _signs() -> tuple[Sign, ...]:
    return tuple(_named())


def _named() -> Iterator[Sign]:
    for config in apps.get_app_configs():
        for name in getattr(config, "signs_of_life", ()):
            yield import_string(name)


def dues_paid() -> QuerySet[Dues]:
    """会费 of members that were not taken back."""
    rows: QuerySet[Dues] = Dues.objects.filter(
        kind=DuesKind.MEMBER, reverses=None, reversed_by=None
    )
    return rows


def silent(rows: QuerySet[Membership], day: date) -> QuerySet[Membership]:
    """Of these spells, those to be looked at under article 5 of the Charter: six full months
    without dues and without taking part.

    Only where the union did collect dues in that time, of members who were not at rest in it, and
    not while a decision to keep one is younger than six months.
    """
    since = silent_since(day)
    paid = dues_paid().filter(to_month__gte=since)
    collecting = paid.filter(from_month__lt=day.replace(day=1), union__isnull=False)
    rested = Retention.objects.filter(Q(until_on=None) | Q(until_on__gt=since))
    kept = Reprieve.objects.since(months_before(day, LAPSE_MONTHS))
    mine = {"membership": OuterRef("pk")}
    found = (
        rows.filter(left_on=None, joined_on__lte=since, union__in=collecting.values("union"))
        .exclude(Exists(paid.filter(person=OuterRef("person"))))
        .exclude(Exists(rested.filter(**mine)))
        .exclude(Exists(kept.filter(**mine)))
    )
    for sign in _signs():
        found = found.exclude(person__in=sign(since))
    return found
