"""What rests on records: rows of any table, of whatever app, that point at them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import TypeVar

from django.db.models import Model

from unionhub.merging import pointers

BATCH = 500
M = TypeVar("M", bound=Model)


def resting_on(
    kind: type[Model],
    numbers: Collection[int],
    *,
    but: Collection[type[Model]] = (),
    besides: Collection[Model] = (),
) -> dict[int, set[str]]:
    """Number → what the rows that point at that record are called. ``but``: models that do not
    count; ``besides``: rows that do not.

    A query for each table that points at the kind and each five hundred numbers.
    """
    wanted = sorted(set(numbers))
    apart = {(type(one), one.pk) for one in besides}
    found: dict[int, set[str]] = defaultdict(set)
    for pointer in pointers(kind, but):
        for start in range(0, len(wanted), BATCH):
            part = wanted[start : start + BATCH]
            rows = pointer.model._base_manager.filter(**{f"{pointer.field}__in": part})
            for pk, number in rows.values_list("pk", pointer.field):
                if (pointer.model, pk) not in apart:
                    found[number].add(str(pointer.model._meta.verbose_name))
    return found
