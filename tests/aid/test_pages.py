"""Pages of cases through the client: who sees them, what they offer, what a post does."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from aid.actions import cases, corrections
from aid.models import AidCase, CaseState, CaseStep, Correction
from aid.workflow import CASE_FLOW
from tests.factories.aid import CASH_500, AidCaseFactory, CorrectionFactory, Office, case_in, take
from tests.factories.kernel import PlaceFactory, scope_of
from tests.factories.members import PersonFactory
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.models import AuditEvent
from unionhub.periods import today

ROWS = {"lines-TOTAL_FORMS": "5", "lines-INITIAL_FORMS": "0"}


def answers(office: Office, **values: str) -> dict[str, str]:
    """A filled-in request form with one cash line."""
    return {
        "kind": "medical",
        "beneficiary": "migrant",
        "place": str(office.place.pk),
        "applied_on": "2010-03-01",
        "reason": "住院治疗，家庭困难。",
        **ROWS,
        "lines-0-form": "cash",
        "lines-0-item": "救助金",
        "lines-0-value": "500.00",
        **values,
    }


def add_url(person) -> str:
    return f"{reverse('aid:case_add')}?person={person.pk}"


PAGES = ["case", "case_change", "case_attach"]


@pytest.mark.parametrize("name", PAGES)
def test_three_people_at_a_case(client, office: Office, neighbour, admin, name):
    url = reverse(f"aid:{name}", args=[office.apply().pk])
    for scope, status in ((office.clerk, 200), (neighbour, 404), (admin, 403)):
        assert sign_in(client, scope).get(url).status_code == status


@pytest.mark.parametrize("name", ["cases", "case_find"])
def test_two_people_at_the_lists(client, office: Office, admin, name):
    url = reverse(f"aid:{name}")
    for scope, status in ((office.clerk, 200), (admin, 403)):
        assert sign_in(client, scope).get(url).status_code == status


def test_three_people_at_a_new_request(client, office: Office, neighbour, admin):
    url = add_url(office.person())
    for scope, status in ((office.clerk, 200), (neighbour, 404), (office.chair, 403)):
        assert sign_in(client, scope).get(url).status_code == status
    for bad in ("", "?person=", "?person=x", "?person=9999999"):
        assert sign_in(client, office.clerk).get(reverse("aid:case_add") + bad).status_code == 404


def test_the_county_sees_a_case_and_changes_nothing(client, office: Office, county_officer, kailu):
    case = office.apply()
    sign_in(client, county_officer)
    page = client.get(case.get_absolute_url())
    assert page.status_code == 200
    assert "当前岗位在这一步没有要办的事" in words_of(page)
    assert reverse("aid:case_change", args=[case.pk]) not in page.content.decode()
    clerk_above = scope_of(kailu, "clerk")
    sign_in(client, clerk_above)
    for url in (
        reverse("aid:case_step", args=[case.pk, "verify"]),
        reverse("aid:case_change", args=[case.pk]),
        reverse("aid:case_attach", args=[case.pk]),
    ):
        assert client.get(url).status_code == 403
        assert client.post(url, {}).status_code == 403


def test_a_contact_sees_the_cases_of_the_own_place(client, office: Office):
    elsewhere = PlaceFactory(organisation=office.organisation)
    far = AidCaseFactory(person=PersonFactory(organisation=office.organisation, place=elsewhere))
    near = office.apply()
    sign_in(client, scope_of(office.organisation, "contact", place=office.place))
    assert client.get(near.get_absolute_url()).status_code == 200
    assert client.get(far.get_absolute_url()).status_code == 404
    assert client.get(add_url(far.person)).status_code == 404
    assert near.number in words_of(client.get(reverse("aid:cases")))
    assert far.number not in words_of(client.get(reverse("aid:cases")))


def test_the_list_costs_the_same_for_ten(client, office: Office):
    office.apply()
    sign_in(client, office.clerk)
    assert_same_queries(
        client, reverse("aid:cases"), lambda: [office.apply(CASH_500, CASH_500) for _ in range(9)]
    )


def test_the_page_costs_the_same_for_many_lines_and_steps(client, office: Office):
    case = office.walked("pay", fund=office.fund())
    url = case.get_absolute_url()
    CorrectionFactory(line=case.lines.get(), asked_by=office.clerk.user)

    def more() -> None:
        correction = Correction.objects.get()
        corrections.decide(correction=correction, granted=True, by=office.chair)
        for line in [case.lines.in_force().get()]:
            CorrectionFactory(line=line, value=Decimal(1), asked_by=office.clerk.user)

    sign_in(client, office.clerk)
    assert_same_queries(client, url, more)


def test_the_list_sums_the_money_of_all_its_cases(client, office: Office):
    office.apply()
    office.apply(CASH_500, CASH_500)
    assert "合计 1,500.00" in words_of(sign_in(client, office.clerk).get(reverse("aid:cases")))


def test_a_case_is_found_by_name_without_a_trace_in_the_address(client, office: Office):
    case = office.apply()
    other = office.apply()
    sign_in(client, office.clerk)
    page = words_of(client.post(reverse("aid:cases"), {"find": case.person.name}))
    assert case.number in page
    assert other.number not in page


def test_a_person_is_found_then_a_request_entered(client, office: Office):
    person = office.person(name="马关旺")
    sign_in(client, office.clerk)
    found = client.post(reverse("aid:case_find"), {"find": "马关旺"}).content.decode()
    assert add_url(person) in found
    answer = client.post(add_url(person), answers(office))
    case = AidCase.objects.get()
    assert (answer.status_code, answer.url) == (302, case.get_absolute_url())
    assert (case.person, case.lines.get().value) == (person, Decimal("500.00"))


def test_nobody_found_leads_to_the_register(client, office: Office):
    page = sign_in(client, office.clerk).post(reverse("aid:case_find"), {"find": "无此人"})
    assert reverse("members:person_add") in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"lines-0-value": ""}, "第1行：请填写金额"),
        ({"lines-0-value": "12.345"}, "第1行"),
        ({"lines-0-value": "0"}, "第1行"),
        ({"lines-0-item": ""}, "第1行：请填写名称"),
        ({"lines-0-item": "", "lines-0-value": ""}, "至少填写一行"),
        ({"applied_on": "2999-01-01"}, "今天之后"),
        ({"reason": ""}, "申请事由"),
    ],
)
def test_a_wrong_answer_keeps_every_line_typed(client, office: Office, wrong, words):
    typed = {"lines-3-form": "goods", "lines-3-item": "大米", "lines-3-quantity": "2袋"}
    typed |= {"lines-3-value": "90"} if "至少" not in words else {}
    if "至少" in words:
        typed = {}
    answer = sign_in(client, office.clerk).post(
        add_url(office.person()), answers(office, **typed, **wrong)
    )
    assert answer.status_code == 422
    assert words in words_of(answer)
    if typed:
        assert 'value="大米"' in answer.content.decode()
        assert 'value="2袋"' in answer.content.decode()
    assert not AidCase.objects.exists()


def test_an_edit_shows_its_lines_and_replaces_them(client, office: Office):
    case = office.apply(illness="肺结核")
    url = reverse("aid:case_change", args=[case.pk])
    sign_in(client, office.clerk)
    page = client.get(url).content.decode()
    assert 'value="救助金"' in page
    assert "肺结核" not in page
    filled = answers(office, **{"lines-0-value": "450.50", "version": "0"})
    assert client.post(url, filled).status_code == 302
    case.refresh_from_db()
    assert (case.lines.get().value, case.illness) == (Decimal("450.50"), "肺结核")


def test_a_stale_edit_keeps_what_was_typed(client, office: Office):
    case = office.apply()
    cases.change(case=case, lines=[CASH_500], by=office.clerk, reason="别人改过")
    url = reverse("aid:case_change", args=[case.pk])
    answer = sign_in(client, office.clerk).post(
        url, answers(office, version="0", reason="我写的事由")
    )
    assert answer.status_code == 422
    assert "已被他人修改" in words_of(answer)
    assert "我写的事由" in answer.content.decode()


def test_the_illness_shows_only_after_a_reason(client, office: Office):
    case = office.apply(illness="肺结核")
    url = reverse("aid:case_reveal", args=[case.pk])
    sign_in(client, office.clerk)
    assert "肺结核" not in client.get(case.get_absolute_url()).content.decode()
    assert client.get(url).status_code == 405
    refused = client.post(url, {"reason": " "})
    assert refused.status_code == 302
    assert not AuditEvent.objects.filter(verb="aid.case.reveal").exists()
    shown = client.post(url, {"reason": "核对住院材料"})
    assert "肺结核" in words_of(shown)
    assert AuditEvent.objects.get(verb="aid.case.reveal").note == "核对住院材料"


def test_the_illness_is_kept_from_who_may_not(client, office: Office, neighbour):
    url = reverse("aid:case_reveal", args=[office.apply(illness="肺结核").pk])
    for scope, status in ((neighbour, 404), (office.cashier, 403), (office.reviewer, 403)):
        assert sign_in(client, scope).post(url, {"reason": "看看"}).status_code == status


def test_a_step_page_takes_the_step(client, office: Office):
    case = office.apply()
    url = reverse("aid:case_step", args=[case.pk, "verify"])
    sign_in(client, office.clerk)
    assert client.get(url).status_code == 200
    answer = client.post(
        url,
        {
            "visited_on": "2010-03-02",
            "visitor_one": "入户甲",
            "visitor_two": "入户乙",
            "findings": "情况属实",
            "on": "2010-03-02",
        },
    )
    case.refresh_from_db()
    assert (answer.status_code, case.state) == (302, CaseState.VERIFIED)


def test_every_step_page_opens_for_who_takes_it(client, office: Office):
    for step in CASE_FLOW:
        case = case_in(office, sorted(step.sources)[0])
        sign_in(client, office.holder(step.verb))
        page = client.get(reverse("aid:case_step", args=[case.pk, step.verb]))
        assert page.status_code == 200, step.verb
        assert step.consequence in words_of(page)


def test_three_people_at_a_step(client, office: Office, neighbour):
    url = reverse("aid:case_step", args=[office.apply().pk, "verify"])
    for scope, status in ((office.clerk, 200), (neighbour, 404), (office.cashier, 403)):
        assert sign_in(client, scope).get(url).status_code == status
    unknown = reverse("aid:case_step", args=[office.apply().pk, "no-such"])
    assert sign_in(client, office.clerk).get(unknown).status_code == 404


def test_a_step_out_of_turn_says_so_and_goes_back(client, office: Office):
    case = office.walked("verify")
    url = reverse("aid:case_step", args=[case.pk, "verify"])
    page = sign_in(client, office.clerk).get(url, follow=True)
    assert "当前状态为“已核实”，不能核实" in words_of(page)


def test_a_refused_step_keeps_what_was_typed(client, office: Office):
    case = office.apply()
    answer = sign_in(client, office.clerk).post(
        reverse("aid:case_step", args=[case.pk, "verify"]),
        {
            "visited_on": "2010-03-02",
            "visitor_one": "同一人",
            "visitor_two": "同一人",
            "findings": "情况属实",
            "on": "2010-03-02",
        },
    )
    assert answer.status_code == 422
    assert "不能是同一人" in words_of(answer)
    assert "情况属实" in answer.content.decode()


def test_the_page_offers_only_acts_open_now(client, office: Office):
    case = office.walked("verify")
    sign_in(client, office.clerk)
    own = words_of(client.get(case.get_absolute_url()))
    assert "撤回" in own
    assert "材料和核实结果属实" not in own
    sign_in(client, office.reviewer)
    theirs = words_of(client.get(case.get_absolute_url()))
    assert "材料和核实结果属实，转公示" in theirs


def test_the_page_says_why_duties_bar_an_act(client, office: Office):
    both = scope_of(office.organisation, "chair", user=office.clerk.user)
    case = office.walked("post_notice")
    page = sign_in(client, both).get(case.get_absolute_url())
    assert "您在本件已承担“经办”，不能再承担“审批”" in words_of(page)
    step = reverse("aid:case_step", args=[case.pk, "approve"])
    assert step not in page.content.decode()
    assert "须由另一人办理" in words_of(client.get(step, follow=True))


def test_the_page_says_until_when_the_notice_hangs(client, office: Office):
    case = office.walked("review")
    until = today() + timedelta(days=3)
    cases.post_notice(case=case, notice_from=today(), notice_until=until, by=office.clerk)
    page = words_of(sign_in(client, office.chair).get(case.get_absolute_url()))
    assert f"公示到{until:%Y-%m-%d}截止" in page


def test_a_ground_is_asked_for_where_one_person_takes_two_duties(client, office: Office):
    case = office.walked("verify")
    case = take(case, "review", by=office.chair)
    case = take(case, "post_notice", by=office.clerk)
    url = reverse("aid:case_step", args=[case.pk, "approve"])
    sign_in(client, office.chair)
    filled = {"fund": str(office.fund().pk), "on": "2010-04-01", "opinion": "同意"}
    assert "兼任“审批”须写明依据" in words_of(client.get(url))
    assert client.post(url, filled).status_code == 422
    assert client.post(url, {**filled, "ground": "small_office"}).status_code == 302
    assert CaseStep.objects.get(case=case, verb="approve").ground == "small_office"
    assert "兼任依据：本级工会仅有两人" in words_of(client.get(case.get_absolute_url()))


def test_the_funds_offered_are_the_own_ones_in_use(client, office: Office, yongan):
    own, theirs = office.fund(), Office.of(yongan).fund(name="邻乡资金")
    case = office.walked("post_notice")
    page = words_of(
        sign_in(client, office.chair).get(reverse("aid:case_step", args=[case.pk, "approve"]))
    )
    assert f"{own.name}（可用1,000.00元）" in page
    assert theirs.name not in page


def picture() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return SimpleUploadedFile("会议纪要.png", out.getvalue(), "image/png")


def test_a_paper_is_hung_on_a_case_and_read_only_there(client, office: Office, neighbour):
    case, other = office.apply(), office.apply()
    sign_in(client, office.clerk)
    url = reverse("aid:case_attach", args=[case.pk])
    assert client.post(url, {"upload": picture(), "kind": "minutes"}).status_code == 302
    paper = case.attachments.get()
    page = words_of(client.get(case.get_absolute_url()))
    assert "会议纪要" in page
    read = reverse("aid:case_attachment", args=[case.pk, paper.pk])
    answer = client.get(read)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.getvalue().startswith(b"\xff\xd8")
    wrong = reverse("aid:case_attachment", args=[other.pk, paper.pk])
    assert client.get(wrong).status_code == 404
    assert sign_in(client, neighbour).get(read).status_code == 404


def test_minutes_make_a_committees_decision_a_ground(office: Office):
    case = office.walked("review")
    cases.attach(case=case, upload=picture(), kind="minutes", by=office.clerk)
    reviewing = scope_of(office.organisation, "clerk", user=office.reviewer.user)
    case = take(case, "post_notice", by=reviewing, ground="committee")
    assert case.steps.latest("pk").ground == "committee"


def test_the_tab_of_a_person_lists_the_cases(client, office: Office, neighbour, admin):
    case = office.apply()
    url = reverse("aid:of_person", args=[case.person.pk])
    for scope, status in ((office.clerk, 200), (neighbour, 404), (admin, 403)):
        assert sign_in(client, scope).get(url).status_code == status
    sign_in(client, office.clerk)
    assert case.number in words_of(client.get(url))
    assert_same_queries(
        client,
        url,
        lambda: [AidCaseFactory(person=case.person) for _ in range(5)],
    )


def test_an_earlier_request_of_the_person_is_named(client, office: Office):
    case = office.apply()
    page = words_of(sign_in(client, office.clerk).get(add_url(case.person)))
    assert "此人已有 1 件帮扶申请" in page
    assert case.number in page
