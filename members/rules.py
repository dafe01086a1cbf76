"""The register's rules as pure functions of plain values. Sources: the official member sheet
and 《工会会员会籍管理办法》; working age is that of 《劳动法》 article 15.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NoReturn

from django.core.exceptions import ValidationError

from members.models import DocumentKind
from unionhub import people, periods

WORKING_AGE = 16
LONGEST_DUTY = 20
# How facts are put into the one form they are kept in; all but the name may be left empty.
CLEANED: dict[str, Callable[[str], str]] = {
    "name": people.clean_name,
    "phone": people.clean_phone,
    "emergency_name": people.clean_name,
    "emergency_phone": people.clean_phone,
}
DUTIES = r"(常务|第一)?副?(组长|主任|主席|秘书长)|委员|成员"
SEX_LABELS = {"male": "男", "female": "女"}

# 会籍变化原因 of the official sheet; the last asks for words of its own.
OTHER_REASON = "其他"
LEAVING_REASONS = (
    "劳动（工作）关系发生变化",
    "失业",
    "所在企业破产",
    "个人要求退会",
    "去世",
    "因犯罪被开除会籍",
    OTHER_REASON,
)


def birthday(born: date, years: int) -> date:
    """The day a person turns that old; born on 29 February, it is 1 March in a common year."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def check_joining(
    *, joined_on: date, birth_date: date | None, last_left_on: date | None, today: date
) -> None:
    """Raise ValidationError unless a person may join on that day."""
    if birth_date is None:
        _refuse(
            "joined_on", "此人没有出生日期，无法核对年龄：请先在人员资料中补填身份证号或出生日期。"
        )
    _not_after(joined_on, today, "joined_on", "入会日期不能晚于今天。")
    of_age = birthday(birth_date, WORKING_AGE)
    _not_before(
        joined_on,
        of_age,
        "joined_on",
        f"入会时须年满{WORKING_AGE}周岁：此人{in_words(of_age)}满{WORKING_AGE}周岁。",
    )
    if last_left_on is not None:
        _not_before(
            joined_on,
            last_left_on,
            "joined_on",
            f"此人上一段会籍到{in_words(last_left_on)}为止，重新入会不能早于该日。",
        )


def check_leaving(
    *, left_on: date, joined_on: date, card_issued_on: date | None, today: date
) -> None:
    """Raise ValidationError unless a spell may end on that day."""
    _not_after(left_on, today, "left_on", "离会日期不能晚于今天。")
    _not_before(
        left_on, joined_on, "left_on", f"离会日期不能早于入会日期（{in_words(joined_on)}）。"
    )
    if card_issued_on is not None:
        _not_before(
            left_on,
            card_issued_on,
            "left_on",
            f"会员证于{in_words(card_issued_on)}发放，离会不能早于发证；如发证有误，请先作废该证。",
        )


def check_issuing(*, issued_on: date, joined_on: date, left_on: date | None, today: date) -> None:
    """Raise ValidationError unless a card may be handed out for a spell on that day."""
    if left_on is not None:
        raise ValidationError(
            f"此段会籍已于{in_words(left_on)}结束，不能再发会员证；重新入会后再发。", code="left"
        )
    _not_after(issued_on, today, "issued_on", "发证日期不能晚于今天。")
    _not_before(
        issued_on, joined_on, "issued_on", f"发证日期不能早于入会日期（{in_words(joined_on)}）。"
    )


def check_voiding(*, void_on: date, issued_on: date, today: date) -> None:
    """Raise ValidationError unless a card may become void on that day."""
    _not_after(void_on, today, "void_on", "作废日期不能晚于今天。")
    _not_before(
        void_on, issued_on, "void_on", f"作废日期不能早于发证日期（{in_words(issued_on)}）。"
    )


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
        values["pinyin"], values["initials"] = people.pinyin_keys(values["name"])
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


def document_words(kind: str) -> str:
    """What the number of a document is called on pages and papers."""
    named = {DocumentKind.ID_CARD: "身份证号", DocumentKind.PASSPORT: "护照号"}
    return named.get(DocumentKind(kind), "证件号码")


def age_on(born: date, day: date) -> int:
    """Full years of age."""
    years = day.year - born.year
    return years if birthday(born, years) <= day else years - 1


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


def seats_of(text: str) -> list[tuple[str, str]]:
    """(duty, name) of each line ``组长 李明``; one duty may name several, a bare name is 成员.

    Raises ValidationError saying which line cannot be read.
    """
    seats: list[tuple[str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        duty, names = _duty_and_names(line.strip())
        if len(duty) > LONGEST_DUTY:
            _refuse("seats", f"第{number}行的职务超过{LONGEST_DUTY}个字，请按“职务 姓名”填写。")
        for name in names:
            try:
                seats.append((duty, people.clean_name(name)))
            except people.NameProblem as problem:
                _refuse("seats", f"第{number}行：{problem.message}")
    return seats


def _duty_and_names(line: str) -> tuple[str, list[str]]:
    duty, names = "成员", line
    parts = re.split(r"[\s:：]+", line, maxsplit=1)
    known = re.match(DUTIES, line)
    if len(parts) == 2 and not re.search("[、，,]", parts[0]):
        duty, names = parts
    elif known:
        duty, names = known.group(), line[known.end() :]
    return duty, [name for name in re.split(r"[\s、，,]+", names) if name]


def seats_in_words(seats: Sequence[tuple[str, str]]) -> str:
    """The lines ``seats_of`` reads."""
    return "\n".join(f"{duty} {name}" for duty, name in seats)


def _not_after(day: date, limit: date, field: str, message: str) -> None:
    if day > limit:
        _refuse(field, message)


def _not_before(day: date, limit: date, field: str, message: str) -> None:
    if day < limit:
        _refuse(field, message)


def _refuse(field: str, message: str) -> NoReturn:
    raise ValidationError({field: ValidationError(message, code="refused")})
