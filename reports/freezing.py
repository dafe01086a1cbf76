"""What signing keeps: both copies, every figure with its definition, the records behind those
that were said. One canonical text and its digest; reading it back checks the digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from reports.assembling import Paper
from reports.indicators import REGISTRY, Value, rows_of
from reports.models import Copy, FrozenPaper, Summary
from reports.sources import Sources
from reports.terms import Terms
from reports.voice import Spoken
from unionhub import audit
from unionhub.documents.blocks import Block, from_data, to_data
from unionhub.documents.fonts import PaperRefused
from unionhub.models import AuditEvent
from unionhub.snapshots import snapshot

FORM = 1
SIGNED = "summary.sign"  # the deed in the log


class BrokenSeal(Exception):
    """Stored content does not match its digest: it was changed after signing."""

    def __init__(self) -> None:
        super().__init__(
            "签发定稿与签发时留下的校验值不符，已停止提供。请立即联系管理员，从备份核对。"
        )


@dataclass(frozen=True, slots=True)
class FrozenFigure:
    """An indicator as it stood at signing."""

    label: str
    unit: str
    value: Value
    rule: str


@dataclass(frozen=True, slots=True)
class Frozen:
    """A paper read back from its frozen text. ``used`` are the figures the text states."""

    name: str
    author: str
    dated: date
    copies: Mapping[str, list[Block]]
    figures: Mapping[str, FrozenFigure]
    used: Mapping[str, Mapping[str, Any]]
    records: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A paper ready to be signed: its frozen text and the files drawn from it."""

    dated: date
    content: str
    files: Mapping[tuple[str, str], bytes]  # (copy, format)


@snapshot()
def freeze(terms: Terms) -> str:
    """The canonical text of a paper as the records stand now; equal papers, equal texts.

    Raises PaperRefused for a text that speaks of a figure there is no more.
    """
    sources = terms.sources()
    papers = {copy.value: terms.paper(copy, sources) for copy in Copy}
    published = papers[Copy.PUBLISHED]
    if published.unknown:
        named = "；".join(f"“{section}”一节的{token}" for section, token in published.unknown)
        raise PaperRefused(f"正文用了已停用的数据：{named}。请先修改这些话，再签发。")
    data = {
        "form": FORM,
        "organisation": {"code": terms.organisation.code, "name": terms.organisation.name},
        "period": {
            "code": terms.period.code,
            "since": terms.period.since.isoformat(),
            "last_day": terms.period.last_day.isoformat(),
        },
        "dated": terms.dated.isoformat(),
        "rounded": terms.rounded,
        "name": published.name,
        "copies": {copy: to_data(paper.blocks) for copy, paper in papers.items()},
        "figures": {key: _figure(sources, key) for key in REGISTRY},
        "used": used_data(published),
        "records": _records(published, sources),
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def used_data(paper: Paper) -> dict[str, dict[str, Any]]:
    """The figures a copy states, as data."""
    return {key: _spoken(one) for key, one in paper.figures.items()}


def digest_of(content: str | bytes) -> str:
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def read(content: str) -> Frozen:
    """A paper from its canonical text."""
    data = json.loads(content)
    return Frozen(
        name=data["name"],
        author=data["organisation"]["name"],
        dated=date.fromisoformat(data["dated"]),
        copies={copy: from_data(blocks) for copy, blocks in data["copies"].items()},
        figures={
            key: FrozenFigure(one["label"], one["unit"], _value(one), one["rule"])
            for key, one in data["figures"].items()
        },
        used=data["used"],
        records=data["records"],
    )


def thaw(paper: FrozenPaper) -> Frozen:
    """A signed paper. Raises BrokenSeal when its text is not the one that was signed."""
    if digest_of(paper.content) != paper.digest:
        raise BrokenSeal
    return read(paper.content)


def opened(summary: Summary) -> Frozen:
    """A signed paper to be shown. Raises BrokenSeal as ``thaw``, and where text and digest were
    changed together."""
    paper = summary.frozen
    _check_logged(summary, "digest", paper.digest)
    return thaw(paper)


def bytes_of(summary: Summary, copy: str, form: str) -> bytes:
    """A signed file. Raises BrokenSeal when its bytes are not those that were signed."""
    file = summary.frozen.files.get(copy=copy, format=form)
    content = bytes(file.content)
    if digest_of(content) != file.digest:
        raise BrokenSeal
    _check_logged(summary, digest_name(copy, form), file.digest)
    return content


def digest_name(copy: str, form: str) -> str:
    """By what name the log of a signing holds the digest of a file."""
    return f"{copy}.{form}"


def _check_logged(summary: Summary, name: str, digest: str) -> None:
    """The log holds every digest a second time, under a key that is not in the database."""
    kind = summary._meta.label_lower
    rows = AuditEvent.objects.filter(target_kind=kind, target_id=str(summary.pk), verb=SIGNED)
    event = rows.first()
    if event is None or event.digest != audit.digest_of(event):
        raise BrokenSeal
    if event.changes.get(name) != [None, digest]:
        raise BrokenSeal


def _figure(sources: Sources, key: str) -> dict[str, Any]:
    one = REGISTRY[key]
    return {
        "label": one.label,
        "unit": one.unit,
        "rule": one.rule,
        "dated": one.dated,
        "value": _plain(sources.figures[key].value),
    }


def _spoken(one: Spoken) -> dict[str, Any]:
    return {
        "label": one.label,
        "value": _plain(one.value),
        "unit": one.unit,
        "text": one.text,
        "rule": one.rule,
        "dated": one.dated,
        "opens": one.opens,
    }


def _records(paper: Paper, sources: Sources) -> dict[str, dict[str, Any]]:
    """Figure → the records behind it; a ratio names its parts, which stand beside it."""
    found: dict[str, dict[str, Any]] = {}
    wanted = [(key, one.records) for key, one in paper.figures.items()]
    for key, own in wanted:
        if own is not None:
            found[key] = {"model": own[0], "ids": sorted(own[1])}
        elif REGISTRY[key].is_ratio:
            parts = [REGISTRY[key].part, REGISTRY[key].whole]
            found[key] = {"parts": parts}
            wanted += [(part, None) for part in parts if part not in found]
        else:
            rows = rows_of(key, sources.organisation, sources.period)
            ids = sorted(set(rows.order_by().values_list("pk", flat=True)))
            found[key] = {"model": rows.model._meta.label_lower, "ids": ids}
    return found


def _plain(value: Value) -> int | str | None:
    return str(value) if isinstance(value, Decimal) else value


def _value(one: Mapping[str, Any]) -> Value:
    value = one["value"]
    return Decimal(value) if isinstance(value, str) else value
