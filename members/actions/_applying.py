"""What entering and deciding an application have in common, for one and for a whole list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from members import rules
from members.actions import _spells
from members.models import (
    Application,
    ApplicationWay,
    JoiningGroup,
    Membership,
    Person,
)
from members.rules import joining
from members.workflow import APPLICATION_FLOW
from unionhub import changes, many
from unionhub.audit import Deed
from unionhub.models import Organisation
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope


def enter(
    *,
    person: Person,
    union: Organisation,
    applied_on: date,
    by: Scope,
    way: str = ApplicationWay.WRITTEN,
    group: JoiningGroup | None = None,
) -> tuple[Application, dict[str, list[Any]]]:
    """The application of a (locked) person, and its values for the log."""
    _spells.check_union(union, by)
    spells = list(Membership.objects.filter(person=person))
    joining.check_applying(
        applied_on=applied_on,
        member_since=next((s.joined_on for s in spells if s.left_on is None), None),
        last_left_on=max((s.left_on for s in spells if s.left_on), default=None),
        today=today(),
    )
    rules.check_joining(
        joined_on=applied_on, birth_date=person.birth_date, last_left_on=None, today=today()
    )
    return changes.create(
        Application,
        organisation=by.organisation,
        person=person,
        union=union,
        group=group,
        applied_on=applied_on,
        way=way,
        entered_by=by.user,
    )


def lock_people(people: Sequence[Person], by: Scope, permission: Permission) -> list[Person]:
    """The people as they are now, in the order given, each of whom ``by`` may act on."""
    for person in people:
        by.check(permission, person)
    rows = many.lock_all(Person, [person.pk for person in people])
    found = [rows[person.pk] for person in people]
    for person in found:
        by.check(permission, person)
    return found


def take(
    application: Application, verb: str, by: Scope, on: date | None, opinion: str
) -> tuple[Application, date]:
    """The application locked, its person before it, and the day of this step.

    Raises PermissionDenied, WrongState, or ValidationError naming what stands against it.
    """
    step = APPLICATION_FLOW.steps[verb]
    lock_people([application.person], by, step.permission)
    rows = Application.objects.select_for_update(of=("self",)).select_related("person", "union")
    current = rows.get(pk=application.pk)
    APPLICATION_FLOW.take(verb, current.state, by)
    if step.opinion and not opinion.strip():
        raise ValidationError({"opinion": f"{step.label}须写明原因，供申请人了解。"})
    day = on or today()
    joining.check_deciding(on=day, applied_on=current.applied_on, today=today())
    return current, day


def close(
    application: Application, verb: str, by: Scope, on: date, opinion: str, **values: Any
) -> Mapping[str, Any]:
    """Move the (locked) application to where the step leads; its changes for the log."""
    return changes.apply(
        application,
        {
            "state": APPLICATION_FLOW.steps[verb].target,
            "decided_by": by.user,
            "decided_on": on,
            "opinion": opinion.strip(),
            **values,
        },
    )


def admit(application: Application, by: Scope, on: date | None, opinion: str) -> list[Deed]:
    """Approve: open the spell. The deeds for the log.

    Raises ValidationError for who entered it himself.
    """
    current, day = take(application, "approve", by, on, opinion)
    if current.entered_by_id == by.user.pk:
        raise ValidationError(
            "申请由您本人登记，须由另一人审批（经办与审批不能是同一人）。", code="own"
        )
    words = opinion.strip() or joining.OPINION
    spell, opened = _spells.open_spell(
        person=current.person,
        union=current.union,
        joined_on=day,
        by=by,
        note=_spells.Note(reason=words[:100], paper="入会申请书"),
    )
    diff = close(current, "approve", by, day, words, membership=spell)
    told = {name: pair for name, pair in diff.items() if name != "membership"}
    return [
        Deed("membership.join", spell, opened),
        Deed("application.approve", current, told, words),
    ]
