"""领导小组: setting up a standing body and changing who sits in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from members import rules
from members.models import Committee, Seat
from unionhub import audit, changes
from unionhub.permissions import Permission
from unionhub.scope import Scope

Seats = Sequence[tuple[str, str]]


@transaction.atomic
def set_up(*, seats: Seats, by: Scope, **values: Any) -> Committee:
    """Set up a committee with its members, (duty, name) in the order they are listed."""
    by.check(Permission.MEMBER_EDIT, by.organisation)
    _check(seats)
    _check_union(values, by)
    committee, diff = changes.create(Committee, organisation=by.organisation, **values)
    _seat(committee, seats)
    diff["seats"] = [None, rules.seats_in_words(seats)]
    audit.record(by=by, verb="committee.set_up", target=committee, changes=diff)
    return committee


@transaction.atomic
def change(
    *, committee: Committee, seats: Seats, by: Scope, version: int | None = None, **values: Any
) -> Committee:
    """Change a committee; its members are replaced as a whole, the log keeps both lists."""
    by.check(Permission.MEMBER_EDIT, committee)
    _check(seats)
    _check_union(values, by)
    current = changes.lock(committee, version)
    diff = changes.apply(current, values)
    before = [(seat.duty, seat.name) for seat in current.seats.all()]
    if list(seats) != before:
        current.seats.all().delete()
        _seat(current, seats)
        diff["seats"] = [rules.seats_in_words(before), rules.seats_in_words(seats)]
        if len(diff) == 1:
            current.version += 1
            current.save(update_fields=["version"])
    if diff:
        audit.record(by=by, verb="committee.change", target=current, changes=diff)
    return current


def _check(seats: Seats) -> None:
    if not seats:
        raise ValidationError({"seats": "请至少填写一名成员。"})


def _check_union(values: dict[str, Any], by: Scope) -> None:
    union = values.get("union")
    if union is not None and union.keeper() != by.organisation:
        raise ValidationError({"union": "只能选择由本工会管理的工会。"})


def _seat(committee: Committee, seats: Seats) -> None:
    Seat.objects.bulk_create(
        Seat(committee=committee, duty=duty, name=name) for duty, name in seats
    )
