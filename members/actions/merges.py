"""Two records of one person made one, and made two again; telling two people apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from members import rules
from members.models import STAY, Distinct, Merge, Person, PersonDetails, details_of
from unionhub import audit, changes, merging
from unionhub.crypto import seal, unseal
from unionhub.fields import EncryptedField
from unionhub.permissions import Permission
from unionhub.reasons import stated
from unionhub.scope import Scope


@transaction.atomic
def merge(
    *,
    kept: Person,
    gone: Person,
    chosen: Collection[str] = (),
    reason: str,
    by: Scope,
    versions: Sequence[int] | None = None,
) -> Merge:
    """Join ``gone`` into ``kept``: all that hangs on it is moved, and it leaves the register.

    ``chosen``: keys of ``rules.FACTS`` on which the value of ``gone`` stands; of the others the
    kept record's, unless it has none. ``versions`` of kept and gone as they were looked at.
    Raises ValidationError naming what cannot stand twice, such as two running spells.
    """
    why = stated(reason, "请写明合并的依据，记入日志。")
    if kept.pk == gone.pk:
        raise ValidationError("请选择两条不同的记录。")
    merging.hold(kept, gone, but=STAY)
    kept, gone = _both(kept, gone, versions)
    for person in (kept, gone):
        by.check(Permission.MEMBER_EDIT, person)
    record = Merge.objects.create(
        organisation=by.organisation, kept=kept, gone=gone, reason=why, merged_by=by.user
    )
    _set_removed(gone, timezone.now())
    both_further = PersonDetails.objects.filter(person__in=(kept, gone)).count() == 2
    record.facts, diff = _take_over(kept, gone, chosen, further=both_further)
    but = (*STAY, PersonDetails) if both_further else STAY
    record.moved = merging.move(gone, kept, but=but)
    record.save(update_fields=["facts", "moved"])
    told = {"gone": [None, str(gone)], "moved": [None, merging.in_words(record.moved)], **diff}
    audit.record(by=by, verb="person.merge", target=kept, changes=told, note=why)
    return record


@transaction.atomic
def undo(*, merge: Merge, reason: str, by: Scope) -> Merge:
    """Make two records of one again: what was moved and still stands as moved goes back.

    A fact the office changed since stays as it is; what was registered since stays where it is.
    Raises ValidationError where that cannot be: the kept record was merged itself, the number of
    the other was registered anew, or a later deed hangs on both.
    """
    why = stated(reason, "请写明撤销合并的原因，记入日志。")
    merging.hold(merge.kept, merge.gone, but=STAY)
    kept, gone = _rows(merge.kept_id, merge.gone_id)
    current = changes.lock(merge)
    by.check(Permission.MEMBER_EDIT, kept)
    if current.undone_at is not None:
        raise ValidationError("这次合并已经撤销过了。")
    if kept.removed_at is not None:
        raise ValidationError(f"“{kept}”这条记录后来又并入了别的记录，请先撤销后一次合并。")
    diff = _give_back(kept, gone, current.facts)
    _set_removed(gone, None)
    merging.move_back(current.moved, kept=kept, gone=gone)
    current.undone_by, current.undone_at = by.user, timezone.now()
    current.version += 1
    current.save(update_fields=["undone_by", "undone_at", "version"])
    told = {"gone": [str(gone), None], **diff}
    audit.record(by=by, verb="person.unmerge", target=kept, changes=told, note=why)
    return current


@transaction.atomic
def tell_apart(*, one: Person, other: Person, by: Scope) -> Distinct:
    """Write down that two who look alike are two people; doing it twice changes nothing."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    for person in (first, second):
        by.check(Permission.MEMBER_EDIT, person)
    try:
        with transaction.atomic():
            told, fresh = Distinct.objects.get_or_create(
                first=first, second=second, defaults={"told_by": by.user}
            )
    except IntegrityError:
        raise ValidationError("请选择两条不同的记录。") from None
    if fresh:
        pair = {"distinct": [None, f"{first}、{second}"]}
        audit.record(by=by, verb="person.tell_apart", target=first, changes=pair)
    return told


def _both(kept: Person, gone: Person, versions: Sequence[int] | None) -> tuple[Person, Person]:
    """Both as they are now, locked in the order of their numbers. Raises StaleEdit, NotThere."""
    locked = _rows(kept.pk, gone.pk)
    if any(person.removed_at is not None for person in locked):
        raise changes.NotThere
    if versions is not None and [person.version for person in locked] != [*versions]:
        raise changes.StaleEdit
    return locked


def _rows(kept: int, gone: int) -> tuple[Person, Person]:
    rows = Person.everything.select_for_update(of=("self",)).filter(pk__in=(kept, gone))
    found = {person.pk: person for person in rows.order_by("pk")}
    return found[kept], found[gone]


def _set_removed(person: Person, at: Any) -> None:
    """Take a record off the register or put it back. Raises ValidationError where its number has
    been registered anew."""
    person.removed_at = at
    person.version += 1
    if at is None:
        person.validate_constraints()
    person.save(update_fields=["removed_at", "version"])


def _take_over(
    kept: Person, gone: Person, chosen: Collection[str], *, further: bool
) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """Write the other record's facts onto the kept one; what stood there before, and what the
    log says of it. ``further``: both have further records (one alone is moved instead)."""
    mine, theirs = rules.facts_of(kept), rules.facts_of(gone)
    taken = rules.taken_over(mine, theirs, chosen)
    before: dict[str, Any] = {}
    diff: dict[str, list[Any]] = {}
    for record, is_further in ((kept, False), (details_of(kept), True)):
        if is_further and not further:
            continue
        values: dict[str, Any] = {}
        for fact in (fact for fact in taken if fact.further == is_further):
            before[fact.key] = {name: _plain(record, name) for name in fact.fields}
            values |= {name: theirs[name] for name in fact.fields}
        diff |= changes.apply(record, values)
    return before, rules.told(diff)


def _give_back(
    kept: Person, gone: Person, before: Mapping[str, Mapping[str, Any]]
) -> dict[str, list[Any]]:
    """What stood on the kept record before, where it still has what it took over."""
    theirs = rules.facts_of(gone)
    diff: dict[str, list[Any]] = {}
    for record, is_further in ((kept, False), (details_of(kept), True)):
        values: dict[str, Any] = {}
        for fact in rules.FACTS:
            stood = before.get(fact.key, {}) if fact.further == is_further else {}
            if all(getattr(record, name) == theirs[name] for name in stood):
                values |= {name: _value(record, name, plain) for name, plain in stood.items()}
        if values:
            diff |= changes.apply(record, values)
    return rules.told(diff)


def _plain(record: models.Model, name: str) -> Any:
    """A value as it is kept with the merge; a sealed one stays sealed."""
    field: Any = record._meta.get_field(name)
    value = field.value_from_object(record)
    if isinstance(field, EncryptedField):
        return seal(value, field.label) if value else value
    return value if value is None or isinstance(value, bool | int) else str(value)


def _value(record: models.Model, name: str, plain: Any) -> Any:
    field: Any = record._meta.get_field(name)
    if isinstance(field, EncryptedField):
        return unseal(plain, field.label) if plain else plain
    if field.is_relation:
        return field.related_model._base_manager.filter(pk=plain).first()
    return field.to_python(plain)
