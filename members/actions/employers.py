"""Registering employers, closing them, and their dated head-counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from members.models import Employer, HeadCount
from members.rules import codes, units
from unionhub import audit, changes
from unionhub.models import Organisation
from unionhub.people import PhoneProblem, clean_phone
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope


@transaction.atomic
def register(*, by: Scope, **values: Any) -> Employer:
    """Put a unit on the register of the acting office; its name is unique there."""
    by.check(Permission.MEMBER_EDIT)
    if by.place is not None:
        values.setdefault("place", by.place)
    clean = _clean(values, by)
    employer, diff = changes.create(Employer, organisation=by.organisation, **clean)
    audit.record(by=by, verb="employer.register", target=employer, changes=diff)
    return employer


@transaction.atomic
def change(*, employer: Employer, by: Scope, version: int | None = None, **values: Any) -> Employer:
    """Correct what is on file about a unit."""
    by.check(Permission.MEMBER_EDIT, employer)
    current = changes.lock(employer, version)
    diff = changes.apply(current, _clean(values, by))
    if diff:
        audit.record(by=by, verb="employer.change", target=current, changes=diff)
    return current


@transaction.atomic
def close(*, employer: Employer, by: Scope, on: date | None = None) -> Employer:
    """From a day on the unit no longer exists: its head-counts count no longer."""
    by.check(Permission.MEMBER_EDIT, employer)
    current = changes.lock(employer)
    if current.closed_on is not None:
        raise ValidationError(
            f"该单位已于{current.closed_on:%Y-%m-%d}注销，不用再办。", code="closed"
        )
    diff = changes.apply(current, {"closed_on": on or today()})
    audit.record(by=by, verb="employer.close", target=current, changes=diff)
    return current


@transaction.atomic
def record_head_count(*, employer: Employer, by: Scope, **values: Any) -> HeadCount:
    """How many work at a unit on a day; one count a day, the newest one holds."""
    by.check(Permission.MEMBER_EDIT, employer)
    _check_count(values)
    count, diff = changes.create(
        HeadCount, organisation=by.organisation, employer=employer, **values
    )
    audit.record(by=by, verb="headcount.record", target=count, changes=diff)
    return count


@transaction.atomic
def change_head_count(
    *, head_count: HeadCount, by: Scope, version: int | None = None, **values: Any
) -> HeadCount:
    """Correct a count that was written down wrongly."""
    by.check(Permission.MEMBER_EDIT, head_count.employer)
    current = changes.lock(head_count, version)
    kept = {name: getattr(current, name) for name in ("on", "staff", "women", "migrants")}
    _check_count({**kept, **values})
    diff = changes.apply(current, values)
    if diff:
        audit.record(by=by, verb="headcount.change", target=current, changes=diff)
    return current


def _check_count(values: Mapping[str, Any]) -> None:
    """A day that has come, and no more women or migrant workers than staff."""
    if values["on"] > today():
        raise ValidationError({"on": "统计日期不能晚于今天。"})
    parts = {part: values.get(part) for part in units.PARTS}
    if problems := units.beyond_staff(values["staff"], parts):
        raise ValidationError(problems)


def _clean(values: dict[str, Any], by: Scope) -> dict[str, Any]:
    """Name without stray blanks, phone in one form, place and union inside the office."""
    clean = dict(values)
    if "name" in clean:
        clean["name"] = " ".join(clean["name"].split())
    if clean.get("phone"):
        try:
            clean["phone"] = clean_phone(clean["phone"])
        except PhoneProblem as problem:
            raise ValidationError({"phone": problem.message}) from None
    if clean.get("credit_code"):
        try:
            clean["credit_code"] = codes.unit_code(clean["credit_code"])
        except ValidationError as problem:
            raise ValidationError({"credit_code": problem.messages}) from None
    place, union = clean.get("place"), clean.get("union")
    if place is not None and place.organisation_id != by.organisation.pk:
        raise ValidationError({"place": "只能选择本工会登记的片区村居。"})
    if by.place is not None and "place" in clean and place != by.place:
        raise ValidationError({"place": f"您的岗位只办理{by.place}的单位。"})
    office = Organisation.objects.below(by.organisation.path)
    if union is not None and not office.filter(pk=union.pk).exists():
        raise ValidationError({"union": "只能选择本工会或其下级工会。"})
    return clean
