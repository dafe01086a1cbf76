"""Entering and correcting publicity: slogans, banners, leaflets, news."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from activities.models import PublicityItem
from unionhub import audit, changes
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope


@transaction.atomic
def add(*, by: Scope, on: date | None = None, **values: Any) -> PublicityItem:
    """Enter an item made public on a day (``on``, today when left out)."""
    # The office's own work, at no place: a place-bound post is refused.
    by.check(Permission.ACTIVITY_EDIT, PublicityItem(organisation=by.organisation))
    day = on or today()
    _refuse_future(day)
    made, diff = changes.create(PublicityItem, organisation=by.organisation, on=day, **values)
    audit.record(by=by, verb="publicity.add", target=made, changes=diff)
    return made


@transaction.atomic
def change(
    *, item: PublicityItem, by: Scope, version: int | None = None, **values: Any
) -> PublicityItem:
    """Correct an item."""
    current = changes.lock(item, version)
    by.check(Permission.ACTIVITY_EDIT, current)
    _refuse_future(values.get("on", current.on))
    diff = changes.apply(current, values)
    audit.record(by=by, verb="publicity.change", target=current, changes=diff)
    return current


def _refuse_future(day: date) -> None:
    if day > today():
        raise ValidationError({"on": f"{day:%Y-%m-%d}还没有到，宣传做过之后再登记。"})
