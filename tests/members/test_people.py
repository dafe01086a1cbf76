"""The register of people: who sees whom, registering, correcting, finding, showing the number."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from members.actions import people
from members.models import Membership, Person
from tests.factories.kernel import PlaceFactory, scope_of
from tests.factories.members import (
    CardFactory,
    EmployerFactory,
    MembershipFactory,
    PersonFactory,
    id_number,
    member_of,
)
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.models import AuditEvent
from unionhub.people import masked_id

BORN = date(1980, 5, 1)


@pytest.fixture
def person(xingfa):
    return PersonFactory(
        organisation=xingfa, name="马关旺", id_number=id_number(1), birth_date=BORN
    )


def typed(**values):
    """Answers of the person form."""
    return {
        "id_number": id_number(2),
        "name": "王芳",
        "work_status": "at_work",
        **values,
    }


# --- who sees and changes ---------------------------------------------------------------------
@pytest.mark.parametrize("where", ["person", "person_history"])
@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("county_officer", 200), ("neighbour", 404), ("cashier", 403)],
)
def test_pages_of_a_person(client, request, person, where, who, status):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse(f"members:{where}", args=[person.pk])).status_code == status


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("neighbour", 404), ("reviewer", 403), ("county_officer", 403)],
)
def test_the_form_of_a_person(client, request, person, who, status):
    sign_in(client, request.getfixturevalue(who))
    url = reverse("members:person_change", args=[person.pk])
    assert client.get(url).status_code == status


@pytest.mark.parametrize("deed", ["person_reveal", "person_print"])
@pytest.mark.parametrize(("who", "status"), [("neighbour", 404), ("reviewer", 403)])
def test_numbers_are_shown_to_nobody_else(client, request, person, deed, who, status):
    sign_in(client, request.getfixturevalue(who))
    answer = client.post(reverse(f"members:{deed}", args=[person.pk]), {"reason": "核对材料"})
    assert answer.status_code == status


def test_a_clerk_of_the_county_office_does_not_change_a_townships_person(client, kailu, person):
    sign_in(client, scope_of(kailu, "clerk"))
    url = reverse("members:person_change", args=[person.pk])
    assert client.post(url, typed()).status_code == 403


def test_the_county_reads_a_person_without_buttons(client, county_officer, person):
    page = sign_in(client, county_officer).get(person.get_absolute_url())
    assert "马关旺" in words_of(page)
    for deed in ("person_change", "person_reveal", "person_print", "join"):
        assert reverse(f"members:{deed}", args=[person.pk]) not in page.content.decode()


def test_a_contact_sees_only_the_people_of_the_place(client, xingfa, tiezhu, person):
    here = PersonFactory(organisation=xingfa, place=tiezhu)
    sign_in(client, scope_of(xingfa, "contact", place=tiezhu))
    assert client.get(here.get_absolute_url()).status_code == 200
    assert client.get(person.get_absolute_url()).status_code == 404


def test_a_contact_registers_people_of_the_place_only(xingfa, tiezhu):
    contact = scope_of(xingfa, "contact", place=tiezhu)
    elsewhere = PlaceFactory(organisation=xingfa)
    with pytest.raises(ValidationError, match="铁柱片"):
        people.register(by=contact, place=elsewhere, name="王芳", id_number=id_number(2))
    assert people.register(by=contact, name="王芳", id_number=id_number(2)).place == tiezhu


def test_registering_needs_the_right(reviewer):
    with pytest.raises(PermissionDenied):
        people.register(by=reviewer, name="王芳", id_number=id_number(2))


# --- registering ------------------------------------------------------------------------------
def test_a_person_is_registered_by_number_and_name(client, clerk, tiezhu):
    sign_in(client, clerk)
    answer = client.post(reverse("members:person_add"), typed(place=tiezhu.pk, phone="13812345678"))
    person = Person.objects.get()
    assert answer.url == person.get_absolute_url()
    assert (person.sex, person.birth_date, person.place) == ("female", BORN, tiezhu)


def test_save_and_go_on_opens_the_empty_form_again(client, clerk):
    sign_in(client, clerk)
    answer = client.post(reverse("members:person_add"), typed(again="1"))
    assert answer.url == reverse("members:person_add")


def test_an_elder_without_a_number_is_registered_by_sex_and_birthday(client, clerk):
    sign_in(client, clerk)
    values = typed(id_number="", sex="male", birth_date="1938-02-01", work_status="not_worker")
    client.post(reverse("members:person_add"), values)
    assert Person.objects.get().birth_date == date(1938, 2, 1)


def test_two_people_without_a_number_do_not_stand_in_each_others_way(xingfa):
    PersonFactory(organisation=xingfa, unnumbered=True)
    PersonFactory(organisation=xingfa, unnumbered=True)
    assert Person.objects.filter(id_digest=None).count() == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"id_number": "123"}, "18位"),
        ({"birth_date": "1990-01-01"}, "应为1980年5月1日"),
        ({"id_number": "", "sex": "", "birth_date": ""}, "没有身份证号时，性别必须填写"),
        ({"phone": "12"}, "11位手机号"),
        ({"name": "王"}, "姓名应为2至50个字"),
    ],
)
def test_what_cannot_be_right_is_refused_in_words(client, clerk, wrong, words):
    answer = sign_in(client, clerk).post(reverse("members:person_add"), typed(**wrong))
    assert answer.status_code == 422
    assert words in words_of(answer)
    assert not Person.objects.exists()


def test_a_number_is_registered_once_in_an_office(client, clerk, person):
    answer = sign_in(client, clerk).post(
        reverse("members:person_add"), typed(id_number=person.id_number)
    )
    assert answer.status_code == 422
    assert "本工会已登记过这个身份证号" in words_of(answer)


def test_the_neighbour_may_register_the_same_person(neighbour, person):
    made = people.register(by=neighbour, name="马关旺", id_number=person.id_number)
    assert made.id_digest == person.id_digest


def test_a_private_character_is_kept_and_warned_of(client, clerk):
    answer = sign_in(client, clerk).post(
        reverse("members:person_add"), typed(name="王\ue81e"), follow=True
    )
    assert "自造字" in words_of(answer)
    assert Person.objects.get().name == "王\ue81e"


def test_another_offices_places_and_units_cannot_be_chosen(client, clerk, yongan):
    place, unit = PlaceFactory(organisation=yongan), EmployerFactory(organisation=yongan)
    answer = sign_in(client, clerk).post(
        reverse("members:person_add"), typed(place=place.pk, employer=unit.pk)
    )
    assert answer.status_code == 422
    with pytest.raises(ValidationError, match="本工会"):
        people.register(by=clerk, name="王芳", id_number=id_number(2), employer=unit)


def test_a_closed_unit_is_not_offered_to_new_people(client, clerk, xingfa):
    EmployerFactory(organisation=xingfa, name="老砖厂", closed_on=date(2010, 1, 1))
    assert "老砖厂" not in words_of(sign_in(client, clerk).get(reverse("members:person_add")))


# --- correcting -------------------------------------------------------------------------------
def test_the_form_never_holds_the_number_on_record(client, clerk, person):
    page = sign_in(client, clerk).get(reverse("members:person_change", args=[person.pk]))
    assert person.id_number not in page.content.decode()
    assert masked_id(person.id_number) in words_of(page)


def test_an_empty_number_leaves_the_one_on_record(client, clerk, person):
    url = reverse("members:person_change", args=[person.pk])
    client = sign_in(client, clerk)
    client.post(url, typed(id_number="", name="马关望", version=person.version))
    person.refresh_from_db()
    assert (person.name, person.id_number, person.initials) == ("马关望", id_number(1), "mgw")


def test_an_edit_of_what_someone_else_changed_is_refused(client, clerk, person):
    people.change(person=person, by=clerk, phone="13812345678")
    answer = sign_in(client, clerk).post(
        reverse("members:person_change", args=[person.pk]), typed(id_number="", version=0)
    )
    assert answer.status_code == 422
    assert "已被他人修改" in words_of(answer)


def test_saving_without_a_change_leaves_no_trace(clerk, person):
    people.change(person=person, by=clerk, name=person.name)
    assert not AuditEvent.objects.exists()


def test_the_history_tells_changes_in_words(client, clerk, person):
    people.change(person=person, by=clerk, is_migrant=True, work_status="retired")
    words = words_of(
        sign_in(client, clerk).get(reverse("members:person_history", args=[person.pk]))
    )
    assert "农民工：否 → 是" in words
    assert "就业状况：在岗 → 退休" in words
    assert clerk.user.name in words


def test_the_history_does_not_tell_numbers(client, clerk):
    made = people.register(by=clerk, name="王芳", id_number=id_number(2))
    page = sign_in(client, clerk).get(reverse("members:person_history", args=[made.pk]))
    assert id_number(2) not in page.content.decode()


# --- showing and printing the number ----------------------------------------------------------
def test_the_page_masks_the_number(client, clerk, person):
    page = sign_in(client, clerk).get(person.get_absolute_url())
    assert person.id_number not in page.content.decode()


def test_the_number_is_shown_once_for_a_reason_that_is_logged(client, clerk, person):
    answer = sign_in(client, clerk).post(
        reverse("members:person_reveal", args=[person.pk]), {"reason": "核对医疗救助材料"}
    )
    assert person.id_number in words_of(answer)
    event = AuditEvent.objects.get(verb="person.reveal")
    assert (event.note, event.target_id) == ("核对医疗救助材料", str(person.pk))


@pytest.mark.parametrize("deed", ["person_reveal", "person_print"])
def test_without_a_reason_nothing_is_shown(client, clerk, person, deed):
    answer = sign_in(client, clerk).post(
        reverse(f"members:{deed}", args=[person.pk]), {"reason": " "}, follow=True
    )
    assert "请写明用途" in words_of(answer)
    assert person.id_number not in answer.content.decode()
    assert not AuditEvent.objects.exists()


def test_the_registration_form_is_printed_for_a_reason_that_is_logged(client, clerk, person):
    membership = MembershipFactory(person=person)
    CardFactory(membership=membership, number="兴工证001")
    answer = sign_in(client, clerk).post(
        reverse("members:person_print", args=[person.pk]), {"reason": "入会登记存档"}
    )
    pages = PdfReader(BytesIO(answer.content)).pages
    text = "".join(page.extract_text() for page in pages)
    assert len(pages) == 1
    assert all(word in text for word in ("工会会员登记表", "马关旺", person.id_number, "兴工证001"))
    assert AuditEvent.objects.get(verb="person.print").note == "入会登记存档"


def test_a_registration_form_with_an_unprintable_character_is_asked_about_once(
    client, clerk, person
):
    people.change(person=person, by=clerk, address="\ue000家屯12号")
    url = reverse("members:person_print", args=[person.pk])
    asked = sign_in(client, clerk).post(url, {"reason": "入会登记存档"})
    assert (asked.status_code, "U+E000" in words_of(asked)) == (422, True)
    printed = client.post(url, {"reason": "入会登记存档", "anyway": "1"})
    assert printed.content.startswith(b"%PDF")


def test_a_registration_form_that_cannot_be_laid_out_says_so(client, clerk, person, monkeypatch):
    monkeypatch.setattr("unionhub.documents.pdf.MOST_BLOCKS", 0)
    url = reverse("members:person_print", args=[person.pk])
    answer = sign_in(client, clerk).post(url, {"reason": "入会登记存档"}, follow=True)
    assert "超过一次打印的上限" in words_of(answer)
    assert not AuditEvent.objects.filter(verb="person.print").exists()


def test_a_post_that_may_not_see_numbers_prints_them_masked(client, kailu):
    own = PersonFactory(organisation=kailu)
    answer = sign_in(client, scope_of(kailu, "county")).post(
        reverse("members:person_print", args=[own.pk]), {"reason": "核对名册"}
    )
    text = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    assert own.id_number not in text


# --- the list ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "words", ["马关", "mgw", "maguan", "MGW", id_number(1), "13812345678", f" {id_number(1)} "]
)
def test_a_person_is_found(client, clerk, xingfa, person, words):
    PersonFactory(organisation=xingfa, name="杨学昌")
    people.change(person=person, by=clerk, phone="13812345678")
    page = sign_in(client, clerk).post(reverse("members:people"), {"find": words})
    assert "马关旺" in words_of(page)
    assert "杨学昌" not in words_of(page)


def test_what_is_missing_and_what_is_wrong_are_said_together(client, clerk):
    typed = {"id_number": "152324198001011234", "name": "", "phone": "12", "work_status": ""}
    answer = sign_in(client, clerk).post(reverse("members:person_add"), typed)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"id_number", "name", "phone", "work_status"}


def test_a_field_that_is_wrong_already_is_not_called_missing_too(client, clerk):
    typed = {"name": "马关旺", "birth_date": "昨天", "work_status": "at_work"}
    answer = sign_in(client, clerk).post(reverse("members:person_add"), typed)
    assert set(answer.context["form"].errors) == {"birth_date", "sex"}
    assert len(answer.context["form"].errors["birth_date"]) == 1


def test_people_stand_in_the_order_a_roll_is_called(client, clerk, xingfa):
    for name in ("陈宝林", "曹长河", "陈阿宝", "艾青山"):
        MembershipFactory(person=PersonFactory(organisation=xingfa, name=name))
    called = ["艾青山", "曹长河", "陈阿宝", "陈宝林"]
    assert [person.name for person in Person.objects.for_list()] == called
    assert [spell.person.name for spell in Membership.objects.for_list()] == called
    page = words_of(sign_in(client, clerk).get(reverse("members:people")))
    assert sorted(called, key=page.index) == called


def test_the_list_holds_the_own_offices_people_and_masked_numbers(client, neighbour, clerk, person):
    assert "马关旺" not in words_of(sign_in(client, neighbour).get(reverse("members:people")))
    page = sign_in(client, clerk).get(reverse("members:people"))
    assert "马关旺" in words_of(page)
    assert person.id_number not in page.content.decode()


@pytest.mark.parametrize(
    ("standing", "names"),
    [
        ("in", {"有证会员", "无证会员"}),
        ("no_card", {"无证会员"}),
        ("never", {"从未入会"}),
        ("left", {"已经退会"}),
        ("", {"有证会员", "无证会员", "从未入会", "已经退会"}),
    ],
)
def test_the_list_by_standing(client, clerk, xingfa, standing, names):
    carded = member_of(xingfa, name="有证会员")
    CardFactory(membership=carded.memberships.get())
    void = member_of(xingfa, name="无证会员")
    CardFactory(membership=void.memberships.get(), void_on=date(2010, 5, 1))
    PersonFactory(organisation=xingfa, name="从未入会")
    gone = PersonFactory(organisation=xingfa, name="已经退会")
    MembershipFactory(person=gone, left=True)
    page = sign_in(client, clerk).get(reverse("members:people"), {"standing": standing})
    rows = {line["cells"][0]["value"] for line in page.context["lines"]}
    assert rows == names


@pytest.mark.parametrize("asked", ["place", "employer", "work_status", "is_migrant"])
def test_the_list_by_facts(client, clerk, xingfa, tiezhu, asked):
    unit = EmployerFactory(organisation=xingfa)
    facts = {"place": tiezhu, "employer": unit, "work_status": "retired", "is_migrant": True}
    PersonFactory(organisation=xingfa, name="合于条件", **{asked: facts[asked]})
    PersonFactory(organisation=xingfa, name="不合条件")
    value = getattr(facts[asked], "pk", facts[asked])
    page = sign_in(client, clerk).get(reverse("members:people"), {asked: value})
    assert [line["cells"][0]["value"] for line in page.context["lines"]] == ["合于条件"]


def test_the_workbook_holds_masked_numbers(client, clerk, person):
    answer = sign_in(client, clerk).post(
        reverse("members:people"), {"do": "xlsx", "reason": "季度核对"}
    )
    sheet = load_workbook(BytesIO(answer.content)).active
    cells = {str(cell.value) for row in sheet for cell in row}
    assert masked_id(person.id_number) in cells
    assert person.id_number not in cells


def test_the_county_sees_which_office_keeps_a_person(client, county_officer, person, yongan):
    PersonFactory(organisation=yongan, name="邻乡职工")
    page = sign_in(client, county_officer).get(
        reverse("members:people"), {"organisation": person.organisation_id}
    )
    words = words_of(page)
    assert "马关旺 兴发乡工会" in words
    assert "邻乡职工" not in words


# --- while typing -----------------------------------------------------------------------------
def test_a_number_tells_its_facts_while_it_is_typed(client, clerk):
    answer = (
        sign_in(client, clerk).post(reverse("members:id_facts"), {"id_number": id_number(2)}).json()
    )
    assert answer["words"].startswith("女，1980年5月1日出生")
    assert answer["fill"] == {"sex": "female", "birth_date": "1980-05-01"}


@pytest.mark.parametrize(("who", "warned"), [("clerk", True), ("neighbour", False)])
def test_only_the_own_office_is_told_that_a_number_is_registered(
    client, request, person, who, warned
):
    sign_in(client, request.getfixturevalue(who))
    answer = client.post(reverse("members:id_facts"), {"id_number": person.id_number}).json()
    assert [one["why"] for one in answer["alike"]] == ["证件号相同"] * warned


def test_a_wrong_number_is_told_while_it_is_typed(client, clerk):
    answer = sign_in(client, clerk).post(reverse("members:id_facts"), {"id_number": "12"}).json()
    assert "18位" in answer["words"]
    assert answer["fill"] == {}


# --- one row or ten ---------------------------------------------------------------------------
def test_the_list_asks_as_often_for_ten_people_as_for_one(client, clerk, xingfa, tiezhu):
    unit = EmployerFactory(organisation=xingfa)

    def more():
        for _ in range(9):
            PersonFactory(organisation=xingfa, place=tiezhu, employer=unit)

    PersonFactory(organisation=xingfa, place=tiezhu, employer=unit)
    assert_same_queries(sign_in(client, clerk), reverse("members:people"), more)


def test_a_page_asks_as_often_for_three_spells_as_for_one(client, clerk, person):
    spell = MembershipFactory(person=person)
    CardFactory(membership=spell)

    def more():
        for year in (2000, 2004):
            old = MembershipFactory(
                person=person,
                joined_on=date(year, 1, 1),
                left_on=date(year + 1, 1, 1),
                left_reason="失业",
            )
            CardFactory(membership=old, void_on=date(2010, 4, 1))

    url = reverse("members:person_spells", args=[person.pk])
    assert_same_queries(sign_in(client, clerk), url, more)
