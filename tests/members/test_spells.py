"""What happens to a spell: its end by four kinds, rest and waking, an entry undone."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.actions import memberships, retentions
from members.models import (
    Card,
    ChangeKind,
    Dues,
    Membership,
    Retention,
    Transfer,
    TransferState,
)
from members.rules import endings
from members.workflow import permission_for
from tests.factories.joining import ApplicationFactory
from tests.factories.kernel import scope_of
from tests.factories.members import CardFactory, MembershipFactory, PersonFactory
from tests.helpers import race, sign_in, words_of
from unionhub.models import AuditEvent
from unionhub.permissions import Permission

JOINED, DAY = date(2010, 3, 1), date(2010, 12, 1)
WHY = {
    ChangeKind.LEAVE: {"left_reason": "个人要求退会"},
    ChangeKind.LAPSE: {"left_reason": endings.LAPSE_REASON, "detail": "三次上门，不愿交"},
    ChangeKind.EXPEL: {"left_reason": "因犯罪被开除会籍", "paper": "兴工发〔2010〕3号"},
    ChangeKind.DIE: {"left_reason": "因病去世"},
}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel("2010-12-31 10:00+08:00", tick=False):
        yield


@pytest.fixture
def spell(xingfa):
    return MembershipFactory(person=PersonFactory(organisation=xingfa, name="马关旺"))


def end(spell, kind, by, **values):
    given = {"left_on": DAY, **WHY[kind], **values}
    return memberships.end(membership=spell, kind=kind, by=by, **given)


def by_right(kind, clerk, chair):
    return chair if permission_for(kind) == Permission.MEMBER_APPROVE else clerk


def dues_of(person, month, recorder, **values):
    return Dues.objects.create(
        organisation=person.organisation,
        kind="member",
        union=person.organisation,
        person=person,
        from_month=month,
        to_month=month,
        amount=10,
        own=10,
        upper=0,
        paid_on=month,
        recorded_by=recorder.user,
        **values,
    )


# --- who may ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("where", "who", "status"),
    [
        *((where, "clerk", 200) for where in ("leave", "die", "retain", "resume")),
        *((where, "chair", 403) for where in ("leave", "die", "retain", "resume")),
        *((where, "chair", 200) for where in ("lapse", "expel", "spell_void")),
        *((where, "clerk", 403) for where in ("lapse", "expel", "spell_void")),
        *((where, "neighbour", 404) for where in ("leave", "die", "retain", "resume")),
        ("spell_void", "county_officer", 403),
    ],
)
def test_forms_of_a_spell(client, request, spell, where, who, status):
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse(f"members:{where}", args=[spell.pk])).status_code == status


@pytest.mark.parametrize("kind", [ChangeKind.LAPSE, ChangeKind.EXPEL])
def test_the_clerk_strikes_nobody_off(clerk, spell, kind):
    with pytest.raises(PermissionDenied):
        end(spell, kind, clerk)
    assert not AuditEvent.objects.exists()


# --- ending -----------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", WHY)
def test_a_spell_ends_with_everything_that_hangs_on_it(clerk, chair, xingfa, spell, kind):
    card = CardFactory(membership=spell)
    Retention.objects.create(membership=spell, from_on=date(2010, 9, 1))
    asked = ApplicationFactory(person=spell.person, entered_by=clerk.user)
    moving = Transfer.objects.create(
        organisation=xingfa,
        person=spell.person,
        membership=spell,
        from_union=xingfa,
        to_name="外县工会",
        on=DAY,
        reason="调动",
        sent_by=clerk.user,
    )
    ended = end(spell, kind, by_right(kind, clerk, chair))
    assert (ended.left_on, ended.end_kind) == (DAY, kind)
    assert Retention.objects.get().until_on == DAY
    card.refresh_from_db()
    assert (card.state, card.void_on, card.void_reason) == ("void", DAY, kind.label)
    for one in (asked, moving):
        one.refresh_from_db()
        assert (one.state, one.opinion) == ("withdrawn", f"已办理{kind.label}。")
    assert ended.changes.get().kind == kind
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert verbs == {memberships.VERBS[kind], "application.withdraw", "transfer.withdraw"}


@pytest.mark.parametrize("kind", WHY)
def test_a_spell_ends_once(clerk, chair, spell, kind):
    by = by_right(kind, clerk, chair)
    end(spell, kind, by)
    with pytest.raises(ValidationError, match="已于2010年12月1日结束"):
        end(spell, kind, by)


@pytest.mark.parametrize(
    ("kind", "change", "words"),
    [
        (ChangeKind.LEAVE, {"left_reason": ""}, "请写明离会原因"),
        (ChangeKind.LEAVE, {"left_reason": "其他"}, "写明是什么原因"),
        (ChangeKind.LAPSE, {"detail": ""}, "教育情况"),
        (ChangeKind.EXPEL, {"paper": ""}, "由工会委员会讨论决定"),
        (ChangeKind.DIE, {"left_on": date(2011, 1, 1)}, "不能晚于今天"),
        (ChangeKind.DIE, {"left_on": date(2010, 2, 1)}, "不能早于入会日期"),
        (ChangeKind.LAPSE, {"left_on": date(2010, 8, 31)}, "没有满六个整月"),
    ],
)
def test_an_end_that_cannot_be_is_refused(clerk, chair, spell, kind, change, words):
    with pytest.raises(ValidationError, match=words):
        end(spell, kind, by_right(kind, clerk, chair), **change)
    assert not spell.changes.exists()


def test_who_paid_dues_does_not_lapse(chair, spell):
    dues_of(spell.person, date(2010, 6, 1), chair)
    with pytest.raises(ValidationError, match="会费已交到2010年6月"):
        end(spell, ChangeKind.LAPSE, chair)


def test_it_does_not_end_before_it_came_to_rest(clerk, spell):
    Retention.objects.create(membership=spell, from_on=DAY)
    with pytest.raises(ValidationError, match="起保留会籍"):
        end(spell, ChangeKind.LEAVE, clerk, left_on=date(2010, 11, 1))


def test_the_paper_and_its_scan_are_kept_with_the_change(client, chair, spell):
    answers = {"left_on": "2010-12-01", **WHY[ChangeKind.EXPEL]}
    scan = SimpleUploadedFile("决定.pdf", b"%PDF-1.4 x")
    url = reverse("members:expel", args=[spell.pk])
    client = sign_in(client, chair)
    client.post(url, {**answers, "upload": scan})
    change = spell.changes.get()
    assert change.paper == "兴工发〔2010〕3号"
    tab = client.get(reverse("members:person_spells", args=[spell.person_id]))
    address = reverse("members:change_paper", args=[spell.pk, change.attachment.pk])
    assert address in tab.content.decode()
    assert client.get(address).content == b"%PDF-1.4 x"


def test_the_scan_of_a_change_is_not_the_neighbours(client, clerk, neighbour, spell):
    scan = SimpleUploadedFile("决定.pdf", b"%PDF-1.4 x")
    end(spell, ChangeKind.LEAVE, clerk, upload=scan)
    address = reverse("members:change_paper", args=[spell.pk, spell.changes.get().attachment.pk])
    assert sign_in(client, neighbour).get(address).status_code == 404


# --- rest -------------------------------------------------------------------------------------
def test_a_member_rests_and_wakes(client, clerk, spell):
    CardFactory(membership=spell)
    client = sign_in(client, clerk)
    client.post(reverse("members:retain", args=[spell.pk]), {"on": "2010-06-01", "reason": "失业"})
    assert Membership.objects.retained_on(date(2010, 6, 1)).get() == spell
    assert "保留会籍" in words_of(
        client.get(reverse("members:person_spells", args=[spell.person_id]))
    )
    client.post(
        reverse("members:resume", args=[spell.pk]), {"on": "2010-09-01", "reason": "重新就业"}
    )
    assert not Membership.objects.retained_on(date(2010, 9, 1)).exists()
    assert [change.kind for change in spell.changes.all()] == ["retain", "resume"]
    assert Card.objects.get().void_on is None


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2010, 2, 1), "不能早于入会日期"),
        (date(2011, 1, 1), "不能晚于今天"),
        (date(2010, 5, 1), "再次保留不能早于该日"),
    ],
)
def test_a_day_that_does_not_fit_is_refused(clerk, spell, day, words):
    Retention.objects.create(membership=spell, from_on=date(2010, 4, 1), until_on=date(2010, 6, 1))
    with pytest.raises(ValidationError, match=words):
        retentions.retain(membership=spell, on=day, reason="退休", by=clerk)


def test_nobody_rests_twice_or_wakes_awake(clerk, spell):
    with pytest.raises(ValidationError, match="没有保留会籍"):
        retentions.resume(membership=spell, on=DAY, reason="重新就业", by=clerk)
    retentions.retain(membership=spell, on=DAY, reason="退休", by=clerk)
    with pytest.raises(ValidationError, match="已在保留会籍"):
        retentions.retain(membership=spell, on=DAY, reason="退休", by=clerk)


def test_a_spell_that_ended_does_not_rest(clerk, spell):
    end(spell, ChangeKind.LEAVE, clerk)
    with pytest.raises(ValidationError, match="不能再保留"):
        retentions.retain(membership=spell, on=DAY, reason="退休", by=clerk)


# --- undoing an entry -------------------------------------------------------------------------
def test_an_entry_by_mistake_never_was(client, chair, spell):
    CardFactory(membership=spell)
    sign_in(client, chair).post(
        reverse("members:spell_void", args=[spell.pk]), {"reason": "同名登错人"}
    )
    assert not Membership.objects.as_of(date(2010, 6, 1)).exists()
    voided = Membership.everything.get()
    assert voided.changes.get().kind == ChangeKind.VOID
    assert Card.everything.get().state == "void"
    tab = words_of(client.get(reverse("members:person_spells", args=[spell.person_id])))
    assert "已撤销登记" in tab
    assert "同名登错人" in tab


def test_after_it_the_person_can_join(chair, clerk, xingfa, spell):
    memberships.void(membership=spell, reason="同名登错人", by=chair)
    assert memberships.join(person=spell.person, union=xingfa, joined_on=DAY, by=clerk)


def test_it_is_undone_once_and_with_a_reason(chair, spell):
    with pytest.raises(ValidationError, match="为什么撤销"):
        memberships.void(membership=spell, reason=" ", by=chair)
    memberships.void(membership=spell, reason="登错", by=chair)
    with pytest.raises(ValidationError, match="已撤销登记"):
        memberships.void(membership=spell, reason="登错", by=chair)


@pytest.mark.parametrize(
    ("state", "words"),
    [(TransferState.WAITING, "先撤回转接"), (TransferState.ACCEPTED, "已据此入册")],
)
def test_a_spell_others_rely_on_stands(chair, clerk, xingfa, spell, state, words):
    Transfer.objects.create(
        organisation=xingfa,
        person=spell.person,
        membership=spell,
        from_union=xingfa,
        to_name="外县工会",
        on=DAY,
        reason="调动",
        state=state,
        sent_by=clerk.user,
    )
    with pytest.raises(ValidationError, match=words):
        memberships.void(membership=spell, reason="登错", by=chair)


def test_a_spell_that_came_by_transfer_stands(chair, spell):
    Membership.objects.filter(pk=spell.pk).update(begin_kind="in")
    spell.refresh_from_db()
    with pytest.raises(ValidationError, match="由转接转入"):
        memberships.void(membership=spell, reason="登错", by=chair)


def test_a_spell_dues_were_paid_in_stands(chair, spell):
    dues_of(spell.person, date(2010, 5, 1), chair)
    with pytest.raises(ValidationError, match="先冲销"):
        memberships.void(membership=spell, reason="登错", by=chair)


# --- the roll ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, {"在籍者", "保留者"}),
        ({"standing": "awake"}, {"在籍者"}),
        ({"standing": "rest"}, {"保留者"}),
        ({"standing": "gone"}, {"退会者", "除名者"}),
        ({"standing": "expel"}, {"除名者"}),
        ({"standing": "gone", "on": "2010-05-01"}, set()),
        ({"standing": "awake", "on": "2010-05-01"}, {"在籍者", "保留者", "退会者", "除名者"}),
        ({"begin_kind": "in"}, set()),
    ],
)
def test_the_roll_by_state_as_of_a_day(client, clerk, xingfa, asked, names):
    def member(name, **values):
        person = PersonFactory(organisation=xingfa, name=name)
        return MembershipFactory(person=person, **values)

    gone = {"left_on": date(2010, 10, 1), "left_reason": "个人要求退会"}
    member("在籍者")
    Retention.objects.create(membership=member("保留者"), from_on=date(2010, 6, 1))
    member("退会者", **gone)
    member("除名者", end_kind="expel", **gone)
    page = sign_in(client, clerk).get(reverse("members:members"), asked)
    assert {line["cells"][0]["value"] for line in page.context["lines"]} == names


# --- at the same moment -----------------------------------------------------------------------
@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_who_end_and_rest_a_spell_at_once_leave_it_whole(xingfa):
    clerks = [scope_of(xingfa, "clerk") for _ in range(3)]
    chairs = [scope_of(xingfa, "chair") for _ in range(2)]
    for _ in range(5):
        spell = MembershipFactory(person=PersonFactory(organisation=xingfa))
        CardFactory(membership=spell)
        at_once(spell, clerks, chairs)
        row = Membership.everything.get(pk=spell.pk)
        assert row.left_on is None or not row.retentions.filter(until_on=None).exists()
        assert row.left_on or row.voided_at
        assert not Card.everything.filter(membership=row, void_on=None).exists()


def at_once(spell, clerks, chairs):
    race(
        lambda: end(spell, ChangeKind.LEAVE, clerks[0]),
        lambda: end(spell, ChangeKind.DIE, clerks[1]),
        lambda: retentions.retain(membership=spell, on=DAY, reason="退休", by=clerks[2]),
        lambda: end(spell, ChangeKind.EXPEL, chairs[0]),
        lambda: memberships.void(membership=spell, reason="登错", by=chairs[1]),
    )
