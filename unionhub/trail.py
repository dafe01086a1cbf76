"""What was done to a record, in the office's words, for the page that shows its history.

The log keeps verbs and field names; each app puts them in words: ``log_words`` on its config for
verbs and extra keys, the models' own labels for fields and choices. Whoever may see the record may
see its trail, so the caller fetches the record in scope first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q

from unionhub.models import AuditEvent


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed: when, by whom, what, on which record, why, and each value before and after."""

    at: datetime
    who: str
    deed: str
    target: str
    note: str
    changes: list[tuple[str, str, str]]


def trail_of(
    records: Iterable[models.Model], *, hide: Collection[str] = ("organisation",)
) -> list[Entry]:
    """The deeds done to these records, the newest first; one query however many they are.

    ``hide``: keys that say on this page what the reader knows, such as the record itself.
    """
    numbers: dict[str, list[str]] = {}
    for record in records:
        numbers.setdefault(record._meta.label_lower, []).append(str(record.pk))
    asked = Q(pk__in=())
    for kind, known in numbers.items():
        asked |= Q(target_kind=kind, target_id__in=known)
    words = log_words()
    events = AuditEvent.objects.filter(asked).order_by("-seq")
    return [_entry(event, words, hide) for event in events]


@cache
def log_words() -> dict[str, str]:
    """What every app calls its verbs and the keys that are not fields."""
    found: dict[str, str] = {}
    for config in apps.get_app_configs():
        found |= getattr(config, "log_words", {})
    return found


def _entry(event: AuditEvent, words: dict[str, str], hide: Collection[str]) -> Entry:
    model = apps.get_model(event.target_kind)
    told = []
    for name, pair in event.changes.items():
        if name not in hide and isinstance(pair, list) and len(pair) == 2:
            label, before, after = _in_words(model, name, pair, words)
            told.append((label, before, after))
    deed = words.get(event.verb, event.verb)
    return Entry(event.at, event.user_name, deed, event.target_label, event.note, told)


def _in_words(
    model: type[models.Model], name: str, pair: list[Any], words: dict[str, str]
) -> tuple[str, str, str]:
    field = _field_of(model, name)
    if field is None:
        return words.get(name, name), str(pair[0] or ""), str(pair[1] or "")
    choices = {str(value): str(label) for value, label in getattr(field, "flatchoices", ())}
    before, after = (_word(value, choices) for value in pair)
    return str(getattr(field, "verbose_name", name)), before, after


def _field_of(model: type[models.Model], name: str) -> Any:
    """The model's field of that name, or that of a record which belongs to it one to one."""
    parts = [one.related_model for one in model._meta.related_objects if one.one_to_one]
    for part in (model, *parts):
        with suppress(FieldDoesNotExist):
            return part._meta.get_field(name)
    return None


def _word(value: Any, choices: dict[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return choices.get(str(value), str(value))
