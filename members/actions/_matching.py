"""What the lines of a roster do to the register: compared with it, nothing written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from members import rules
from members.models import Card, Employer, Membership, Person, PersonDetails, details_of
from unionhub.crypto import keyed_hash
from unionhub.models import Organisation, Place
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope
from unionhub.spreadsheets.cells import fold
from unionhub.spreadsheets.importing import Entry, words

CHUNK = 500
DAYS = ("birth_date", "join_date", "card_date", "started_work_on")
IDENTITY = ("id_number", "sex", "birth_date")
OWN_FACTS = ("name", "phone", "address", "work_status", "is_migrant")
LISTED = 8  # names told where one is not known
NEW_NAMES = "请核对名称，或选择“新建表中没有登记的单位和村居”后重新检查"


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


class Register:
    """What the acting office has on file about the people of a roster, read in few queries."""

    def __init__(self, entries: Sequence[Entry], by: Scope) -> None:
        office = by.organisation
        self.people: dict[str, Person] = {}
        self.spells: dict[int, list[Membership]] = defaultdict(list)
        self.cards: dict[int, list[Card]] = defaultdict(list)
        for part in _chunks([_digest(e) for e in entries if "id_number" in e.values]):
            people = Person.objects.filter(organisation=office, id_digest__in=part)
            people = people.select_related("employer", "place", "details").defer("id_number")
            found = {person.pk: person for person in people}
            self.people |= {str(p.id_digest): p for p in found.values()}
            for spell in Membership.objects.filter(person__in=found):
                self.spells[spell.person_id].append(spell)
            for card in Card.objects.filter(membership__person__in=found):
                self.cards[card.membership_id].append(card)
        self.employers = {
            fold(e.name): e
            for e in Employer.objects.filter(organisation=office).select_related("union")
        }
        self.places = {fold(p.name): p for p in Place.objects.filter(organisation=office).active()}
        numbers = [e.values["card_no"] for e in entries if "card_no" in e.values]
        self.taken: dict[str, int] = {}
        for part in _chunks(numbers):
            cards = Card.objects.filter(organisation=office, number__in=part)
            self.taken |= dict(cards.values_list("number", "membership_id"))
        unnumbered = Person.objects.filter(organisation=office, id_digest=None)
        self.unnumbered = set(unnumbered.values_list("name", "birth_date"))


def plan(entries: Sequence[Entry], *, new_names: bool, by: Scope) -> list[Planned]:
    """What each line does; outcome, changes, problems and warnings are put on the entries."""
    for entry in entries:
        entry.read = (len(entry.problems), len(entry.warnings))
        for key in DAYS:
            if isinstance(told := entry.values.get(key), str):
                entry.values[key] = date.fromisoformat(told)
    register = Register(entries, by)
    planned = []
    for entry in entries:
        one = Planned(entry)
        if not entry.problems:
            one.person = register.people.get(_digest(entry))
            _find_employer(one, register, new_names)
            _find_place(one, register, new_names and by.may(Permission.ORGANISATION_EDIT))
            _find_facts(one, register)
            _find_joining(one, register, by)
            _find_card(one, register)
        _conclude(one)
        planned.append(one)
    return planned


def _find_employer(one: Planned, register: Register, new_names: bool) -> None:
    name = one.entry.values.get("employer")
    if not name:
        return
    one.employer = register.employers.get(fold(name))
    if one.employer is None and new_names:
        one.new_employer = name
        one.entry.warnings.append(
            f"单位“{name}”没有登记，将新建（单位性质先记为“其他组织”，请随后补正）。"
        )
    elif one.employer is None:
        known = _listed(e.name for e in register.employers.values())
        one.entry.refuse(
            "工作单位", "employer_unknown", f"单位“{name}”没有登记：{NEW_NAMES}。{known}"
        )


def _find_place(one: Planned, register: Register, new_names: bool) -> None:
    name = one.entry.values.get("place")
    if not name:
        return
    one.place = register.places.get(fold(name))
    if one.place is None and new_names:
        one.new_place = name
        one.entry.warnings.append(f"片区村居“{name}”没有登记，将新建。")
    elif one.place is None:
        known = _listed(p.name for p in register.places.values())
        one.entry.refuse(
            "片区村居", "place_unknown", f"片区村居“{name}”没有登记：{NEW_NAMES}。{known}"
        )


def _find_facts(one: Planned, register: Register) -> None:
    """The person's facts the line gives, as they are kept; of a known person those that differ."""
    values, entry, person = one.entry.values, one.entry, one.person
    identity = {name: values[name] for name in IDENTITY}
    said = {n: values[n] for n in (*OWN_FACTS, *PersonDetails.FACTS) if n in values}
    try:
        one.facts = rules.clean_person(said | identity, identity if person else None)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            entry.refuse(_label(name), "fact_refused", "".join(texts))
        return
    if person is not None:
        _compare(one, person)
    elif (values["name"], values["birth_date"]) in register.unnumbered:
        entry.warnings.append(
            "本工会已登记同名、同出生日期但没有身份证号的人员，可能是同一人，请导入后核对。"
        )


