"""What is taken down of a person, in the one form it is kept in; see the official member sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from members.models import DocumentKind, Person
from members.rules.days import age_on, in_words
from unionhub import people, periods

# How facts are put into the one form they are kept in; all but the name may be left empty.
CLEANED: dict[str, Callable[[str], str]] = {
    "name": people.clean_name,
    "phone": people.clean_phone,
    "emergency_name": people.clean_name,
    "emergency_phone": people.clean_phone,
}
SEX_LABELS = {"male": "男", "female": "女"}
# What follows from other facts or from the day: the log says nothing of it.
UNTOLD = (*people.find_keys(""), "phone_end", "id_doubt", "touched_on")
DAMAGED = Person.IdDoubt.DAMAGED
PHONE_END = 4  # digits a phone is found by


def clean_person(typed: Mapping[str, Any], kept: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The facts of a person as they are stored; ``kept`` holds those already on record.

    Name, number and phone are normalised; sex and birth date come from the number, and one typed
    against it is an error. A number, sex or birth date that is not typed stays as it is kept.
    Raises ValidationError naming every field that cannot be taken.
    """
    kept = kept or {}
    values = dict(typed)
    problems: dict[str, ValidationError] = {}
    for field, clean in CLEANED.items():
        _take(values, field, clean, problems)
    if values.get("name"):
        values |= people.find_keys(values["name"])
    if "phone" in values:
        digits = "".join(filter(str.isdigit, values["phone"] or ""))
        values["phone_end"] = digits[-PHONE_END:]
    _identify(values, kept, problems)
    _check_days(values, kept, problems)
    if problems:
        raise ValidationError(problems)
    return values


def _take(
    values: dict[str, Any],
    field: str,
    clean: Callable[[str], str],
    problems: dict[str, ValidationError],
) -> None:
    """Normalise one value in place; an optional one may stay empty."""
    if field not in values or (field != "name" and not values[field]):
        return
    try:
        values[field] = clean(values[field])
    except people.FactProblem as problem:
        problems[field] = ValidationError(problem.message, code=problem.code)


def _identify(
    values: dict[str, Any], kept: Mapping[str, Any], problems: dict[str, ValidationError]
) -> None:
    """Number, sex and birth date in agreement with each other."""
    number = values.get("id_number") or kept.get("id_number", "")
    if _other_document(values, kept, problems):
        number = ""
    if not number:
        for field, text in (("sex", "性别"), ("birth_date", "出生日期")):
            values[field] = values.get(field) or kept.get(field)
            if not values[field]:
                problems[field] = ValidationError(
                    f"没有身份证号时，{text}必须填写。", code="required"
                )
        return
    try:
        facts = people.check_id(number)
    except people.FactProblem as problem:
        problems["id_number"] = ValidationError(problem.message, code=problem.code)
        return
    values["id_number"] = facts.number
    if facts.number != kept.get("id_number"):
        values["id_doubt"] = DAMAGED if people.may_be_damaged(facts.number) else ""
    told = {"sex": facts.sex, "birth_date": facts.birth_date}
    words = {"sex": SEX_LABELS[facts.sex], "birth_date": in_words(facts.birth_date)}
    for field, said in told.items():
        if values.get(field) not in (None, "", said, kept.get(field)):
            problems[field] = ValidationError(
                f"与身份证号不符：按身份证号应为{words[field]}。请核对证件，或把此项留空。",
                code="contradicts_id",
            )
        values[field] = said


def _other_document(
    values: dict[str, Any], kept: Mapping[str, Any], problems: dict[str, ValidationError]
) -> bool:
    """Whether the number is that of a passport or the like, which is kept without a check.

    A number on record belongs to its kind of document: another kind needs its own number.
    """
    before = kept.get("document_kind", DocumentKind.ID_CARD)
    kind = values.get("document_kind") or before
    if kind != before and kept.get("id_number") and not values.get("id_number"):
        problems["id_number"] = ValidationError(
            "证件类别改了，请同时填写这种证件的号码。", code="required"
        )
    if kind == DocumentKind.ID_CARD:
        return False
    if number := values.get("id_number") or kept.get("id_number"):
        values["id_number"] = people.document_number(number)
    values["id_doubt"] = ""
    return True


def _check_days(
    values: Mapping[str, Any], kept: Mapping[str, Any], problems: dict[str, ValidationError]
) -> None:
    """Days that have come: work is begun after birth, consent is not given beforehand."""
    born = values.get("birth_date") or kept.get("birth_date")
    for field, text in (("started_work_on", "参加工作日期"), ("consent_on", "同意留存资料日期")):
        day = values.get(field)
        if day and day > periods.today():
            problems[field] = ValidationError(f"{text}不能晚于今天。", code="refused")
        elif day and born and day < born:
            problems[field] = ValidationError(f"{text}不能早于出生日期。", code="refused")


def told(diff: Mapping[str, Any]) -> dict[str, Any]:
    """Changes of a person as the log tells them."""
    return {name: pair for name, pair in diff.items() if name not in UNTOLD}


def document_words(kind: str) -> str:
    """What the number of a document is called on pages and papers."""
    named = {DocumentKind.ID_CARD: "身份证号", DocumentKind.PASSPORT: "护照号"}
    return named.get(DocumentKind(kind), "证件号码")


def id_words(facts: people.IdFacts, today: date) -> str:
    """What an identity number tells, in one line: 男，1975年3月2日出生，35周岁。"""
    age = age_on(facts.birth_date, today)
    return f"{SEX_LABELS[facts.sex]}，{in_words(facts.birth_date)}出生，{age}周岁。"


def doubts(name: str, number: str) -> list[str]:
    """What is right as it stands and still worth a second look, one sentence each."""
    found = []
    for letter, successor in people.private_characters(name).items():
        advice = f"对应的标准字是“{successor}”，请改用标准字" if successor else "请查找对应的标准字"
        found.append(
            f"姓名中的“{letter}”是自造字（U+{ord(letter):04X}），"
            f"换一台电脑可能显示不出来：{advice}。"
        )
    if people.may_be_damaged(number):
        found.append("身份证号末三位是000，可能被表格软件改过，请对照证件核对。")
    return found
