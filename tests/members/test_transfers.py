"""组织关系转接: both sides act, the file goes along, and neither sees more than it needs."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from members.actions import memberships, people, person_papers, transfers
from members.models import Card, Membership, Person, Transfer, details_of
from tests.factories.kernel import PlaceFactory, below, scope_of
from tests.factories.members import (
    CardFactory,
    EmployerFactory,
    MembershipFactory,
    PersonFactory,
    id_number,
)
from tests.helpers import assert_same_queries, race, sign_in, words_of
from unionhub import audit
from unionhub.models import AuditEvent
from unionhub.periods import today

NUMBER = id_number(1)
JOINED, DAY = date(2010, 3, 1), date(2010, 9, 1)


@pytest.fixture
def works(xingfa):
    return below(xingfa, "XFU1", "兴发砖厂工会", "enterprise")


@pytest.fixture
def person(xingfa, clerk):
    return people.register(
        by=clerk,
        name="马关旺",
        id_number=NUMBER,
        phone="13812345678",
        is_migrant=True,
        education="high",
        work_group="courier",
        emergency_name="马晓红",
    )


@pytest.fixture
def spell(person, works):
    return MembershipFactory(person=person, union=works, joined_on=JOINED)


@pytest.fixture
def sent(spell, clerk, yongan):
    return transfers.send(membership=spell, to_office=yongan, reason="调动工作", on=DAY, by=clerk)


def picture():
    file = BytesIO()
    Image.new("RGB", (358, 441), "navy").save(file, "JPEG")
    return SimpleUploadedFile("照片.jpg", file.getvalue())


def accepted(sent, neighbour, **more):
    return transfers.accept(
        transfer=sent, union=neighbour.organisation, by=neighbour, on=DAY + timedelta(5), **more
    )


# --- sending ------------------------------------------------------------------------------------
def test_a_letter_has_a_number_and_waits(sent, spell):
    assert sent.number == "XINGFA-JSX-2010-0001"
    assert sent.state == Transfer.State.WAITING
    spell.refresh_from_db()
    assert spell.left_on is None


def test_one_transfer_waits_at_a_time(sent, spell, clerk):
    with pytest.raises(ValidationError, match="已有待接收的转接"):
        transfers.send(membership=spell, to_name="某市总工会", reason="外出务工", by=clerk)


def test_nobody_is_sent_to_the_own_office_or_a_basic_union(spell, clerk, xingfa, works):
    for office in (xingfa, works):
        with pytest.raises(ValidationError, match="请选择另一个"):
            transfers.send(membership=spell, to_office=office, reason="调动", by=clerk)


@pytest.mark.parametrize(
    ("day", "words"), [(date(2999, 1, 1), "不能晚于今天"), (date(2010, 2, 1), "不能早于入会日期")]
)
def test_the_day_is_within_the_spell(spell, clerk, day, words):
    with pytest.raises(ValidationError, match=words):
        transfers.send(membership=spell, to_name="某市总工会", reason="外出", on=day, by=clerk)


def test_who_left_is_not_sent(spell, clerk):
    memberships.leave(membership=spell, left_on=DAY, left_reason="失业", by=clerk)
    with pytest.raises(ValidationError, match="不能再转出"):
        transfers.send(membership=spell, to_name="某市总工会", reason="外出", by=clerk)


# --- accepting ----------------------------------------------------------------------------------
def test_acceptance_ends_the_one_spell_and_opens_the_other(sent, spell, neighbour, works):
    card = CardFactory(membership=spell)
    there = below(neighbour.organisation, "YAU1", "永安砖厂工会", "enterprise")
    done = transfers.accept(transfer=sent, union=there, by=neighbour, on=DAY + timedelta(5))
    spell.refresh_from_db()
    assert (spell.left_on, spell.end_kind, spell.left_reason) == (
        DAY + timedelta(5),
        "out",
        "调动工作",
    )
    assert Card.objects.get(pk=card.pk).void_on == DAY + timedelta(5)
    new = done.arrived
    assert (new.union, new.joined_on, new.begin_kind) == (there, DAY + timedelta(5), "in")
    assert new.carried_since == JOINED
    out, into = spell.changes.last(), new.changes.get()
    assert (out.kind, out.other_side, out.paper) == ("out", "永安乡工会", sent.number)
    assert (into.kind, into.other_side) == ("in", "兴发乡工会 兴发砖厂工会")
    assert (done.state, done.decided_by, done.to_union) == ("accepted", neighbour.user, there)
    assert audit.broken_at() is None


def test_the_file_goes_along(sent, person, neighbour):
    place = PlaceFactory(organisation=neighbour.organisation)
    unit = EmployerFactory(organisation=neighbour.organisation)
    copy = accepted(sent, neighbour, place=place, employer=unit).arrived.person
    assert copy != person
    assert (copy.name, copy.id_number, copy.phone) == ("马关旺", NUMBER, "13812345678")
    assert (copy.is_migrant, copy.place, copy.employer) == (True, place, unit)
    facts = details_of(copy)
    assert (facts.education, facts.work_group, facts.emergency_name) == (
        "high",
        "courier",
        "马晓红",
    )
    assert person.memberships.count() == 1


def test_the_photo_goes_along_as_a_file_of_its_own(sent, person, clerk, neighbour):
    person_papers.set_photo(person=person, upload=picture(), by=clerk)
    arrived = accepted(sent, neighbour).arrived
    photo = Person.objects.get(pk=arrived.person_id).details.photo
    mine = Person.objects.get(pk=person.pk).details.photo
    assert photo.organisation == neighbour.organisation
    assert (photo.pk != mine.pk, photo.stored_name != mine.stored_name) == (True, True)
    assert photo.read().startswith(b"\xff\xd8")


def test_the_same_person_here_is_found_again(sent, neighbour):
    known = PersonFactory(organisation=neighbour.organisation, id_number=NUMBER, name="马关旺")
    assert accepted(sent, neighbour).arrived.person == known
    assert Person.objects.filter(organisation=neighbour.organisation).count() == 1


def test_who_is_a_member_here_is_not_taken_in_twice(sent, neighbour, spell):
    known = PersonFactory(organisation=neighbour.organisation, id_number=NUMBER)
    MembershipFactory(person=known)
    with pytest.raises(ValidationError):
        accepted(sent, neighbour)
    spell.refresh_from_db()
    assert spell.left_on is None


def test_open_rest_ends_with_the_spell(sent, spell, neighbour):
    spell.retentions.create(from_on=date(2010, 6, 1))
    accepted(sent, neighbour)
    assert spell.retentions.get().until_on == DAY + timedelta(5)


def test_both_logs_tell_of_it(sent, neighbour):
    accepted(sent, neighbour)
    told = set(AuditEvent.objects.values_list("organisation_code", "verb"))
    assert {("XINGFA", "membership.out"), ("YONGAN", "membership.arrive")} <= told


@pytest.mark.parametrize("who", ["clerk", "county_officer"])
def test_only_the_receiving_office_decides(request, sent, who):
    by = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        transfers.accept(transfer=sent, union=by.organisation, by=by)
    with pytest.raises(PermissionDenied):
        transfers.send_back(transfer=sent, opinion="不收", by=by)


def test_a_returned_member_stays(sent, spell, neighbour):
    with pytest.raises(ValidationError, match="请写明原因"):
        transfers.send_back(transfer=sent, opinion="", by=neighbour)
    transfers.send_back(transfer=sent, opinion="单位不在本乡", by=neighbour)
    sent.refresh_from_db()
    assert (sent.state, sent.opinion) == ("refused", "单位不在本乡")
    assert Membership.objects.get() == spell


def test_what_was_taken_back_is_not_accepted(sent, clerk, neighbour):
    transfers.withdraw(transfer=sent, opinion="本人不走了", by=clerk)
    with pytest.raises(ValidationError, match="已撤回"):
        accepted(sent, neighbour)


def test_a_receipt_from_outside_ends_the_spell(spell, clerk):
    out = transfers.send(
        membership=spell, to_name="某市总工会", reason="外出务工", on=DAY, by=clerk
    )
    transfers.confirm(transfer=out, on=DAY, opinion="回执已收", by=clerk)
    spell.refresh_from_db()
    assert (spell.left_on, spell.end_kind) == (DAY, "out")
    assert spell.changes.last().other_side == "某市总工会"


def test_an_office_of_this_system_needs_no_receipt(sent, clerk):
    with pytest.raises(ValidationError, match="由接收工会办理接收"):
        transfers.confirm(transfer=sent, by=clerk)


# --- within the office, and from outside --------------------------------------------------------
def test_a_move_within_the_office_is_out_and_in_on_one_day(spell, clerk, xingfa):
    new = transfers.move(membership=spell, union=xingfa, reason="换岗", on=DAY, by=clerk)
    spell.refresh_from_db()
    assert (spell.left_on, spell.end_kind) == (DAY, "out")
    assert (new.union, new.joined_on, new.begin_kind, new.carried_since) == (
        xingfa,
        DAY,
        "in",
        JOINED,
    )
    assert (spell.changes.last().other_side, new.changes.get().other_side) == (
        "兴发乡工会",
        "兴发砖厂工会",
    )


def test_nobody_moves_to_where_they_are(spell, clerk, works):
    with pytest.raises(ValidationError, match="请选择另一个工会"):
        transfers.move(membership=spell, union=works, reason="换岗", by=clerk)


def test_who_comes_from_outside_carries_the_day_of_joining(person, clerk, xingfa):
    new = transfers.arrive(
        person=person,
        union=xingfa,
        carried_since=date(2005, 1, 1),
        other_side="某市总工会",
        paper="某工介〔2010〕8号",
        on=DAY,
        by=clerk,
    )
    assert (new.begin_kind, new.member_since) == ("in", date(2005, 1, 1))
    assert (new.changes.get().other_side, new.changes.get().paper) == (
        "某市总工会",
        "某工介〔2010〕8号",
    )


@pytest.mark.parametrize("since", [date(2010, 9, 2), date(1995, 1, 1)])
def test_the_day_carried_along_can_be_true(person, clerk, xingfa, since):
    with pytest.raises(ValidationError, match="原入会日期"):
        transfers.arrive(
            person=person,
            union=xingfa,
            carried_since=since,
            other_side="某市总工会",
            on=DAY,
            by=clerk,
        )


# --- pages --------------------------------------------------------------------------------------
def test_the_receiver_sees_what_it_needs(client, sent, neighbour):
    words = words_of(sign_in(client, neighbour).get(sent.get_absolute_url()))
    for told in ("马关旺", "男", "兴发砖厂工会", "调动工作", "接收", "退回"):
        assert told in words
    for kept in (NUMBER, "13812345678", "快递员", "马晓红"):
        assert kept not in words
    person = sent.person
    assert client.get(reverse("members:person", args=[person.pk])).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("neighbour", 200), ("county_officer", 200), ("cashier", 403)],
)
def test_who_sees_a_transfer(client, request, sent, who, status):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(sent.get_absolute_url()).status_code == status


def test_a_third_office_knows_nothing_of_it(client, sent, kailu):
    third = scope_of(below(kailu, "THIRD", "三合乡工会"), "clerk")
    sign_in(client, third)
    assert client.get(sent.get_absolute_url()).status_code == 404
    for name in ("transfer_accept", "transfer_withdraw"):
        assert client.post(reverse(f"members:{name}", args=[sent.pk])).status_code == 404
    for name in ("transfers_in", "transfers_out"):
        assert "马关旺" not in words_of(client.get(reverse(f"members:{name}")))


def test_from_sending_to_taking_in_by_the_pages(client, spell, clerk, neighbour, yongan):
    sign_in(client, clerk)
    url = reverse("members:transfer_send", args=[spell.pk])
    assert "永安乡工会" in words_of(client.get(url))
    answers = {"to_office": yongan.pk, "on": "2010-09-01", "reason": "调动工作"}
    assert client.post(url, answers).status_code == 302
    sent = Transfer.objects.get()
    sign_in(client, neighbour)
    assert "待接收的转入" in words_of(client.get("/"))
    url = reverse("members:transfer_accept", args=[sent.pk])
    assert client.get(url).status_code == 200
    answer = client.post(url, {"union": yongan.pk, "on": "2010-09-06"})
    arrived = Membership.objects.get(organisation=yongan)
    assert answer["Location"] == arrived.person.get_absolute_url()


def test_neither_side_or_both_is_asked_again(client, spell, clerk, yongan):
    sign_in(client, clerk)
    url = reverse("members:transfer_send", args=[spell.pk])
    for where in ({}, {"to_office": yongan.pk, "to_name": "某市总工会"}):
        answer = client.post(url, {"on": "2010-09-01", "reason": "调动", **where})
        assert answer.status_code == 422
        assert "二者填一项" in words_of(answer)


def test_the_other_side_does_not_take_our_steps(client, sent, neighbour, clerk):
    sign_in(client, neighbour)
    assert client.get(reverse("members:transfer_withdraw", args=[sent.pk])).status_code == 403
    assert client.post(reverse("members:transfer_letter", args=[sent.pk])).status_code == 403
    sign_in(client, clerk)
    assert client.get(reverse("members:transfer_accept", args=[sent.pk])).status_code == 403


@pytest.mark.parametrize("name", ["transfer_send", "move"])
@pytest.mark.parametrize(("who", "status"), [("clerk", 200), ("neighbour", 404), ("reviewer", 403)])
def test_forms_of_a_spell(client, request, spell, name, who, status):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse(f"members:{name}", args=[spell.pk])).status_code == status


@pytest.mark.parametrize(("who", "status"), [("clerk", 200), ("neighbour", 404), ("reviewer", 403)])
def test_the_form_of_who_comes_from_outside(client, request, person, who, status):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse("members:arrive", args=[person.pk])).status_code == status


def test_the_letter_is_printed_for_a_reason_that_is_logged(client, sent, clerk):
    url = reverse("members:transfer_letter", args=[sent.pk])
    answer = sign_in(client, clerk).post(url, {"reason": "交本人"})
    pages = PdfReader(BytesIO(answer.content)).pages
    words = "".join(page.extract_text() for page in pages)
    assert len(pages) == 1
    for told in ("存根", "工会会员组织关系介绍信", "回执", "马关旺", "永安乡工会", sent.number):
        assert told in words
    event = AuditEvent.objects.latest("seq")
    assert (event.verb, event.note) == ("transfer.print", "交本人")


@pytest.mark.parametrize(("who", "name"), [("clerk", "out"), ("neighbour", "in")])
def test_lists_ask_as_often_for_many(client, request, sent, clerk, yongan, who, name):
    sign_in(client, request.getfixturevalue(who))

    def more():
        for n in range(3):
            other = PersonFactory(organisation=clerk.organisation, name=f"多{n}")
            spell = MembershipFactory(person=other)
            transfers.send(membership=spell, to_office=yongan, reason="调动", on=DAY, by=clerk)

    assert_same_queries(client, reverse(f"members:transfers_{name}"), more)


# --- two at once --------------------------------------------------------------------------------
@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_acceptors_take_in_one_member(sent, yongan):
    clerks = [scope_of(yongan, "clerk") for _ in range(4)]
    answers = race(*(lambda by=by: accepted(sent, by) for by in clerks))
    refused = [one for one in answers if isinstance(one, ValidationError)]
    assert len(refused) == 3
    assert all("已接收" in one.messages[0] for one in refused)
    assert Membership.objects.filter(organisation=yongan).count() == 1
    assert audit.broken_at() is None


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_accepted_or_taken_back_but_not_both(sent, spell, clerk, neighbour):
    answers = race(
        lambda: accepted(sent, neighbour),
        lambda: transfers.withdraw(transfer=sent, opinion="本人不走了", by=clerk),
    )
    assert sum(isinstance(one, ValidationError) for one in answers) == 1
    sent.refresh_from_db()
    spell.refresh_from_db()
    moved = sent.state == Transfer.State.ACCEPTED
    assert (spell.left_on is not None) == moved
    assert Membership.objects.filter(left_on=None).count() == 1
    assert today() >= sent.decided_on
