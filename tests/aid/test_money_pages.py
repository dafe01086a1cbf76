"""Pages of funds, the ledger and corrections; the approval form on paper."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from aid.actions import corrections, funds
from aid.models import Correction, Fund, LedgerEntry
from aid.printouts import approval_form
from aid.views.fetching import fund_of
from tests.factories.aid import CASH_500, RICE_200, CorrectionFactory, Office, take
from tests.factories.kernel import scope_of
from tests.helpers import assert_same_queries, sign_in, words_of
from unionhub.documents.blocks import plain_text
from unionhub.models import AuditEvent
from unionhub.people import masked_id


@pytest.mark.parametrize("name", ["fund", "fund_change", "fund_income", "fund_close"])
def test_three_people_at_a_fund(client, office: Office, yongan, admin, name):
    url = reverse(f"aid:{name}", args=[office.fund().pk])
    theirs = scope_of(yongan, "cashier")
    for scope, status in ((office.cashier, 200), (theirs, 404), (admin, 403)):
        assert sign_in(client, scope).get(url).status_code == status


@pytest.mark.parametrize("name", ["fund_change", "fund_income", "fund_close", "fund_add"])
def test_only_the_cashier_writes_in_the_books(client, office: Office, name):
    args = [] if name == "fund_add" else [office.fund().pk]
    sign_in(client, office.chair)
    assert client.get(reverse(f"aid:{name}", args=args)).status_code == 403
    assert client.post(reverse(f"aid:{name}", args=args), {}).status_code == 403


def test_a_cashier_above_reads_a_fund_and_leaves_it(client, office: Office, kailu):
    fund = office.fund()
    sign_in(client, scope_of(kailu, "cashier"))
    assert client.get(fund.get_absolute_url()).status_code == 200
    assert client.get(reverse("aid:fund_income", args=[fund.pk])).status_code == 403


@pytest.mark.parametrize("name", ["funds", "ledger"])
def test_a_contact_sees_no_money(client, office: Office, name):
    sign_in(client, scope_of(office.organisation, "contact", place=office.place))
    assert client.get(reverse(f"aid:{name}")).status_code == 403


def test_a_fund_is_opened_filled_and_closed_by_pages(client, office: Office):
    sign_in(client, office.cashier)
    opened = {"name": "2010年帮扶资金", "source": "own", "opened_on": "2010-01-04"}
    client.post(reverse("aid:fund_add"), opened)
    fund = Fund.objects.get()
    paid_in = {"on": "2010-01-05", "amount": "1000.50", "goods": "", "note": "县总拨付"}
    answer = client.post(reverse("aid:fund_income", args=[fund.pk]), paid_in, follow=True)
    assert "已登记收入1,000.50元" in words_of(answer)
    bad = client.post(reverse("aid:fund_income", args=[fund.pk]), {**paid_in, "amount": "0"})
    assert (bad.status_code, "大于零" in words_of(bad)) == (422, True)
    client.post(reverse("aid:fund_close", args=[fund.pk]), {"through": "2010-01-31"})
    client.post(
        reverse("aid:fund_change", args=[fund.pk]),
        {**opened, "name": "改名后的资金", "closed_on": "", "version": "1"},
    )
    fund.refresh_from_db()
    assert (fund.received, fund.books_closed_to) == (Decimal("1000.50"), date(2010, 1, 31))
    assert fund.name == "改名后的资金"


def test_a_wrong_income_is_reversed_by_pages(client, office: Office):
    fund = office.fund("2500.50")
    entry = fund.entries.get()
    reverse_url = reverse("aid:income_reverse", args=[entry.pk])
    sign_in(client, office.cashier)
    for url in (fund.get_absolute_url(), entry.get_absolute_url()):
        assert reverse_url in client.get(url).content.decode()
    assert entry.get_absolute_url() in client.get(reverse("aid:ledger")).content.decode()
    bad = client.post(reverse_url, {"reason": "　"})
    assert bad.status_code == 422
    answer = client.post(reverse_url, {"reason": "应为250.05元"}, follow=True)
    assert "已冲销收入2,500.50元" in words_of(answer)
    fund.refresh_from_db()
    assert fund.received == 0
    for url in (fund.get_absolute_url(), entry.get_absolute_url()):
        assert reverse_url not in client.get(url).content.decode()
    assert "冲销收入：应为250.05元" in words_of(client.get(entry.get_absolute_url()))
    assert "已冲销" in words_of(client.get(fund.get_absolute_url()))
    again = client.post(reverse_url, {"reason": "再来一次"})
    assert (again.status_code, "已经冲销过" in words_of(again)) == (422, True)


def test_an_income_of_a_closed_month_offers_no_reversal(client, office: Office):
    fund = office.fund()
    funds.close_month(fund=fund, through=date(2010, 1, 31), by=office.cashier)
    url = reverse("aid:income_reverse", args=[fund.entries.get().pk])
    sign_in(client, office.cashier)
    assert url not in client.get(fund.get_absolute_url()).content.decode()
    refused = client.post(url, {"reason": "录错"})
    assert (refused.status_code, "账已关至2010-01-31" in words_of(refused)) == (422, True)


def test_three_people_at_an_income(client, office: Office, yongan):
    entry = office.fund().entries.get()
    theirs = scope_of(yongan, "cashier")
    for name, colleague, status in (("income", office.chair, 200), ("income_reverse", None, 403)):
        url = reverse(f"aid:{name}", args=[entry.pk])
        assert sign_in(client, office.cashier).get(url).status_code == 200
        assert sign_in(client, theirs).get(url).status_code == 404
        assert sign_in(client, colleague or office.chair).get(url).status_code == status


def test_a_payment_has_no_page_of_income(client, office: Office):
    case = office.walked("pay", fund=office.fund())
    sign_in(client, office.cashier)
    for name in ("income", "income_reverse"):
        assert client.get(reverse(f"aid:{name}", args=[case.entries.get().pk])).status_code == 404


def test_the_lists_of_money_cost_the_same_for_ten(client, office: Office):
    fund = office.fund("100000")
    office.walked("pay", fund=fund)
    office.walked("approve", fund=fund)
    sign_in(client, office.cashier)

    def more() -> None:
        for _ in range(4):
            office.fund()
            office.walked("pay", fund=fund)
            office.walked("approve", fund=fund)

    for url in (reverse("aid:funds"), reverse("aid:ledger"), fund.get_absolute_url()):
        assert_same_queries(client, url, more)


def test_the_ledger_adds_up_in_and_out(client, office: Office):
    fund = office.fund("5000")
    more = {"fund": fund, "on": fund.opened_on, "by": office.cashier}
    funds.add_income(amount=Decimal(900), goods=Decimal("80.50"), note="米面", **more)
    wrong = funds.add_income(amount=Decimal(70), goods=Decimal(70), note="录错", **more)
    funds.reverse_income(entry=wrong, reason="重复登记", by=office.cashier)
    case = office.walked("pay", CASH_500, RICE_200, fund=fund)
    correction = CorrectionFactory(
        line=case.lines.first(), value=Decimal(300), asked_by=office.clerk.user
    )
    corrections.decide(correction=correction, granted=True, by=office.chair)
    page = words_of(sign_in(client, office.cashier).get(reverse("aid:ledger")))
    assert "冲销收入：重复登记 -70.00 -70.00" in page
    assert "合计 5,900.00 80.50 500.00 200.00" in page


def test_the_ledger_filters_by_the_funds_one_sees(client, office: Office, yongan):
    own, other = office.fund("111"), office.fund("222")
    theirs = Office.of(yongan).fund("777")
    sign_in(client, office.cashier)
    page = words_of(client.get(f"{reverse('aid:ledger')}?fund={own.pk}"))
    assert "111.00" in page
    assert "222.00" not in page
    assert other.name in page
    assert theirs.name not in page
    assert "777.00" not in words_of(client.get(f"{reverse('aid:ledger')}?fund={theirs.pk}"))


def test_a_correction_is_asked_and_decided_by_pages(client, office: Office):
    case = office.walked("pay", fund=office.fund())
    line = case.lines.get()
    sign_in(client, office.clerk)
    ask = reverse("aid:correction_ask", args=[line.pk])
    assert ask in client.get(case.get_absolute_url()).content.decode()
    assert client.post(ask, {"value": "400", "reason": "金额录错"}).status_code == 302
    correction = Correction.objects.get()
    decide = reverse("aid:correction_decide", args=[correction.pk])
    sign_in(client, office.chair)
    page = client.get(case.get_absolute_url())
    assert "更正待复核" in words_of(page)
    assert decide in page.content.decode()
    assert "500.00元改为400.00元" in words_of(client.get(decide))
    refused = client.post(decide, {"granted": "no", "opinion": ""})
    assert (refused.status_code, "须写明理由" in words_of(refused)) == (422, True)
    assert client.post(decide, {"granted": "yes"}).status_code == 302
    corrected = words_of(client.get(case.get_absolute_url()))
    assert "400.00 原 500.00" in corrected
    assert LedgerEntry.objects.filter(kind="reversal").exists()


def test_three_people_at_a_correction(client, office: Office, neighbour, yongan):
    case = office.walked("pay", fund=office.fund())
    ask = reverse("aid:correction_ask", args=[case.lines.get().pk])
    for scope, status in ((office.clerk, 200), (neighbour, 404), (office.cashier, 403)):
        assert sign_in(client, scope).get(ask).status_code == status
    correction = CorrectionFactory(line=case.lines.get(), asked_by=office.clerk.user)
    decide = reverse("aid:correction_decide", args=[correction.pk])
    for scope, status in (
        (office.chair, 200),
        (scope_of(yongan, "chair"), 404),
        (office.clerk, 403),
    ):
        assert sign_in(client, scope).get(decide).status_code == status


def test_who_paid_is_told_why_another_decides(client, office: Office):
    both = scope_of(office.organisation, "chair", user=office.cashier.user)
    case = office.walked("pay", fund=office.fund())
    correction = CorrectionFactory(line=case.lines.get(), asked_by=office.clerk.user)
    page = sign_in(client, both).get(case.get_absolute_url())
    decide = reverse("aid:correction_decide", args=[correction.pk])
    assert decide not in page.content.decode()
    assert "已承担“出纳”，不能再承担“审批”" in words_of(page)
    assert client.get(decide).status_code == 302


def form_of(case) -> str:
    steps = list(case.steps.select_related("by"))
    return plain_text(approval_form(case, list(case.lines.in_force()), steps, fund_of(case)))


def test_the_approval_form_says_who_did_what_and_why_one_did_two(office: Office):
    case = office.walked("verify", CASH_500, RICE_200)
    case = take(case, "review", by=office.chair)
    case = take(case, "post_notice", by=office.clerk)
    case = take(case, "approve", by=office.chair, fund=office.fund(), ground="small_office")
    text = form_of(case)
    chair, clerk = office.chair.user.name, office.clerk.user.name
    assert f"审批：{chair}　2010年3月13日　兼任依据：本级工会仅有两人" in text
    assert f"经办：{clerk}　2010年3月1日" in text
    assert "大写：柒佰元整" in text
    assert "入户甲、入户乙" in text


def test_the_fund_is_named_from_the_approval_on_and_no_longer_once_revoked(client, office: Office):
    fund = office.fund(name="2010年困难职工帮扶资金")
    case = office.walked("post_notice")
    sign_in(client, office.cashier)

    def named():
        page = client.get(case.get_absolute_url()).content.decode()
        return fund.name in page, fund.name in form_of(case)

    assert named() == (False, False)
    case = take(case, "approve", by=office.chair, fund=fund)
    assert named() == (True, True)
    case = take(case, "revoke", by=office.chair)
    assert named() == (False, False)


def test_the_approval_form_masks_the_number_and_leaves_the_illness_out(office: Office):
    case = office.apply(illness="肺结核")
    text = form_of(case)
    assert masked_id(case.person.id_number) in text
    assert case.person.id_number not in text
    assert "肺结核" not in text


def test_the_approval_form_of_a_returned_case_shows_the_new_round(office: Office):
    case = take(office.walked("verify"), "send_back", by=office.reviewer)
    case = take(case, "resubmit", by=office.clerk)
    text = form_of(case)
    assert "核实\n" not in text
    assert "申请\n" in text


def test_the_approval_form_is_printed_with_a_reason(client, office: Office, neighbour):
    case = office.apply()
    url = reverse("aid:case_print", args=[case.pk])
    sign_in(client, office.clerk)
    assert client.get(url).status_code == 405
    assert client.post(url, {"reason": ""}).status_code == 302
    answer = client.post(url, {"reason": "报主席审批"})
    text = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    assert case.person.name in "".join(text.split())
    assert AuditEvent.objects.get(verb="aid.case.print").note == "报主席审批"
    for scope, status in ((neighbour, 404), (office.reviewer, 403)):
        assert sign_in(client, scope).post(url, {"reason": "看看"}).status_code == status


def test_an_approval_form_with_an_unprintable_character_is_asked_about_once(client, office: Office):
    case = office.apply(reason="患者\ue000某住院治疗")
    url = reverse("aid:case_print", args=[case.pk])
    sign_in(client, office.clerk)
    asked = client.post(url, {"reason": "报主席审批"})
    assert (asked.status_code, "U+E000" in words_of(asked)) == (422, True)
    assert not AuditEvent.objects.filter(verb="aid.case.print").exists()
    printed = client.post(url, {"reason": "报主席审批", "anyway": "1"})
    assert printed.content.startswith(b"%PDF")


def test_the_lists_are_exported_with_a_reason(client, office: Office):
    office.walked("pay", fund=office.fund())
    sign_in(client, office.cashier)
    for name in ("cases", "ledger"):
        url = reverse(f"aid:{name}")
        assert "请先填写导出" in words_of(client.post(url, {"do": "xlsx"}))
        answer = client.post(url, {"do": "xlsx", "reason": "季度核对"})
        assert answer.content.startswith(b"PK")


def test_asking_twice_for_one_line_is_refused_on_the_page(client, office: Office):
    case = office.walked("pay", fund=office.fund())
    CorrectionFactory(line=case.lines.get(), asked_by=office.clerk.user)
    answer = sign_in(client, office.clerk).post(
        reverse("aid:correction_ask", args=[case.lines.get().pk]),
        {"value": "300", "reason": "又改"},
    )
    assert answer.status_code == 422
    assert "等待复核" in words_of(answer)
