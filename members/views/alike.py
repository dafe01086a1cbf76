"""Who on the register may be the person being written down: told beside the form, never in the way.

Only an identity number that is there already is refused, and that is the action's doing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from members.models import Person
from unionhub.people import (
    FactProblem,
    IdProblem,
    check_id,
    clean_name,
    clean_phone,
    document_number,
    masked_phone,
)
from unionhub.web import OfficeRequest

MOST = 5
ASKED = ("id_number", "name", "birth_date", "phone")


class Alike(NamedTuple):
    """A person on record, what there is in common, and what tells them from a namesake."""

    person: Person
    why: str
    told: str

    def plain(self) -> dict[str, str]:
        """For the page's script, which makes the link."""
        url = self.person.get_absolute_url()
        return {"name": self.person.name, "url": url, "why": self.why, "told": self.told}


def alike_to(request: OfficeRequest, typed: Mapping[str, Any], but: int | None = 0) -> list[Alike]:
    """People of the own office with the same number, name and birthday, or phone as typed.

    ``typed`` are answers of the form, right or wrong; ``but`` is the person being corrected.
    """
    name = _or_nothing(clean_name, typed.get("name"))
    phone = _or_nothing(clean_phone, typed.get("phone"))
    number, born = _number_and_birthday(typed)
    known = Person.objects.kept_by(request.scope)
    rows = known.alike(name=name, birth_date=born, phone=phone, number=number)
    described = {"证件号相同": number, "同名同生日": born and (name, born), "电话相同": phone}
    return [
        Alike(row, "、".join(_likeness(row, described)), _told(row))
        for row in rows.exclude(pk=but or 0).for_list()[:MOST]
    ]


def _number_and_birthday(typed: Mapping[str, Any]) -> tuple[str, date | None]:
    number, born = typed.get("id_number") or "", _day(typed.get("birth_date"))
    if not number:
        return "", born
    try:
        facts = check_id(number)
    except IdProblem:
        return document_number(number), born
    return facts.number, facts.birth_date


def _day(typed: Any) -> date | None:
    try:
        return forms.DateField(required=False).clean(typed)
    except ValidationError:
        return None


def warn(request: OfficeRequest, person: Person) -> None:
    """After saving: who else on the register may be the same person, each to be opened."""
    typed = {name: getattr(person, name) for name in ("name", "birth_date", "phone")}
    found = alike_to(request, typed, but=person.pk)
    if found:
        links = format_html_join("；", '<a href="{}">{}</a>（{}）', _links(found))
        messages.warning(request, format_html("可能与已登记的人员重复，请核对：{}。", links))


def _links(found: list[Alike]) -> list[tuple[str, str, SafeString | str]]:
    return [(one.person.get_absolute_url(), one.person.name, one.why) for one in found]


def _or_nothing(clean: Any, text: Any) -> str:
    try:
        return str(clean(text or ""))
    except FactProblem:
        return ""


def _likeness(person: Person, described: Mapping[str, Any]) -> list[str]:
    """What they have in common, the surest first."""
    known = {
        "证件号相同": person.id_number,
        "同名同生日": (person.name, person.birth_date),
        "电话相同": person.phone,
    }
    return [words for words, value in described.items() if value and value == known[words]]


def _told(person: Person) -> str:
    """Birthday, phone and place of work or home, as far as they are on file."""
    facts = (person.birth_date, masked_phone(person.phone), person.employer or person.place)
    return "，".join(str(fact) for fact in facts if fact)
