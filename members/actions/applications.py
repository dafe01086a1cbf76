"""入会申请: entered by the clerk, decided by the union's chair."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from members.actions import _applying
from members.models import Application, ApplicationWay, Person
from unionhub import audit, changes
from unionhub.actions import attachments
from unionhub.models import Attachment, Organisation
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.reasons import stated
from unionhub.scope import Scope


@transaction.atomic
def enter(
    *,
    person: Person,
    union: Organisation,
    by: Scope,
    applied_on: date | None = None,
    way: str = ApplicationWay.WRITTEN,
) -> Application:
    """Take down that a person applies to a union.

    Raises ValidationError for a member, for who has applied already, and under age.
    """
    (current,) = _applying.lock_people([person], by, Permission.MEMBER_EDIT)
    application, diff = _applying.enter(
        person=current, union=union, applied_on=applied_on or today(), way=way, by=by
    )
    audit.record(by=by, verb="application.enter", target=application, changes=diff)
    return application


@transaction.atomic
def approve(
    *, application: Application, by: Scope, on: date | None = None, opinion: str = ""
) -> Application:
    """Take the person in: the spell begins on the day of approval.

    Raises ValidationError for who entered it himself, and where the spell cannot begin.
    """
    audit.record_many(by=by, deeds=_applying.admit(application, by, on, opinion))
    return changes.lock(application)


@transaction.atomic
def refuse(
    *, application: Application, by: Scope, opinion: str, on: date | None = None
) -> Application:
    """Not taken in; the opinion says why."""
    return _end(application, "refuse", by, on, opinion)


@transaction.atomic
def withdraw(
    *, application: Application, by: Scope, opinion: str, on: date | None = None
) -> Application:
    """Taken back before it was decided."""
    return _end(application, "withdraw", by, on, opinion)


@transaction.atomic
def attach(*, application: Application, upload: Any, by: Scope) -> Attachment:
    """Keep the scan of the application or of the registration form."""
    (person,) = _applying.lock_people([application.person], by, Permission.MEMBER_EDIT)
    current = changes.lock(application)
    file = attachments.add(
        upload=upload, permission=Permission.MEMBER_EDIT, by=by, record=person, kind="入会材料"
    )
    current.attachments.add(file)
    diff = {"file": [None, file.original_name]}
    audit.record(by=by, verb="application.attach", target=current, changes=diff)
    return file


@transaction.atomic
def hand_out(*, papers: Sequence[Application], reason: str, by: Scope) -> Sequence[Application]:
    """Leave word of whose application papers are printed and why. Call before handing them out."""
    words = stated(reason)
    for one in papers:
        by.check(Permission.EXPORT, one.person)
    deeds = [audit.Deed("application.print", one, {}, words) for one in papers]
    audit.record_many(by=by, deeds=deeds)
    return papers


def _end(
    application: Application, verb: str, by: Scope, on: date | None, opinion: str
) -> Application:
    current, day = _applying.take(application, verb, by, on, opinion)
    diff = _applying.close(current, verb, by, day, opinion)
    audit.record(
        by=by, verb=f"application.{verb}", target=current, changes=diff, note=opinion.strip()
    )
    return current
