"""The audit trail: one row per deed, in the same transaction, chained by keyed hash.

A row's digest covers its own content and the digest before it, so that a changed, removed or
inserted row breaks the chain at that place; the tail says where the chain ends, so that rows cut
off its end are missed too. The hashes are keyed: whoever has the database but not the key files
cannot compute the chain anew. The tail row is locked last in every transaction.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from unionhub.models import AuditEvent, AuditTail
from unionhub.scope import Scope

NOTHING = "0" * 64
BATCH = 500
CHAINED = (
    "seq",
    "at",
    "username",
    "user_name",
    "role",
    "organisation_code",
    "organisation_path",
    "address",
    "verb",
    "target_kind",
    "target_id",
    "target_label",
    "changes",
    "note",
    "previous",
)


@dataclass(frozen=True, slots=True)
class Deed:
    """One row to come, of many that are written together."""

    verb: str
    target: models.Model | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""


def record(
    *,
    by: Scope,
    verb: str,
    target: models.Model | None = None,
    changes: Mapping[str, Any] | None = None,
    note: str = "",
) -> AuditEvent:
    """Write what ``by`` did to ``target``; ``changes`` maps a field to [before, after].

    Must run inside the transaction of the deed itself, as its last write.
    """
    return append(
        verb=verb,
        target=target,
        changes=changes,
        note=note,
        **_who(by),
    )


def record_many(*, by: Scope, deeds: Iterable[Deed]) -> None:
    """Write what ``by`` did to many records, as ``record`` would one after the other.

    One lock of the tail and few queries for all of them.
    """
    who = _who(by)
    with transaction.atomic():
        tail, last = _tail()
        rows: list[AuditEvent] = []
        for seq, deed in enumerate(deeds, tail.seq + 1):
            rows.append(_event(seq, last, deed, who))
            last = rows[-1].digest
        AuditEvent.objects.bulk_create(rows, batch_size=BATCH)
        if rows:
            _move(tail, rows[-1])


def _who(by: Scope) -> dict[str, str]:
    return {
        "username": by.user.username,
        "user_name": by.user.name,
        "role": by.role.key,
        "organisation_code": by.organisation.code,
        "organisation_path": by.organisation.path,
    }


def append(
    *,
    verb: str,
    target: models.Model | None = None,
    changes: Mapping[str, Any] | None = None,
    note: str = "",
    **who: str,
) -> AuditEvent:
    """Add a row for a deed without an acting post (log-in, wrong password)."""
    with transaction.atomic():
        tail, last = _tail()
        event = _event(tail.seq + 1, last, Deed(verb, target, changes or {}, note), who)
        event.save(force_insert=True)
        _move(tail, event)
    return event


def _tail() -> tuple[AuditTail, str]:
    """The end of the chain, locked, and the digest of its last row."""
    AuditTail.objects.get_or_create(pk=1)
    tail = AuditTail.objects.select_for_update(of=("self",)).get(pk=1)
    last = AuditEvent.objects.filter(seq=tail.seq).values_list("digest", flat=True).first()
    return tail, last or NOTHING


def _event(seq: int, previous: str, deed: Deed, who: Mapping[str, str]) -> AuditEvent:
    target = deed.target
    event = AuditEvent(
        seq=seq,
        at=timezone.now(),
        verb=deed.verb,
        target_kind=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        target_label=str(target)[:200] if target is not None else "",
        changes=plain(deed.changes),
        note=deed.note,
        previous=previous,
        **who,
    )
    event.digest = digest_of(event)
    return event


def _move(tail: AuditTail, last: AuditEvent) -> None:
    tail.seq, tail.digest = last.seq, tail_digest(last.seq, last.digest)
    tail.save(update_fields=["seq", "digest"])


def plain(value: Any) -> Any:
    """JSON-ready words and numbers of a value; records are shown by their label."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return str(value)


def digest_of(event: AuditEvent) -> str:
    """The keyed hash of the row's content and the digest before it."""
    row = {name: getattr(event, name) for name in CHAINED}
    row["at"] = event.at.isoformat()
    return _sealed(json.dumps(row, ensure_ascii=False, sort_keys=True))


def tail_digest(seq: int, digest: str) -> str:
    """What the tail keeps of a chain that ends with this row."""
    return _sealed(f"tail {seq} {digest}")


def _sealed(text: str) -> str:
    return hmac.new(settings.INDEX_KEY, b"audit\0" + text.encode(), hashlib.sha256).hexdigest()


def broken_at() -> int | None:
    """The first sequence number at which the chain does not hold; None when it is whole."""
    previous, expected = NOTHING, 1
    for event in AuditEvent.objects.order_by("seq").iterator():
        sound = event.seq == expected and event.previous == previous
        if not sound or event.digest != digest_of(event):
            return expected
        previous, expected = event.digest, expected + 1
    tail = AuditTail.objects.filter(pk=1).first()
    end = (tail.seq, tail.digest) if tail is not None else (0, NOTHING)
    last = expected - 1
    whole = end == (last, tail_digest(last, previous)) if last else end[0] == 0
    return None if whole else expected
