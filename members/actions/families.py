"""家庭成员: tying relatives to a person, and letting go of a tie."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from members.models import FamilyTie, Person, Relation
from members.rules.families import clean_relative, inverse_words, relation_words
from unionhub import audit, changes
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope


@transaction.atomic
def add(
    *,
    person: Person,
    relation: str,
    by: Scope,
    relative: Person | None = None,
    name: str = "",
    workplace: str = "",
    phone: str = "",
) -> FamilyTie:
    """Tie a relative to a person: somebody of the office's own register, or a name.

    Work and phone of somebody on the register stand on that person's own page. Raises
    ValidationError when the two are tied already, from whichever end.
    """
    by.check(Permission.MEMBER_EDIT, person)
    current = _lock(person, relative)
    by.check(Permission.MEMBER_EDIT, current)
    facts = {"name": name, "workplace": workplace, "phone": phone}
    if relative is not None:
        _check_relative(current, relative)
        facts = dict.fromkeys(facts, "")
    tie, diff = changes.create(
        FamilyTie,
        organisation=current.organisation,
        person=current,
        relative=relative,
        relation=relation,
        **clean_relative(facts),
    )
    audit.record(by=by, verb="family.add", target=tie, changes=_told(diff), note=_words(tie))
    return tie


@transaction.atomic
def change(
    *,
    tie: FamilyTie,
    relation: str,
    by: Scope,
    version: int | None = None,
    name: str = "",
    workplace: str = "",
    phone: str = "",
) -> FamilyTie:
    """Correct a tie. Of somebody on the register only the relation is kept here."""
    current = _standing(tie, by, version)
    values = {"relation": relation}
    if current.relative_id is None:
        values |= clean_relative({"name": name, "workplace": workplace, "phone": phone})
    diff = changes.apply(current, values)
    if diff:
        audit.record(
            by=by, verb="family.change", target=current, changes=diff, note=_words(current)
        )
    return current


@transaction.atomic
def remove(*, tie: FamilyTie, by: Scope, on: date | None = None) -> FamilyTie:
    """The relative no longer belongs to the household; what was on file stays in the history."""
    current = _standing(tie, by)
    diff = changes.apply(current, {"removed_on": on or today()})
    audit.record(by=by, verb="family.remove", target=current, changes=diff, note=_words(current))
    return current


def _lock(person: Person, relative: Person | None) -> Person:
    """Both people, in one order for everybody: two who tie each other at once wait in line."""
    for one in sorted(filter(None, (person, relative)), key=lambda p: p.pk):
        locked = changes.lock(one)
        if one.pk == person.pk:
            current = locked
    return current


def _standing(tie: FamilyTie, by: Scope, version: int | None = None) -> FamilyTie:
    by.check(Permission.MEMBER_EDIT, tie.person)
    current = changes.lock(tie, version)
    by.check(Permission.MEMBER_EDIT, current.person)
    if current.removed_on is not None:
        raise ValidationError("这条家庭关系已经移出，请刷新页面。", code="removed")
    return current


def _check_relative(person: Person, relative: Person) -> None:
    if relative.organisation_id != person.organisation_id:
        raise ValidationError({"relative": "只能选择本工会登记的人员；其他人请按姓名填写。"})
    if FamilyTie.objects.standing().filter(person=relative, relative=person).exists():
        raise ValidationError(f"{relative}的页面上已登记了与{person}的关系，不用再登记。")


def _words(tie: FamilyTie) -> str:
    """The tie from both ends: 马小旺是马关旺的子女，马关旺是马小旺的父母."""
    told = f"{tie}是{tie.person}的{_called(relation_words(tie.relation))}"
    if tie.relative is None:
        return told
    return f"{told}，{tie.person}是{tie}的{_called(inverse_words(tie.relation))}"


def _called(relation: str) -> str:
    return "其他家人" if relation == Relation.OTHER.label else relation


def _told(diff: dict[str, list[object]]) -> dict[str, list[object]]:
    """Who is tied to whom stands in the note, in words for either page."""
    return {name: pair for name, pair in diff.items() if name not in ("person", "relative")}
