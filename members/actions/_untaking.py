"""Taking back what a roster put on the register, as far as nobody has built on it since.

Spells and cards go first, then people the roster made, then units and places nobody else uses;
what it changed is set back. Each line says of itself what stayed, and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.utils import timezone

from members import rules
from members.models import (
    Card,
    CardState,
    ChangeKind,
    Dues,
    Employer,
    Membership,
    MembershipChange,
    Person,
    PersonDetails,
    PersonPast,
)
from unionhub import many
from unionhub.audit import Deed, record_many
from unionhub.models import Place
from unionhub.periods import today
from unionhub.resting import resting_on
from unionhub.scope import Scope
from unionhub.spreadsheets.importing import Entry

LONGEST = 100


def undo(entries: Sequence[Entry], *, reason: str, by: Scope) -> None:
    """Take back what the lines' traces tell; ``kept`` of an entry says what stayed and why."""
    people = many.lock_all(Person, _numbers(entries, "person"))
    deeds = [
        *_cards(entries, reason),
        *_spells(entries, reason, by),
        *_changed(entries, people),
        *_made(entries, people),
        *_unused(entries, "employer", Employer, "employer.withdraw"),
        *_unused(entries, "place", Place, "place.withdraw"),
    ]
    record_many(by=by, deeds=[Deed(d.verb, d.target, d.changes, reason) for d in deeds])


def _numbers(entries: Sequence[Entry], key: str) -> list[int]:
    return [entry.traces[key] for entry in entries if key in entry.traces]


def _cards(entries: Sequence[Entry], reason: str) -> list[Deed]:
    """Cards handed out by the roster are void, and their numbers free again."""
    cards = many.lock_all(Card, _numbers(entries, "card"))
    rests = resting_on(Card, cards)
    edits: list[tuple[Card, Mapping[str, Any]]] = []
    for entry in entries:
        card = cards.get(entry.traces.get("card", 0))
        if "card" not in entry.traces:
            continue
        if card is None or card.version or rests.get(card.pk):
            entry.kept.append("会员证导入后已有变动，保留")
            continue
        reason_told = f"撤回导入（证号{card.number}）：{reason}"[:LONGEST]
        values = {"number": "", "state": CardState.VOID, "void_on": today()}
        edits.append((card, {**values, "void_reason": reason_told}))
    told = many.apply_all(edits)
    return [Deed("card.void", card, diff) for (card, _), diff in zip(edits, told, strict=True)]


def _spells(entries: Sequence[Entry], reason: str, by: Scope) -> list[Deed]:
    """Spells the roster opened never were."""
    spells = many.lock_all(Membership, _numbers(entries, "spell"))
    own = [
        *Card.objects.filter(membership__in=spells, pk__in=_numbers(entries, "card"), number=""),
        *MembershipChange.objects.filter(membership__in=spells, kind=ChangeKind.JOIN),
    ]
    rests = resting_on(Membership, spells, besides=own)
    paid = set(Dues.objects.filter(person__memberships__in=spells).values_list("person", flat=True))
    void: list[Membership] = []
    for entry in entries:
        if "spell" not in entry.traces:
            continue
        spell = spells.get(entry.traces["spell"])
        if spell is None or spell.version or rests.get(spell.pk):
            entry.kept.append("会籍导入后已有变动，保留")
        elif spell.person_id in paid:
            entry.kept.append("已登记会费，会籍保留")
        else:
            void.append(spell)
    MembershipChange.objects.bulk_create(
        [
            MembershipChange(
                membership=spell,
                kind=ChangeKind.VOID,
                on=today(),
                reason=reason[:LONGEST],
                recorded_by=by.user,
            )
            for spell in void
        ],
        batch_size=many.BATCH,
    )
    told = many.apply_all([(spell, {"voided_at": timezone.now()}) for spell in void])
    return [Deed("membership.void", one, diff) for one, diff in zip(void, told, strict=True)]


