"""What the lines of a roster do to the register: compared with it, nothing written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from members import rules
from members.actions._meaning import find_person
from members.actions._naming import find_employer, find_place
from members.actions._planned import Planned, changed_on
from members.actions._register import Register
from members.models import (
    Person,
    PersonDetails,
    PersonPast,
    details_of,
)
from unionhub.crypto import keyed_hash
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope
from unionhub.spreadsheets.cells import fold
from unionhub.spreadsheets.importing import Entry, where, words

IDENTITY = ("id_number", "sex", "birth_date")
OWN_FACTS = ("name", "phone", "address", "work_status", "is_migrant")


def plan(entries: Sequence[Entry], *, options: Mapping[str, Any], by: Scope) -> list[Planned]:
    """What each line does; outcome, changes, problems and warnings are put on the entries.

    ``options``: ``new_names``, whether unknown units and places are to be registered; ``facts``
    and ``changed_on``, whether work and place are corrected or have changed, and when;
    ``choices``, which person a line means (its place → number; 0: none).
    """
    for entry in entries:
        entry.read = (len(entry.problems), len(entry.warnings))
    register = Register(entries, by)
    new_names = bool(options.get("new_names"))
    planned = []
    for entry in entries:
        one = Planned(entry)
        if not entry.problems:
            one.person = find_person(entry, register, options.get("choices", {}))
        if not entry.problems and (one.person or not entry.candidates):
            find_employer(one, register, new_names)
            find_place(one, register, new_names and by.may(Permission.ORGANISATION_EDIT))
            _find_facts(one, register)
            _check_change(one, register, changed_on(options))
            _find_joining(one, register, by)
            _find_card(one, register)
        planned.append(one)
    _refuse_second_of_one(planned)
    for one in planned:
        _conclude(one)
    return planned


def _refuse_second_of_one(planned: Sequence[Planned]) -> None:
    """Of two lines that mean one person the first stands; by number that was seen in the file."""
    first: dict[int, Entry] = {}
    for one in planned:
        if one.person is None or one.entry.problems:
            continue
        before = first.setdefault(one.person.pk, one.entry)
        if before is not one.entry:
            one.entry.refuse(
                "",
                "person_twice",
                f"与{where(one.entry, before)}是同一个已登记的人员："
                "请删去重复的一行，或补填身份证号。",
            )


def _find_facts(one: Planned, register: Register) -> None:
    """The person's facts the line gives, as they are kept; of a known person those that differ."""
    values, entry, person = one.entry.values, one.entry, one.person
    identity = {name: values[name] for name in IDENTITY if name in values}
    if person is not None:
        identity = _kept(person, values)
    said = {n: values[n] for n in (*OWN_FACTS, *PersonDetails.FACTS) if n in values}
    try:
        one.facts = rules.clean_person(said | identity, identity if person else None)
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            entry.refuse(_label(name), "fact_refused", "".join(texts))
        return
    if person is not None:
        _compare(one, person)


def _kept(person: Person, values: Mapping[str, Any]) -> dict[str, Any]:
    """Number, sex and birthday of a known person: the line's where its number found him."""
    if person.id_digest and person.id_digest == keyed_hash(
        values.get("id_number", ""), "id_number"
    ):
        return {name: values[name] for name in IDENTITY}
    return {"sex": person.sex, "birth_date": person.birth_date}


def _check_change(one: Planned, register: Register, on: date | None) -> None:
    """A change of work or place may not be older than the last on file."""
    dated = {_label(n) for n in PersonPast.FACTS}
    if on is None or one.person is None or dated.isdisjoint(one.entry.changes):
        return
    try:
        rules.check_change(
            on=on,
            birth_date=one.person.birth_date,
            last_changed_on=register.changed.get(one.person.pk),
            today=today(),
        )
    except ValidationError as error:
        one.entry.refuse("", "change_refused", "".join(error.messages))


def _compare(one: Planned, person: Person) -> None:
    """Keep of the facts what differs from those on file, and tell it."""
    entry = one.entry
    if person.name != one.facts["name"]:
        entry.warnings.append(f"此人登记的姓名是“{person.name}”，请核对是否同一人。")
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
            birth_date=one.person.birth_date if one.person else entry.values["birth_date"],
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
    elif one.person is None and entry.candidates:
        entry.outcome = "choose"
    elif one.person is None:
        entry.outcome = "new"
    else:
        entry.outcome = "updated" if entry.changes else "unchanged"
        entry.target_id = one.person.pk
