"""The household of a person: relatives of their own, and those the relatives lead to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from members.listings.people import MEMBER_TONES, PEOPLE, standing_of
from members.models import FamilyTie, Person
from members.rules.families import inverse_words, relation_words
from unionhub.scope import Scope


@dataclass(frozen=True, slots=True)
class Kin:
    """One relative as a page or paper tells it. ``person``: on the register and in sight.

    Of somebody on the register, work and phone are those of today; of somebody this post may
    not look up, the name is all there is.
    """

    tie: FamilyTie
    relation: str
    name: str
    workplace: str
    phone: str
    person: Person | None = None

    @property
    def standing(self) -> str:
        return standing_of(self.person) if self.person else ""

    @property
    def tone(self) -> str:
        return MEMBER_TONES.get(self.standing, "quiet")


def family_rows(person: Person, scope: Scope) -> list[Kin]:
    """The person's relatives in the order they were recorded, from whichever end."""
    ties = _ties(scope, [person])
    seen = _seen(scope, (end.pk for tie in ties if (end := _other_end(tie, person))))
    return [_kin(tie, person, seen) for tie in ties]


def household_beyond(person: Person, family: Iterable[Kin], scope: Scope) -> list[Kin]:
    """Relatives of the relatives: one household, though nobody tied them to this person."""
    near = {kin.person.pk: kin.person for kin in family if kin.person}
    inside = {person.pk, *near}
    ties = _ties(scope, near.values())
    beyond: dict[int | str, tuple[FamilyTie, Person]] = {}
    for tie in ties:
        via = near.get(tie.person_id) or near[tie.relative_id or 0]
        end = _other_end(tie, via)
        if end is None or end.pk not in inside:
            beyond.setdefault(end.pk if end else f"tie {tie.pk}", (tie, via))
    seen = _seen(scope, (end.pk for tie, via in beyond.values() if (end := _other_end(tie, via))))
    return [_kin(tie, via, seen, f"{via}的") for tie, via in beyond.values()]


def _ties(scope: Scope, people: Iterable[Person]) -> list[FamilyTie]:
    rows = FamilyTie.objects.visible_to(scope).of(people).standing()
    return list(rows.select_related("person", "relative"))


def _seen(scope: Scope, numbers: Iterable[int]) -> dict[int, Person]:
    """People of the register in sight of this post, with their standing."""
    return {one.pk: one for one in PEOPLE.rows(scope).filter(pk__in=list(numbers))}


def _other_end(tie: FamilyTie, person: Person) -> Person | None:
    return tie.relative if tie.person_id == person.pk else tie.person


def _kin(tie: FamilyTie, person: Person, seen: dict[int, Person], of: str = "") -> Kin:
    end = _other_end(tie, person)
    told = relation_words if tie.person_id == person.pk else inverse_words
    relation = of + told(tie.relation)
    if end is None:
        return Kin(tie, relation, tie.name, tie.workplace, tie.phone)
    there = seen.get(end.pk)
    if there is None:
        return Kin(tie, relation, end.name, "", "")
    return Kin(tie, relation, end.name, str(there.employer or ""), there.phone, there)
