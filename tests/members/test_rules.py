"""Joining, leaving, cards, and what a person's facts must agree on."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members import rules
from tests.factories.members import id_number
from unionhub.people import check_id

TODAY = date(2010, 6, 30)
BORN = date(1980, 5, 1)


def join(day, *, born=BORN, last=None):
    rules.check_joining(joined_on=day, birth_date=born, last_left_on=last, today=TODAY)


def leave(day, *, joined=date(2010, 3, 1), card=None):
    rules.check_leaving(left_on=day, joined_on=joined, card_issued_on=card, today=TODAY)


@pytest.mark.parametrize("day", [date(1996, 5, 1), date(2010, 3, 1), TODAY])
def test_a_person_joins_from_the_sixteenth_birthday_until_today(day):
    join(day)


@pytest.mark.parametrize(
    ("day", "born", "last", "words"),
    [
        (date(2010, 7, 1), BORN, None, "不能晚于今天"),
        (date(1996, 4, 30), BORN, None, "1996年5月1日满16周岁"),
        (date(2010, 3, 1), None, None, "没有出生日期"),
        (date(2010, 2, 28), BORN, date(2010, 3, 1), "上一段会籍到2010年3月1日"),
    ],
)
def test_joining_is_refused(day, born, last, words):
    with pytest.raises(ValidationError, match=words):
        join(day, born=born, last=last)


def test_rejoining_is_open_from_the_day_of_leaving():
    join(date(2010, 3, 1), last=date(2010, 3, 1))


def test_a_person_born_on_29_february_turns_sixteen_in_the_leap_year():
    assert rules.birthday(date(1992, 2, 29), 16) == date(2008, 2, 29)


def test_in_a_common_year_the_birthday_of_29_february_is_1_march():
    assert rules.birthday(date(1992, 2, 29), 17) == date(2009, 3, 1)


@pytest.mark.parametrize(("day", "age"), [(date(2010, 4, 30), 29), (date(2010, 5, 1), 30)])
def test_age_counts_full_years(day, age):
    assert rules.age_on(BORN, day) == age


@pytest.mark.parametrize("day", [date(2010, 3, 1), TODAY])
def test_a_spell_may_end_from_the_day_it_began(day):
    leave(day)


@pytest.mark.parametrize(
    ("day", "card", "words"),
    [
        (date(2010, 7, 1), None, "不能晚于今天"),
        (date(2010, 2, 28), None, "不能早于入会日期"),
        (date(2010, 4, 1), date(2010, 5, 1), "不能早于发证"),
    ],
)
def test_leaving_is_refused(day, card, words):
    with pytest.raises(ValidationError, match=words):
        leave(day, card=card)


@pytest.mark.parametrize(
    ("day", "left", "words"),
    [
        (date(2010, 7, 1), None, "不能晚于今天"),
        (date(2010, 2, 28), None, "不能早于入会"),
        (date(2010, 4, 1), date(2010, 5, 1), "已于2010年5月1日结束"),
    ],
)
def test_a_card_is_refused(day, left, words):
    with pytest.raises(ValidationError, match=words):
        rules.check_issuing(issued_on=day, joined_on=date(2010, 3, 1), left_on=left, today=TODAY)


@pytest.mark.parametrize(
    ("day", "words"), [(date(2010, 7, 1), "不能晚于今天"), (date(2010, 2, 1), "不能早于发证")]
)
def test_voiding_is_refused(day, words):
    with pytest.raises(ValidationError, match=words):
        rules.check_voiding(void_on=day, issued_on=date(2010, 3, 1), today=TODAY)


# --- facts of a person ------------------------------------------------------------------------
def refused(typed, kept=None):
    with pytest.raises(ValidationError) as caught:
        rules.clean_person(typed, kept)
    return {field: errors[0] for field, errors in caught.value.message_dict.items()}


def test_the_number_tells_sex_and_birthday():
    facts = rules.clean_person({"name": "王芳", "id_number": id_number(2, BORN)})
    assert (facts["sex"], facts["birth_date"]) == ("female", BORN)


def test_fifteen_digits_become_eighteen():
    facts = rules.clean_person({"name": "王芳", "id_number": "152321800501002"})
    assert facts["id_number"] == "152321198005010020"[:17] + check_id(facts["id_number"]).number[-1]
    assert facts["birth_date"] == BORN


def test_a_number_is_kept_without_blanks_and_in_half_width():
    number = id_number(1, BORN)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number)
    assert rules.clean_person({"name": "王强", "id_number": f" {wide} "})["id_number"] == number


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"sex": "male"}, "sex", "应为女"),
        ({"birth_date": date(1981, 1, 1)}, "birth_date", "应为1980年5月1日"),
    ],
)
def test_what_is_typed_against_the_number_is_refused_at_its_field(typed, field, words):
    assert words in refused({"name": "王芳", "id_number": id_number(2, BORN), **typed})[field]


def test_a_wrong_number_is_refused_at_its_field():
    number = id_number(2, BORN)
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    problems = refused({"name": "王芳", "id_number": wrong})
    assert list(problems) == ["id_number"]
    assert wrong not in problems["id_number"]


def test_without_a_number_sex_and_birthday_are_asked_for():
    assert set(refused({"name": "王大爷", "sex": "", "birth_date": None})) == {"sex", "birth_date"}


def test_without_a_number_what_is_typed_holds():
    facts = rules.clean_person({"name": "王大爷", "sex": "male", "birth_date": BORN})
    assert (facts["sex"], facts["birth_date"]) == ("male", BORN)


def test_every_wrong_field_is_named_at_once():
    assert set(refused({"name": "", "phone": "123", "id_number": "1"})) == {
        "name",
        "phone",
        "id_number",
    }


def test_an_empty_number_leaves_the_one_on_record():
    kept = {"id_number": id_number(2, BORN), "sex": "female", "birth_date": BORN}
    facts = rules.clean_person({"name": "王芳", "id_number": ""}, kept)
    assert facts["id_number"] == kept["id_number"]


def test_a_corrected_number_brings_its_own_birthday_with_it():
    kept = {"id_number": id_number(2, BORN), "sex": "female", "birth_date": BORN}
    right = id_number(1, date(1979, 2, 3))
    typed = {"id_number": right, "sex": "female", "birth_date": BORN}
    facts = rules.clean_person(typed, kept)
    assert (facts["sex"], facts["birth_date"]) == ("male", date(1979, 2, 3))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("马 关 旺", "马关旺"), ("阿依古丽•买买提", "阿依古丽·买买提"), ("𬱖某", "𬱖某")],
)
def test_names_are_kept_in_one_form_and_rare_ones_as_they_are(typed, kept):
    facts = rules.clean_person({"name": typed, "sex": "male", "birth_date": BORN})
    assert facts["name"] == kept


def test_a_name_is_found_by_the_reading_of_its_surname():
    facts = rules.clean_person({"name": "单雪梅", "sex": "female", "birth_date": BORN})
    assert (facts["pinyin"], facts["initials"]) == ("shan xue mei", "sxm")


def test_a_phone_is_kept_as_it_is_dialled():
    facts = rules.clean_person(
        {"name": "王强", "sex": "male", "birth_date": BORN, "phone": "+86 138-1234-5678"}
    )
    assert facts["phone"] == "13812345678"


def test_a_private_character_is_named_with_its_standard_successor():
    (doubt,) = rules.doubts("王\ue81e", "")
    assert "U+E81E" in doubt
    assert "\u9fb4" in doubt


def test_a_number_ending_in_000_is_worth_a_second_look():
    assert "000" in rules.doubts("王强", "0" * 15 + "000")[0]


def test_an_ordinary_name_raises_no_doubt():
    assert rules.doubts("王强", id_number(1)) == []


# --- committees -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "seats"),
    [
        ("组长 李明\n副组长：王芳", [("组长", "李明"), ("副组长", "王芳")]),
        ("成员 赵强、钱丽", [("成员", "赵强"), ("成员", "钱丽")]),
        ("赵强、钱丽", [("成员", "赵强"), ("成员", "钱丽")]),
        ("常务副组长李明", [("常务副组长", "李明")]),
        ("\n  李明 \n\n", [("成员", "李明")]),
        ("", []),
    ],
)
def test_seats_are_read_line_by_line(text, seats):
    assert rules.seats_of(text) == seats


def test_the_line_that_cannot_be_read_is_named():
    with pytest.raises(ValidationError, match="第2行"):
        rules.seats_of("组长 李明\n成员 王")


def test_seats_read_back_as_they_were_written():
    seats = [("组长", "李明"), ("成员", "王芳")]
    assert rules.seats_of(rules.seats_in_words(seats)) == seats
