"""Writing a form's answers onto a record: what changed, and nobody's edit overwritten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from unionhub.fields import DigestField, EncryptedField

M = TypeVar("M", bound=models.Model)


class StaleEdit(ValidationError):
    """The record was changed by someone else after this form was opened."""

    def __init__(self) -> None:
        super().__init__(
            "该记录在您打开之后已被他人修改。您填写的内容仍在本页，请核对最新内容后重新保存。",
            code="stale",
        )


class NotThere(ValidationError):
    """The record left the register after this page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "该记录刚被合并、撤回或撤销登记，已不在册。请返回列表重新查找。", code="not_there"
        )


def lock(record: M, version: int | None = None) -> M:
    """The row as it is now, locked until the transaction ends.

    Raises StaleEdit when ``version`` is given and is not the row's own, NotThere when the row
    is hidden or gone.
    """
    manager = type(record)._default_manager
    current = manager.select_for_update(of=("self",)).filter(pk=record.pk).first()
    if current is None:
        raise NotThere
    if version is not None and current.version != version:  # type: ignore[attr-defined]
        raise StaleEdit
    return current


def apply(record: models.Model, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set the values that differ, save them with the next version, return field → [old, new].

    Values of sealed fields are shown as ``***`` in the returned changes. Database and model
    rules are checked first: raises ValidationError naming the fields.
    """
    changes: dict[str, list[Any]] = {}
    digests = {f.source: f.name for f in record._meta.fields if hasattr(f, "source")}
    touched: set[str] = set()
    for name, value in values.items():
        before = getattr(record, name)
        if before == value:
            continue
        sealed = isinstance(record._meta.get_field(name), EncryptedField)
        changes[name] = ["***", "***"] if sealed else [before, value]
        setattr(record, name, value)
        touched |= {name, digests.get(name, name)}
    if changes:
        _check(record)
        record.version += 1  # type: ignore[attr-defined]
        _write(record, lambda: record.save(update_fields=[*touched, "version"]))
    return changes


def create(model: type[M], **values: Any) -> tuple[M, dict[str, list[Any]]]:
    """Make a record after checking it; returns it and field → [None, value] for the audit."""
    record = model(**values)
    _check(record)
    _write(record, lambda: record.save(force_insert=True))
    shown = {
        name: [None, "***" if isinstance(model._meta.get_field(name), EncryptedField) else value]
        for name, value in values.items()
        if value not in (None, "")
    }
    return record, shown


def _check(record: models.Model) -> None:
    """Every rule of the model and the database, also those that speak of a sealed field's hash."""
    for field in record._meta.fields:
        if isinstance(field, DigestField):
            field.pre_save(record, record._state.adding)
    record.full_clean()


def _write(record: models.Model, save: Callable[[], None]) -> None:
    """Save; where another transaction took the place since the check, name the rule it broke."""
    try:
        with transaction.atomic():
            save()
    except IntegrityError:
        record.full_clean()
        raise
