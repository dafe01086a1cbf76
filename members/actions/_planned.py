"""One line of a roster and what it does to the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from members.models import Employer, Membership, Person
from unionhub.models import Organisation, Place
from unionhub.periods import today
from unionhub.spreadsheets.importing import Entry


@dataclass(slots=True)
class Planned:
    """One line and what it does. ``new_employer`` and ``new_place`` are names to be registered.

    ``join``: (union, day) of a spell to open. ``card``: (number, day) of one to hand out.
    """

    entry: Entry
    person: Person | None = None
    employer: Employer | None = None
    new_employer: str = ""
    place: Place | None = None
    new_place: str = ""
    join: tuple[Organisation | None, date] | None = None
    spell: Membership | None = None
    card: tuple[str, date] | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def changed_on(options: Mapping[str, Any]) -> date | None:
    """The day from which work and place are as the sheet has them; None where it corrects."""
    if options.get("facts") == "correct":
        return None
    told = options.get("changed_on")
    return date.fromisoformat(told) if told else today()
