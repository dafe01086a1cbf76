"""Registering people and correcting what is on file; showing a number in full leaves a trace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from members import rules
from members.models import Person, PersonDetails
from unionhub import audit, changes
from unionhub.permissions import Permission
from unionhub.reasons import stated
from unionhub.scope import Scope

IDENTITY = ("document_kind", "id_number", "sex", "birth_date")


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
    audit.record(by=by, verb="person.register", target=person, changes=_told(diff))
    return person


@transaction.atomic
def change(*, person: Person, by: Scope, version: int | None = None, **values: Any) -> Person:
    """Correct a person's facts. An empty identity number leaves the one on record as it is."""
    by.check(Permission.MEMBER_EDIT, person)
    current = changes.lock(person, version)
    by.check(Permission.MEMBER_EDIT, current)
    _check_choices(values, by)
    kept = {name: getattr(current, name) for name in IDENTITY}
    own, further = _parted(rules.clean_person(values, kept))
    diff = changes.apply(current, own)
    diff |= _correct(current, further, count=not diff)
    if diff:
        audit.record(by=by, verb="person.change", target=current, changes=_told(diff))
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


def _correct(person: Person, facts: Mapping[str, Any], *, count: bool) -> dict[str, Any]:
    """Change the further record. ``count``: the person's version counts this change too, so that
    whoever has the old facts open is refused."""
    if not facts:
        return {}
    details = PersonDetails.objects.select_for_update().filter(person=person).first()
    diff = changes.apply(details, facts) if details else _note(person, facts)
    if diff and count:
        person.version += 1
        person.save(update_fields=["version"])
    return diff


def _told(diff: Mapping[str, Any]) -> dict[str, Any]:
    """Changes as the log tells them: what is only there for searching is left out."""
    return {name: pair for name, pair in diff.items() if name not in ("pinyin", "initials")}
