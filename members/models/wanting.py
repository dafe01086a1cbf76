"""资料待完善: whose file lacks a number or a phone, bears a doubt, or was long not looked at."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q

from members.models.memberships import ChangeKind, Membership
from members.models.people import PersonQuerySet

UNTOUCHED = timedelta(days=365)


def lacks(day: date) -> dict[str, Q]:
    """What a file may lack on a day, by key; each a condition on Person."""
    return {
        "number": Q(id_digest=None),
        "doubt": ~Q(id_doubt=""),
        "phone": Q(phone=""),
        "look": Q(touched_on__lt=day - UNTOUCHED),
    }


def still_here(people: PersonQuerySet) -> PersonQuerySet:
    """Without those whose spell ended with their death: nobody asks for their phone."""
    died = Membership.objects.filter(person=OuterRef("pk"), end_kind=ChangeKind.DIE)
    return people.filter(~Exists(died))


def wanting(people: PersonQuerySet, day: date) -> PersonQuerySet:
    """Those whose file lacks anything."""
    anything = Q()
    for lack in lacks(day).values():
        anything |= lack
    return still_here(people).filter(anything)
