"""Taking in a whole roster: checking it against the register, and applying what was shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from members.actions._matching import plan
from members.actions._taking import take
from unionhub import audit, changes, runs
from unionhub.models import ImportRun
from unionhub.permissions import Permission
from unionhub.scope import Scope
from unionhub.spreadsheets.importing import Entry

KIND = "members:import"


class CheckOutdated(ValidationError):
    """What the lines would do is no longer what was shown."""

    def __init__(self) -> None:
        super().__init__(
            "检查以后，登记的内容有了变化。下面是重新检查的结果，请核对后再导入。", code="outdated"
        )


@transaction.atomic
def check(
    *,
    content: bytes,
    name: str,
    lines: Sequence[Entry],
    notes: Mapping[str, Any],
    by: Scope,
    new_names: bool = False,
) -> ImportRun:
    """Find out what the lines of a file would do, and keep file and findings; nothing is taken in.

    ``new_names``: units and places that are not registered are to be registered with it.
    A file that waits already is checked again under the same run.
    """
    check_post(by)
    runs.queue(by)
    plan(lines, new_names=new_names, by=by)
    run = runs.keep(
        kind=KIND,
        content=content,
        name=name,
        lines=lines,
        notes=notes,
        options={"new_names": new_names},
        by=by,
    )
    audit.record(by=by, verb="roster.check", target=run, note=_counts(run))
    return run


@transaction.atomic
def recheck(*, run: ImportRun, by: Scope, new_names: bool | None = None) -> ImportRun:
    """Compare the file that was checked with the register as it is now."""
    current = _lock(run, by)
    wanted = _wants_names(current) if new_names is None else new_names
    lines = [entry.bare() for entry in runs.lines_of(current)]
    plan(lines, new_names=wanted, by=by)
    runs.renew(current, lines, {"new_names": wanted})
    audit.record(by=by, verb="roster.check", target=current, note=_counts(current))
    return current


@transaction.atomic
def apply(
    *, run: ImportRun, by: Scope, version: int | None = None, take_good: bool = False
) -> ImportRun:
    """Take in exactly what the check showed: all lines, or with ``take_good`` those without fault.

    Raises ValidationError when it was applied already, when lines are refused and ``take_good``
    is not given, and CheckOutdated when the register has changed since the check.
    """
    runs.queue(by)
    current = _lock(run, by)
    if version is not None and current.version != version:
        raise CheckOutdated
    if current.refused and not take_good:
        raise ValidationError(
            f"有{current.refused}行有误，没有导入。请改正后重新上传，或选择“只导入正确的行”。",
            code="refused_lines",
        )
    if not current.good_count:
        raise ValidationError("没有要导入的内容：表中的人员都已登记且没有变化。", code="nothing")
    shown = runs.lines_of(current)
    planned = plan([entry.bare() for entry in shown], new_names=_wants_names(current), by=by)
    if [_told(one.entry) for one in planned] != [_told(entry) for entry in shown]:
        raise CheckOutdated
    take([one for one in planned if one.entry.outcome in ("new", "updated")], by=by)
    runs.settle(current, [one.entry for one in planned], by)
    audit.record(by=by, verb="roster.apply", target=current, note=_counts(current))
    return current


@transaction.atomic
def hand_back(*, run: ImportRun, by: Scope) -> ImportRun:
    """Leave word of who takes the marked workbook, which holds identity numbers."""
    check_post(by, run)
    audit.record(by=by, verb="roster.hand_back", target=run, note="退回标注后的名册")
    return run


def check_post(by: Scope, run: ImportRun | None = None) -> None:
    """Raise PermissionDenied unless this post takes in rosters (and keeps this run)."""
    by.check(Permission.MEMBER_EDIT, run if by.place is None else None)
    if by.place is not None:
        raise PermissionDenied("名册由工会经办统一导入；您的岗位只办理本村（单位）的人员。")


def _lock(run: ImportRun, by: Scope) -> ImportRun:
    """The run as it is now, which has to wait still."""
    check_post(by, run)
    current = changes.lock(run)
    if current.applied_by is not None and current.applied_at is not None:
        moment = timezone.localtime(current.applied_at)
        raise ValidationError(
            f"这个文件已由{current.applied_by.name}于{moment:%Y-%m-%d %H:%M}导入，没有重复导入。",
            code="applied",
        )
    return current


def _told(entry: Entry) -> tuple[Any, ...]:
    return (entry.outcome, entry.changes, entry.problems, entry.warnings)


def _wants_names(run: ImportRun) -> bool:
    return bool(run.options.get("new_names"))


def _counts(run: ImportRun) -> str:
    return f"新增{run.new}、更新{run.updated}、未变{run.unchanged}、有误{run.refused}"
