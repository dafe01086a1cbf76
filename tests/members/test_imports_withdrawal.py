"""Taking an import back: what it brought goes, what was built on since stays and is listed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from members.actions import families, memberships, people
from members.imports.people import ROSTER
from members.models import Card, Employer, Membership, Person, PersonPast, details_of
from tests.factories.kernel import below, scope_of
from tests.factories.members import EmployerFactory, MembershipFactory, PersonFactory
from tests.helpers import race, sign_in, words_of
from tests.members.sheets import HEAD, number, roster
from tests.members.test_imports_applying import FULL, MA, WANG, checked, taken
from unionhub import audit
from unionhub.actions import sheets
from unionhub.models import AuditEvent, ImportRun, Place

BORN = date(1980, 5, 1)


def withdrawn(run, by, reason="拿错了表"):
    return sheets.withdraw(kind=ROSTER, run=run, reason=reason, by=by)


def kept(run):
    return {line.row: line.told["kept"] for line in run.lines.filter(kept=True)}


def test_what_a_roster_brought_goes_and_it_can_be_brought_again(clerk):
    content = roster(MA, WANG, head=FULL)
    run = withdrawn(taken(content, clerk, new_names=True), clerk)
    assert (run.state, run.withdrawn_by, run.withdrawn_reason) == (
        ImportRun.State.WITHDRAWN,
        clerk.user,
        "拿错了表",
    )
    assert kept(run) == {}
    assert not Person.objects.exists()
    assert not Membership.objects.exists()
    assert not Card.objects.exists()
    assert not Employer.objects.exists()
    assert not Place.objects.exists()
    assert Person.everything.count() == 2
    again = taken(content, clerk, new_names=True)
    assert (again.new, Card.objects.get().number) == (2, "001")
    assert audit.broken_at() is None


def test_the_log_tells_each_deed_and_the_whole(clerk):
    withdrawn(taken(roster(MA, head=FULL), clerk, new_names=True), clerk)
    events = AuditEvent.objects.filter(note__contains="拿错了表").order_by("seq")
    assert list(events.values_list("verb", flat=True)) == [
        "card.void",
        "membership.void",
        "person.withdraw",
        "employer.withdraw",
        "place.withdraw",
        "sheet.withdraw",
    ]
    assert "撤回1行" in events.last().note


def test_what_was_changed_is_as_it_was(clerk, xingfa, tiezhu):
    unit = EmployerFactory(organisation=xingfa, name="老厂", place=tiezhu)
    EmployerFactory(organisation=xingfa, name="兴发砖厂", place=tiezhu)
    person = PersonFactory(
        organisation=xingfa, name="马官旺", id_number=number(1), birth_date=BORN, employer=unit
    )
    people.change(person=person, by=clerk, education="middle")
    before = Person.objects.values().get()
    run = taken(roster((*MA[:7], None, None), head=FULL), clerk)
    assert Person.objects.get().name == "马关旺"
    withdrawn(run, clerk)
    after = Person.objects.values().get()
    assert after.pop("version") > before.pop("version")
    assert after == before
    assert details_of(person).education == "middle"


def test_the_roster_of_an_earlier_day_is_not_moved_by_it(clerk, xingfa, tiezhu):
    unit = EmployerFactory(organisation=xingfa, name="老厂", place=tiezhu)
    EmployerFactory(organisation=xingfa, name="兴发砖厂", place=tiezhu)
    PersonFactory(
        organisation=xingfa, name="马关旺", id_number=number(1), birth_date=BORN, employer=unit
    )
    run = taken(roster((*MA[:7], None, None), head=FULL), clerk)
    assert PersonPast.objects.get().employer == unit
    withdrawn(run, clerk)
    assert (Person.objects.get().employer, PersonPast.objects.get().employer) == (unit, unit)


# --- what stays ---------------------------------------------------------------------------------
def test_who_was_edited_since_stays(clerk):
    run = taken(roster(MA, WANG, head=FULL), clerk, new_names=True)
    people.change(person=Person.objects.get(name="王芳"), by=clerk, phone="13800000009")
    run = withdrawn(run, clerk)
    assert [p.name for p in Person.objects.all()] == ["王芳"]
    assert kept(run)[3] == ["人员导入后已有修改，保留"]
    # Her unit and place are in use, and stay too; the line that registered them says so.
    assert any("单位“兴发砖厂”已在使用" in text for text in kept(run)[2])
    assert Employer.objects.exists()


def test_what_was_changed_again_is_not_set_back(clerk, xingfa):
    person = PersonFactory(organisation=xingfa, name="马关旺", id_number=number(1), birth_date=BORN)
    run = taken(roster(("马关旺", number(1), "13800000001"), head=(*HEAD, "电话")), clerk)
    people.change(person=person, by=clerk, phone="13800000009")
    run = withdrawn(run, clerk)
    assert Person.objects.get().phone == "13800000009"
    assert kept(run) == {2: ["资料导入后已有修改，没有改回"]}


def test_a_spell_that_moved_on_stays_with_its_person(clerk):
    head = (*HEAD, "入会日期")
    run = taken(roster(("马关旺", number(1), "2010-3-1"), head=head), clerk)
    spell = Membership.objects.get()
    memberships.leave(membership=spell, left_on=date(2012, 1, 1), left_reason="调出", by=clerk)
    run = withdrawn(run, clerk)
    assert Membership.objects.exists()
    assert kept(run)[2] == ["会籍导入后已有变动，保留", "此人名下已有会籍，保留"]


def test_who_has_other_records_stays(clerk, xingfa):
    run = taken(roster(("马关旺", number(1))), clerk)
    MembershipFactory(person=Person.objects.get())
    run = withdrawn(run, clerk)
    assert kept(run) == {2: ["此人名下已有会籍，保留"]}
    assert Person.objects.exists()


# --- once, in time, by who may ------------------------------------------------------------------
def test_a_run_is_withdrawn_once_and_only_when_applied(clerk):
    run = checked(roster(("马关旺", number(1))), clerk)
    with pytest.raises(ValidationError, match="还没有导入"):
        withdrawn(run, clerk)
    run = sheets.apply(kind=ROSTER, run=run, by=clerk)
    withdrawn(run, clerk)
    with pytest.raises(ValidationError, match="已经撤回"):
        withdrawn(run, clerk)
    assert AuditEvent.objects.filter(verb="sheet.withdraw").count() == 1


@pytest.mark.parametrize(("days", "may"), [(29, True), (31, False)])
def test_after_thirty_days_it_stays(clerk, days, may):
    run = taken(roster(("马关旺", number(1))), clerk)
    ImportRun.objects.update(applied_at=timezone.now() - timedelta(days=days))
    run.refresh_from_db()
    if may:
        withdrawn(run, clerk)
    else:
        with pytest.raises(ValidationError, match="超过30天"):
            withdrawn(run, clerk)
    assert Person.objects.exists() is not may


def test_a_reason_is_needed(clerk):
    run = taken(roster(("马关旺", number(1))), clerk)
    with pytest.raises(ValidationError, match="为什么撤回"):
        withdrawn(run, clerk, reason=" ")


@pytest.mark.parametrize("who", ["reviewer", "neighbour", "county_officer"])
def test_nobody_else_withdraws(request, clerk, who):
    run = taken(roster(("马关旺", number(1))), clerk)
    with pytest.raises(PermissionDenied):
        withdrawn(run, request.getfixturevalue(who))


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_who_withdraw_at_once(kailu):
    office = below(kailu, "XINGFA", "兴发乡工会")
    first, second = (scope_of(office, "clerk") for _ in range(2))
    run = taken(roster(*((f"职工{n}", number(n)) for n in range(1, 20))), first)
    results = race(lambda: withdrawn(run, first), lambda: withdrawn(run, second))
    assert sum(isinstance(result, ImportRun) for result in results) == 1
    assert not Person.objects.exists()
    assert AuditEvent.objects.filter(verb="sheet.withdraw").count() == 1


def test_from_the_page(client, clerk):
    sign_in(client, clerk)
    run = taken(roster(MA, WANG, head=FULL), clerk, new_names=True)
    people.change(person=Person.objects.get(name="王芳"), by=clerk, phone="13800000009")
    page = reverse("members:people_import", args=[run.pk])
    assert "撤回这次导入" in words_of(client.get(page))
    url = reverse("members:people_import_withdraw", args=[run.pk])
    words = words_of(client.post(url, {"reason": "拿错了表"}, follow=True))
    assert "已撤回" in words
    assert "撤回时保留 2" in words
    assert "人员导入后已有修改，保留" in words
    assert "撤回这次导入" not in words


@pytest.mark.parametrize(("who", "status"), [("neighbour", 404), ("reviewer", 403)])
def test_the_address_is_nobody_elses(client, request, clerk, who, status):
    run = taken(roster(("马关旺", number(1))), clerk)
    sign_in(client, request.getfixturevalue(who))
    url = reverse("members:people_import_withdraw", args=[run.pk])
    assert client.post(url, {"reason": "拿错了表"}).status_code == status


def test_few_queries_for_many_lines(clerk, django_assert_max_num_queries):
    lines = [(f"职工{n}", number(n), "2010-3-1", f"{n:04}") for n in range(1, 200)]
    run = taken(roster(*lines, head=(*HEAD, "入会日期", "会员证号")), clerk)
    with django_assert_max_num_queries(320):
        withdrawn(run, clerk)
    assert not Person.objects.exists()


def test_families_count_as_other_records(clerk, xingfa):
    run = taken(roster(("马关旺", number(1))), clerk)
    other = PersonFactory(organisation=xingfa, name="王芳")
    families.add(
        person=Person.objects.get(name="马关旺"), relative=other, relation="spouse", by=clerk
    )
    run = withdrawn(run, clerk)
    assert Person.objects.filter(name="马关旺").exists()
    assert len(kept(run)[2]) == 1
