"""An indicator is withdrawn after papers spoke of it: signed papers stand, drafts say so."""

from datetime import date

import pytest
from django.urls import reverse

from reports import printing, statements
from reports.actions import summaries
from reports.indicators import REGISTRY
from reports.models import Copy
from tests.factories.papers import source_half_year
from tests.helpers import sign_in, words_of
from unionhub.documents.blocks import plain_text
from unionhub.documents.fonts import PaperRefused

DATED = date(2010, 8, 1)
KEY = "staff.women"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_files(monkeypatch):
    monkeypatch.setattr(
        printing, "render", lambda blocks, form, **names: f"{form}{list(blocks)}".encode()
    )


@pytest.fixture
def signed(xingfa, clerk, chair):
    source_half_year(xingfa)
    draft = summaries.start(period_code="2010H1", by=clerk)
    summaries.write_section(
        summary=draft, key="tasks", text="职工{职工人数}[，女{女职工人数}]。", version=0, by=clerk
    )
    draft.refresh_from_db()
    prepared = printing.prepare(draft, DATED)
    return summaries.sign(summary=draft, prepared=prepared, version=draft.version, by=chair)


@pytest.fixture
def withdrawn(signed, monkeypatch):
    """The signed paper, after an upgrade that no longer counts women among staff."""
    monkeypatch.delitem(REGISTRY, KEY)
    monkeypatch.delitem(statements.NAMES, KEY)
    return signed


def sheet_of(client, summary):
    page = client.get(summary.get_absolute_url()).content.decode()
    return page[page.index("<article") : page.index("</article>")]


def test_a_signed_paper_reads_as_before(signed, client, clerk, monkeypatch):
    sign_in(client, clerk)
    before = sheet_of(client, signed)
    monkeypatch.delitem(REGISTRY, KEY)
    monkeypatch.delitem(statements.NAMES, KEY)

    assert sheet_of(client, signed) == before
    for name in ("reports:tallies", "reports:figures"):
        assert client.get(reverse(name), {"period": "2010H1"}).status_code == 200


def test_the_next_edition_shows_what_is_gone_and_where(withdrawn, client, clerk):
    fresh = summaries.reopen(summary=withdrawn, by=clerk)
    sign_in(client, clerk)

    page = words_of(client.get(fresh.get_absolute_url()))

    assert "已停用的数据 能力建设和文体活动（引言）：{staff.women}" in page
    assert "女{staff.women}" in plain_text(printing.shown(fresh, Copy.PUBLISHED).blocks)
    for name, args in (("summary_section", ["tasks"]), ("summary_file", ["pdf"])):
        address = reverse(f"reports:{name}", args=[fresh.pk, *args])
        assert client.get(address).status_code == 200


def test_it_is_signed_only_once_the_words_are_mended(withdrawn, client, clerk, chair):
    fresh = summaries.reopen(summary=withdrawn, by=clerk)
    with pytest.raises(PaperRefused, match="已停用的数据：“能力建设和文体活动（引言）”一节"):
        printing.prepare(fresh, DATED)
    sign_in(client, chair)
    answer = {"dated": "2010-08-01", "version": fresh.version}
    address = reverse("reports:summary_sign", args=[fresh.pk])
    told = words_of(client.post(address, answer, follow=True))
    assert " 正文用了已停用的数据" in told
    assert "['" not in told

    summaries.write_section(summary=fresh, key="tasks", text="略。", version=1, by=clerk)

    assert "略。" in printing.prepare(fresh, DATED).content
