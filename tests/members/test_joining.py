"""Applications to join: one by one and as a list, entered by the clerk, decided by the chair."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from pypdf import PdfReader

from members.actions import applications, joining_groups, memberships
from members.models import Application, ApplicationState, JoiningGroup, Membership
from members.rules import joining
from tests.factories.joining import ApplicationFactory, JoiningGroupFactory
from tests.factories.kernel import below, scope_of
from tests.factories.members import (
    EmployerFactory,
    MembershipFactory,
    PersonFactory,
    id_number,
    member_of,
)
from tests.helpers import assert_same_queries, race, sign_in, words_of
from unionhub.models import AuditEvent
from unionhub.roles import ROLES
from unionhub.scope import Scope
from unionhub.workflow import WrongState

DAY = date(2010, 6, 1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel("2010-06-30 10:00+08:00", tick=False):
        yield


@pytest.fixture
def person(xingfa):
    return PersonFactory(organisation=xingfa, name="马关旺")


@pytest.fixture
def application(person, clerk):
    return ApplicationFactory(person=person, entered_by=clerk.user)


def listed(client, name, **data):
    page = client.get(reverse(f"members:{name}"), data)
    return {line["cells"][0]["value"] for line in page.context["lines"]}


# --- who may ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"),
    [("clerk", 200), ("chair", 200), ("neighbour", 404), ("cashier", 403)],
)
@pytest.mark.parametrize("where", ["application", "joining_group"])
def test_pages_of_joining(client, request, xingfa, application, where, who, status):
    pk = JoiningGroupFactory(organisation=xingfa).pk if where == "joining_group" else application.pk
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse(f"members:{where}", args=[pk])).status_code == status


@pytest.mark.parametrize(
    ("where", "who", "status"),
    [
        ("apply", "clerk", 200),
        ("apply", "chair", 403),
        ("apply", "neighbour", 404),
        ("application_approve", "chair", 200),
        ("application_approve", "clerk", 403),
        ("application_approve", "neighbour", 404),
        ("application_withdraw", "clerk", 200),
        ("application_withdraw", "chair", 403),
        ("application_attach", "clerk", 200),
        ("joining_group_approve", "chair", 200),
        ("joining_group_approve", "clerk", 403),
    ],
)
def test_forms_of_joining(client, request, xingfa, application, where, who, status):
    group = JoiningGroupFactory(organisation=xingfa)
    other = PersonFactory(organisation=xingfa)
    pk = {"apply": other.pk, "joining_group_approve": group.pk}.get(where, application.pk)
    sign_in(client, request.getfixturevalue(who))
    assert client.get(reverse(f"members:{where}", args=[pk])).status_code == status


@pytest.mark.parametrize("deed", ["enter", "approve", "refuse", "withdraw"])
def test_the_county_does_not_decide_for_a_township(kailu, xingfa, application, deed):
    by = Scope(
        scope_of(kailu, "clerk").user,
        kailu,
        ROLES["clerk" if deed in ("enter", "withdraw") else "chair"],
    )
    deeds = {
        "enter": lambda: applications.enter(
            person=PersonFactory(organisation=xingfa), union=xingfa, by=by
        ),
        "approve": lambda: applications.approve(application=application, by=by),
        "refuse": lambda: applications.refuse(application=application, opinion="否", by=by),
        "withdraw": lambda: applications.withdraw(application=application, opinion="否", by=by),
    }
    with pytest.raises(PermissionDenied):
        deeds[deed]()
    assert not AuditEvent.objects.exists()


# --- one person -------------------------------------------------------------------------------
def test_a_person_applies_and_is_taken_in(client, clerk, chair, xingfa, person):
    union = below(xingfa, "XFZC", "砖厂工会", "enterprise")
    sign_in(client, clerk).post(
        reverse("members:apply", args=[person.pk]),
        {"union": union.pk, "applied_on": "2010-06-01", "way": "oral"},
    )
    application = Application.objects.get()
    assert not Membership.objects.exists()
    sign_in(client, chair).post(
        reverse("members:application_approve", args=[application.pk]), {"on": "2010-06-10"}
    )
    application.refresh_from_db()
    spell = Membership.objects.get()
    assert (spell.union, spell.joined_on, spell.begin_kind) == (union, date(2010, 6, 10), "join")
    assert (application.state, application.membership) == (ApplicationState.APPROVED, spell)
    assert application.opinion == "同意入会。"
    verbs = ["application.enter", "membership.join", "application.approve"]
    assert list(AuditEvent.objects.order_by("seq").values_list("verb", flat=True)) == verbs


def test_who_entered_an_application_does_not_approve_it(xingfa, person, clerk):
    both = scope_of(xingfa, "chair", user=clerk.user)
    application = ApplicationFactory(person=person, entered_by=clerk.user)
    with pytest.raises(ValidationError, match="须由另一人审批"):
        applications.approve(application=application, by=both)
    assert not Membership.objects.exists()


def test_who_entered_it_is_told_on_the_page(client, xingfa, person, clerk):
    both = scope_of(xingfa, "chair", user=clerk.user)
    application = ApplicationFactory(person=person, entered_by=clerk.user)
    words = words_of(sign_in(client, both).get(application.get_absolute_url()))
    assert "须由另一人审批" in words


@pytest.mark.parametrize(("verb", "who"), [("refuse", "chair"), ("withdraw", "clerk")])
def test_an_application_ends_with_a_reason(request, application, verb, who):
    deed, by = getattr(applications, verb), request.getfixturevalue(who)
    with pytest.raises(ValidationError, match="须写明原因"):
        deed(application=application, opinion=" ", by=by)
    ended = deed(application=application, opinion="材料不全", by=by)
    assert (ended.opinion, ended.decided_by) == ("材料不全", by.user)
    with pytest.raises(WrongState):
        deed(application=application, opinion="材料不全", by=by)


def test_who_was_refused_may_apply_again(clerk, chair, xingfa, person, application):
    applications.refuse(application=application, opinion="材料不全", by=chair)
    applications.enter(person=person, union=xingfa, by=clerk)
    assert person.applications.count() == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"applied_on": date(2010, 7, 1)}, "不能晚于今天"),
        ({"born": date(2000, 1, 1)}, "满16周岁"),
    ],
)
def test_who_may_not_apply_is_told_why(clerk, xingfa, change, words):
    born = change.get("born", date(1980, 1, 1))
    person = PersonFactory(organisation=xingfa, unnumbered=True, birth_date=born)
    with pytest.raises(ValidationError, match=words):
        applications.enter(
            person=person, union=xingfa, applied_on=change.get("applied_on", DAY), by=clerk
        )


def test_a_member_does_not_apply(clerk, xingfa):
    with pytest.raises(ValidationError, match="不用申请"):
        applications.enter(person=member_of(xingfa), union=xingfa, by=clerk)


def test_nobody_applies_twice(clerk, xingfa, person, application):
    with pytest.raises(ValidationError, match="已有待审批的入会申请"):
        applications.enter(person=person, union=xingfa, by=clerk)


def test_an_applicant_is_not_taken_down_as_a_member_behind_the_chairs_back(
    clerk, xingfa, person, application
):
    with pytest.raises(ValidationError, match="有待审批的入会申请"):
        memberships.join(person=person, union=xingfa, joined_on=DAY, by=clerk)


def test_who_left_may_apply_from_that_day(clerk, xingfa, person):
    MembershipFactory(person=person, left_on=date(2010, 5, 1), left_reason="失业")
    with pytest.raises(ValidationError, match="重新申请不能早于该日"):
        applications.enter(person=person, union=xingfa, applied_on=date(2010, 4, 1), by=clerk)
    assert applications.enter(person=person, union=xingfa, applied_on=DAY, by=clerk)


def test_it_is_not_decided_before_it_was_made(chair, application):
    with pytest.raises(ValidationError, match="不能早于申请日期"):
        applications.approve(application=application, on=date(2010, 2, 1), by=chair)


# --- a list -----------------------------------------------------------------------------------
def test_a_list_is_found_by_unit_and_pasted_lines_and_entered(client, clerk, xingfa, person):
    unit = EmployerFactory(organisation=xingfa)
    worker = PersonFactory(organisation=xingfa, name="杨学昌", employer=unit)
    member_of(xingfa, name="老会员", employer=unit)
    typed = {
        "name": "砖厂集体入会",
        "union": xingfa.pk,
        "applied_on": "2010-06-01",
        "way": "written",
        "employer": unit.pk,
        "pasted": f"1 马关旺 {person.id_number}\n李无名 {id_number(2)}",
    }
    client = sign_in(client, clerk)
    page = client.post(reverse("members:joining_group_add"), {**typed, "find": "1"})
    choice = page.context["choice"]
    ticked = {row["person"].name: row["ticked"] for row in choice.rows}
    assert ticked == {"马关旺": True, "杨学昌": False}
    assert [text[:8] for text in choice.problems] == ["第2行“李无名 "]
    assert page.context["form"]["pasted"].value() == f"李无名 {id_number(2)}"
    assert not JoiningGroup.objects.exists()

    people = [person.pk, worker.pk]
    client.post(reverse("members:joining_group_add"), {**typed, "pasted": "", "people": people})
    group = JoiningGroup.objects.get()
    assert {one.person.name for one in group.applications.all()} == {"马关旺", "杨学昌"}


def test_a_line_nobody_was_found_for_keeps_the_list_from_being_saved(client, clerk, xingfa, person):
    answer = sign_in(client, clerk).post(
        reverse("members:joining_group_add"),
        {
            "name": "名单",
            "union": xingfa.pk,
            "applied_on": "2010-06-01",
            "way": "written",
            "pasted": "马关旺\n李无名",
        },
    )
    assert answer.status_code == 422
    assert "第2行“李无名”：本工会没有登记此人" in words_of(answer)
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("同名", "有2位同名"),
        ("会员", "此人已在会"),
        ("申请人", "已有待审批的申请"),
        ("邻乡人", "没有登记此人"),
    ],
)
def test_why_a_pasted_line_is_left(client, clerk, xingfa, yongan, line, why):
    for _ in range(2):
        PersonFactory(organisation=xingfa, name="同名")
    member_of(xingfa, name="会员")
    PersonFactory(organisation=yongan, name="邻乡人")
    applicant = PersonFactory(organisation=xingfa, name="申请人")
    ApplicationFactory(person=applicant, entered_by=clerk.user)
    page = sign_in(client, clerk).post(
        reverse("members:joining_group_add"), {"pasted": line, "find": "1"}
    )
    assert why in page.context["choice"].problems[0]


def test_a_list_is_entered_whole_or_not_at_all(clerk, xingfa, person):
    with pytest.raises(ValidationError, match="在会") as refused:
        joining_groups.enter(
            union=xingfa, name="名单", people=[person, member_of(xingfa, name="老会员")], by=clerk
        )
    assert refused.value.messages[0].startswith("老会员：")
    assert not JoiningGroup.objects.exists()


def test_those_ticked_are_approved_in_one_act(client, clerk, chair, xingfa):
    group = joining_groups.enter(
        union=xingfa,
        name="名单",
        people=[PersonFactory(organisation=xingfa) for _ in range(3)],
        applied_on=DAY,
        by=clerk,
    )
    chosen = list(group.applications.order_by("pk"))[:2]
    sign_in(client, chair).post(
        reverse("members:joining_group_approve", args=[group.pk]),
        {"on": "2010-06-10", "applications": [one.pk for one in chosen]},
    )
    assert Membership.objects.filter(joined_on=date(2010, 6, 10)).count() == 2
    assert group.applications.filter(state=ApplicationState.WAITING).count() == 1
    assert AuditEvent.objects.filter(verb="application.approve").count() == 2


def test_a_group_is_approved_whole_or_not_at_all(clerk, chair, xingfa, yongan):
    group = joining_groups.enter(
        union=xingfa,
        name="名单",
        people=[PersonFactory(organisation=xingfa) for _ in range(2)],
        applied_on=DAY,
        by=clerk,
    )
    first, second = group.applications.order_by("pk")
    MembershipFactory(person=second.person)
    with pytest.raises(ValidationError, match="已在会"):
        joining_groups.approve(group=group, applications=[first, second], on=DAY, by=chair)
    assert not Membership.objects.filter(person=first.person).exists()


def test_a_contact_enters_no_list_for_the_whole_office(client, xingfa, tiezhu):
    contact = scope_of(xingfa, "contact", place=tiezhu)
    answer = sign_in(client, contact).get(reverse("members:joining_group_add"))
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("text", "name", "number"),
    [
        ("1 马关旺 152322198005010011", "马关旺", "152322198005010011"),
        ("152322198005010011\t马关旺", "马关旺", "152322198005010011"),
        ("马关旺，15232219800501001x", "马关旺", "15232219800501001x"),
        ("2、杨学昌 13812345678", "杨学昌", ""),
        ("阿依古丽·买买提", "阿依古丽·买买提", ""),
    ],
)
def test_a_pasted_line_is_read(text, name, number):
    (one,) = joining.named_in(text)
    assert (one.name, one.number) == (name, number)


# --- lists and papers -------------------------------------------------------------------------
def test_applications_by_state(client, clerk, chair, xingfa, application):
    other = ApplicationFactory(
        person=PersonFactory(organisation=xingfa, name="杨学昌"), entered_by=clerk.user
    )
    applications.refuse(application=other, opinion="否", by=chair)
    client = sign_in(client, clerk)
    assert listed(client, "applications", state="waiting") == {"马关旺"}
    assert listed(client, "applications", state="refused") == {"杨学昌"}


@pytest.mark.parametrize("where", ["applications", "joining_groups"])
def test_lists_ask_as_often_for_ten_as_for_one(client, clerk, xingfa, where):
    def more(count=9):
        for _ in range(count):
            group = JoiningGroupFactory(organisation=xingfa)
            person = PersonFactory(organisation=xingfa)
            ApplicationFactory(person=person, entered_by=clerk.user, group=group)

    more(1)
    assert_same_queries(sign_in(client, clerk), reverse(f"members:{where}"), more)


def test_the_page_of_a_list_asks_as_often_for_ten_as_for_one(client, clerk, xingfa):
    group = JoiningGroupFactory(organisation=xingfa)

    def more(count=9):
        for _ in range(count):
            person = PersonFactory(organisation=xingfa)
            ApplicationFactory(person=person, entered_by=clerk.user, group=group)

    more(1)
    assert_same_queries(sign_in(client, clerk), group.get_absolute_url(), more)


def test_papers_of_a_list_are_two_sheets_each(client, clerk, xingfa, person):
    group = joining_groups.enter(
        union=xingfa, name="名单", people=[person, PersonFactory(organisation=xingfa)], by=clerk
    )
    url = reverse("members:joining_group_print", args=[group.pk])
    client = sign_in(client, clerk)
    assert client.post(url, {"reason": ""}).status_code == 302
    answer = client.post(url, {"reason": "入会存档"})
    pages = PdfReader(BytesIO(answer.content)).pages
    assert len(pages) == 4
    assert "中华全国总工会入会申请书" in pages[0].extract_text().replace("\n", "")
    assert "工会会员登记表" in pages[1].extract_text().replace("\n", "")
    assert AuditEvent.objects.filter(verb="application.print", note="入会存档").count() == 2


def test_the_tab_of_spells_shows_an_application_that_waits(client, clerk, person, application):
    page = sign_in(client, clerk).get(reverse("members:person_spells", args=[person.pk]))
    assert "待审批" in words_of(page)


# --- at the same moment -----------------------------------------------------------------------
@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_who_approve_at_once_take_a_person_in_once(xingfa, person, application):
    chairs = [scope_of(xingfa, "chair") for _ in range(6)]
    answers = race(
        *(lambda by=by: applications.approve(application=application, by=by) for by in chairs)
    )
    assert sum(isinstance(answer, ValidationError) for answer in answers) == 5
    assert Membership.objects.count() == 1


def all_at_once(clerk, xingfa, chairs):
    """A list approved from both ends, one of it approved and one refused, in one moment."""
    people = [PersonFactory(organisation=xingfa) for _ in range(3)]
    group = joining_groups.enter(union=xingfa, name="名单", people=people, by=clerk)
    asked = list(group.applications.select_related("person"))
    race(
        lambda: joining_groups.approve(group=group, applications=asked, by=chairs[0]),
        lambda: joining_groups.approve(group=group, applications=asked[::-1], by=chairs[1]),
        lambda: applications.approve(application=asked[1], by=chairs[2]),
        lambda: applications.refuse(application=asked[2], opinion="否", by=chairs[3]),
    )
    return group


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_approving_a_list_and_one_of_it_at_once_takes_nobody_in_twice(clerk, xingfa):
    chairs = [scope_of(xingfa, "chair") for _ in range(4)]
    for _ in range(5):
        group = all_at_once(clerk, xingfa, chairs)
        spells = Membership.objects.filter(person__applications__group=group)
        approved = group.applications.filter(state=ApplicationState.APPROVED)
        assert spells.count() == approved.count() > 0
        assert spells.count() == spells.values("person").distinct().count()
