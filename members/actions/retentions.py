"""保留会籍 and 恢复会籍: a spell at rest, and awake again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from members.actions import _spells
from members.models import ChangeKind, Membership, Retention
from members.rules import endings
from unionhub import audit, changes
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope


@transaction.atomic
def retain(
    *,
    membership: Membership,
    on: date,
    reason: str,
    by: Scope,
    detail: str = "",
    paper: str = "",
    upload: Any = None,
) -> Retention:
    """Set a spell at rest from a day on: still a member, without dues, vote or office.

    Raises ValidationError where it has ended, is at rest already, or the day does not fit.
    """
    current = _spells.lock_spell(membership, by, Permission.MEMBER_EDIT)
    endings.check_stated(ChangeKind.RETAIN, reason=reason, detail=detail, field="reason")
    ended = current.retentions.filter(until_on__isnull=False).order_by("-until_on")
    endings.check_retaining(
        from_on=on,
        joined_on=current.joined_on,
        left_on=current.left_on,
        last_until_on=ended.values_list("until_on", flat=True).first(),
        today=today(),
    )
    retention, diff = changes.create(Retention, membership=current, from_on=on)
    note = _note(current, by, endings.in_full(reason, detail), paper, upload)
    _spells.note_change(current, ChangeKind.RETAIN, on, note, by)
    _log(current, "membership.retain", diff, note, by)
    return retention


@transaction.atomic
def resume(
    *,
    membership: Membership,
    on: date,
    reason: str,
    by: Scope,
    detail: str = "",
    paper: str = "",
    upload: Any = None,
) -> Retention:
    """Wake a spell at rest; dues, vote and office are as before from this day on."""
    current = _spells.lock_spell(membership, by, Permission.MEMBER_EDIT)
    endings.check_stated(ChangeKind.RESUME, reason=reason, detail=detail, field="reason")
    retention = Retention.objects.select_for_update().filter(membership=current, until_on=None)
    resting = retention.first()
    if resting is None:
        raise ValidationError("此人现在没有保留会籍，不用恢复。", code="not_at_rest")
    endings.check_resuming(until_on=on, from_on=resting.from_on, today=today())
    diff = changes.apply(resting, {"until_on": on})
    note = _note(current, by, endings.in_full(reason, detail), paper, upload)
    _spells.note_change(current, ChangeKind.RESUME, on, note, by)
    _log(current, "membership.resume", diff, note, by)
    return resting


def _note(spell: Membership, by: Scope, reason: str, paper: str, upload: Any) -> _spells.Note:
    file = _spells.kept_file(upload, spell, by, Permission.MEMBER_EDIT)
    return _spells.Note(reason=reason, paper=paper.strip(), attachment=file)


def _log(spell: Membership, verb: str, diff: Any, note: _spells.Note, by: Scope) -> None:
    told = {name: pair for name, pair in diff.items() if name != "membership"}
    audit.record(
        by=by, verb=verb, target=spell, changes=_spells.logged(told, note), note=note.reason
    )
