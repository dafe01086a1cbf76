"""Opening, changing and closing facilities, and what was adjusted at them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from activities.models import Facility, FacilityAdjustment
from unionhub import audit, changes
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope


@transaction.atomic
def open_facility(*, by: Scope, on: date | None = None, **values: Any) -> Facility:
    """Enter a facility in use since ``opened_on``, which is not to come."""
    facility = Facility(organisation=by.organisation, place=values.get("place"))
    by.check(Permission.ACTIVITY_EDIT, facility)
    _refuse_future("opened_on", values.get("opened_on"), on)
    made, diff = changes.create(Facility, organisation=by.organisation, **values)
    audit.record(by=by, verb="facility.open", target=made, changes=diff)
    return made


@transaction.atomic
def change(
    *,
    facility: Facility,
    by: Scope,
    version: int | None = None,
    on: date | None = None,
    **values: Any,
) -> Facility:
    """Correct a facility's facts; an empty ``closed_on`` puts a closed one back into use."""
    current = _locked(facility, by, version)
    _refuse_future("opened_on", values.get("opened_on"), on)
    _refuse_future("closed_on", values.get("closed_on"), on)
    diff = changes.apply(current, values)
    by.check(Permission.ACTIVITY_EDIT, current)
    audit.record(by=by, verb="facility.change", target=current, changes=diff)
    return current


@transaction.atomic
def close(*, facility: Facility, closed_on: date, by: Scope, on: date | None = None) -> Facility:
    """Out of use from ``closed_on``; the record and its history stay."""
    current = _locked(facility, by)
    if current.closed_on is not None:
        raise ValidationError(
            f"该阵地已于{current.closed_on:%Y-%m-%d}停用。日期有误请用“修改”更正。", code="closed"
        )
    _refuse_future("closed_on", closed_on, on)
    diff = changes.apply(current, {"closed_on": closed_on})
    audit.record(by=by, verb="facility.close", target=current, changes=diff)
    return current


@transaction.atomic
def adjust(
    *, facility: Facility, what: str, by: Scope, on: date | None = None
) -> FacilityAdjustment:
    """Enter what was changed there on a day in use: hours, equipment, activities."""
    current = _locked(facility, by)
    day = on or today()
    _refuse_future("on", day, None)
    if day < current.opened_on:
        raise ValidationError({"on": f"该阵地{current.opened_on:%Y-%m-%d}才建成。"})
    if current.closed_on is not None and day >= current.closed_on:
        raise ValidationError({"on": f"该阵地已于{current.closed_on:%Y-%m-%d}停用。"})
    made, diff = changes.create(
        FacilityAdjustment, facility=current, on=day, what=what, recorded_by=by.user
    )
    audit.record(by=by, verb="facility.adjust", target=current, changes=diff)
    return made


def _locked(facility: Facility, by: Scope, version: int | None = None) -> Facility:
    current = changes.lock(facility, version)
    by.check(Permission.ACTIVITY_EDIT, current)
    return current


def _refuse_future(field: str, day: date | None, on: date | None) -> None:
    if day is not None and day > (on or today()):
        raise ValidationError({field: f"{day:%Y-%m-%d}还没有到，请填已经发生的日期。"})
