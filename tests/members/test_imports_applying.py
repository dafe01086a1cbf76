"""Taking a roster in: what it changes, that it is all or nothing, and that twice is as once."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from members.actions import cards, memberships, people
from members.imports.people import ROSTER
from members.models import (
    Card,
    Employer,
    Membership,
    MembershipChange,
    Person,
    PersonPast,
    details_of,
)
from tests.factories.kernel import PlaceFactory, below, scope_of
from tests.factories.members import (
    CardFactory,
    EmployerFactory,
    MembershipFactory,
    PersonDetailsFactory,
    PersonFactory,
)
from tests.helpers import race
from tests.members.sheets import HEAD, number, roster
from unionhub import audit
from unionhub.actions import sheets
from unionhub.models import AuditEvent, ImportLine, ImportRun, Place
from unionhub.periods import today
from unionhub.spreadsheets.importing import notes_of

FULL = (*HEAD, "工作单位", "联系电话", "村", "学历", "农民工", "入会日期", "会员证号")
MA = ("马关旺", number(1), "兴发砖厂", "13800000001", "铁柱片", "高中", "是", "2010-3-1", "001")
WANG = ("王芳", number(2), "兴发砖厂", None, "铁柱片", "大专", "否", "2010-3-1", None)


def checked(content, by, *, new_names=False):
    """The file handed in and checked."""
    lines, found = ROSTER.read(content, "花名册.xlsx")
    return sheets.check(
        kind=ROSTER,
        content=content,
        name="花名册.xlsx",
        lines=lines,
        notes=notes_of(found, ROSTER.columns),
        by=by,
        options={"new_names": new_names},
    )


def taken(content, by, *, new_names=False, take_good=False):
    run = checked(content, by, new_names=new_names)
    return sheets.apply(kind=ROSTER, run=run, by=by, version=run.version, take_good=take_good)


def counts(run):
    return (run.new, run.updated, run.unchanged, run.refused)


def problems(run):
    return {line.row: line.told["problems"] for line in run.lines.all() if line.told["problems"]}


@pytest.fixture
def works(xingfa, tiezhu):
    """The unit of the rosters below, and its place."""
    return EmployerFactory(organisation=xingfa, name="兴发砖厂", place=tiezhu)


# --- what is taken in ---------------------------------------------------------------------------
def test_a_line_becomes_person_member_and_card(clerk, works, tiezhu):
    run = taken(roster(MA, WANG, head=FULL), clerk)
    assert counts(run) == (2, 0, 0, 0)
    person = Person.objects.get(name="马关旺")
    assert (person.sex, person.birth_date, person.phone) == (
        "male",
        date(1980, 5, 1),
        "13800000001",
    )
    assert (person.employer, person.place, person.is_migrant) == (works, tiezhu, True)
    assert person.initials == "mgw"
    assert details_of(person).education == "high"
    spell = person.memberships.get()
    assert (spell.union, spell.joined_on) == (clerk.organisation, date(2010, 3, 1))
    assert (spell.cards.get().number, spell.cards.get().issued_on) == ("001", date(2010, 3, 1))
    assert not Card.objects.filter(membership__person__name="王芳").exists()


def test_a_line_is_the_same_as_by_hand(clerk, neighbour, works, tiezhu):
    """Thousands are written at once; each of them is what the actions make one by one."""
    taken(roster(MA, head=FULL), clerk)
    there = PlaceFactory(organisation=neighbour.organisation, name="铁柱片")
    unit = EmployerFactory(organisation=neighbour.organisation, name="兴发砖厂", place=there)
    by_hand = people.register(
        name="马关旺",
        id_number=number(1),
        employer=unit,
        phone="13800000001",
        place=there,
        education="high",
        is_migrant=True,
        by=neighbour,
    )
    spell = memberships.join(
        person=by_hand,
        union=neighbour.organisation,
        joined_on=date(2010, 3, 1),
        by=neighbour,
    )
    cards.issue(membership=spell, issued_on=date(2010, 3, 1), number="001", by=neighbour)
    assert told_of(clerk) == told_of(neighbour)


def told_of(scope):
    """Every value of the one person of an office, and the log of it, without what names either."""
    own = {"id", "organisation", "person", "membership", "place", "employer", "union"}
    own |= {"recorded_by", "recorded_at"}
    person = Person.objects.get(organisation=scope.organisation)
    spell = person.memberships.get()
    records = [person, person.details, spell, spell.changes.get(), spell.cards.get()]
    values = [
        {f.name: getattr(r, f.attname) for f in r._meta.fields if f.name not in own}
        for r in records
    ]
    log = AuditEvent.objects.filter(organisation_code=scope.organisation.code).order_by("seq")
    log = log.filter(verb__regex="^(person|membership|card)")
    told = [(e.verb, e.target_kind, e.target_label, set(e.changes), e.note) for e in log]
    return values, told, AuditEvent.objects.get(seq=log[0].seq).changes["id_number"]


def test_who_works_where_a_union_is_joins_that_union(clerk, xingfa, works, tiezhu):
    union = below(xingfa, "XF-ZC", "兴发砖厂工会", "enterprise")
    Employer.objects.update(union=union)
    taken(roster(MA, head=FULL), clerk)
    assert Membership.objects.get().union == union


def test_a_person_on_file_is_found_by_number_and_corrected(clerk, xingfa, works, tiezhu):
    person = PersonFactory(
        organisation=xingfa,
        name="马官旺",
        id_number=number(1),
        birth_date=date(1980, 5, 1),
        phone="13911111111",
        address="一组",
    )
    run = checked(roster(MA, head=FULL), clerk)
    assert counts(run) == (0, 1, 0, 0)
    told = run.lines.get().told
    assert told["changes"]["姓名"] == ["马官旺", "马关旺"]
    assert told["changes"]["联系电话"] == ["13911111111", "13800000001"]
    assert told["changes"]["学历"] == ["（空）", "高中"]
    assert "是否同一人" in told["warnings"][0]
    sheets.apply(kind=ROSTER, run=run, by=clerk, version=run.version)
    after = Person.objects.get()
    assert (after.pk, after.name, after.phone, after.address) == (
        person.pk,
        "马关旺",
        "13800000001",
        "一组",
    )
    assert after.version == person.version + 1
    assert after.memberships.get().joined_on == date(2010, 3, 1)


def test_a_changed_line_keeps_what_held_as_by_hand(clerk, neighbour, works, tiezhu):
    """Work and place until today, the day touched and the end of the phone."""
    kept = []
    for scope in (clerk, neighbour):
        person = PersonFactory(
            organisation=scope.organisation,
            id_number=number(1),
            birth_date=date(1980, 5, 1),
            touched_on=date(2010, 1, 1),
        )
        PersonDetailsFactory(person=person, work_post="瓦工")
        if scope is clerk:
            taken(roster(MA, head=FULL), clerk)
        else:
            there = PlaceFactory(organisation=scope.organisation, name="铁柱片")
            unit = EmployerFactory(organisation=scope.organisation, name="兴发砖厂")
            people.change(
                person=person,
                name="马关旺",
                phone="13800000001",
                employer=unit,
                place=there,
                education="high",
                is_migrant=True,
                by=scope,
            )
        past, after = person.past.get(), Person.objects.get(pk=person.pk)
        facts = {name: getattr(past, name) for name in PersonPast.FACTS}
        kept.append((facts, past.until_on, after.touched_on, after.phone_end, after.version))
    assert kept[0] == kept[1]
    assert kept[0][0]["work_post"] == "瓦工"
    assert kept[0][0]["employer"] is None
    assert kept[0][1:4] == (today(), today(), "0001")


def test_an_empty_cell_takes_nothing_away(clerk, xingfa):
    PersonFactory(
        organisation=xingfa,
        name="马关旺",
        id_number=number(1),
        birth_date=date(1980, 5, 1),
        phone="13911111111",
    )
    run = checked(roster(("马关旺", number(1), None), head=(*HEAD, "联系电话")), clerk)
    assert counts(run) == (0, 0, 1, 0)


def test_further_facts_alone_count_as_a_change_of_the_person(clerk, xingfa, works, tiezhu):
    taken(roster(MA, head=FULL), clerk)
    before = Person.objects.get().version
    run = taken(roster((*MA[:5], "本科", *MA[6:]), head=FULL), clerk)
    assert counts(run) == (0, 1, 0, 0)
    assert details_of(Person.objects.get()).education == "bachelor"
    assert Person.objects.get().version == before + 1


# --- members and cards --------------------------------------------------------------------------
def test_who_is_a_member_stays_one(clerk, xingfa, works, tiezhu):
    taken(roster(MA, head=FULL), clerk)
    run = checked(roster((*MA[:7], "2012-1-1", "002"), head=FULL), clerk)
    warnings = " ".join(run.lines.get().told["warnings"])
    assert counts(run) == (0, 0, 1, 0)
    assert "会籍没有改动" in warnings
    assert "有效会员证001" in warnings


def test_an_old_roster_brings_nobody_back(clerk, xingfa):
    person = PersonFactory(
        organisation=xingfa, name="马关旺", id_number=number(1), birth_date=date(1980, 5, 1)
    )
    MembershipFactory(person=person, left=True)
    head = (*HEAD, "入会日期")
    run = checked(roster(("马关旺", number(1), "2010-3-1"), head=head), clerk)
    assert counts(run) == (0, 0, 1, 0)
    run = checked(roster(("马关旺", number(1), "2010-9-1"), head=head), clerk)
    assert "没有重新入会" in run.lines.get().told["warnings"][0]
    run = taken(roster(("马关旺", number(1), "2012-3-1"), head=head), clerk)
    assert (run.updated, person.memberships.count()) == (1, 2)


def test_nobody_joins_too_young_or_in_days_to_come(clerk):
    head = (*HEAD, "入会日期")
    lines = (("马关旺", number(1), "1990-1-1"), ("王芳", number(2), "2099-1-1"))
    run = checked(roster(*lines, head=head), clerk)
    assert [p[0]["code"] for p in problems(run).values()] == ["join_refused"] * 2


def test_a_card_number_used_before_is_refused(clerk, xingfa):
    other = MembershipFactory(person=PersonFactory(organisation=xingfa))
    CardFactory(membership=other, number="001")
    head = (*HEAD, "入会日期", "会员证号")
    run = checked(roster(("马关旺", number(1), "2010-3-1", "001"), head=head), clerk)
    assert problems(run)[2][0]["code"] == "card_taken"


# --- units and places ---------------------------------------------------------------------------
def test_an_unknown_unit_is_asked_about(clerk, works):
    run = checked(roster((*MA[:2], "兴发砖场", *MA[3:]), head=FULL), clerk)
    assert counts(run) == (0, 0, 0, 1)
    (problem,) = problems(run)[2]
    assert problem["code"] == "employer_unknown"
    assert "兴发砖厂" in problem["message"]


def test_unknown_units_and_places_are_registered_when_asked_to(clerk):
    run = checked(roster(MA, WANG, head=FULL), clerk)
    assert run.refused == 2
    run = sheets.recheck(kind=ROSTER, run=run, options={"new_names": True}, by=clerk)
    assert counts(run) == (2, 0, 0, 0)
    sheets.apply(kind=ROSTER, run=run, by=clerk, version=run.version)
    unit, place = Employer.objects.get(), Place.objects.get()
    assert (unit.name, unit.people.count()) == ("兴发砖厂", 2)
    assert (place.name, place.kind) == ("铁柱片", Place.Kind.AREA)


# --- all or nothing, twice as once --------------------------------------------------------------
BAD = ("李明", "123")


def test_one_bad_line_holds_all_back(clerk):
    run = checked(roster(("马关旺", number(1)), BAD), clerk)
    with pytest.raises(ValidationError, match="有1行有误"):
        sheets.apply(kind=ROSTER, run=run, by=clerk, version=run.version)
    assert not Person.objects.exists()


def test_the_good_lines_alone(clerk):
    run = taken(roster(("马关旺", number(1)), BAD), clerk, take_good=True)
    assert [p.name for p in Person.objects.all()] == ["马关旺"]
    assert (run.state, run.applied_by) == (ImportRun.State.APPLIED, clerk.user)


def test_twice_is_as_once(clerk, works, tiezhu):
    content = roster(MA, WANG, head=FULL)
    taken(content, clerk)
    before = AuditEvent.objects.filter(verb__startswith="person").count()
    run = checked(content, clerk)
    assert counts(run) == (0, 0, 2, 0)
    with pytest.raises(ValidationError, match="没有要导入的内容"):
        sheets.apply(kind=ROSTER, run=run, by=clerk, version=run.version)
    assert Person.objects.count() == 2
    assert AuditEvent.objects.filter(verb__startswith="person").count() == before


def test_a_file_waits_once_and_is_applied_once(clerk, xingfa):
    content = roster(("马关旺", number(1)))
    first = checked(content, clerk)
    second = checked(content, scope_of(xingfa, "clerk"))
    assert first == second
    sheets.apply(kind=ROSTER, run=second, by=clerk, version=second.version)
    with pytest.raises(ValidationError, match="没有重复导入"):
        sheets.apply(kind=ROSTER, run=first, by=clerk, version=first.version)
    assert AuditEvent.objects.filter(verb="sheet.apply").count() == 1


def test_what_changed_since_the_check_is_shown_first(clerk, xingfa):
    run = checked(roster(("马关旺", number(1))), clerk)
    people.register(name="马关旺", id_number=number(1), by=clerk)
    with pytest.raises(sheets.CheckOutdated):
        sheets.apply(kind=ROSTER, run=run, by=clerk, version=run.version)
    assert counts(sheets.recheck(kind=ROSTER, run=run, by=clerk)) == (0, 0, 1, 0)


def test_a_check_seen_before_the_last_one_is_not_applied(clerk):
    run = checked(roster(("马关旺", number(1))), clerk)
    seen = run.version
    sheets.recheck(kind=ROSTER, run=run, by=clerk)
    with pytest.raises(sheets.CheckOutdated):
        sheets.apply(kind=ROSTER, run=run, by=clerk, version=seen)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_file(kailu):
    """One run, one set of people, one line in the log; the other is told what happened."""
    office = below(kailu, "XINGFA", "兴发乡工会")
    scopes = [scope_of(office, "clerk") for _ in range(2)]
    content = roster(*((f"职工{n}", number(n)) for n in range(1, 40)))
    lines = [ROSTER.read(content, "花名册.xlsx") for _ in scopes]

    def deed(by, read):
        def run():
            kept = sheets.check(
                kind=ROSTER,
                content=content,
                name="花名册.xlsx",
                lines=read[0],
                notes=notes_of(read[1], ROSTER.columns),
                by=by,
            )
            return sheets.apply(kind=ROSTER, run=kept, by=by)

        return run

    results = race(*(deed(by, read) for by, read in zip(scopes, lines, strict=True)))
    assert Person.objects.count() == 39
    assert AuditEvent.objects.filter(verb="sheet.apply").count() == 1
    assert ImportRun.objects.filter(state="applied").count() == 1
    assert sum(isinstance(result, ImportRun) for result in results) == 1
    assert audit.broken_at() is None


# --- who may, and what is kept ------------------------------------------------------------------
@pytest.mark.parametrize("who", ["reviewer", "county_officer", "neighbour"])
def test_nobody_else_applies(request, clerk, who):
    run = checked(roster(("马关旺", number(1))), clerk)
    with pytest.raises(PermissionDenied):
        sheets.apply(kind=ROSTER, run=run, by=request.getfixturevalue(who), version=run.version)


def test_a_contact_brings_no_roster(xingfa, tiezhu):
    with pytest.raises(PermissionDenied, match="经办"):
        checked(roster(("马关旺", number(1))), scope_of(xingfa, "contact", place=tiezhu))


def test_the_same_person_of_another_office_is_left_alone(clerk, yongan):
    there = PersonFactory(organisation=yongan, id_number=number(1), birth_date=date(1980, 5, 1))
    run = taken(roster(("马关旺", number(1))), clerk)
    assert counts(run) == (1, 0, 0, 0)
    there.refresh_from_db()
    assert there.name != "马关旺"


def test_numbers_lie_sealed(clerk):
    content = roster(("马关旺", number(1)))
    run = checked(content, clerk)
    assert run.read() == content
    assert b"PK" not in run.path.read_bytes()[:60]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT detail FROM {ImportLine._meta.db_table}")
        assert all(number(1) not in row[0] for row in cursor.fetchall())
    assert number(1) not in "".join(str(e.changes) + e.note for e in AuditEvent.objects.all())


def test_every_person_has_a_line_in_the_log_and_the_chain_holds(clerk, works, tiezhu):
    taken(roster(MA, WANG, head=FULL), clerk)
    verbs = list(AuditEvent.objects.order_by("seq").values_list("verb", flat=True))
    assert verbs == [
        "sheet.check",
        *["person.register"] * 2,
        *["membership.join"] * 2,
        "card.issue",
        "sheet.apply",
    ]
    assert MembershipChange.objects.count() == 2
    assert audit.broken_at() is None


def test_few_queries_for_many_lines(clerk, django_assert_max_num_queries):
    content = roster(
        *((f"职工{n}", number(n), "2010-3-1") for n in range(1, 300)), head=(*HEAD, "入会日期")
    )
    run = checked(content, clerk)
    with django_assert_max_num_queries(120):
        sheets.apply(kind=ROSTER, run=run, by=clerk, version=run.version)
