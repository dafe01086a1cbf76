"""Names, slogans, places and texts that try to be markup, formulas, patterns or commands."""

from datetime import date
from io import BytesIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from reports import printing
from reports.actions import summaries
from reports.models import Copy
from tests.factories.activities import PublicityItemFactory
from tests.factories.members import CommitteeFactory
from tests.factories.papers import aided
from tests.factories.reports import event, fund_of, paid_case, target
from tests.helpers import sign_in
from unionhub.listing_files import XLSX
from unionhub.models import Organisation

HOSTILE = (
    "=1+1|'x'!A1",
    "+SUM(A1)",
    "@x-1",
    "<b>{会员人数}[略]",
    "</p><script>x</script>",
    "甲\u202e乙\u2066丙",
    "\x01\x0b\ufffe-->",
    "&lt;&#60;%s{0}",
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def office(xingfa):
    fund = fund_of(xingfa)
    for n, text in enumerate(HOSTILE):
        person = aided(xingfa, f"{text}{n}", f"{text[:17]}{n}")
        kind = "education" if n % 2 else "medical"
        paid_case(person, fund, date(2010, 3, 1), kind=kind, beneficiary="pupil")
        PublicityItemFactory(organisation=xingfa, text=text, on=date(2010, 3, 2))
        CommitteeFactory(organisation=xingfa, name=text, formed_on=date(2010, 3, 3))
        event(xingfa, theme=text, venue=text)
    target(xingfa, "members.total", "5", note=HOSTILE[4])
    name = "=HYPERLINK(1)<i>工会"
    Organisation.objects.filter(pk=xingfa.pk).update(name=name, place_name="<i>=乡")
    xingfa.refresh_from_db()
    return xingfa


def test_the_paper_prints_them_as_the_words_they_are(office, clerk, client):
    draft = summaries.start(period_code="2010H1", by=clerk)
    words = "\n".join(f"1.{text.replace('{会员人数}[略]', '')}。" for text in HOSTILE[:-1])
    summaries.write_section(summary=draft, key="lead", text=words, version=0, by=clerk)
    sign_in(client, clerk)

    page = client.get(draft.get_absolute_url()).content.decode()
    sheet = page[page.index("<article") : page.index("</article>")]

    assert "<script" not in sheet
    assert "<b>" not in sheet
    assert "“&lt;b&gt;{会员人数}[略]”" in sheet
    for copy in Copy:
        pdf = PdfReader(BytesIO(printing.file_of(draft, copy, "pdf")))
        text = "".join("".join(one.extract_text().split()) for one in pdf.pages)
        body = Document(BytesIO(printing.file_of(draft, copy, "docx"))).element.body
        written = "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
        for words in (text, written):
            assert "“=1+1|'x'!A1”" in words
            assert "“甲乙丙”" in words
            assert "\u202e" not in words


def test_no_sheet_holds_a_formula(office, clerk, client, tmp_path):
    out = tmp_path / "tally.xlsx"
    call_command("tally", organisation=office.code, period="2010H1", out=out)
    sign_in(client, clerk)
    address = f"{reverse('reports:figure_rows', args=['aid.people'])}?period=2010H1"
    rows = client.post(address, {"do": "xlsx", "reason": "核对数据"})
    table = client.post(f"{reverse('reports:figures')}?period=2010H1", {})
    assert (rows.status_code, table.status_code) == (200, 200)

    assert rows["Content-Type"] == table["Content-Type"] == XLSX
    for content in (out.read_bytes(), rows.content, table.content):
        book = load_workbook(BytesIO(content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell.value for cell in cells if cell.data_type == "f"]
