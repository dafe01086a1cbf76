"""Taking in a sheet of any kind: checking it against what is on file, applying what was shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from unionhub import audit, changes, runs
from unionhub.habits import remember
from unionhub.models import ImportRun
from unionhub.reasons import stated
from unionhub.scope import Scope
from unionhub.sheets import SheetKind
from unionhub.spreadsheets.importing import Entry

LONGEST_REASON = 100


class CheckOutdated(ValidationError):
    """What the lines would do is no longer what was shown."""

    def __init__(self) -> None:
        super().__init__(
            "检查以后，登记的内容有了变化。下面是重新检查的结果，请核对后再导入。", code="outdated"
        )


@transaction.atomic
def check(
    *,
    kind: SheetKind,
    content: bytes,
    name: str,
    lines: Sequence[Entry],
    notes: Mapping[str, Any],
    by: Scope,
    options: Mapping[str, Any] | None = None,
) -> ImportRun:
    """Find out what the lines of a file would do, and keep file and findings; nothing is taken in.

    ``options``: what was chosen of the kind's options. A file that waits already is checked again
    under the same run.
    """
    check_post(kind, by)
    runs.queue(by)
    chosen = kind.chosen(options or {})
    kind.plan(lines, options=chosen, by=by)
    run = runs.keep(
        kind=kind.key,
        content=content,
        name=name,
        lines=lines,
        notes=notes,
        options=chosen,
        by=by,
    )
    audit.record(by=by, verb="sheet.check", target=run, note=_counts(kind, run))
    return run


@transaction.atomic
def recheck(
    *, kind: SheetKind, run: ImportRun, by: Scope, options: Mapping[str, Any] | None = None
) -> ImportRun:
    """Compare the file that was checked with what is on file now; ``options`` that are given are
    chosen anew."""
    current = _lock(kind, run, by)
    lines = [kind.revive(entry.bare()) for entry in runs.lines_of(current)]
    return _check_again(kind, current, lines, options or {}, by)


@transaction.atomic
def answer(
    *,
    kind: SheetKind,
    run: ImportRun,
    lines: Sequence[Entry],
    notes: Mapping[str, Any],
    headings: Mapping[str, Mapping[str, str]],
    words: Mapping[str, Mapping[str, str]],
    by: Scope,
) -> ImportRun:
    """Check a file again that was read as the office says: ``headings`` (sheet → place → key) and
    ``words`` (key → word → entry). Both are remembered for its next sheet of the kind."""
    runs.queue(by)
    current = _lock(kind, run, by)
    said = {"headings": dict(headings), "words": dict(words)}
    remember(kind, current.organisation, current.notes, said)
    current.notes = dict(notes)
    current.options = {**current.options, **said}
    return _check_again(kind, current, lines, {}, by)


@transaction.atomic
def choose(*, kind: SheetKind, run: ImportRun, choices: Mapping[str, int], by: Scope) -> ImportRun:
    """Say which of its candidates a line means: the line's place → the record's number, 0 for
    none of them. Kept with the run, and checked again."""
    current = _lock(kind, run, by)
    before = current.options.get("choices", {})
    current.options = {**current.options, "choices": {**before, **choices}}
    lines = [kind.revive(entry.bare()) for entry in runs.lines_of(current)]
    return _check_again(kind, current, lines, {}, by)


@transaction.atomic
def apply(
    *,
    kind: SheetKind,
    run: ImportRun,
    by: Scope,
    version: int | None = None,
    take_good: bool = False,
) -> ImportRun:
    """Take in exactly what the check showed: all lines, or with ``take_good`` those without fault.

    Raises ValidationError when it was applied already, when lines are refused and ``take_good``
    is not given, and CheckOutdated when what is on file has changed since the check.
    """
    runs.queue(by)
    current = _lock(kind, run, by)
    if version is not None and current.version != version:
        raise CheckOutdated
    if (current.refused or current.choose) and not take_good:
        raise ValidationError(_held_back(current), code="refused_lines")
    if not current.good_count:
        raise ValidationError(
            f"没有要导入的内容：表中的{kind.noun}都已登记且没有变化。", code="nothing"
        )
    shown = runs.lines_of(current)
    lines = [kind.revive(entry.bare()) for entry in shown]
    planned = kind.plan(lines, options=current.options, by=by)
    if [_told(one.entry) for one in planned] != [_told(entry) for entry in shown]:
        raise CheckOutdated
    good = [one for one in planned if one.entry.outcome in ("new", "updated")]
    kind.take(good, options=current.options, by=by)
    runs.settle(current, [one.entry for one in planned], by)
    audit.record(by=by, verb="sheet.apply", target=current, note=_counts(kind, current))
    return current


@transaction.atomic
def withdraw(*, kind: SheetKind, run: ImportRun, reason: str, by: Scope) -> ImportRun:
    """Take back, within thirty days, what a sheet brought and nobody has built on since.

    What was edited or has records resting on it stays, and the lines say so. Raises
    ValidationError for a run that was not applied, was withdrawn, or is too old.
    """
    check_post(kind, by, run)
    words = stated(reason, "请写明为什么撤回。")[:LONGEST_REASON]
    runs.queue(by)
    current = changes.lock(run)
    _check_withdrawable(kind, current)
    lines = runs.lines_of(current)
    taken = [entry for entry in lines if entry.outcome in ("new", "updated")]
    assert kind.undo is not None
    kind.undo(taken, reason=words, by=by)
    runs.take_back(current, lines, words, by)
    kept = sum(bool(entry.kept) for entry in lines)
    note = f"{kind.title}：{words}（撤回{len(taken)}行，其中{kept}行有保留）"
    audit.record(by=by, verb="sheet.withdraw", target=current, note=note)
    return current


@transaction.atomic
def hand_back(*, kind: SheetKind, run: ImportRun, by: Scope) -> ImportRun:
    """Leave word of who takes the marked workbook, which holds personal data."""
    check_post(kind, by, run)
    audit.record(by=by, verb="sheet.hand_back", target=run, note=f"退回标注后的{kind.title}")
    return run


def check_post(kind: SheetKind, by: Scope, run: ImportRun | None = None) -> None:
    """Raise PermissionDenied unless this post takes in such sheets (and keeps this run)."""
    by.check(kind.permission, run if by.place is None else None)
    if by.place is not None:
        raise PermissionDenied(
            f"{kind.title}由工会经办统一导入；您的岗位只办理本村（单位）的事项。"
        )


def _held_back(run: ImportRun) -> str:
    counts = ((run.refused, "有误"), (run.choose, "待选"))
    left = "、".join(f"{number}行{word}" for number, word in counts if number)
    ways = "请改正后重新上传，" if run.refused else ""
    ways += "请选定待选的行，" if run.choose else ""
    return f"有{left}，没有导入。{ways}或选择“只导入正确的行”。"


def _check_withdrawable(kind: SheetKind, run: ImportRun) -> None:
    if run.state == ImportRun.State.WITHDRAWN:
        raise ValidationError("这次导入已经撤回，不用再办。", code="withdrawn")
    if run.applied_at is None:
        raise ValidationError("这个文件还没有导入，不用撤回。", code="not_applied")
    if kind.undo is None:
        raise ValidationError(f"{kind.title}导入后不能整批撤回，请逐条更正。", code="lasting")
    if not run.may_be_withdrawn:
        raise ValidationError(
            f"导入已超过{ImportRun.WITHDRAW_WITHIN}天，不能整批撤回，请逐条更正。", code="too_late"
        )


def _lock(kind: SheetKind, run: ImportRun, by: Scope) -> ImportRun:
    """The run as it is now, which has to wait still."""
    check_post(kind, by, run)
    current = changes.lock(run)
    if current.applied_by is not None and current.applied_at is not None:
        moment = timezone.localtime(current.applied_at)
        raise ValidationError(
            f"这个文件已由{current.applied_by.name}于{moment:%Y-%m-%d %H:%M}导入，没有重复导入。",
            code="applied",
        )
    return current


def _check_again(
    kind: SheetKind,
    run: ImportRun,
    lines: Sequence[Entry],
    options: Mapping[str, Any],
    by: Scope,
) -> ImportRun:
    wanted = {**run.options, **kind.chosen({**run.options, **options})}
    kind.plan(lines, options=wanted, by=by)
    runs.renew(run, lines, wanted)
    audit.record(by=by, verb="sheet.check", target=run, note=_counts(kind, run))
    return run


def _told(entry: Entry) -> tuple[Any, ...]:
    return (entry.outcome, entry.changes, entry.problems, entry.warnings, entry.candidates)


def _counts(kind: SheetKind, run: ImportRun) -> str:
    return (
        f"{kind.title}：新增{run.new}、更新{run.updated}、未变{run.unchanged}、"
        f"待选{run.choose}、有误{run.refused}"
    )
