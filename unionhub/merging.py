"""Two records of one thing: what hangs on the one is moved to the other, and back again.

It is found by asking Django which tables point at such a record, so that a kind added later is
moved without anybody thinking of it. Rows that no rule lets stand on the other record are refused
with the words of that rule: the office settles them first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

# As it is kept with the merge: [label of the model, number, name of the field].
Moved = list[Any]


class Pointer(NamedTuple):
    """A field of a model that points at records of the kind in question."""

    model: type[models.Model]
    field: str

    def rows(self, *records: models.Model) -> models.QuerySet[Any]:
        """Rows that point at one of these, hidden ones too, locked until the transaction ends."""
        of_these = {f"{self.field}__in": [record.pk for record in records]}
        rows = self.model._base_manager.filter(**of_these)
        return rows.order_by("pk").select_for_update()


def pointers(kind: type[models.Model], but: Collection[type[models.Model]] = ()) -> list[Pointer]:
    """Every foreign key, one-to-one and table of a many-to-many that points at the kind.

    The apps that stand highest come first, which is the order records are locked in. ``but``:
    models that stay where they are.
    """
    order = [config.label for config in apps.get_app_configs()]
    relations: list[Any] = kind._meta.get_fields(include_hidden=True)
    found = [
        Pointer(relation.related_model, relation.field.name)
        for relation in relations
        if relation.auto_created
        and not relation.concrete
        and (relation.one_to_many or relation.one_to_one)
        and relation.related_model not in but
    ]
    return sorted(
        found,
        key=lambda one: (-order.index(one.model._meta.app_label), one.model._meta.label, one.field),
    )


def hanging(record: models.Model, *, but: Collection[type[models.Model]] = ()) -> list[Moved]:
    """What would move if the record went: a query for every table that points at its kind."""
    return [
        [pointer.model._meta.label, number, pointer.field]
        for pointer in pointers(type(record), but)
        for number in pointer.model._base_manager.filter(**{pointer.field: record}).values_list(
            "pk", flat=True
        )
    ]


def in_words(moved: Sequence[Moved]) -> str:
    """How much of what, each kind by its own name with a number."""
    counted = Counter(str(apps.get_model(label)._meta.verbose_name) for label, _, _ in moved)
    return "、".join(f"{name} {count}" for name, count in counted.items())


def hold(*records: models.Model, but: Collection[type[models.Model]] = ()) -> None:
    """Lock what hangs on the records, before they are locked themselves."""
    for pointer in pointers(type(records[0]), but):
        list(pointer.rows(*records))


def move(
    gone: models.Model, kept: models.Model, *, but: Collection[type[models.Model]] = ()
) -> list[Moved]:
    """Point at ``kept`` what points at ``gone``; both are locked. Returns what was moved.

    Raises ValidationError naming every row that cannot stand on ``kept``, and why.
    """
    moved, problems = [], []
    for pointer in pointers(type(kept), but):
        for row in pointer.rows(gone):
            if problem := _point(row, pointer.field, kept):
                problems.append(f"{problem}请先在原记录上处理好，再合并。")
            moved.append([row._meta.label, row.pk, pointer.field])
    if problems:
        raise ValidationError(problems)
    return moved


def move_back(moved: Sequence[Moved], *, kept: models.Model, gone: models.Model) -> int:
    """Point at ``gone`` again what was moved from it and still points at ``kept``.

    Returns how many rows that were. Raises ValidationError where a row cannot go back, or where
    something was hung since on a moved row and on ``kept`` at once, and would be torn apart.
    """
    standing = []
    for label, number, field in moved:
        pointer = Pointer(apps.get_model(label), field)
        row = pointer.rows(kept).filter(pk=number).first()
        if row is not None:
            standing.append((row, field))
    problems = [*_torn([row for row, _ in standing], kept, moved)]
    for row, field in standing:
        if problem := _point(row, field, gone):
            problems.append(f"{problem}合并不能撤销。")
    if problems:
        raise ValidationError(problems)
    return len(standing)


def _point(row: models.Model, field: str, record: models.Model) -> str:
    """Let the row point at the record; what is told is why it cannot."""
    setattr(row, field, record)
    try:
        row.validate_unique()
        row.validate_constraints()
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{field: record})
    except ValidationError as error:
        return f"{_named(row)}：{_words(error)}"
    except IntegrityError:
        return f"{_named(row)}：与另一条记录上的登记冲突。"
    return ""


def _torn(
    rows: Iterable[models.Model], kept: models.Model, moved: Sequence[Moved]
) -> Iterable[str]:
    """Rows made since that hang on a moved row and on the kept record itself."""
    known = {(label, number) for label, number, _ in moved}
    of_kept = pointers(type(kept))
    for row in rows:
        for pointer in pointers(type(row)):
            for mine in (one for one in of_kept if one.model is pointer.model):
                for late in pointer.rows(row).filter(**{mine.field: kept}):
                    if (late._meta.label, late.pk) not in known:
                        yield f"{_named(late)}是合并后办理的，撤销会使它对不上人。合并不能撤销。"


def _named(row: models.Model) -> str:
    return f"{row._meta.verbose_name}“{row}”"


def _words(error: ValidationError) -> str:
    return "".join(error.messages)
