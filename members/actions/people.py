"""Registering people and correcting what is on file; showing a number in full leaves a trace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from members import rules
from members.models import Person, PersonDetails, PersonPast, dated_facts
from unionhub import audit, changes
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.reasons import stated
from unionhub.scope import Scope

IDENTITY = ("document_kind", "id_number", "sex", "birth_date")
CORRECTED = "更正登记错误"


@transaction.atomic
def register(*, by: Scope, **values: Any) -> Person:
    """Put a person on the register of the acting office. ``values`` are facts of Person and
    of PersonDetails by their names.

    Raises ValidationError naming the fields; a number already registered here is refused.
    """
    by.check(Permission.MEMBER_EDIT)
    if by.place is not None:
        values.setdefault("place", by.place)
    _check_choices(values, by)
    own, further = _parted(rules.clean_person(values))
    person, diff = changes.create(Person, organisation=by.organisation, **own)
    diff |= _note(person, further)
    audit.record(by=by, verb="person.register", target=person, changes=rules.told(diff))
    return person


@transaction.atomic
def change(
    *,
    person: Person,
    by: Scope,
    version: int | None = None,
    on: date | None = None,
    correction: bool = False,
    **values: Any,
) -> Person:
    """Change a person's facts. An empty identity number leaves the one on record as it is.

    Work and place as they were until ``on`` (default today) are kept with the date, so that an
    earlier day's roster stays what it was; a ``correction`` says they never were that way.
    """
    by.check(Permission.MEMBER_EDIT, person)
    current = changes.lock(person, version)
    by.check(Permission.MEMBER_EDIT, current)
    _check_choices(values, by)
    kept = {name: getattr(current, name) for name in IDENTITY}
    own, further = _parted(rules.clean_person(values, kept))
    details = PersonDetails.objects.select_for_update().filter(person=current).first()
    before = dated_facts(current, details)
    diff = _correct(current, details, further)
    diff |= _apply(current, own, touched=bool(diff))
    if not correction and not before.keys().isdisjoint(diff):
        _keep_past(current, before, on or today(), by)
    if diff:
        note = CORRECTED if correction else ""
        audit.record(
            by=by, verb="person.change", target=current, changes=rules.told(diff), note=note
        )
    return current


@transaction.atomic
def reveal(*, person: Person, reason: str, by: Scope) -> Person:
    """Leave word of who sees the full identity number and why. Call before showing it."""
    by.check(Permission.REVEAL, person)
    audit.record(by=by, verb="person.reveal", target=person, note=stated(reason))
    return person


@transaction.atomic
def hand_out_form(*, person: Person, reason: str, by: Scope) -> Person:
    """Leave word of who prints the registration form and why. Call before handing it out."""
    by.check(Permission.EXPORT, person)
    audit.record(by=by, verb="person.print", target=person, note=stated(reason))
    return person


def _check_choices(values: Mapping[str, Any], by: Scope) -> None:
    """Place and employer are the office's own; a place-bound post keeps to its place."""
    place, employer = values.get("place"), values.get("employer")
    if place is not None and place.organisation_id != by.organisation.pk:
        raise ValidationError({"place": "只能选择本工会登记的片区村居。"})
    if employer is not None and employer.organisation_id != by.organisation.pk:
        raise ValidationError({"employer": "只能选择本工会登记的用人单位。"})
    if by.place is not None and "place" in values and place != by.place:
        raise ValidationError({"place": f"您的岗位只办理{by.place}的人员。"})


def _parted(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Facts that are kept on the person, and those of its further record."""
    further = {name: value for name, value in values.items() if name in PersonDetails.FACTS}
    return {name: value for name, value in values.items() if name not in further}, further


def _note(person: Person, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Begin the person's further record, if there is anything to write on it."""
    filled = {name: value for name, value in facts.items() if value}
    if not filled:
        return {}
    _, diff = changes.create(PersonDetails, person=person, **filled)
    del diff["person"]
    return diff


def _correct(
    person: Person, details: PersonDetails | None, facts: Mapping[str, Any]
) -> dict[str, Any]:
    """Change the further record, or begin it."""
    if details is None:
        return _note(person, facts)
    return changes.apply(details, facts)


def _apply(person: Person, own: Mapping[str, Any], *, touched: bool) -> dict[str, Any]:
    """Change the person itself. ``touched``: its further record was; the person's version counts
    that too, so that whoever has the old facts open is refused."""
    if not touched and all(getattr(person, name) == value for name, value in own.items()):
        return {}
    diff = changes.apply(person, {**own, "touched_on": today()})
    if not diff:
        person.version += 1
        person.save(update_fields=["version"])
    return diff


def _keep_past(person: Person, before: Mapping[str, Any], on: date, by: Scope) -> None:
    """Write down what held until a day. Raises ValidationError for a day it cannot have been."""
    last = PersonPast.objects.filter(person=person).last()
    rules.check_change(
        on=on,
        birth_date=person.birth_date,
        last_changed_on=last.until_on if last else None,
        today=today(),
    )
    PersonPast.objects.create(person=person, until_on=on, recorded_by=by.user, **before)
