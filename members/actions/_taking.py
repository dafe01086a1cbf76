"""Putting the lines of a roster on the register: what the actions on people, spells and cards
do one by one, for thousands at once. A test holds both ways to the same result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Model

from members import rules
from members.actions._planned import Planned, changed_on
from members.models import (
    Card,
    ChangeKind,
    Employer,
    Membership,
    MembershipChange,
    Person,
    PersonDetails,
    PersonPast,
    dated_facts,
)
from unionhub import many
from unionhub.audit import Deed, record_many
from unionhub.fields import EncryptedField
from unionhub.models import Place
from unionhub.periods import today
from unionhub.scope import Scope
from unionhub.spreadsheets.cells import fold

PLACE_ENDINGS = {"村": Place.Kind.VILLAGE, "社区": Place.Kind.COMMUNITY, "片": Place.Kind.AREA}


def take(planned: Sequence[Planned], *, options: Mapping[str, Any], by: Scope) -> None:
    """Write what the lines do; each entry learns the number of its person, and keeps traces of
    what was written, by which ``undo`` takes it back.

    The log comes last: whoever registers one person meanwhile waits for its tail, not we for him.
    """
    deeds = [
        *_new_employers(planned, by),
        *_new_places(planned, by),
        *_people(planned, changed_on(options), by),
        *_spells(planned, by),
        *_cards(planned, by),
    ]
    record_many(by=by, deeds=deeds)


def _new_employers(planned: Sequence[Planned], by: Scope) -> list[Deed]:
    """Units the sheet names and nobody has registered yet, each once."""
    made: dict[str, Employer] = {}
    first: dict[str, Planned] = {}
    for one in planned:
        if name := one.new_employer:
            kind = Employer.Kind.OTHER
            fresh = Employer(organisation=by.organisation, name=name, kind=kind)
            one.employer = made.setdefault(fold(name), fresh)
            first.setdefault(fold(name), one)
    many.create_all([*made.values()])
    for name, one in first.items():
        one.entry.traces["employer"] = made[name].pk
    return [
        _first(unit, "employer.register", "organisation", "name", "kind") for unit in made.values()
    ]


def _new_places(planned: Sequence[Planned], by: Scope) -> list[Deed]:
    made: dict[str, Place] = {}
    first: dict[str, Planned] = {}
    for one in planned:
        if name := one.new_place:
            fresh = Place(organisation=by.organisation, name=name, kind=_place_kind(name))
            one.place = made.setdefault(fold(name), fresh)
            first.setdefault(fold(name), one)
    many.create_all([*made.values()])
    for name, one in first.items():
        one.entry.traces["place"] = made[name].pk
    return [_first(place, "place.add", "organisation", "name", "kind") for place in made.values()]


def _first(record: Model, verb: str, *names: str) -> Deed:
    """The line in the log of a record that is new."""
    return Deed(verb, record, {name: [None, getattr(record, name)] for name in names})


def _place_kind(name: str) -> str:
    return next(
        (kind for ending, kind in PLACE_ENDINGS.items() if name.endswith(ending)),
        Place.Kind.OTHER,
    )


def _people(planned: Sequence[Planned], on: date | None, by: Scope) -> list[Deed]:
    """New people and what changes about known ones; the deeds in the order of the lines."""
    fresh = [one for one in planned if one.person is None]
    known = [one for one in planned if one.person is not None and one.entry.changes]
    told = _new_people(fresh, by) | _changed_people(known, on, by)
    verbs = {id(one): "person.register" for one in fresh} | dict.fromkeys(
        map(id, known), "person.change"
    )
    deeds = []
    for one in planned:
        one.entry.target_id = one.person.pk if one.person else None
        if diff := told.get(id(one)):
            shown = {name: pair for name, pair in diff.items() if name not in rules.UNTOLD}
            deeds.append(Deed(verbs[id(one)], one.person, shown))
        _trace(one, told.get(id(one), {}) if verbs.get(id(one)) == "person.change" else None)
    return deeds


def _trace(one: Planned, diff: Mapping[str, Any] | None) -> None:
    """Keep whom the line made (no ``diff``) or changed, in which version, and what was before."""
    if one.person is None:
        return
    one.entry.traces |= {"person": one.person.pk, "version": one.person.version}
    if diff is not None:
        one.entry.traces["before"] = {
            name: pair[0].pk if isinstance(pair[0], Model) else pair[0]
            for name, pair in diff.items()
        }


def _new_people(fresh: Sequence[Planned], by: Scope) -> dict[int, dict[str, Any]]:
    made: list[Person] = []
    further: list[PersonDetails] = []
    told = {}
    for one in fresh:
        own, more = _parted(one)
        own["organisation"] = by.organisation
        one.person = Person(**own)
        made.append(one.person)
        filled = {name: value for name, value in more.items() if value}
        if filled:
            further.append(PersonDetails(person=one.person, **filled))
        told[id(one)] = _begun(Person, own) | _begun(PersonDetails, filled)
    many.create_all(made)
    many.create_all(further)
    return told


def _changed_people(
    known: Sequence[Planned], on: date | None, by: Scope
) -> dict[int, dict[str, Any]]:
    people = many.lock_all(Person, [one.person.pk for one in known if one.person])
    found = PersonDetails.objects.filter(person__in=people).values_list("pk", flat=True)
    details = {one.person_id: one for one in many.lock_all(PersonDetails, found).values()}
    before = {pk: dated_facts(person, details.get(pk)) for pk, person in people.items()}
    for one in known:
        one.person = people[one.person.pk] if one.person else None
    told = _changed_details(known, details)
    also = {one.person.pk for one in known if one.person and told.get(id(one))}
    edits = [(one.person, _parted(one)[0] | {"touched_on": today()}) for one in known if one.person]
    for one, diff in zip(known, many.apply_all(edits, also=also), strict=True):
        told[id(one)] = diff | told.get(id(one), {})
    changed = {one.person.pk: told[id(one)] for one in known if one.person}
    if on is not None:
        PersonPast.objects.bulk_create(
            [
                PersonPast(person_id=pk, until_on=on, recorded_by=by.user, **before[pk])
                for pk, diff in changed.items()
                if not before[pk].keys().isdisjoint(diff)
            ],
            batch_size=many.BATCH,
        )
    return told


def _changed_details(
    known: Sequence[Planned], details: Mapping[int, PersonDetails]
) -> dict[int, dict[str, Any]]:
    """Further records changed, and begun where there were none; line → what it changed."""
    edits, edited, begun = [], [], []
    told: dict[int, dict[str, Any]] = {}
    for one in known:
        _, more = _parted(one)
        if one.person and one.person.pk in details:
            edits.append((details[one.person.pk], more))
            edited.append(one)
        elif filled := {name: value for name, value in more.items() if value}:
            begun.append(PersonDetails(person=one.person, **filled))
            told[id(one)] = _begun(PersonDetails, filled)
    many.create_all(begun)
    for one, diff in zip(edited, many.apply_all(edits), strict=True):
        told[id(one)] = diff
    return told


def _spells(planned: Sequence[Planned], by: Scope) -> list[Deed]:
    """Spells opened, each with its first change."""
    joining = [one for one in planned if one.join]
    for one in joining:
        union, day = one.join or (by.organisation, today())
        one.spell = Membership(
            organisation=by.organisation, person=one.person, union=union, joined_on=day
        )
    made = [one.spell for one in joining if one.spell]
    many.create_all(made)
    for one, spell in zip(joining, made, strict=True):
        one.entry.traces["spell"] = spell.pk
    MembershipChange.objects.bulk_create(
        [
            MembershipChange(
                membership=spell,
                kind=ChangeKind.JOIN,
                on=spell.joined_on,
                recorded_by=by.user,
            )
            for spell in made
        ],
        batch_size=many.BATCH,
    )
    names = ("organisation", "person", "union", "joined_on", "begin_kind")
    return [_first(spell, "membership.join", *names) for spell in made]


def _cards(planned: Sequence[Planned], by: Scope) -> list[Deed]:
    made = []
    given = [one for one in planned if one.card]
    for one in given:
        number, day = one.card or ("", today())
        made.append(
            Card(organisation=by.organisation, membership=one.spell, number=number, issued_on=day)
        )
    many.create_all(made)
    for one, card in zip(given, made, strict=True):
        one.entry.traces["card"] = card.pk
    names = ("organisation", "membership", "kind", "number", "issued_on")
    return [_first(card, "card.issue", *names) for card in made]


def _parted(one: Planned) -> tuple[dict[str, Any], dict[str, Any]]:
    """Facts of the person itself, and of its further record."""
    more = {name: value for name, value in one.facts.items() if name in PersonDetails.FACTS}
    own = {name: value for name, value in one.facts.items() if name not in more}
    if one.employer is not None:
        own["employer"] = one.employer
    if one.place is not None:
        own["place"] = one.place
    return own, more


def _begun(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """What the log says of a new record's facts; sealed ones are only named."""
    return {
        name: [None, "***" if isinstance(model._meta.get_field(name), EncryptedField) else value]
        for name, value in values.items()
        if value not in (None, "")
    }
