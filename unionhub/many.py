"""What ``changes`` does for one record, for thousands at once: the same rules, few queries.

Fields are checked in Python before; what only the database can know (unique numbers, rows that
must exist) it refuses by itself, and then the rule that was broken is named as for one record.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from unionhub.fields import DigestField, EncryptedField

M = TypeVar("M", bound=models.Model)
BATCH = 500
EDITS = 100  # rows of one UPDATE: its text grows with rows and fields


def create_all(records: Sequence[M]) -> None:
    """Insert the records, all of one model, and give them their numbers.

    Raises ValidationError of the first that cannot be kept.
    """
    if not records:
        return
    for record in records:
        _check(record)
    manager = type(records[0])._default_manager
    _write(records, lambda: manager.bulk_create(records, batch_size=BATCH))


def lock_all(model: type[M], numbers: Iterable[int]) -> dict[int, M]:
    """The rows as they are now, by number, locked in one order until the transaction ends."""
    wanted = sorted(set(numbers))
    found: dict[int, M] = {}
    for start in range(0, len(wanted), BATCH):
        rows = model._default_manager.select_for_update(of=("self",))
        part = rows.filter(pk__in=wanted[start : start + BATCH]).order_by("pk")
        found |= {row.pk: row for row in part}
    return found


def apply_all(
    edits: Sequence[tuple[M, Mapping[str, Any]]], *, also: Collection[int] = ()
) -> list[dict[str, list[Any]]]:
    """Set the values that differ on each (locked) record; field → [old, new] of each, in order.

    ``also``: numbers of records whose version counts without a difference, because what belongs
    to them changed. Sealed fields are not changed this way: raises TypeError.
    """
    told, touched, names = [], [], {"version"}
    for record, values in edits:
        diff = _set(record, values)
        if diff or record.pk in also:
            _check(record)
            record.version += 1  # type: ignore[attr-defined]
            touched.append(record)
            names |= set(diff)
        told.append(diff)
    if touched:
        manager = type(touched[0])._default_manager
        fields = sorted(names)
        _write(touched, lambda: manager.bulk_update(touched, fields, batch_size=EDITS))
    return told


def _set(record: models.Model, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    diff = {}
    for name, value in values.items():
        if isinstance(record._meta.get_field(name), (EncryptedField, DigestField)):
            raise TypeError(f"{name} is sealed: use changes.apply")
        if (before := getattr(record, name)) != value:
            diff[name] = [before, value]
            setattr(record, name, value)
    return diff


def _check(record: models.Model) -> None:
    """The rules of its fields; relations are records already found, the database knows the rest."""
    for field in record._meta.fields:
        if isinstance(field, DigestField):
            field.pre_save(record, record._state.adding)
    relations = [field.name for field in record._meta.fields if field.is_relation]
    record.clean_fields(exclude=relations)
    record.clean()


def _write(records: Sequence[models.Model], save: Callable[[], object]) -> None:
    try:
        with transaction.atomic():
            save()
    except IntegrityError:
        for record in records:
            record.full_clean()
        raise ValidationError(
            "登记时与其他记录冲突（可能同时有人登记了同样的内容），没有保存，请重新检查后再试。",
            code="conflict",
        ) from None
