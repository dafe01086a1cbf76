"""Whom a line means: by number, else by name and birthday or phone; of two the office says."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from members.imports.people import ROSTER
from members.models import Person, PersonPast
from tests.factories.members import EmployerFactory, PersonFactory
from tests.helpers import sign_in, words_of
from tests.members.sheets import HEAD, number, roster
from tests.members.test_imports_applying import checked, counts, problems
from unionhub.actions import sheets
from unionhub.spreadsheets.importing import notes_of

BORN = date(1980, 5, 1)
LOOSE = (*HEAD, "出生日期", "联系电话", "住址")


@pytest.fixture
def ma(xingfa):
    return PersonFactory(
        organisation=xingfa,
        name="马关旺",
        id_number=number(1),
        birth_date=BORN,
        phone="13800000001",
    )


def applied(run, by, **more):
    return sheets.apply(kind=ROSTER, run=run, by=by, **more)


def chosen(run, by, choices):
    return sheets.choose(kind=ROSTER, run=run, choices=choices, by=by)


@pytest.mark.parametrize("told", [("1980-5-1", None), (None, "13800000001")])
def test_a_line_without_number_finds_its_person(clerk, ma, told):
    run = checked(roster(("马关旺", None, *told, "二组"), head=LOOSE), clerk)
    assert counts(run) == (0, 1, 0, 0)
    assert "没有身份证号" in run.lines.get().told["warnings"][0]
    applied(run, clerk)
    after = Person.objects.get()
    assert (after.pk, after.address, after.id_number) == (ma.pk, "二组", number(1))
    assert (after.birth_date, after.phone) == (BORN, "13800000001")


def test_a_new_person_needs_a_number(clerk, ma):
    run = checked(roster(("王芳", None, "1980-5-1", "13800000001", None), head=LOOSE), clerk)
    assert problems(run)[2][0]["code"] == "id_missing"


def test_a_name_alone_finds_nobody(clerk, ma):
    run = checked(roster(("马关旺", None, "1980年5月", None, "二组"), head=LOOSE), clerk)
    assert problems(run)[2][0]["code"] == "id_missing"


def test_two_who_could_be_meant_are_shown_and_one_is_chosen(clerk, xingfa, ma):
    twin = PersonFactory(
        organisation=xingfa, name="马关旺", id_number=number(3), birth_date=BORN, address="一组"
    )
    run = checked(roster(("马关旺", None, "1980-5-1", None, "二组"), head=LOOSE), clerk)
    assert (run.choose, run.updated) == (1, 0)
    line = run.lines.get()
    assert {pk for pk, _ in line.told["candidates"]} == {ma.pk, twin.pk}
    with pytest.raises(ValidationError, match="1行待选"):
        applied(run, clerk)
    run = chosen(run, clerk, {f"{line.row}!{line.sheet}": twin.pk})
    assert (run.choose, run.updated) == (0, 1)
    applied(run, clerk)
    twin.refresh_from_db()
    ma.refresh_from_db()
    assert (twin.address, ma.address) == ("二组", "")


def test_a_number_of_one_and_the_name_of_another(clerk, xingfa, ma):
    other = PersonFactory(
        organisation=xingfa, name="王强", id_number=number(3), birth_date=BORN, phone="13800000003"
    )
    run = checked(roster(("王强", number(1), "二组"), head=(*HEAD, "住址")), clerk)
    assert run.choose == 1
    place = f"2!{run.lines.get().sheet}"
    run = chosen(run, clerk, {place: other.pk})
    assert "按您的选择" in run.lines.get().told["warnings"][0]
    applied(run, clerk)
    other.refresh_from_db()
    ma.refresh_from_db()
    assert (other.address, other.id_number, ma.name) == ("二组", number(3), "马关旺")


def test_none_of_them_leaves_the_line_out(clerk, xingfa, ma):
    PersonFactory(organisation=xingfa, name="王强", id_number=number(3), birth_date=BORN)
    run = checked(roster(("王强", number(1))), clerk)
    run = chosen(run, clerk, {f"2!{run.lines.get().sheet}": 0})
    assert problems(run)[2][0]["code"] == "left_out"


def test_a_namesake_of_one_birthday_does_not_make_the_number_doubtful(clerk, xingfa, ma):
    PersonFactory(organisation=xingfa, name="马关旺", id_number=number(3), birth_date=BORN)
    run = checked(roster(("马关旺", number(1))), clerk)
    assert counts(run) == (0, 0, 1, 0)


def test_one_person_is_met_once(clerk, ma):
    lines = (("马关旺", number(1), None, None, "一组"), ("马关旺", None, "1980-5-1", None, "二组"))
    run = checked(roster(*lines, head=LOOSE), clerk)
    assert problems(run)[3][0]["code"] == "person_twice"


def test_from_the_page(client, clerk, xingfa, ma):
    twin = PersonFactory(organisation=xingfa, name="马关旺", id_number=number(3), birth_date=BORN)
    sign_in(client, clerk)
    run = checked(roster(("马关旺", None, "1980-5-1", None, "二组"), head=LOOSE), clerk)
    page = client.get(reverse("members:people_import", args=[run.pk]))
    assert "待选 1" in words_of(page)
    assert "13800000001" in words_of(page)
    url = reverse("members:people_import_choose", args=[run.pk])
    field = f"line-{run.lines.get().pk}"
    client.post(url, {field: "999"})
    run.refresh_from_db()
    assert run.choose == 1
    field = f"line-{run.lines.get().pk}"
    client.post(url, {field: str(twin.pk), "line-0": "5"})
    run.refresh_from_db()
    assert (run.choose, run.updated) == (0, 1)


@pytest.mark.parametrize(("who", "status"), [("neighbour", 404), ("reviewer", 403)])
def test_nobody_else_chooses(client, request, clerk, who, status):
    run = checked(roster(("马关旺", number(1))), clerk)
    sign_in(client, request.getfixturevalue(who))
    url = reverse("members:people_import_choose", args=[run.pk])
    assert client.post(url).status_code == status


# --- change or correction -----------------------------------------------------------------------
@pytest.fixture
def moved(clerk, xingfa, tiezhu, ma):
    """A roster that has Ma at another unit than the register."""
    old, _ = (
        EmployerFactory(organisation=xingfa, name=name, place=tiezhu) for name in ("老厂", "新厂")
    )
    Person.objects.update(employer=old)
    return roster(("马关旺", number(1), "新厂"), head=(*HEAD, "工作单位"))


def chosen_facts(content, by, **options):
    lines, found = ROSTER.read(content, "花名册.xlsx")
    return sheets.check(
        kind=ROSTER,
        content=content,
        name="花名册.xlsx",
        lines=lines,
        notes=notes_of(found, ROSTER.columns),
        by=by,
        options=options,
    )


def test_a_change_keeps_what_was_before(clerk, moved):
    applied(chosen_facts(moved, clerk, changed_on=date(2020, 3, 1)), clerk)
    past = PersonPast.objects.get()
    assert (past.employer.name, past.until_on) == ("老厂", date(2020, 3, 1))


def test_a_correction_keeps_nothing(clerk, moved):
    applied(chosen_facts(moved, clerk, facts="correct"), clerk)
    assert Person.objects.get().employer.name == "新厂"
    assert not PersonPast.objects.exists()


def test_a_change_before_the_last_is_refused(clerk, moved):
    applied(chosen_facts(moved, clerk, changed_on=date(2020, 3, 1)), clerk)
    back = roster(("马关旺", number(1), "老厂"), head=(*HEAD, "工作单位"))
    run = chosen_facts(back, clerk, changed_on=date(2019, 1, 1))
    assert problems(run)[2][0]["code"] == "change_refused"
