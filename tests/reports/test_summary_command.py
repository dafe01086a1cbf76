"""manage.py summary: the paper into a file, the same computation and the same bytes as the page."""

import json
from datetime import date
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from reports import printing
from reports.actions import summaries
from reports.models import Summary
from tests.factories.papers import PUPILS, aided, source_half_year
from tests.factories.reports import fund_of, paid_case
from unionhub.models import AuditEvent

pytestmark = pytest.mark.django_db
DATED = date(2010, 8, 1)


@pytest.fixture
def run(tmp_path):
    def command(form, *more, organisation="XINGFA", period="2010H1"):
        out = tmp_path / f"paper.{form}"
        call_command(
            "summary",
            organisation=organisation,
            period=period,
            format=form,
            out=out,
            **dict.fromkeys(more, True),
        )
        return out.read_bytes()

    return command


def text_of_pdf(content):
    pages = PdfReader(BytesIO(content)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def test_without_a_summary_the_default_wording_is_computed(xingfa, run):
    source_half_year(xingfa)

    data = json.loads(run("json"))

    assert (data["title"], data["state"], data["copy"]) == (
        "兴发乡2010年上半年工会工作总结",
        None,
        "published",
    )
    assert data["figures"]["aid.medical.amount"]["value"] == "523.40"
    assert data["figures"]["aid.medical.amount"]["text"] == "523.4元"
    assert "半年来" in run("html").decode()
    assert not Summary.objects.exists()


def test_only_the_internal_copy_names_the_two_pupils_and_is_logged(xingfa, run):
    source_half_year(xingfa)

    for form in ("json", "html"):
        assert not any(name in run(form).decode() for name in PUPILS)
    assert not AuditEvent.objects.filter(verb="summary.internal").exists()
    for form in ("json", "html"):
        assert all(name in run(form, "internal").decode() for name in PUPILS)
    event = AuditEvent.objects.filter(verb="summary.internal").last()
    assert (event.username, event.organisation_code) == ("system", "XINGFA")


def test_the_signed_files_are_real_and_stay(xingfa, clerk, chair, run):
    source_half_year(xingfa)
    draft = summaries.start(period_code="2010H1", by=clerk)
    draft = summaries.set_options(summary=draft, dated=DATED, rounded=True, by=clerk)
    prepared = printing.prepare(draft, DATED)
    summaries.sign(summary=draft, prepared=prepared, version=draft.version, by=chair)
    first = {form: run(form) for form in ("pdf", "docx", "html", "json")}
    paid_case(aided(xingfa, "后来人", "石板村"), fund_of(xingfa))
    summaries.reopen(summary=draft, by=clerk)

    assert {form: run(form) for form in first} == first
    text = text_of_pdf(first["pdf"])
    for sentence in (
        "兴发乡2010年上半年工会工作总结",
        "入会率目标100%，实际达到100%",
        "发证率目标90%，实际达到90%",
        "为铁柱片和野里片的两名外出务工人员提供医疗救助500多元",
        "为中寨村和栽根村的两名学生提供助学救助300多元",
        "为石板村和中寨村的两名空巢老人提供生活用品和物资共计600多元",
        "2010年8月1日",
    ):
        assert sentence in text
    assert not any(name in text for name in PUPILS)
    internal = text_of_pdf(run("pdf", "internal"))
    assert "为中寨村的马关旺和栽根村的杨学昌提供助学救助300多元" in internal


def test_of_two_editions_the_signed_one_is_given_unless_another_is_asked(
    xingfa, clerk, chair, run, monkeypatch, tmp_path
):
    monkeypatch.setattr(printing, "render", lambda blocks, form, **names: b"drawn")
    draft = summaries.start(period_code="2010H1", by=clerk)
    assert json.loads(run("json"))["state"] == "draft"
    prepared = printing.prepare(draft, DATED)
    summaries.sign(summary=draft, prepared=prepared, version=draft.version, by=chair)
    summaries.reopen(summary=draft, by=clerk)

    assert json.loads(run("json"))["edition"] == 1
    call_command(
        "summary",
        organisation="XINGFA",
        period="2010H1",
        format="json",
        edition=2,
        out=tmp_path / "two.json",
    )
    assert json.loads((tmp_path / "two.json").read_bytes())["edition"] == 2


def test_what_cannot_be_done_is_said(xingfa, run, tmp_path):
    with pytest.raises(CommandError, match="没有编码为“NOBODY”"):
        run("json", organisation="NOBODY")
    with pytest.raises(CommandError, match="看不懂期间"):
        run("json", period="去年")
    with pytest.raises(CommandError, match="没有写出总结"):
        call_command(
            "summary",
            organisation="XINGFA",
            period="2010H1",
            format="json",
            out=tmp_path / "none" / "paper.json",
        )
    with pytest.raises(CommandError, match="没有第3版"):
        call_command(
            "summary",
            organisation="XINGFA",
            period="2010H1",
            format="json",
            edition=3,
            out=tmp_path / "paper.json",
        )


def test_the_html_file_needs_nothing_beside_it(xingfa, run):
    page = run("html").decode()

    assert "<style>" in page
    assert ".paper" in page
    assert "<link" not in page
    assert "src=" not in page
