"""Which person on file a line of a roster means: by number, else by name and birthday or phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from members import rules
from members.actions._register import Register, digest_of
from members.models import Person
from unionhub.spreadsheets.importing import Entry

NAMELESS = "本表没有身份证号，按姓名和{by}认作已登记的人员，请核对。"


def find_person(entry: Entry, register: Register, choices: Mapping[str, int]) -> Person | None:
    """The person the line means; None for somebody new.

    Puts candidates on the entry where two could be meant and none was chosen, refuses a line
    that means nobody and has no number, and one that was chosen to be left out.
    """
    number = entry.values.get("id_number")
    found = register.people.get(digest_of(entry)) if number else None
    meant = _meant(entry, register, found)
    if len(meant) > 1:
        return _chosen(entry, meant, choices.get(entry.place))
    if number:
        if found is None and _unnumbered(entry, register):
            entry.warnings.append(
                "本工会已登记同名、同出生日期但没有身份证号的人员，可能是同一人，请导入后核对。"
            )
        return found
    if not meant:
        entry.refuse(
            "身份证号",
            "id_missing",
            "身份证号未填写：新登记的人员必须填写；已登记的人员可凭姓名和出生日期或联系电话"
            "认出，请补填其中一项。",
        )
        return None
    by_birthday = meant[0].birth_date == entry.values.get("birth_date")
    entry.warnings.append(NAMELESS.format(by="出生日期" if by_birthday else "联系电话"))
    return meant[0]


def _meant(entry: Entry, register: Register, found: Person | None) -> list[Person]:
    """Everybody the line could mean. A number that belongs to the one named settles it."""
    name = entry.values.get("name", "")
    if found is not None and found.name == name:
        return [found]
    born, phone = entry.values.get("birth_date"), entry.values.get("phone", "")
    alike = list(register.named[name, born]) if isinstance(born, date) else []
    if "id_number" not in entry.values:
        alike += [p for p in register.phoned[name, phone] if p not in alike] if phone else []
        return alike
    # With a number only somebody else whose name the line bears makes it doubtful.
    return [found, *(p for p in alike if p != found)] if found is not None else []


def _unnumbered(entry: Entry, register: Register) -> bool:
    alike = register.named[entry.values["name"], entry.values["birth_date"]]
    return any(person.id_digest is None for person in alike)


def _chosen(entry: Entry, meant: Sequence[Person], choice: int | None) -> Person | None:
    entry.candidates = [(person.pk, _described(person)) for person in meant]
    if choice == 0:
        entry.refuse("", "left_out", "按您的选择，这一行不导入。")
        return None
    person = next((one for one in meant if one.pk == choice), None)
    if person is not None:
        entry.warnings.append(f"按您的选择，认作已登记的“{person.name}”；身份证号不作改动。")
    return person


def _described(person: Person) -> str:
    """A person in words that tell two apart."""
    facts = [
        person.name,
        person.get_sex_display(),
        rules.in_words(person.birth_date) + "出生" if person.birth_date else "",
        person.phone,
        str(person.employer or ""),
        str(person.place or ""),
    ]
    return "，".join(fact for fact in facts if fact)
