"""What the office says about its own headings and words: asked, applied, remembered."""

from __future__ import annotations

import pytest
from django.urls import reverse

from members.models import Person, details_of
from tests.helpers import sign_in, words_of
from tests.members.sheets import HEAD, number, roster, saved
from tests.members.test_imports_pages import act, hand_in
from unionhub.models import HeadingHabit, ImportRun, ValueHabit

ODD = ("序号", "姓名", "证照号", "文化")


def newest():
    return ImportRun.objects.order_by("-pk")[0]


@pytest.fixture
def desk(client, clerk):
    return sign_in(client, clerk)


# --- headings -----------------------------------------------------------------------------------
def test_a_heading_nobody_knows_is_named_by_the_office_and_remembered(desk):
    answer = hand_in(desk, roster(("马关旺", number(1), ""), head=(*ODD[:3], "学历")))
    assert "缺少“身份证号”一栏" in words_of(answer)
    answer = act(desk, "answer", newest(), **{"heading-0-2": "id_number"})
    assert "新增 1" in words_of(answer)
    assert HeadingHabit.objects.get().column == "id_number"
    answer = hand_in(desk, roster(("王芳", number(2), ""), head=(*ODD[:3], "备注")))
    assert "新增 1" in words_of(answer)
    assert "沿用上次" in words_of(answer)


def test_a_heading_read_wrongly_is_put_right(desk):
    """The office's 单位 is the department; the unit stands in another column."""
    head = (*HEAD, "单位", "用工主体")
    content = roster(("马关旺", number(1), "财务科", "兴发砖厂"), head=head)
    hand_in(desk, content)
    assert newest().refused == 1
    sent = {"heading-0-3": "", "heading-0-4": "employer"}
    act(desk, "answer", newest(), **sent)
    act(desk, "recheck", newest(), do="new_names")
    act(desk, "apply", newest(), do="all")
    assert Person.objects.get().employer.name == "兴发砖厂"
    assert dict(HeadingHabit.objects.values_list("heading", "column")) == {
        "单位": "",
        "用工主体": "employer",
    }
    answer = hand_in(desk, roster(("王芳", number(2), "车间", "兴发砖厂"), head=head))
    assert newest().refused == 0
    assert "沿用上次" in words_of(answer)


def test_what_is_said_as_we_read_it_is_forgotten(desk):
    content = roster(("马关旺", number(1), "高中"), head=(*HEAD, "文化程度"))
    hand_in(desk, content)
    act(desk, "answer", newest(), **{"heading-0-3": ""})
    assert HeadingHabit.objects.exists()
    act(desk, "answer", newest(), **{"heading-0-3": "education"})
    assert not HeadingHabit.objects.exists()
    assert newest().new == 1


def test_two_columns_of_one_name_are_settled_on_the_page(desk):
    head = (*HEAD, "联系电话", "联系电话")
    answer = hand_in(desk, roster(("马关旺", number(1), "13800000001", "1234567"), head=head))
    assert "有两栏都叫“联系电话”" in words_of(answer)
    act(desk, "answer", newest(), **{"heading-0-3": "phone", "heading-0-4": ""})
    act(desk, "apply", newest(), do="all")
    assert Person.objects.get().phone == "13800000001"
    assert not HeadingHabit.objects.exists()


def test_a_column_that_does_not_exist_counts_for_nothing(desk):
    hand_in(desk, roster(("马关旺", number(1))))
    act(desk, "answer", newest(), **{"heading-0-1": "password", "heading-9-9": "name"})
    assert newest().new == 1


# --- words --------------------------------------------------------------------------------------
def test_a_word_no_list_has_is_asked_about_and_remembered(desk):
    lines = (("马关旺", number(1), "大学肄业"), ("王芳", number(2), "大学肄业"))
    answer = hand_in(desk, roster(*lines, head=(*HEAD, "学历")))
    words = words_of(answer)
    assert "大学肄业 2" in words
    assert "待回答" in words
    assert newest().refused == 2
    act(desk, "answer", newest(), **{"word-education-0": "college"})
    assert (newest().new, newest().refused) == (2, 0)
    act(desk, "apply", newest(), do="all")
    assert {details_of(p).education for p in Person.objects.all()} == {"college"}
    assert (ValueHabit.objects.get().word, ValueHabit.objects.get().value) == (
        "大学肄业",
        "college",
    )
    hand_in(desk, roster(("李明", number(3), "大学肄业"), head=(*HEAD, "学历")))
    assert newest().new == 1


def test_a_word_may_be_left_blank_and_yes_or_no(desk):
    head = (*HEAD, "学历", "农民工")
    hand_in(desk, roster(("马关旺", number(1), "不详", "算吧"), head=head))
    sent = {"word-education-0": "blank", "word-is_migrant-0": "yes"}
    answer = act(desk, "answer", newest(), **sent)
    assert "待回答" not in words_of(answer)
    act(desk, "apply", newest(), do="all")
    person = Person.objects.get()
    assert (details_of(person).education, person.is_migrant) == ("", True)


def test_words_not_answered_stay_asked(desk):
    hand_in(desk, roster(("马关旺", number(1), "大学肄业"), head=(*HEAD, "学历")))
    act(desk, "answer", newest(), **{"word-education-0": "emperor"})
    assert newest().refused == 1
    assert not ValueHabit.objects.exists()


def test_a_number_in_the_wrong_column_is_not_shown(desk):
    answer = hand_in(desk, roster(("马关旺", number(1), number(3)), head=(*HEAD, "学历")))
    assert number(3) not in answer.content.decode()
    assert newest().notes["asked"] == {}


# --- whose they are -----------------------------------------------------------------------------
def test_another_office_remembers_its_own(client, clerk, neighbour):
    sign_in(client, clerk)
    hand_in(client, roster(("马关旺", number(1), "大学肄业"), head=(*HEAD, "学历")))
    act(client, "answer", newest(), **{"word-education-0": "college"})
    sign_in(client, neighbour)
    hand_in(client, roster(("王芳", number(2), "大学肄业"), head=(*HEAD, "学历")))
    assert newest().refused == 1


@pytest.mark.parametrize(("who", "status"), [("neighbour", 404), ("reviewer", 403)])
def test_nobody_else_answers(client, request, clerk, who, status):
    sign_in(client, clerk)
    hand_in(client, roster(("马关旺", number(1))))
    url = reverse("members:people_import_answer", args=[newest().pk])
    sign_in(client, request.getfixturevalue(who))
    assert client.post(url).status_code == status


def test_an_applied_sheet_takes_no_more_answers(desk):
    hand_in(desk, roster(("马关旺", number(1))))
    act(desk, "apply", newest(), do="all")
    answer = act(desk, "answer", newest(), **{"heading-0-1": ""})
    assert "没有重复导入" in words_of(answer)
    assert not HeadingHabit.objects.exists()


def test_two_sheets_are_answered_apart(desk):
    sheets = [
        (name, [["姓名", "身份证号", "编码"], [person, number(n), value]])
        for name, person, n, value in (
            ("一车间", "马关旺", 1, "001"),
            ("二车间", "王芳", 2, "13800000001"),
        )
    ]
    hand_in(desk, saved(*sheets))
    act(desk, "answer", newest(), **{"heading-0-2": "", "heading-1-2": "phone"})
    act(desk, "apply", newest(), do="all")
    assert {p.name: p.phone for p in Person.objects.all()} == {
        "马关旺": "",
        "王芳": "13800000001",
    }