def _compare(one: Planned, person: Person) -> None:
    """Keep of the facts what differs from those on file, and tell it."""
    entry = one.entry
    if person.name != one.facts["name"]:
        entry.warnings.append(f"此身份证号已登记为“{person.name}”，请核对是否同一人。")
    details = details_of(person)
    for name in list(one.facts):
        record = details if name in PersonDetails.FACTS else person
        if name in IDENTITY or getattr(record, name) == one.facts[name]:
            del one.facts[name]
        elif name not in rules.UNTOLD:
            _tell(entry, record, name, one.facts[name])
    for name in ("employer", "place"):
        said = entry.values.get(name)
        before = getattr(person, name)
        if said and (before is None or fold(before.name) != fold(said)):
            entry.changes[_label(name)] = [words(before), said]


def _field(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name)


def _label(name: str) -> str:
    model = PersonDetails if name in PersonDetails.FACTS else Person
    return str(_field(model, name).verbose_name)


def _tell(entry: Entry, record: Person | PersonDetails, name: str, value: Any) -> None:
    labels: dict[Any, Any] = dict(_field(type(record), name).flatchoices)
    before = getattr(record, name)
    entry.changes[_label(name)] = [
        words(labels.get(before, before)),
        words(labels.get(value, value)),
    ]


def _find_joining(one: Planned, register: Register, by: Scope) -> None:
    """A spell to open, where the line has a day of joining and none is running."""
    entry, day = one.entry, one.entry.values.get("join_date")
    spells = register.spells[one.person.pk] if one.person else []
    one.spell = next((s for s in spells if s.left_on is None), None)
    if day is None or any(s.joined_on == day for s in spells):
        return
    if one.spell is not None:
        entry.warnings.append(
            f"此人已在会，登记的入会日期是{rules.in_words(one.spell.joined_on)}，"
            f"表中为{rules.in_words(day)}，会籍没有改动。"
        )
        return
    left = max((s.left_on for s in spells if s.left_on), default=None)
    if left is not None and day < left:
        entry.warnings.append(f"此人会籍已于{rules.in_words(left)}结束，没有重新入会。")
        return
    try:
        rules.check_joining(
            joined_on=day,
            birth_date=entry.values["birth_date"],
            last_left_on=left,
            today=today(),
        )
    except ValidationError as error:
        entry.refuse("入会日期", "join_refused", "".join(error.messages))
        return
    union = one.employer.union if one.employer and one.employer.union else by.organisation
    one.join = (union, day)
    if one.person is not None:
        entry.changes["会籍"] = ["不在会", f"{day:%Y-%m-%d} 入会（{union}）"]


def _find_card(one: Planned, register: Register) -> None:
    """A card to hand out, where the line has a number and the person is or becomes a member."""
    entry, number = one.entry, one.entry.values.get("card_no")
    if not number:
        return
    held = register.cards[one.spell.pk] if one.spell else []
    valid = next((card for card in held if card.void_on is None), None)
    if valid is not None:
        if valid.number != number:
            entry.warnings.append(f"此人已有有效会员证{valid.number}，表中的证号没有登记。")
        return
    if one.spell is None and one.join is None:
        entry.warnings.append("此人不在会，也没有入会日期，会员证号没有登记。")
        return
    if number in register.taken:
        entry.refuse("会员证号", "card_taken", f"会员证号{number}已经用过，请核对。")
        return
    joined = one.join[1] if one.join else one.spell.joined_on  # type: ignore[union-attr]
    issued = entry.values.get("card_date") or joined
    try:
        rules.check_issuing(issued_on=issued, joined_on=joined, left_on=None, today=today())
    except ValidationError as error:
        entry.refuse("发证日期", "card_refused", "".join(error.messages))
        return
    one.card = (number, issued)
    if one.person is not None:
        entry.changes["会员证号"] = [words(None), number]


def _conclude(one: Planned) -> None:
    entry = one.entry
    if entry.problems:
        entry.outcome = "refused"
    elif one.person is None:
        entry.outcome = "new"
    else:
        entry.outcome = "updated" if entry.changes else "unchanged"
        entry.target_id = one.person.pk


def _digest(entry: Entry) -> str:
    return keyed_hash(entry.values.get("id_number", ""), "id_number")


def _listed(names: Iterator[str]) -> str:
    """已登记的有：甲、乙… so that a slip of the pen is seen."""
    known = sorted(names)
    if not known:
        return ""
    more = "等" if len(known) > LISTED else ""
    return f"已登记的有：{'、'.join(known[:LISTED])}{more}。"


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
