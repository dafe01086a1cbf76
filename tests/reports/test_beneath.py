"""Everything beneath a signed paper changes; the paper does not, and names nobody."""

import json
import re
import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.management import call_command
from pypdf import PdfReader

from activities.models import Event, Facility, PublicityItem
from aid.models import AidCase
from members.models import Committee, HeadCount, Membership, Person
from reports import printing
from reports.actions import summaries
from reports.models import Copy, SectionText, Summary, Target
from tests.factories.papers import ELDERS, MIGRANTS, PUPILS, source_half_year
from tests.factories.reports import event
from tests.helpers import sign_in
from unionhub.models import AuditEvent, Organisation, Place

DATED = date(2010, 8, 1)
NAMES = (*PUPILS, *ELDERS, *MIGRANTS)
pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(xingfa, clerk, chair):
    """A paper in whose own words, theme and slogans names stand that must not get out."""
    source_half_year(xingfa)
    event(xingfa, theme=f"向{PUPILS[0]}同学学习")
    PublicityItem.objects.filter(pk=PublicityItem.objects.first().pk).update(
        text=f"学习{ELDERS[0]}，从我做起"
    )
    draft = summaries.start(period_code="2010H1", by=clerk)
    words = f"看望{MIGRANTS[0]}、{MIGRANTS[1][0]} {MIGRANTS[1][1:]}，{{活动.主题}}。"
    summaries.write_section(
        summary=draft, key="building", heading=f"关心{ELDERS[1]}", text=words, version=0, by=clerk
    )
    draft.refresh_from_db()
    prepared = printing.prepare(draft, DATED)
    return summaries.sign(summary=draft, prepared=prepared, version=draft.version, by=chair)


@pytest.fixture
def given(tmp_path):
    """Every form of a paper as the command gives it."""

    def forms(**more):
        found = {}
        for form in ("pdf", "docx", "html", "json"):
            out = tmp_path / form
            asked = {"organisation": "XINGFA", "period": "2010H1", "format": form, "out": out}
            call_command("summary", **asked, **more)
            found[form] = out.read_bytes()
        return found

    return forms


def sheet_of(client, summary):
    page = client.get(summary.get_absolute_url()).content.decode()
    return page[page.index("<article") : page.index("</article>")]


def change_everything():
    Person.objects.update(name="改名人", is_migrant=True)
    Place.objects.filter(name="铁柱片").update(name="改名片", kind="other")
    Organisation.objects.filter(code="XINGFA").update(name="新名工会", place_name="新名乡")
    Organisation.objects.filter(code="KAILU").update(name="新县总工会", place_name="新县")
    Target.objects.update(number=Decimal(1))
    AidCase.objects.update(paid_on=date(2011, 1, 1), beneficiary="other")
    Membership.objects.update(
        joined_on=date(2009, 1, 1), left_on=date(2009, 2, 1), left_reason="退", end_kind="leave"
    )
    HeadCount.objects.update(staff=1)
    PublicityItem.objects.update(text="改过的口号")
    Committee.objects.update(name="改过的小组")
    Event.objects.update(theme="改过的主题", state="planned")
    Facility.objects.update(closed_on=date(2010, 6, 1))
    SectionText.objects.update(text="改过的正文", heading="改过的标题")


def test_a_signed_paper_does_not_move_in_any_form(signed, client, clerk, given):
    sign_in(client, clerk)
    files = {
        (copy, form): printing.file_of(signed, copy, form)
        for copy in Copy
        for form in ("pdf", "docx")
    }
    before, sheet = given(), sheet_of(client, signed)

    change_everything()
    Summary.objects.filter(pk=signed.pk).update(rounded=True, dated=date(2011, 1, 1))

    again = Summary.objects.get(pk=signed.pk)
    assert given() == before
    assert sheet_of(client, again) == sheet
    for (copy, form), content in files.items():
        assert printing.file_of(again, copy, form) == content


def test_nothing_of_the_published_copy_names_anybody(signed, given):
    forms = given()

    for form, content in forms.items():
        for words in insides(form, content):
            assert not [name for name in NAMES if name in re.sub(r"\s", "", words)], form
    assert not [n for n in NAMES if n in printing.file_name(signed, Copy.PUBLISHED, "pdf")]


def test_the_internal_copy_names_them_and_the_log_does_not(signed, given):
    forms = given(internal=True)

    assert all(name in forms["html"].decode() for name in PUPILS)
    notes = AuditEvent.objects.filter(verb__in=["summary.internal", "summary.sign"])
    told = json.dumps([[n.note, n.changes, n.target_label] for n in notes], ensure_ascii=False)
    assert not [name for name in NAMES if name in told]


def insides(form, content):
    """Everything readable in a file: text, properties, parts."""
    if form == "pdf":
        reader = PdfReader(BytesIO(content))
        yield from (page.extract_text() for page in reader.pages)
        yield str(reader.metadata)
        yield content.decode("utf-16-be", "ignore")
        yield content.decode("utf-8", "ignore")
    elif form == "docx":
        with zipfile.ZipFile(BytesIO(content)) as package:
            for name in package.namelist():
                yield name
                yield re.sub(r"<[^>]+>", "", package.read(name).decode("utf-8", "ignore"))
    else:
        yield content.decode()
