"""核对: somebody held what is on file against the papers, and it is right."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction

from members.models import Person
from unionhub import audit, many
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope

MOST = 500  # more at once have hardly been looked at


@transaction.atomic
def confirm(*, people: Collection[Person], by: Scope) -> int:
    """Note that these people's facts were checked today; a doubt about a number is settled by it.

    Returns how many that told something new of. Raises ValidationError for nobody or too many.
    """
    by.check(Permission.MEMBER_EDIT)
    if not people:
        raise ValidationError("请先勾选要核对的人员。")
    if len(people) > MOST:
        raise ValidationError(f"一次最多核对 {MOST} 人，请分几次办理。")
    current = many.lock_all(Person, [person.pk for person in people])
    for person in current.values():
        by.check(Permission.MEMBER_EDIT, person)
    values = {"touched_on": today(), "id_doubt": ""}
    told = many.apply_all([(person, values) for person in current.values()])
    deeds = [
        audit.Deed("person.confirm", person, diff)
        for person, diff in zip(current.values(), told, strict=True)
        if diff
    ]
    audit.record_many(by=by, deeds=deeds)
    return len(deeds)
