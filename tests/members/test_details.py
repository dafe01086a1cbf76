"""The further columns of the official member sheet: kept, checked, told in the history."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from members.actions import people
from members.models import Ethnicity, Person, PersonDetails, WorkGroup, details_of
from tests.factories.members import PersonFactory, id_number
from tests.helpers import sign_in, words_of
from unionhub.models import AuditEvent

FACTS = {
    "ethnicity": Ethnicity.MENGGU,
    "education": "college",
    "political_status": "masses",
    "tech_grade": "4",
    "skills": "电焊、驾驶",
    "marital_status": "married",
    "household_kind": "farming",
    "registered_at": "兴发乡铁珠村",
    "native_place": "通辽",
    "work_group": "courier",
    "work_post": "快递员",
    "dispatched": True,
    "started_work_on": date(2001, 7, 1),
    "emergency_name": "马晓红",
    "emergency_relation": "妻子",
    "emergency_phone": "13812345678",
    "consent_on": date(2010, 3, 1),
}


@pytest.fixture
def person(xingfa):
    return PersonFactory(
        organisation=xingfa, name="马关旺", id_number=id_number(1), birth_date=date(1980, 5, 1)
    )


def of(person):
    details = PersonDetails.objects.get(person=person)
    return {name: getattr(details, name) for name in PersonDetails.FACTS}


# --- keeping ----------------------------------------------------------------------------------
def test_every_column_is_kept(clerk):
    made = people.register(by=clerk, name="王芳", id_number=id_number(2), **FACTS)
    assert of(made) == FACTS


def test_who_has_no_further_facts_has_no_further_record(clerk):
    nothing = dict.fromkeys(FACTS, "") | {
        "dispatched": False,
        "started_work_on": None,
        "consent_on": None,
    }
    made = people.register(by=clerk, name="王芳", id_number=id_number(2), **nothing)
    assert not PersonDetails.objects.exists()
    assert details_of(made).education == ""


def test_the_first_fact_begins_the_further_record(clerk, person):
    people.change(person=person, by=clerk, education="master")
    assert of(person)["education"] == "master"


def test_a_further_fact_is_corrected_and_others_stay(clerk):
    made = people.register(by=clerk, name="王芳", id_number=id_number(2), **FACTS)
    people.change(person=made, by=clerk, education="bachelor", skills="")
    assert of(made) == FACTS | {"education": "bachelor", "skills": ""}


def test_a_further_fact_counts_as_a_change_of_the_person(clerk, person):
    changed = people.change(person=person, by=clerk, version=0, education="master")
    assert changed.version == 1
    with pytest.raises(ValidationError, match="已被他人修改"):
        people.change(person=person, by=clerk, version=0, education="doctor")


def test_one_deed_is_one_row_of_the_log(clerk, person):
    people.change(person=person, by=clerk, phone="13812345678", education="master")
    event = AuditEvent.objects.get()
    assert event.changes == {"phone": ["", "13812345678"], "education": [None, "master"]}


def test_saving_the_same_facts_leaves_no_trace(clerk):
    made = people.register(by=clerk, name="王芳", id_number=id_number(2), **FACTS)
    people.change(person=made, by=clerk, **FACTS)
    assert AuditEvent.objects.count() == 1


def test_the_history_tells_further_facts_in_words(client, clerk):
    made = people.register(by=clerk, name="王芳", id_number=id_number(2), **FACTS)
    people.change(person=made, by=clerk, education="bachelor")
    words = words_of(sign_in(client, clerk).get(reverse("members:person_history", args=[made.pk])))
    assert "学历：大专 → 本科" in words
    assert "民族：蒙古族" in words


# --- what cannot be --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("emergency_phone", "12", "11位手机号"),
        ("emergency_name", "红", "2至50个字"),
        ("started_work_on", date(1979, 1, 1), "不能早于出生日期"),
        ("started_work_on", date(2999, 1, 1), "不能晚于今天"),
        ("consent_on", date(2999, 1, 1), "不能晚于今天"),
        ("education", "高中", "高中"),
    ],
)
def test_a_fact_that_cannot_be_is_refused_by_name(clerk, person, field, value, words):
    with pytest.raises(ValidationError) as refused:
        people.change(person=person, by=clerk, **{field: value})
    assert words in str(refused.value.message_dict[field])


@pytest.mark.parametrize(
    "field",
    [
        "ethnicity",
        "education",
        "political_status",
        "tech_grade",
        "marital_status",
        "household_kind",
        "work_group",
    ],
)
def test_the_database_knows_the_lists(person, field):
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonDetails.objects.create(person=person, **{field: "?"})


def test_the_lists_are_those_of_the_sheet():
    assert len(Ethnicity.choices) == 57
    assert WorkGroup.labels[:4] == ["货车司机", "网约车司机", "快递员", "外卖配送员"]


# --- documents other than the identity card ---------------------------------------------------
ABROAD = {"sex": "male", "birth_date": date(1980, 5, 1), "document_kind": "passport"}


def test_the_number_of_a_passport_is_kept_sealed_and_found(clerk):
    made = people.register(by=clerk, name="约翰·史密斯", id_number=" e1234 5678", **ABROAD)
    assert Person.objects.get(pk=made.pk).id_number == "E12345678"
    assert list(Person.objects.find("E12345678")) == [made]
    assert "E12345678" not in str(AuditEvent.objects.get().changes)


def test_the_same_passport_twice_is_refused(clerk):
    people.register(by=clerk, name="约翰·史密斯", id_number="E12345678", **ABROAD)
    with pytest.raises(ValidationError, match="已登记过"):
        people.register(by=clerk, name="约翰", id_number="E12345678", **ABROAD)


def test_a_passport_tells_no_birthday(clerk):
    with pytest.raises(ValidationError) as refused:
        people.register(
            by=clerk, name="约翰·史密斯", id_number="E12345678", document_kind="passport"
        )
    assert set(refused.value.message_dict) == {"sex", "birth_date"}


def test_another_kind_of_document_asks_for_its_own_number(clerk, person):
    with pytest.raises(ValidationError) as refused:
        people.change(person=person, by=clerk, document_kind="passport")
    assert set(refused.value.message_dict) == {"id_number"}
    changed = people.change(
        person=person, by=clerk, document_kind="passport", id_number="E12345678"
    )
    assert changed.id_number == "E12345678"


def test_an_empty_number_leaves_the_passport_on_record(clerk):
    made = people.register(by=clerk, name="约翰·史密斯", id_number="E12345678", **ABROAD)
    changed = people.change(person=made, by=clerk, id_number="", name="约翰·史密思")
    assert (changed.name, changed.id_number) == ("约翰·史密思", "E12345678")


def test_without_a_number_sex_and_birthday_stay_when_they_are_not_typed(clerk, xingfa):
    born = date(1950, 1, 1)
    elder = PersonFactory(organisation=xingfa, unnumbered=True, birth_date=born)
    changed = people.change(person=elder, by=clerk, sex="", birth_date=None, phone="13812345678")
    assert (changed.sex, changed.birth_date) == ("male", born)


# --- the form, the page, the paper ------------------------------------------------------------
def typed(**values):
    """Answers of the person form."""
    return {"id_number": id_number(2), "name": "王芳", "work_status": "at_work", **values}


ANSWERS = {
    name: value.isoformat() if isinstance(value, date) else value for name, value in FACTS.items()
}


def test_the_form_writes_every_column_down(client, clerk):
    answer = sign_in(client, clerk).post(reverse("members:person_add"), typed(**ANSWERS))
    assert answer.status_code == 302
    assert of(Person.objects.get()) == FACTS


def test_the_form_shows_what_is_on_record_behind_a_line_that_counts_it(client, clerk):
    made = people.register(by=clerk, name="王芳", id_number=id_number(2), **FACTS)
    page = sign_in(client, clerk).get(reverse("members:person_change", args=[made.pk]))
    assert "更多资料（已填 14 项）" in words_of(page)
    assert page.context["form"].initial["native_place"] == "通辽"
    assert '<details class="fold">' in page.content.decode()


def test_the_line_opens_where_something_behind_it_is_wrong(client, clerk):
    answer = sign_in(client, clerk).post(
        reverse("members:person_add"), typed(emergency_phone="12", native_place="通辽", name="")
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert '<details class="fold" open>' in page
    assert 'value="通辽"' in page
    assert set(answer.context["form"].errors) == {"emergency_phone", "name"}


def test_a_form_that_does_not_ask_for_the_document_means_the_identity_card(client, clerk):
    sign_in(client, clerk).post(reverse("members:person_add"), typed())
    assert Person.objects.get().document_kind == "id_card"


def test_the_page_tells_further_facts_in_groups(client, clerk):
    made = people.register(by=clerk, name="王芳", id_number=id_number(2), **FACTS)
    words = words_of(sign_in(client, clerk).get(made.get_absolute_url()))
    assert "户籍类型 农业户口" in words
    assert "紧急联系人 马晓红 妻子 13812345678" in words
    assert "新就业形态 快递员" in words


def test_the_page_leaves_out_further_groups_that_are_empty(client, clerk, person):
    page = sign_in(client, clerk).get(person.get_absolute_url())
    assert [title for title, _ in page.context["facts"]] == ["身份", "联系", "工作"]


def test_the_registration_form_holds_further_facts_on_one_page(client, clerk):
    made = people.register(by=clerk, name="王芳", id_number=id_number(2), **FACTS)
    answer = sign_in(client, clerk).post(
        reverse("members:person_print", args=[made.pk]), {"reason": "入会登记存档"}
    )
    pages = PdfReader(BytesIO(answer.content)).pages
    text = "".join(page.extract_text() for page in pages)
    assert len(pages) == 1
    further = ("新就业形态：快递员", "劳务派遣工", "2010年3月1日同意留存资料", "电焊、驾驶")
    assert all(word in text for word in ("蒙古族", "大专", "群众", "农业户口", "马晓红"))
    assert all(word in text.replace("\n", "") for word in further)


# --- who may be the same person ---------------------------------------------------------------
@pytest.fixture
def known(xingfa, clerk, person):
    people.change(person=person, by=clerk, phone="13812345678")
    return person


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ({"id_number": id_number(1)}, ["证件号相同"]),
        ({"name": "马 关旺", "birth_date": "1980-05-01"}, ["同名同生日"]),
        ({"name": "马关旺", "id_number": id_number(3)}, ["同名同生日"]),
        ({"phone": "138-1234-5678"}, ["电话相同"]),
        (
            {"name": "马关旺", "id_number": id_number(1), "phone": "13812345678"},
            ["证件号相同、同名同生日、电话相同"],
        ),
        ({"name": "马关旺"}, []),
        ({"name": "马关旺", "birth_date": "1980-02-31"}, []),
        ({}, []),
    ],
)
def test_who_may_be_the_same_is_told_while_typing(client, clerk, known, answers, why):
    answer = sign_in(client, clerk).post(reverse("members:id_facts"), answers).json()
    assert [one["why"] for one in answer["alike"]] == why


def test_the_neighbour_is_not_told(client, neighbour, known):
    answer = sign_in(client, neighbour).post(reverse("members:id_facts"), {"phone": "13812345678"})
    assert answer.json()["alike"] == []


def test_the_person_being_corrected_is_not_told_of_itself(client, clerk, known):
    answer = sign_in(client, clerk).post(
        reverse("members:id_facts"), {"phone": "13812345678", "but": known.pk}
    )
    assert answer.json()["alike"] == []


def test_who_may_be_the_same_stands_beside_a_form_that_came_back(client, clerk, known):
    answer = sign_in(client, clerk).post(
        reverse("members:person_add"), typed(phone="13812345678", id_number="12")
    )
    assert answer.status_code == 422
    assert f'href="{known.get_absolute_url()}"' in answer.content.decode()
    assert "马关旺 电话相同" in words_of(answer)


def test_who_may_be_the_same_never_hinders(client, clerk, known):
    answer = sign_in(client, clerk).post(
        reverse("members:person_add"), typed(phone="13812345678"), follow=True
    )
    assert Person.objects.filter(name="王芳").exists()
    assert "可能与已登记的人员重复，请核对： 马关旺 （电话相同）" in words_of(answer)


def test_the_same_number_hinders_and_shows_whose_it_is(client, clerk, known):
    answer = sign_in(client, clerk).post(
        reverse("members:person_add"), typed(id_number=id_number(1))
    )
    assert answer.status_code == 422
    assert "马关旺 证件号相同" in words_of(answer)
