"""Identity numbers, names and phones: what is taken, what is refused, and what is shown of it."""

import unicodedata
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from unionhub import people
from unionhub.people import IdProblem, NameProblem, PhoneProblem, check_digit, check_id, clean_name

BORN = st.dates(date(1900, 1, 1), date(2010, 12, 31))
PLACES = st.sampled_from(
    ["150523", "110101", "320583", "440306", "810000", "820000", "830000", "911124"]
)


@st.composite
def numbers(draw, born=BORN):
    body = f"{draw(PLACES)}{draw(born):%Y%m%d}{draw(st.integers(0, 999)):03}"
    return body + check_digit(body)


# --- identity numbers


@given(numbers())
def test_a_right_number_is_taken_with_its_birthday_and_sex(number):
    facts = check_id(number)

    assert facts.number == number
    assert f"{facts.birth_date:%Y%m%d}" == number[6:14]
    assert facts.sex == ("male" if int(number[16]) % 2 else "female")


@given(numbers(), st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(number, place, step):
    if number[place] == "X":
        wrong = number[:17] + str(step)
    else:
        wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]

    with pytest.raises(IdProblem):
        check_id(wrong)


@given(numbers(), st.integers(0, 16))
def test_two_swapped_neighbours_are_noticed(number, place):
    a, b = number[place : place + 2]
    assume(a != b)

    with pytest.raises(IdProblem):
        check_id(number[:place] + b + a + number[place + 2 :])


@given(numbers(st.dates(date(1920, 1, 1), date(1999, 12, 31))))
def test_the_old_number_is_the_same_person(number):
    assert check_id(number[:6] + number[8:17]).number == number


@given(numbers(), st.sampled_from([" ", "　", "-", "\u00a0", "\u200b", "－"]), st.integers(0, 18))
def test_blanks_hyphens_full_width_and_small_x_do_not_matter(number, blank, place):
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number)

    assert people.normalise_id(number[:place] + blank + number[place:]) == number
    assert people.normalise_id(wide) == number
    assert people.normalise_id(number.lower()) == number
    assert people.normalise_id(f"'{number}") == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "id_missing"),
        ("　 ", "id_missing"),
        ("1505231975031500", "id_length"),
        ("1505231975031500211", "id_length"),
        ("无", "id_format"),
        ("15052319750315OO23", "id_format"),
        ("1505231975X3150021", "id_format"),
        ("E12345678", "id_format"),
        ("٤٥٠٥٢٣١٩٧٥٠٣١٥٠٠٢١", "id_format"),
        ("150523197502300021", "id_date"),
        ("150523187903150021", "id_date"),
        ("150523299903150021", "id_date"),
        ("150523750230002", "id_date"),
        ("150523197503150022", "id_checksum"),
        ("1.50523197503E+17", "id_precision_lost"),
        ("1.5E17", "id_precision_lost"),
        ("150523197503150000", "id_precision_lost"),
    ],
)
def test_a_number_that_cannot_be_right_is_refused_with_its_reason(text, code):
    with pytest.raises(IdProblem) as problem:
        check_id(text)

    assert problem.value.code == code
    assert "身份证号" in problem.value.message


def test_a_right_number_that_ends_in_zeros_is_taken_but_known_as_doubtful():
    body = next(
        f"150523197503{d:02}{s}00"
        for d in range(1, 29)
        for s in range(10)
        if check_digit(f"150523197503{d:02}{s}00") == "0"
    )

    assert check_id(body + "0").number == body + "0"
    assert people.may_be_damaged(body + "0")


def test_a_message_never_repeats_the_number():
    with pytest.raises(IdProblem) as problem:
        check_id("150523197503150022")

    assert "1505" not in problem.value.message


# --- names


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("张三", "张三"),
        (" 张　三 ", "张三"),
        ("张 三 丰", "张三丰"),
        ("王\u00a0芳", "王芳"),
        ("艾力.买买提", "艾力·买买提"),
        ("艾力 • 买买提", "艾力·买买提"),
        ("艾力・买买提", "艾力·买买提"),
        ("艾力‧买买提", "艾力·买买提"),
        ("艾力．买买提", "艾力·买买提"),
        ("艾力··买买提", "艾力·买买提"),
        ("John  Smith", "John Smith"),
        ("Ｊｏｈｎ Ｓｍｉｔｈ", "John Smith"),
        ("𠮷㛃堃", "𠮷㛃堃"),
        ("李 \U00031350", "李\U00031350"),
        ("王\ue81e 明", "王\ue81e明"),
        ("辻\U000e0100 明", "辻\U000e0100明"),
        ("〇 一", "〇一"),
        ("Cafe\u0301 Nu", "Café Nu"),
    ],
)
def test_a_name_is_kept_in_one_spelling(typed, kept):
    assert clean_name(typed) == kept


@pytest.mark.parametrize(
    "letter",
    [
        "\u200b",
        "\u200d",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\u00ad",
        "\x07",
        "\x00",
        "\n",
        "\u2028",
        "\u3164",
        "\u115f",
        "\u2800",
        "\ufffd",
        "\ud800",
        "\uffff",
        "\U000e0041",
        "\u180e",
    ],
)
def test_what_cannot_be_seen_is_refused_in_a_name(letter):
    with pytest.raises(NameProblem) as problem:
        clean_name(f"张{letter}三")

    assert problem.value.code == "name_characters"
    assert f"U+{ord(letter):04X}" in problem.value.message


