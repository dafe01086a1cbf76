"""What the acting office has on file about the people of a roster, read in few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

from django.db.models import Max

from members.models import Card, Employer, Membership, Person, PersonPast
from unionhub.crypto import keyed_hash
from unionhub.models import Place
from unionhub.scope import Scope
from unionhub.spreadsheets.cells import fold
from unionhub.spreadsheets.importing import Entry

CHUNK = 500
T = TypeVar("T")


class Register:
    """Who of a roster's people is on file, with spells and cards; the office's units and places.

    ``named``: people by name and birthday, ``phoned``: by name and phone; several of one kind are
    possible. ``changed``: the last dated change of work or place of each.
    """

    def __init__(self, entries: Sequence[Entry], by: Scope) -> None:
        self.office = by.organisation
        self.people: dict[str, Person] = {}
        self.known: dict[int, Person] = {}
        self.named: dict[tuple[str, date], list[Person]] = defaultdict(list)
        self.phoned: dict[tuple[str, str], list[Person]] = defaultdict(list)
        self.spells: dict[int, list[Membership]] = defaultdict(list)
        self.cards: dict[int, list[Card]] = defaultdict(list)
        self.changed: dict[int, date] = {}
        self._find_by_number([digest_of(e) for e in entries if "id_number" in e.values])
        self._find_by_name(sorted({e.values["name"] for e in entries if "name" in e.values}))
        for part in _chunks(sorted(self.known)):
            self._find_belongings(part)
        self.employers = {
            fold(e.name): e
            for e in Employer.objects.filter(organisation=self.office).select_related("union")
        }
        self.places = {
            fold(p.name): p for p in Place.objects.filter(organisation=self.office).active()
        }
        # Also of spells declared void: the number on the card in somebody's hand is taken.
        self.taken: dict[str, int] = {}
        for part in _chunks([e.values["card_no"] for e in entries if "card_no" in e.values]):
            cards = Card.everything.filter(organisation=self.office, number__in=part)
            self.taken |= dict(cards.values_list("number", "membership_id"))

    def _find_by_number(self, digests: Sequence[str]) -> None:
        for part in _chunks(digests):
            people = Person.objects.filter(organisation=self.office, id_digest__in=part)
            # Sealed numbers are not opened by the thousand: the hash has found them.
            people = people.select_related("employer", "place", "details").defer("id_number")
            self.people |= {str(person.id_digest): person for person in people}
        self.known |= {person.pk: person for person in self.people.values()}

    def _find_by_name(self, names: Sequence[str]) -> None:
        for part in _chunks(names):
            people = Person.objects.filter(organisation=self.office, name__in=part)
            people = people.select_related("employer", "place", "details").defer("id_number")
            for found in people:
                person = self.known.setdefault(found.pk, found)
                if person.birth_date:
                    self.named[person.name, person.birth_date].append(person)
                if person.phone:
                    self.phoned[person.name, person.phone].append(person)

    def _find_belongings(self, people: Sequence[int]) -> None:
        for spell in Membership.objects.filter(person__in=people):
            self.spells[spell.person_id].append(spell)
        for card in Card.objects.filter(membership__person__in=people):
            self.cards[card.membership_id].append(card)
        past = PersonPast.objects.filter(person__in=people).order_by()
        self.changed |= dict(past.values_list("person").annotate(Max("until_on")))


def digest_of(entry: Entry) -> str:
    return keyed_hash(entry.values.get("id_number", ""), "id_number")


def _chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
