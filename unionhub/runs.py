"""Keeping an import run: the sealed file, the lines found in it, and their counts.

For the actions of the apps, inside whose transaction all of this happens.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils import timezone

from unionhub.actions.attachments import write_durably
from unionhub.audit import plain
from unionhub.crypto import seal_bytes
from unionhub.models import ImportLine, ImportRun, Organisation
from unionhub.scope import Scope
from unionhub.spreadsheets.importing import Entry, as_json, from_json, outcomes

BATCH = 500
LONGEST_NAME = 120


def queue(by: Scope) -> None:
    """Until the transaction ends, nobody else of the office brings in a sheet.

    Without the key: records of the office can be made meanwhile.
    """
    rows = Organisation.objects.select_for_update(of=("self",), no_key=True)
    rows.get(pk=by.organisation.pk)


def keep(
    *,
    kind: str,
    content: bytes,
    name: str,
    lines: Sequence[Entry],
    notes: Mapping[str, Any],
    options: Mapping[str, Any],
    by: Scope,
) -> ImportRun:
    """The run of a file that was just checked: the one already waiting for it, or a new one.

    Call ``queue`` before, so that two who bring one file at the same moment share one run.
    """
    digest = hashlib.sha256(content).hexdigest()
    run = _waiting(kind, digest, by)
    if run is None:
        run = ImportRun(
            organisation=by.organisation,
            kind=kind,
            original_name=_safe_name(name),
            stored_name=f"{uuid.uuid4().hex}.sealed",
            digest=digest,
            size=len(content),
            added_by=by.user,
        )
        write_durably(run.path, seal_bytes(content, ImportRun.LABEL))
        run.save(force_insert=True)
    run.notes = dict(notes)
    renew(run, lines, options)
    return run


def renew(run: ImportRun, lines: Sequence[Entry], options: Mapping[str, Any]) -> None:
    """What a (locked) run's lines do, as found out just now."""
    codes = Counter(problem.code for entry in lines for problem in entry.problems)
    run.options, run.notes = dict(options), {**run.notes, "codes": dict(codes)}
    for name, number in outcomes(lines).items():
        setattr(run, name, number)
    run.version += 1
    run.save(update_fields=["options", "notes", "version", *outcomes(())])
    _store(run, lines)


def settle(run: ImportRun, lines: Sequence[Entry], by: Scope) -> None:
    """A (locked) run has been applied."""
    run.state, run.applied_by, run.applied_at = ImportRun.State.APPLIED, by.user, timezone.now()
    run.version += 1
    run.save(update_fields=["state", "applied_by", "applied_at", "version"])
    _store(run, lines)


def take_back(run: ImportRun, lines: Sequence[Entry], reason: str, by: Scope) -> None:
    """A (locked) run has been withdrawn."""
    run.state, run.withdrawn_by = ImportRun.State.WITHDRAWN, by.user
    run.withdrawn_at, run.withdrawn_reason = timezone.now(), reason
    run.version += 1
    names = ["state", "withdrawn_by", "withdrawn_at", "withdrawn_reason", "version"]
    run.save(update_fields=names)
    _store(run, lines)


def lines_of(run: ImportRun) -> list[Entry]:
    """The lines as they were told when the run was checked."""
    found = []
    for line in ImportLine.objects.filter(run=run).order_by("pk").iterator():
        entry = from_json(line.sheet, line.row, line.told)
        entry.outcome, entry.target_id = line.outcome, line.target_id
        found.append(entry)
    return found


def _waiting(kind: str, digest: str, by: Scope) -> ImportRun | None:
    return (
        ImportRun.objects.select_for_update(of=("self",))
        .filter(
            organisation=by.organisation, kind=kind, digest=digest, state=ImportRun.State.CHECKED
        )
        .first()
    )


def _store(run: ImportRun, lines: Iterable[Entry]) -> None:
    ImportLine.objects.filter(run=run).delete()
    ImportLine.objects.bulk_create(
        [
            ImportLine(
                run=run,
                sheet=entry.sheet,
                row=entry.row,
                outcome=entry.outcome,
                warned=bool(entry.warnings) and not entry.problems,
                kept=bool(entry.kept),
                detail=json.dumps(as_json(entry, plain), ensure_ascii=False),
                target_id=entry.target_id,
            )
            for entry in lines
        ],
        batch_size=BATCH,
    )


def _safe_name(name: str) -> str:
    """The user's name for the file, without path or characters that cannot be seen."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(c for c in base if c.isprintable() and c not in '<>:"|?*').strip(". ")
    stem = visible.removesuffix(".xlsx")[: LONGEST_NAME - 5]
    return f"{stem or '名册'}.xlsx"
