"""What was signed stays as it was: text, figures, records, bytes."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from reports import printing
from reports.actions import summaries
from reports.freezing import BrokenSeal, digest_of, freeze, read, thaw
from reports.indicators import REGISTRY, rows_of
from reports.models import Copy, FrozenFile, FrozenPaper
from reports.terms import default_terms, terms_of
from tests.factories.papers import H1, PUPILS, source_half_year
from tests.factories.reports import entry
from tests.helpers import triggers_lifted
from unionhub.documents.blocks import plain_text
from unionhub.models import AuditEvent

DATED = date(2010, 8, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_files(monkeypatch):
    monkeypatch.setattr(
        printing, "render", lambda blocks, form, **names: f"{form}{list(blocks)}".encode()
    )


@pytest.fixture
def paper(xingfa, clerk, chair):
    source_half_year(xingfa)
    draft = summaries.start(period_code="2010H1", by=clerk)
    draft = summaries.set_options(summary=draft, dated=DATED, rounded=True, by=clerk)
    prepared = printing.prepare(draft, DATED)
    return summaries.sign(summary=draft, prepared=prepared, version=draft.version, by=chair)


def correct_an_amount(office):
    """The first medical case turns out to be 1,000 yuan."""
    case = rows_of("aid.medical.cases", office, H1).order_by("pk").first()
    payment = case.entries.get()
    more = {"case": case}
    entry(payment.fund, "reversal", payment.on, str(-payment.amount), reverses=payment, **more)
    entry(payment.fund, "payment", payment.on, "-1000", **more)


def test_the_same_paper_gives_the_same_text(xingfa):
    source_half_year(xingfa)
    terms = default_terms(xingfa, H1)

    assert freeze(terms) == freeze(terms)
    assert json.loads(freeze(terms))["form"] == 1


def test_a_draft_follows_the_records_and_a_signed_paper_does_not(paper, clerk, xingfa):
    fresh = summaries.reopen(summary=paper, by=clerk)
    files = {(f.copy, f.format): bytes(f.content) for f in paper.frozen.files.all()}
    before = plain_text(printing.shown(paper, Copy.PUBLISHED).blocks)

    correct_an_amount(xingfa)

    now = plain_text(printing.shown(fresh, Copy.PUBLISHED).blocks)
    assert "提供医疗救助1200多元" in now
    assert "1,243.00" in now
    assert "2,207.00" in now
    assert plain_text(printing.shown(paper, Copy.PUBLISHED).blocks) == before
    assert "提供医疗救助500多元" in before
    for (copy, form), content in files.items():
        assert printing.file_of(paper, Copy(copy), form) == content


def test_every_indicator_is_kept_with_its_rule(paper):
    figures = thaw(paper.frozen).figures

    assert set(figures) == set(REGISTRY)
    medical = figures["aid.medical.amount"]
    assert (medical.value, medical.unit) == (Decimal("523.40"), "元")
    assert medical.rule == REGISTRY["aid.medical.amount"].rule
    assert figures["members.total"].value == 10
    assert figures["members.rate"].value == Decimal("100.0")
    assert figures["aid.living.amount"].value == Decimal("0.00")


def test_the_records_behind_every_stated_figure_are_named(paper, xingfa):
    frozen = thaw(paper.frozen)

    assert set(frozen.used) <= set(frozen.records)
    for key in ("aid.medical.amount", "aid.medical.people", "publicity.slogans", "staff.total"):
        rows = rows_of(key, xingfa, H1)
        assert frozen.records[key] == {
            "model": rows.model._meta.label_lower,
            "ids": sorted(rows.values_list("pk", flat=True)),
        }
    assert frozen.records["members.rate"] == {"parts": ["members.total", "staff.total"]}
    assert len(frozen.records["members.total"]["ids"]) == 10
    assert frozen.records["members.rate|目标"]["model"] == "reports.target"


def test_figures_are_told_as_the_published_copy_tells_them(paper):
    frozen = thaw(paper.frozen)

    assert frozen.used["aid.education.people"]["text"] == "两名"
    assert not set(PUPILS) & set("".join(one["text"] for one in frozen.used.values()))
    assert "马关旺" in plain_text(frozen.copies["internal"])
    assert "马关旺" not in plain_text(frozen.copies["published"])


def test_files_are_drawn_from_the_frozen_blocks(xingfa, clerk):
    source_half_year(xingfa)
    draft = summaries.start(period_code="2010H1", by=clerk)

    prepared = printing.prepare(draft, DATED)

    blocks = read(prepared.content).copies["published"]
    assert prepared.files["published", "pdf"] == f"pdf{blocks}".encode()
    assert prepared.content == freeze(terms_of(draft, DATED))


@pytest.mark.database
@pytest.mark.parametrize(
    ("table", "column"),
    [("reports_frozenpaper", "content"), ("reports_frozenfile", "content")],
)
def test_the_database_refuses_to_change_what_was_signed(paper, table, column):
    for sql in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_changed_text_is_told_not_served(paper):
    connection.check_constraints()  # nothing left pending on the tables
    with triggers_lifted(connection, "reports_frozenpaper"):
        content = paper.frozen.content.replace("500多元", "900多元")
        FrozenPaper.objects.update(content=content)
    paper.frozen.refresh_from_db()

    with pytest.raises(BrokenSeal, match="校验值不符"):
        printing.shown(paper, Copy.PUBLISHED)


def test_a_changed_file_is_told_not_served(paper):
    connection.check_constraints()  # nothing left pending on the tables
    with triggers_lifted(connection, "reports_frozenfile"):
        FrozenFile.objects.update(content=b"other")

    with pytest.raises(BrokenSeal):
        printing.file_of(paper, Copy.PUBLISHED, "pdf")


@pytest.mark.parametrize("table", ["reports_frozenpaper", "reports_frozenfile"])
def test_a_change_with_its_digest_is_told_by_the_log(paper, table):
    connection.check_constraints()
    model = FrozenPaper if table == "reports_frozenpaper" else FrozenFile
    old = paper.frozen if model is FrozenPaper else paper.frozen.files.first()
    content = old.content.replace("500多元", "900多元") if model is FrozenPaper else b"other"
    with triggers_lifted(connection, table):
        model.objects.update(content=content, digest=digest_of(content))
    paper.refresh_from_db()

    with pytest.raises(BrokenSeal):
        printing.shown(paper, Copy.PUBLISHED)
        printing.file_of(paper, Copy.PUBLISHED, "pdf")


def test_a_change_with_digest_and_log_is_told_by_the_key_of_the_log(paper):
    connection.check_constraints()
    content = paper.frozen.content.replace("500多元", "900多元")
    event = AuditEvent.objects.get(verb="summary.sign")
    changes = event.changes | {"digest": [None, digest_of(content)]}
    with triggers_lifted(connection, "reports_frozenpaper", "unionhub_auditevent"):
        FrozenPaper.objects.update(content=content, digest=digest_of(content))
        AuditEvent.objects.filter(pk=event.pk).update(changes=changes)
    paper.refresh_from_db()

    with pytest.raises(BrokenSeal):
        printing.shown(paper, Copy.PUBLISHED)


def test_one_paper_cannot_stand_in_for_another(paper, clerk, chair, xingfa):
    fresh = summaries.reopen(summary=paper, by=clerk)
    correct_an_amount(xingfa)
    prepared = printing.prepare(fresh, DATED)
    newer = summaries.sign(summary=fresh, prepared=prepared, version=fresh.version, by=chair)
    connection.check_constraints()
    with triggers_lifted(connection, "reports_frozenpaper"):
        FrozenPaper.objects.filter(summary=paper).update(
            content=newer.frozen.content, digest=newer.frozen.digest
        )
    paper.refresh_from_db()

    with pytest.raises(BrokenSeal):
        printing.shown(paper, Copy.PUBLISHED)


def test_the_log_holds_the_digests_a_second_time(paper):
    changes = AuditEvent.objects.filter(verb="summary.sign").get().changes
    for one in paper.frozen.files.all():
        assert changes[f"{one.copy}.{one.format}"] == [None, digest_of(bytes(one.content))]