def test_a_selector_that_follows_nothing_is_refused():
    with pytest.raises(NameProblem):
        clean_name("A\ufe0fB")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "name_missing"),
        (" 　", "name_missing"),
        ("张", "name_length"),
        ("张\U000e0100", "name_length"),
        ("阿" * 51, "name_length"),
        ("12345", "name_characters"),
    ],
)
def test_what_is_no_name_is_refused(text, code):
    with pytest.raises(NameProblem) as problem:
        clean_name(text)

    assert problem.value.code == code


def test_fifty_characters_are_a_name():
    assert clean_name("阿" * 50) == "阿" * 50


@given(st.text(min_size=2, max_size=20))
def test_cleaning_a_clean_name_changes_nothing(text):
    try:
        name = clean_name(text)
    except NameProblem:
        return
    assert clean_name(name) == name
    assert unicodedata.is_normalized("NFC", name)


def test_private_characters_are_named_with_their_successor():
    assert people.private_characters("王\ue81e\ue000明") == {"\ue81e": "\u9fb4", "\ue000": ""}


def test_two_spellings_share_a_key():
    assert people.name_key("艾力·买买提") == people.name_key("艾力买买提")
    assert people.name_key("辻\U000e0100明") == people.name_key("辻明")


@pytest.mark.parametrize(
    ("name", "full", "initials", "mixed"),
    [
        ("张文杰", "zhangwenjie", "zwj", "zhangwj"),
        ("单小明", "shanxiaoming", "sxm", "shanxm"),
        ("曾国藩", "zengguofan", "zgf", "zenggf"),
        ("仇英", "qiuying", "qy", "qiuy"),
        ("解珍", "xiezhen", "xz", "xiez"),
        ("查良镛", "zhaliangyong", "zly", "zhaly"),
        ("区小红", "ouxiaohong", "oxh", "ouxh"),
        ("朴正", "piaozheng", "pz", "piaoz"),
        ("盖文", "gewen", "gw", "gew"),
        ("尉迟恭", "yuchigong", "ycg", "yuchig"),
        ("万俟卨", "moqixie", "mqx", "moqix"),
        ("欧阳修", "ouyangxiu", "oyx", "ouyangx"),
        ("艾力·买买提", "ailimaimaiti", "almmt", "ailmmt"),
        ("John Smith", "johnsmith", "js", "johns"),
        ("吕布", "lvbu", "lb", "lvb"),
    ],
)
def test_a_name_is_found_by_its_pinyin(name, full, initials, mixed):
    keys = people.find_keys(name)
    assert (keys["spelt"], keys["initials"], keys["mixed"]) == (full, initials, mixed)


def test_names_stand_by_syllables():
    roll = ["梁山", "李安然", "李白"]
    assert sorted(roll, key=lambda name: people.find_keys(name)["pinyin"]) == [
        "李安然",
        "李白",
        "梁山",
    ]


@pytest.mark.parametrize(
    ("name", "given"),
    [("张文军", "文军"), ("欧阳修", "修"), ("艾力·买买提", "买买提"), ("John Smith", "Smith")],
)
def test_a_name_is_found_by_its_given_part(name, given):
    assert people.find_keys(name)["given"] == given


# --- phones and masks


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13812345678", "13812345678"),
        ("138-1234-5678", "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("+86 13812345678", "13812345678"),
        ("8613812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("0475-6212345", "0475-6212345"),
        ("(0475)6212345", "0475-6212345"),
        ("+86-475-6212345", "0475-6212345"),
        ("010 12345678", "010-12345678"),
    ],
)
def test_a_phone_is_kept_in_one_spelling(typed, kept):
    assert people.clean_phone(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "phone_missing"),
        ("1381234567", "phone_length"),
        ("138123456789", "phone_length"),
        ("12812345678", "phone_length"),
        ("6212345", "phone_length"),
        ("0", "phone_length"),
        ("13812345678/13912345678", "phone_format"),
        ("13812345678（妻）", "phone_format"),
        ("无", "phone_format"),
    ],
)
def test_what_nobody_can_call_is_refused(typed, code):
    with pytest.raises(PhoneProblem) as problem:
        people.clean_phone(typed)

    assert problem.value.code == code


def test_masks():
    assert people.masked_id("150523197503150021") == "1***************21"
    assert people.masked_phone("13812345678") == "138****5678"
    assert people.masked_card("6222021234567890123") == "***************0123"
    assert people.masked_name_web("张三丰") == "张*"
    assert people.masked_name_web("欧阳娜娜") == "欧阳*"
    assert people.masked_name_web("欧阳") == "欧*"
    assert people.masked_name_web("艾力·买买提") == "艾*"


@pytest.mark.parametrize("mask", [people.masked_id, people.masked_phone, people.masked_card])
@pytest.mark.parametrize("text", [None, "", "1", "12", "123", "1234"])
def test_a_mask_of_something_short_shows_nothing(mask, text):
    assert set(mask(text)) <= {"*"} or mask(text).count("*") >= len(text) - 3
