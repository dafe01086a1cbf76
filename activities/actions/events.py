"""Planning, holding, correcting and cancelling events."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from activities import rules
from activities.models import Event, EventState, Participation
from activities.workflow import EVENT_FLOW
from members.models import Person
from unionhub import audit, changes
from unionhub.actions import attachments
from unionhub.models import Attachment
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.reasons import stated
from unionhub.scope import Scope

COUNTS = ("heads", "women", "person_times", "cost", "write_up")


@transaction.atomic
def plan(*, by: Scope, **values: Any) -> Event:
    """Enter an event to come. A place-bound post enters events of its own place only."""
    event = Event(organisation=by.organisation, place=values.get("place"))
    by.check(Permission.ACTIVITY_EDIT, event)
    made, diff = changes.create(Event, organisation=by.organisation, **values)
    audit.record(by=by, verb="event.plan", target=made, changes=diff)
    return made


@transaction.atomic
def hold(
    *,
    event: Event,
    by: Scope,
    heads: int,
    person_times: int | None = None,
    women: int | None = None,
    ends_on: date | None = None,
    cost: Decimal = Decimal(0),
    write_up: str = "",
    version: int | None = None,
    on: date | None = None,
) -> Event:
    """Record that it took place, with how many. Raises ValidationError before its last day.

    ``person_times`` left out equals ``heads``: an event of one session.
    """
    current = _locked(event, by, version)
    step = EVENT_FLOW.take("hold", current.state, by)
    last = ends_on or current.ends_on
    _refuse_unfinished(last, on or today())
    values = {
        "heads": heads,
        "person_times": rules.person_times_of(heads, person_times),
        "women": women,
        "ends_on": last,
        "cost": cost,
        "write_up": write_up,
        "state": step.target,
    }
    diff = changes.apply(current, values)
    audit.record(by=by, verb="event.hold", target=current, changes=diff)
    return current


@transaction.atomic
def plan_and_hold(*, by: Scope, on: date | None = None, **values: Any) -> Event:
    """Enter an event that is over, in one go: the plan and that it took place."""
    counts = {name: values.pop(name) for name in COUNTS if name in values}
    made = plan(by=by, **values)
    return hold(event=made, by=by, on=on, **counts)


@transaction.atomic
def change(
    *,
    event: Event,
    by: Scope,
    version: int | None = None,
    reason: str = "",
    on: date | None = None,
    **values: Any,
) -> Event:
    """Change a planned event, or correct one that was held, which takes a reason.

    The counts of a held event stand in papers and tables, so the log keeps who corrected what
    and why. A cancelled event stays as it is.
    """
    current = _locked(event, by, version)
    if current.state == EventState.CANCELLED:
        raise ValidationError("活动已取消，不能再修改。如又要举办，请另行登记。", code="cancelled")
    if current.state == EventState.HELD:
        _check_correction(current, values, reason, on or today())
    diff = changes.apply(current, values)
    by.check(Permission.ACTIVITY_EDIT, current)
    audit.record(by=by, verb="event.change", target=current, changes=diff, note=reason)
    return current


@transaction.atomic
def cancel(*, event: Event, reason: str, by: Scope) -> Event:
    """Call a planned event off; the record stays, with the reason."""
    current = _locked(event, by)
    step = EVENT_FLOW.take("cancel", current.state, by)
    if not reason.strip():
        raise ValidationError({"reason": "请写明取消原因，如“因暴雨取消”。"})
    diff = changes.apply(current, {"state": step.target, "cancel_reason": reason.strip()})
    audit.record(by=by, verb="event.cancel", target=current, changes=diff, note=reason.strip())
    return current


@transaction.atomic
def add_participant(
    *, event: Event, person: Person, by: Scope, sessions: int = 1, result: str = ""
) -> Participation:
    """Put a person of the own register on the list of names."""
    current = _listed(event, by)
    if not Person.objects.kept_by(by).filter(pk=person.pk).exists():
        raise ValidationError("名单只能选本工会花名册里的人，请先登记此人。", code="foreign")
    made, diff = changes.create(
        Participation, event=current, person=person, sessions=sessions, result=result
    )
    audit.record(by=by, verb="event.participant.add", target=current, changes=diff)
    return made


@transaction.atomic
def change_participant(
    *, event: Event, person: Person, sessions: int, by: Scope, result: str = ""
) -> Participation:
    """Enter how often somebody on the list took part, and with what result."""
    current = _listed(event, by)
    row = _row_of(current, person, by)
    before = [row.sessions, row.result]
    row.sessions, row.result = sessions, result
    row.full_clean()
    row.save(update_fields=["sessions", "result"])
    diff = {
        "person": [person, person],
        "sessions": [before[0], sessions],
        "result": [before[1], result],
    }
    audit.record(by=by, verb="event.participant.change", target=current, changes=diff)
    return row


@transaction.atomic
def remove_participant(*, event: Event, person: Person, by: Scope) -> Event:
    """Take a name off the list that got there by mistake; the log keeps that it stood there."""
    current = _listed(event, by)
    _row_of(current, person, by).delete()
    audit.record(
        by=by, verb="event.participant.remove", target=current, changes={"person": [person, None]}
    )
    return current


@transaction.atomic
def attach(*, event: Event, upload: Any, by: Scope, kind: str = "") -> Attachment:
    """Add a photo or file (notice, sign-in sheet, prize list) to the event."""
    current = _locked(event, by)
    file = attachments.add(
        upload=upload, permission=Permission.ACTIVITY_EDIT, by=by, record=current, kind=kind
    )
    current.attachments.add(file)
    audit.record(
        by=by, verb="event.attach", target=current, changes={"file": [None, file.original_name]}
    )
    return file


@transaction.atomic
def print_paper(*, event: Event, paper: str, by: Scope, reason: str = "") -> Event:
    """Note that a paper of the event was printed, for what; raises PermissionDenied.

    A paper that names people takes a reason.
    """
    by.check(Permission.EXPORT)
    current = Event.objects.visible_to(by).get(pk=event.pk)
    if current.participations.exists():
        reason = stated(reason, "打印内容含参加人姓名：请先填写用途，再点打印。")
    audit.record(by=by, verb="event.print", target=current, note=f"{paper} {reason}".strip())
    return current


def _locked(event: Event, by: Scope, version: int | None = None) -> Event:
    """The row as it is now, of which ``by`` may change it."""
    current = changes.lock(event, version)
    by.check(Permission.ACTIVITY_EDIT, current)
    return current


def _listed(event: Event, by: Scope) -> Event:
    """The locked event, whose list of names may still be kept."""
    current = _locked(event, by)
    if current.state == EventState.CANCELLED:
        raise ValidationError("活动已取消，名单不再改动。", code="cancelled")
    return current


def _row_of(event: Event, person: Person, by: Scope) -> Participation:
    row = Participation.objects.visible_to(by).filter(event=event, person=person)
    found = row.select_for_update(of=("self",)).first()
    if found is None:
        raise ValidationError("此人已不在名单中，请刷新后核对。", code="not_listed")
    return found


def _refuse_unfinished(last: date, day: date) -> None:
    if last > day:
        text = f"活动到{last:%Y-%m-%d}才结束，之后才能记为已举办。日期有误请先改日期。"
        raise ValidationError({"ends_on": text}, code="unfinished")


def _check_correction(current: Event, values: dict[str, Any], reason: str, day: date) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "更正已举办的活动须写明原因，如“人数漏计2人”。"})
    _refuse_unfinished(values.get("ends_on", current.ends_on), day)
