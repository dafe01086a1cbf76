"""经费比例: the dated rates an office sets for itself and for those below that set none."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from members.models import DuesRate
from unionhub import audit, changes
from unionhub.models import Organisation
from unionhub.permissions import Permission
from unionhub.scope import Scope


@transaction.atomic
def set_rate(*, by: Scope, **values: Any) -> DuesRate:
    """Rates from a day on; what was entered before keeps the shares it was entered with."""
    by.check(Permission.DUES_EDIT, by.organisation)
    rate, diff = changes.create(DuesRate, organisation=by.organisation, **values)
    audit.record(by=by, verb="dues_rate.set", target=rate, changes=diff)
    return rate


@transaction.atomic
def change_rate(
    *, rate: DuesRate, by: Scope, version: int | None = None, **values: Any
) -> DuesRate:
    """Correct a rate. Rows entered by it are history and keep their dues and shares."""
    by.check(Permission.DUES_EDIT, rate)
    current = changes.lock(rate, version)
    diff = changes.apply(current, values)
    if diff:
        audit.record(by=by, verb="dues_rate.change", target=current, changes=diff)
    return current


def in_force(office: Organisation, day: date) -> DuesRate:
    """What holds for an office on a day; the law's own, which is not stored, where none is set."""
    return DuesRate.objects.in_force(office, day)
