"""What may be typed to find a person, and which index answers it.

A part from the middle of a name is not looked for: no index can answer it, and a county would
read a hundred thousand people for it. The given name has a key of its own instead, so 文军 finds
张文军.
"""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Q

from unionhub.crypto import keyed_hash
from unionhub.people import FactProblem, IdProblem, check_id, clean_name, clean_phone
from unionhub.people import document_number as plain_number

PHONE_END = 4


def ways_of(text: str) -> list[dict[str, Any]]:
    """Conditions on Person, each answered by one index; whoever meets one of them is found."""
    words = _name(text)
    ways: list[dict[str, Any]] = [{"name__begins": words}, {"given__begins": words}]
    if any(letter.isdigit() for letter in words):
        ways += _numbers(text)
    elif letters := _letters(words):
        ways += [{f"{key}__begins": letters} for key in ("spelt", "mixed", "initials")]
    return ways


def named_by(text: str) -> Q:
    """Whom the text names in full."""
    words = _name(text)
    named = Q(name=words) | Q(given=words)
    if letters := _letters(words):
        named |= Q(spelt=letters) | Q(mixed=letters) | Q(initials=letters)
    return named


def _name(text: str) -> str:
    try:
        return clean_name(text)
    except FactProblem:
        return text.strip()


def _letters(words: str) -> str:
    """Pinyin as it is typed (Zhang Wenjun, xi'an) in small letters; nothing for other words."""
    plain = re.sub(r"[ '’]", "", words)
    return plain.lower() if plain.isascii() and plain.isalpha() else ""


def _numbers(text: str) -> list[dict[str, Any]]:
    """Exact numbers: of a document, a phone or its last four digits, a card, a bank card."""
    number = plain_number(text)
    try:
        document = check_id(text).number
    except IdProblem:
        document = number
    ways: list[dict[str, Any]] = [
        {"id_digest": keyed_hash(document, "id_number")},
        {"memberships__cards__number__in": {text.strip(), number}},
    ]
    if len(number) == PHONE_END and number.isdecimal():
        return [*ways, {"phone_end": number}]
    try:
        ways.append({"phone": clean_phone(text)})
    except FactProblem:
        ways.append({"phone": text.strip()})
    digits = number.replace("-", "")
    return [*ways, {"memberships__cards__bank_digest": keyed_hash(digits, "bank_number")}]