def _changed(entries: Sequence[Entry], people: Mapping[int, Person]) -> list[Deed]:
    """Facts of people who were on file before are as they were, unless edited since."""
    changed = [entry for entry in entries if "before" in entry.traces]
    numbers = [entry.traces["person"] for entry in changed]
    found = PersonDetails.objects.filter(person__in=numbers).values_list("pk", flat=True)
    details = {one.person_id: one for one in many.lock_all(PersonDetails, found).values()}
    named: dict[str, Mapping[int, Model]] = {
        "employer": Employer.objects.in_bulk(_before(changed, "employer")),
        "place": Place.objects.in_bulk(_before(changed, "place")),
    }
    back: list[tuple[Person, dict[str, Any]]] = []
    further: list[tuple[PersonDetails, dict[str, Any]]] = []
    for entry in changed:
        person = people.get(entry.traces["person"])
        if person is None or person.version != entry.traces["version"]:
            entry.kept.append("资料导入后已有修改，没有改回")
            continue
        own, more = _as_it_was(entry.traces["before"], named)
        back.append((person, own))
        if more and person.pk in details:
            further.append((details[person.pk], more))
    told = many.apply_all(further)
    diffs = {one.person_id: diff for (one, _), diff in zip(further, told, strict=True)}
    told = many.apply_all(back, also={person.pk for person, _ in back})
    deeds = []
    for (person, _), diff in zip(back, told, strict=True):
        deeds.append(Deed("person.change", person, rules.told(diff | diffs.get(person.pk, {}))))
    return deeds


def _before(entries: Sequence[Entry], name: str) -> set[int]:
    return {before for e in entries if (before := e.traces["before"].get(name)) is not None}


def _as_it_was(
    before: Mapping[str, Any], named: Mapping[str, Mapping[int, Model]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Old values of the person itself and of its further record, as Python has them."""
    own: dict[str, Any] = {}
    more: dict[str, Any] = {}
    for name, value in before.items():
        if name in named:
            own[name] = named[name].get(value)
        elif name in PersonDetails.FACTS:
            field: Any = PersonDetails._meta.get_field(name)
            more[name] = field.get_default() if value is None else field.to_python(value)
        else:
            field = Person._meta.get_field(name)
            own[name] = field.to_python(value)
    return own, more


def _made(entries: Sequence[Entry], people: Mapping[int, Person]) -> list[Deed]:
    """People the roster brought are off the register, unless something rests on them."""
    made = [e for e in entries if "person" in e.traces and e.outcome == "new"]
    numbers = [entry.traces["person"] for entry in made]
    own = [
        *PersonDetails.objects.filter(person__in=numbers),
        *Membership.everything.filter(person__in=numbers, voided_at__isnull=False),
    ]
    rests = resting_on(Person, numbers, but=(PersonPast,), besides=own)
    gone: list[Person] = []
    for entry in made:
        person = people.get(entry.traces["person"])
        if person is None or person.version != entry.traces["version"]:
            entry.kept.append("人员导入后已有修改，保留")
        elif rests.get(person.pk):
            entry.kept.append(f"此人名下已有{'、'.join(sorted(rests[person.pk]))}，保留")
        else:
            gone.append(person)
    told = many.apply_all([(person, {"removed_at": timezone.now()}) for person in gone])
    return [Deed("person.withdraw", one, diff) for one, diff in zip(gone, told, strict=True)]


def _unused(
    entries: Sequence[Entry], key: str, kind: type[Employer] | type[Place], verb: str
) -> list[Deed]:
    """Units and places the roster registered, deleted where nobody on the register uses them.

    People who were taken back let go of them first: only the line of the roster tells of both.
    """
    made = many.lock_all(kind, _numbers(entries, key))
    gone_people = Person.everything.filter(
        pk__in=_numbers(entries, "person"), removed_at__isnull=False
    )
    rests = resting_on(kind, made, besides=list(gone_people.filter(**{f"{key}__in": made})))
    deeds = []
    for entry in entries:
        if key not in entry.traces:
            continue
        record = made.get(entry.traces[key])
        if record is None or record.version or rests.get(record.pk):
            name = f"“{record}”" if record is not None else ""
            entry.kept.append(f"随表新建的{kind._meta.verbose_name}{name}已在使用，保留")
            continue
        gone_people.filter(**{key: record}).update(**{key: None})
        deeds.append(Deed(verb, record, {"name": [record.name, None]}))
        kind.objects.filter(pk=record.pk).delete()
    return deeds
