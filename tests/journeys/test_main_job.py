"""The main job in a real browser: from a new member to the signed paper and the county's tally."""

from __future__ import annotations

import io
import re
from decimal import Decimal

from openpyxl import load_workbook
from pypdf import PdfReader

from aid.models import AidCase, LedgerEntry
from members.models import Person
from reports.demo.people import Inventor
from unionhub import audit
from unionhub.periods import today


def text_of_pdf(content):
    return re.sub(
        r"\s", "", "".join(p.extract_text() for p in PdfReader(io.BytesIO(content)).pages)
    )


def save_of(page, press):
    """The bytes of the file a press of a button downloads."""
    with page.expect_download() as waiting:
        press()
    path = waiting.value.path()
    return path.read_bytes()


def test_a_member_is_registered_joins_and_asks_for_help(sit_down):
    someone = Inventor(77).person()
    clerk = sit_down("xf_clerk")
    clerk.get_by_role("link", name="登记人员").first.click()
    clerk.get_by_label("身份证号").fill(someone.id_number)
    clerk.get_by_label("姓名").fill("欧阳海·试")
    clerk.get_by_label("片区村居").select_option(label="石板村")
    clerk.keyboard.press("Control+Enter")
    clerk.get_by_role("heading", name="欧阳海·试").wait_for()
    person = Person.objects.get(name="欧阳海·试")
    assert (person.sex, person.birth_date) == (someone.sex, someone.born)

    clerk.get_by_role("link", name="会籍", exact=True).click()
    clerk.get_by_role("link", name="补录会籍").click()
    clerk.locator("select[name=union]").select_option(index=1)
    clerk.get_by_label("补录依据").fill("持有原会员证")
    clerk.get_by_role("button", name="补录会籍").click()
    clerk.get_by_text("在会").first.wait_for()

    clerk.get_by_role("link", name="帮扶", exact=True).click()
    clerk.get_by_role("link", name=re.compile("登记申请|申请帮扶|登记帮扶")).first.click()
    clerk.get_by_label("救助类别").select_option(label="医疗救助")
    clerk.get_by_label("帮扶对象").select_option(label="困难职工")
    clerk.get_by_label("申请事由").fill("住院自付费用较多。")
    clerk.get_by_label("第1行形式").select_option(label="资金")
    clerk.get_by_label("第1行名称").fill("救助金")
    clerk.get_by_label("第1行金额（折款）").fill("1234.50")
    clerk.get_by_role("button", name="保存").first.click()
    clerk.get_by_text("已申请").first.wait_for()
    case = AidCase.objects.get(person=person)
    assert case.lines.total() == Decimal("1234.50")

    clerk.get_by_role("link", name="核实", exact=True).click()
    clerk.get_by_label("入户人一").fill("田晓梅")
    clerk.get_by_label("入户人二").fill("马长河")
    clerk.get_by_label("入户日期").fill(today().isoformat())
    clerk.get_by_label("核实情况").fill("情况属实。")
    clerk.get_by_role("button", name="核实").click()
    clerk.get_by_text("已核实").first.wait_for()


def test_cashier_pays_what_the_chair_approved_once(sit_down):
    case = AidCase.objects.get(state="approved")
    cashier = sit_down("xf_cashier")
    cashier.goto(case.get_absolute_url())
    cashier.get_by_role("link", name="发放", exact=True).click()
    cashier.get_by_role("button", name="发放").click()
    cashier.get_by_text("已发放").first.wait_for()
    assert LedgerEntry.objects.filter(case=case, kind="payment").count() == 1
    cashier.goto(f"{case.get_absolute_url()}step/pay/")
    assert LedgerEntry.objects.filter(case=case, kind="payment").count() == 1


def test_one_corrected_amount_changes_the_draft_and_nothing_after_signing(sit_down):
    clerk, chair = sit_down("xf_clerk"), sit_down("xf_chair")
    medical = AidCase.objects.filter(
        kind="medical", paid_on__year=2010, organisation__code="XINGFA"
    ).first()

    open_paper(clerk)
    clerk.get_by_text("医疗救助500多元").wait_for()

    correct(clerk, chair, medical, "480")
    open_paper(clerk)
    clerk.get_by_text(re.compile("医疗救助(700多|.*7[0-9]{2})")).first.wait_for()

    open_paper(chair)
    chair.get_by_role("link", name="签发").click()
    chair.get_by_role("button", name="签发").click()
    chair.get_by_text("已签发").first.wait_for()
    first = save_of(chair, chair.get_by_role("link", name="PDF").click)
    assert "医疗救助700多元" in text_of_pdf(first)
    assert "马关旺" not in text_of_pdf(first)

    correct(clerk, chair, medical, "90")
    open_paper(chair)
    assert save_of(chair, chair.get_by_role("link", name="PDF").click) == first
    chair.get_by_text("签发后变动的数据").first.wait_for(state="attached")

    assert audit.broken_at() is None


def test_the_county_takes_its_tally_home(sit_down):
    county = sit_down("kl_county")
    county.goto("/tallies/?organisation=KAILU&period=2010H1")
    county.get_by_role("columnheader", name=re.compile("兴发乡")).first.wait_for()
    county.get_by_text("导出 Excel").click()
    county.get_by_label(re.compile("用途")).fill("季度核对")
    content = save_of(county, county.get_by_role("button", name="导出", exact=True).click)
    book = load_workbook(io.BytesIO(content))
    said = {str(cell.value) for sheet in book for row in sheet for cell in row}
    assert {"兴发乡工会", "麦新镇工会", "辽河农场工会"} <= said


def test_the_phone_shows_a_case_and_takes_a_home_visit(sit_down):
    case = AidCase.objects.filter(state="applied").first()
    clerk = sit_down("xf_clerk", width=390, height=844)
    clerk.goto(case.get_absolute_url())
    clerk.get_by_role("link", name="核实", exact=True).click()
    width = clerk.evaluate("document.documentElement.scrollWidth")
    assert width <= 390


def open_paper(page):
    page.goto("/summaries/")
    page.get_by_role("link", name=re.compile("2010年上半年")).first.click()


def correct(clerk, chair, case, value):
    clerk.goto(case.get_absolute_url())
    clerk.get_by_role("link", name="更正").first.click()
    clerk.get_by_label("更正后金额").fill(value)
    clerk.get_by_label("更正原因").fill("发票金额录入有误")
    clerk.get_by_role("button", name=re.compile("提出|更正|保存")).click()
    chair.goto(case.get_absolute_url())
    chair.get_by_role("link", name="复核").first.click()
    chair.get_by_label("同意更正").check()
    chair.locator("main form").get_by_role("button").first.click()
    chair.get_by_text("已更正").first.wait_for()
