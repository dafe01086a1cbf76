"""Every fact from the form to the page, the paper and the workbook, letter by letter."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from members.actions import people
from members.models import Person, PersonDetails, details_of
from tests.factories.kernel import scope_of
from tests.factories.members import PersonDetailsFactory, PersonFactory, id_number
from tests.helpers import assert_same_queries, sign_in, words_of
from tests.members.test_details import FACTS
from unionhub.people import masked_id

pytestmark = pytest.mark.django_db

SHEET = "/members/people/sheet/"
RARE = "𠮷㛃堃犇𬱖"  # beyond the basic plane, extension A, and rare ones of the basic plane
NAMES = ["马关旺", "阿依古丽·买买提", "约翰·冯·诺依曼", "古丽" * 25, RARE]
LABELS = {
    "emergency_name": "紧急联系人",
    "emergency_relation": "与本人关系",
    "emergency_phone": "紧急联系电话",
}


def workbook(client, wish="xlsx"):
    answer = client.post(SHEET, {"do": wish, "reason": "季度核对"})
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    heads = next(n for n, row in enumerate(rows) if "姓名" in row)
    return dict(zip(rows[heads], rows[heads + 1], strict=True))


def letters(answer):
    """The text of a PDF; lines break where the page has no more room."""
    pages = PdfReader(BytesIO(answer.content)).pages
    return "".join("".join(page.extract_text() for page in pages).split())


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_the_same_on_form_page_paper_and_in_the_workbook(client, clerk, name):
    client = sign_in(client, clerk)
    sent = {"name": name, "id_number": id_number(1), "work_status": "at_work"}
    client.post(reverse("members:person_add"), sent)
    person = Person.objects.get()
    assert person.name == name
    assert name in words_of(client.get(person.get_absolute_url()))
    form = client.get(reverse("members:person_change", args=[person.pk]))
    assert f'value="{name}"' in form.content.decode()
    paper = client.post(reverse("members:person_print", args=[person.pk]), {"reason": "存档"})
    assert name in letters(paper)
    assert workbook(client)["姓名"] == name


@pytest.mark.parametrize(("name", "words"), [("马", "2"), ("古" * 51, "50")])
def test_a_name_has_two_to_fifty_letters(client, clerk, name, words):
    sent = {"name": name, "id_number": id_number(1), "work_status": "at_work"}
    answer = sign_in(client, clerk).post(reverse("members:person_add"), sent)
    assert answer.status_code == 422
    assert words in " ".join(answer.context["form"].errors["name"])


def test_every_further_fact_stands_in_the_workbook(client, clerk):
    made = people.register(by=clerk, name="王芳", id_number=id_number(2), **FACTS)
    row = workbook(sign_in(client, clerk))
    details = details_of(made)
    for name in PersonDetails.FACTS:
        field = PersonDetails._meta.get_field(name)
        told = row[LABELS.get(name, str(field.verbose_name))]
        if field.choices:
            assert told == getattr(details, f"get_{name}_display")(), name
        elif name == "dispatched":
            assert told == "是"
        else:
            assert str(told)[:10] == str(getattr(details, name))[:10], name


def test_numbers_are_in_full_only_where_that_is_asked_and_allowed(client, clerk, xingfa):
    person = PersonFactory(organisation=xingfa)
    assert workbook(sign_in(client, clerk))["证件号码"] == masked_id(person.id_number)
    assert workbook(client, "full")["证件号码"] == person.id_number
    client = sign_in(client, scope_of(xingfa, "county"))
    assert client.post(SHEET, {"do": "full", "reason": "核对"}).status_code == 403


@pytest.mark.parametrize(("who", "seen"), [("clerk", True), ("neighbour", False)])
def test_who_finds_whom_on_the_sheet(client, request, xingfa, who, seen):
    person = PersonFactory(organisation=xingfa)
    page = sign_in(client, request.getfixturevalue(who)).get(SHEET)
    assert (person.name in words_of(page)) == seen


def test_who_keeps_accounts_does_not_see_the_sheet(client, admin):
    assert sign_in(client, admin).get(SHEET).status_code == 403


def test_the_list_of_people_leads_to_the_sheet(client, reviewer):
    page = sign_in(client, reviewer).get(reverse("members:people"))
    assert f'href="{SHEET}"' in page.content.decode()


def test_the_sheet_asks_as_often_for_ten_people_as_for_one(client, clerk, xingfa):
    def more(times=9):
        for _ in range(times):
            PersonDetailsFactory(person=PersonFactory(organisation=xingfa))

    more(1)
    assert_same_queries(sign_in(client, clerk), SHEET, more)
