"""Which facts of two records of one person differ, and which of them the office chooses."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from members.models import Person, PersonDetails, details_of
from unionhub.people import find_keys


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that is chosen as one: ``fields`` go together, the first of them is its own name."""

    fields: tuple[str, ...]
    further: bool = False  # kept on PersonDetails

    @property
    def key(self) -> str:
        return self.fields[0]


NAME = Fact(("name", *find_keys("")))
# Sex and birthday are what the number says; a doubt about it goes where the number goes.
DOCUMENT = Fact(("id_number", "document_kind", "sex", "birth_date", "id_doubt"))
SEX, BIRTHDAY = Fact(("sex",)), Fact(("birth_date",))
FACTS = (
    NAME,
    DOCUMENT,
    SEX,
    BIRTHDAY,
    Fact(("phone", "phone_end")),
    *(Fact((one,)) for one in ("place", "address", "employer", "work_status", "is_migrant")),
    *(Fact((one,), further=True) for one in (*PersonDetails.FACTS, "photo")),
)


def facts_of(person: Person) -> dict[str, Any]:
    """Every fact that may be chosen between two records, by its field."""
    details = details_of(person)
    return {
        name: getattr(details if fact.further else person, name)
        for fact in FACTS
        for name in fact.fields
    }


def differing(kept: Mapping[str, Any], gone: Mapping[str, Any]) -> list[Fact]:
    """Facts that both records have and do not agree on: somebody has to choose."""
    return [
        fact
        for fact in _free(kept, gone)
        if _filled(kept[fact.key]) and _filled(gone[fact.key]) and kept[fact.key] != gone[fact.key]
    ]


def taken_over(
    kept: Mapping[str, Any], gone: Mapping[str, Any], chosen: Collection[str]
) -> list[Fact]:
    """Facts the kept record takes from the other: those chosen, and those it lacks itself."""
    asked = {fact.key for fact in differing(kept, gone)} & set(chosen)
    return [
        fact
        for fact in _free(kept, gone)
        if fact.key in asked or (_filled(gone[fact.key]) and not _filled(kept[fact.key]))
    ]


def _free(kept: Mapping[str, Any], gone: Mapping[str, Any]) -> list[Fact]:
    """Sex and birthday are facts of their own only where no number tells them."""
    numbered = _filled(kept[DOCUMENT.key]) or _filled(gone[DOCUMENT.key])
    return [fact for fact in FACTS if not (numbered and fact in (SEX, BIRTHDAY))]


def _filled(value: Any) -> bool:
    return value is not None and value != ""
