"""工会概况: the sheet of each union, kept by the office it belongs to."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from members.models import UnionProfile
from unionhub import audit, changes
from unionhub.models import Organisation
from unionhub.people import PhoneProblem, clean_phone
from unionhub.permissions import Permission
from unionhub.scope import Scope


def office_of(union: Organisation) -> Organisation:
    """The office that keeps a union's sheet: itself, or the nearest office above it."""
    step = Organisation.steplen
    paths = [union.path[:end] for end in range(step, len(union.path) + 1, step)]
    return Organisation.objects.offices().filter(path__in=paths).order_by("-depth")[0]


@transaction.atomic
def write_profile(
    *, union: Organisation, by: Scope, version: int | None = None, **values: Any
) -> UnionProfile:
    """Make or change the sheet of a union that the acting office keeps.

    ``version`` is that of the sheet the form was opened on, None for a union without one.
    """
    by.check(Permission.MEMBER_EDIT, office_of(union))
    if values.get("phone"):
        try:
            values["phone"] = clean_phone(values["phone"])
        except PhoneProblem as problem:
            raise ValidationError({"phone": problem.message}) from None
    # The union's own row makes two first sheets at once wait for each other.
    locked = changes.lock(union)
    profile = UnionProfile.objects.filter(union=locked).first()
    if profile is None:
        profile, diff = changes.create(
            UnionProfile, organisation=by.organisation, union=locked, **values
        )
    else:
        profile = changes.lock(profile, -1 if version is None else version)
        diff = changes.apply(profile, values)
    if diff:
        audit.record(by=by, verb="union.profile", target=profile, changes=diff)
    return profile
