"""Two records of one person made one, and made two again."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction

from activities.models import Participation
from members.actions import merges, people
from members.models import (
    Application,
    Distinct,
    Dues,
    FamilyTie,
    Membership,
    Merge,
    Person,
    PersonPast,
    Transfer,
)
from tests.factories.activities import EventFactory, ParticipationFactory
from tests.factories.aid import AidCaseFactory
from tests.factories.bodies import OfficerFactory, TermFactory
from tests.factories.kernel import PlaceFactory
from tests.factories.members import (
    FamilyTieFactory,
    HonourFactory,
    MembershipFactory,
    PersonDetailsFactory,
    PersonFactory,
    id_number,
)
from tests.helpers import race
from unionhub import audit, merging
from unionhub.models import Attachment, AuditEvent

pytestmark = pytest.mark.django_db
DAY = date(2010, 3, 1)
WHY = "核对身份证，是同一个人"


@pytest.fixture
def kept(xingfa, tiezhu):
    return PersonFactory(organisation=xingfa, name="张文军", place=tiezhu, phone="13812345678")


@pytest.fixture
def gone(xingfa, tiezhu):
    return PersonFactory(organisation=xingfa, name="张文君", place=tiezhu, id_number="")


def join(clerk, kept, gone, **values):
    return merges.merge(kept=kept, gone=gone, by=clerk, **{"reason": WHY, **values})


# ---- Everything moves, and comes back -----------------------------------------------------------


def _dues(person, user):
    Dues.objects.create(
        organisation=person.organisation,
        kind="member",
        person=person,
        from_month=DAY,
        to_month=DAY,
        amount=10,
        own=6,
        upper=4,
        paid_on=DAY,
        recorded_by=user,
    )


def _past(person, user):
    PersonPast.objects.create(person=person, until_on=DAY, work_status="at_work", recorded_by=user)


def _application(person, user):
    Application.objects.create(
        organisation=person.organisation,
        person=person,
        union=person.organisation,
        applied_on=DAY,
        entered_by=user,
    )


def _transfer(person, user):
    spell = MembershipFactory(person=person)
    Transfer.objects.create(
        organisation=person.organisation,
        person=person,
        membership=spell,
        from_union=person.organisation,
        to_name="通辽市总工会",
        on=DAY,
        reason="调动",
        sent_by=user,
    )


def _paper(person, user):
    paper = Attachment.objects.create(
        organisation=person.organisation,
        original_name="a.pdf",
        media_type="application/pdf",
        size=1,
        stored_name="0",
        digest="0" * 64,
        added_by=user,
    )
    person.papers.add(paper)


def _officer(person, _user):
    OfficerFactory(term=TermFactory(union=person.organisation), person=person)


def _participation(person, _user):
    ParticipationFactory(event=EventFactory(organisation=person.organisation), person=person)


# What hangs a row on a person, for every field that points at one.
HANGS = {
    "activities.Participation.person": _participation,
    "aid.AidCase.person": lambda person, _: AidCaseFactory(person=person),
    "members.Application.person": _application,
    "members.Dues.person": _dues,
    "members.FamilyTie.person": lambda person, _: FamilyTieFactory(person=person, name="马晓红"),
    "members.FamilyTie.relative": lambda person, _: FamilyTieFactory(
        person=PersonFactory(organisation=person.organisation), relative=person
    ),
    "members.Honour.person": lambda person, _: HonourFactory(person=person),
    "members.Membership.person": lambda person, _: MembershipFactory(person=person),
    "members.Officer.person": _officer,
    "members.PersonDetails.person": lambda person, _: PersonDetailsFactory(
        person=person, native_place="开鲁", education="college"
    ),
    "members.PersonPast.person": _past,
    "members.Person_papers.person": _paper,
    "members.Transfer.person": _transfer,
}
POINTERS = {
    f"{one.model._meta.label}.{one.field}": one for one in merging.pointers(Person, but=merges.STAY)
}


def test_every_kind_of_row_that_points_at_a_person_is_tried():
    assert set(HANGS) == set(POINTERS)


def database() -> dict[str, list[dict]]:
    """Every row that could be touched, but for the version it counts."""
    models = {one.model for one in POINTERS.values()} | {Person}
    rows = {
        model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models
    }
    for kind in rows.values():
        for row in kind:
            row.pop("version", None)
    return rows


@pytest.mark.database
@pytest.mark.parametrize("name", sorted(HANGS))
def test_a_merge_undone_leaves_every_row_as_it_was(name, clerk, kept, gone):
    HANGS[name](gone, clerk.user)
    before = database()
    merge = join(clerk, kept, gone)
    pointer = POINTERS[name]
    hanging = pointer.model._base_manager
    assert not hanging.filter(**{pointer.field: gone}).exists()
    assert hanging.filter(**{pointer.field: kept}).exists()
    assert database() != before
    merges.undo(merge=merge, reason="看错了人", by=clerk)
    assert database() == before
    assert audit.broken_at() is None


@pytest.mark.database
def test_all_at_once_come_back(clerk, kept, gone, xingfa):
    for name, hang in HANGS.items():
        if name != "members.Membership.person":  # one spell runs already, with the transfer
            hang(gone, clerk.user)
    PersonDetailsFactory(person=kept, native_place="通辽", skills="电工")
    before = database()
    merge = join(clerk, kept, gone, chosen=["name", "native_place"])
    kept.refresh_from_db()
    assert (kept.name, kept.mixed, kept.details.native_place) == ("张文君", "zhangwj", "开鲁")
    merges.undo(merge=merge, reason="看错了人", by=clerk)
    assert database() == before


# ---- Facts --------------------------------------------------------------------------------------


def test_the_office_chooses_and_what_one_lacks_the_other_gives(clerk, kept, gone, xingfa):
    yeli = PlaceFactory(organisation=xingfa, name="野里片")
    Person.objects.filter(pk=gone.pk).update(
        phone="13900001111", phone_end="1111", address="三组", place=yeli
    )
    gone.refresh_from_db()
    join(clerk, kept, gone, chosen=["place"])
    kept.refresh_from_db()
    assert (kept.name, kept.phone, kept.phone_end) == ("张文军", "13812345678", "5678")
    assert (kept.address, kept.place) == ("三组", yeli)


def test_a_number_goes_with_what_it_says_and_stays_sealed(clerk, kept, gone):
    number = id_number(8, date(1975, 2, 3))
    other = people.register(by=clerk, name="张文君", id_number=number)
    old = kept.id_number
    merge = join(clerk, kept, other, chosen=["id_number"])
    kept.refresh_from_db()
    assert (kept.id_number, kept.sex, kept.birth_date) == (number, "female", date(1975, 2, 3))
    assert old not in str(Merge.objects.values("facts").get())
    assert [number, old] not in [str(e.changes) for e in AuditEvent.objects.all()]
    merges.undo(merge=merge, reason="不是同一人", by=clerk)
    kept.refresh_from_db()
    other.refresh_from_db()
    assert (kept.id_number, kept.sex) == (old, "male")
    assert (other.id_number, other.removed_at) == (number, None)


def test_the_number_of_the_one_that_went_is_free(clerk, kept):
    number = id_number(8)
    other = people.register(by=clerk, name="张文君", id_number=number)
    join(clerk, kept, other)
    assert people.register(by=clerk, name="马晓红", id_number=number)


def test_a_fact_corrected_since_is_not_taken_back(clerk, kept, gone):
    merge = join(clerk, kept, gone, chosen=["name"])
    kept.refresh_from_db()
    people.change(person=kept, by=clerk, name="张文俊")
    merges.undo(merge=merge, reason="看错了人", by=clerk)
    kept.refresh_from_db()
    assert (kept.name, kept.given) == ("张文俊", "文俊")


# ---- Refusals -----------------------------------------------------------------------------------


def refused(words):
    return pytest.raises(ValidationError, match=words)


def test_two_running_spells_are_settled_first(clerk, kept, gone):
    for person in (kept, gone):
        MembershipFactory(person=person)
    with refused("会籍“张文军 会籍”：此人已在会.*请先在原记录上处理好"):
        join(clerk, kept, gone)
    gone.refresh_from_db()
    assert gone.removed_at is None
    assert Membership.objects.filter(person=gone).exists()
    assert not Merge.objects.exists()


def test_one_event_attended_twice_is_settled_first(clerk, kept, gone, xingfa):
    event = EventFactory(organisation=xingfa)
    for person in (kept, gone):
        ParticipationFactory(event=event, person=person)
    with refused("请先在原记录上处理好"):
        join(clerk, kept, gone)
    assert Participation.objects.filter(person=gone).count() == 1


def test_nobody_becomes_a_relative_of_himself(clerk, kept, gone):
    FamilyTieFactory(person=kept, relative=gone)
    with refused("不能把本人登记为自己的家庭成员"):
        join(clerk, kept, gone)
    assert FamilyTie.objects.get().relative == gone


def test_a_record_is_not_merged_into_itself(clerk, kept):
    with refused("两条不同的记录"):
        join(clerk, kept, kept)


def test_a_reason_is_asked(clerk, kept, gone):
    with refused("依据"):
        join(clerk, kept, gone, reason=" ")


def test_records_of_two_offices_are_not_merged(clerk, kept, yongan):
    with pytest.raises(PermissionDenied):
        join(clerk, kept, PersonFactory(organisation=yongan))


def test_who_may_not_change_people_may_not_merge_them(reviewer, kept, gone):
    with pytest.raises(PermissionDenied):
        join(reviewer, kept, gone)


def test_an_edit_in_between_is_not_overlooked(clerk, kept, gone):
    seen = (kept.version, gone.version)
    people.change(person=gone, by=clerk, phone="13900001111")
    with refused("已被他人修改"):
        join(clerk, kept, gone, versions=seen)


def test_what_left_the_register_is_not_edited(clerk, kept, gone):
    join(clerk, kept, gone)
    with refused("已不在册"):
        people.change(person=gone, by=clerk, phone="13900001111")
    with refused("已不在册"):
        join(clerk, kept, gone)


def test_a_merge_is_undone_once(clerk, kept, gone):
    merge = join(clerk, kept, gone)
    merges.undo(merge=merge, reason="看错了人", by=clerk)
    with refused("已经撤销过"):
        merges.undo(merge=merge, reason="看错了人", by=clerk)
    assert join(clerk, kept, gone)


def test_the_later_merge_is_undone_first(clerk, kept, gone, xingfa):
    first = join(clerk, kept, gone)
    third = PersonFactory(organisation=xingfa, name="张文军")
    kept.refresh_from_db()
    join(clerk, third, kept)
    with refused("请先撤销后一次合并"):
        merges.undo(merge=first, reason="看错了人", by=clerk)


def test_a_number_registered_anew_forbids_undoing(clerk, kept):
    number = id_number(8)
    other = people.register(by=clerk, name="张文君", id_number=number)
    merge = join(clerk, kept, other)
    people.register(by=clerk, name="马晓红", id_number=number)
    with refused("已登记过这个身份证号"):
        merges.undo(merge=merge, reason="看错了人", by=clerk)


def test_a_deed_done_since_on_both_forbids_undoing(clerk, kept, gone):
    spell = MembershipFactory(person=gone)
    merge = join(clerk, kept, gone)
    Application.objects.create(
        organisation=kept.organisation,
        person=kept,
        union=kept.organisation,
        applied_on=DAY,
        entered_by=clerk.user,
        state="approved",
        decided_by=clerk.user,
        decided_on=DAY,
        membership=spell,
    )
    with refused("入会申请“张文军 入会申请”是合并后办理的"):
        merges.undo(merge=merge, reason="看错了人", by=clerk)
    spell.refresh_from_db()
    assert spell.person == kept


def test_what_was_registered_since_stays_with_the_kept(clerk, kept, gone):
    merge = join(clerk, kept, gone)
    MembershipFactory(person=kept)
    merges.undo(merge=merge, reason="看错了人", by=clerk)
    assert Membership.objects.get().person == kept


# ---- What is append-only ------------------------------------------------------------------------


@pytest.mark.database
@pytest.mark.parametrize("table", [Dues, PersonPast])
def test_only_a_merge_says_anew_whose_a_row_is(table, clerk, kept, gone, xingfa):
    _dues(gone, clerk.user)
    _past(gone, clerk.user)
    with pytest.raises(DatabaseError), transaction.atomic():
        table.objects.update(person=kept)
    join(clerk, kept, gone)
    assert table.objects.get().person == kept
    stranger = PersonFactory(organisation=xingfa)
    for change in ({"person": stranger}, {"person": gone, "recorded_by": None}):
        with pytest.raises(DatabaseError), transaction.atomic():
            table.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table._meta.db_table}")


def test_the_log_tells_who_merged_what(clerk, kept, gone):
    MembershipFactory(person=gone)
    join(clerk, kept, gone, chosen=["name"])
    event = AuditEvent.objects.latest("seq")
    assert (event.verb, event.target_id, event.note) == ("person.merge", str(kept.pk), WHY)
    assert event.changes == {
        "gone": [None, "张文君"],
        "moved": [None, "会籍 1"],
        "name": ["张文军", "张文君"],
    }


def test_two_told_apart_are_told_once(clerk, kept, gone):
    merges.tell_apart(one=gone, other=kept, by=clerk)
    merges.tell_apart(one=kept, other=gone, by=clerk)
    told = Distinct.objects.get()
    assert (told.first, told.second) == (kept, gone)
    assert AuditEvent.objects.filter(verb="person.tell_apart").count() == 1


# ---- At the same moment -------------------------------------------------------------------------


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_merges_of_one_pair_are_one(clerk, kept, gone):
    answers = race(
        lambda: join(clerk, kept, gone),
        lambda: join(clerk, gone, kept),
        lambda: join(clerk, kept, gone),
    )
    assert sum(isinstance(answer, Merge) for answer in answers) == 1
    assert Person.objects.count() == 1
    assert audit.broken_at() is None


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_merge_and_an_edit_do_not_cross(clerk, kept, gone):
    seen = (kept.version, gone.version)
    answers = race(
        lambda: join(clerk, kept, gone, versions=seen),
        lambda: people.change(person=gone, by=clerk, version=seen[1], phone="13900001111"),
    )
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 1
