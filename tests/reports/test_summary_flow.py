"""Writing, signing and reopening: who may, what is refused, who wins."""

import threading
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from reports import printing
from reports.actions import summaries
from reports.models import FrozenPaper, SectionText, Summary, SummaryStep
from reports.printing import prepare
from reports.sections import SECTIONS
from tests.factories.kernel import scope_of
from tests.factories.papers import aided, source_half_year
from tests.factories.reports import fund_of, paid_case
from unionhub.changes import StaleEdit
from unionhub.models import AuditEvent
from unionhub.workflow import WrongState

DATED = date(2010, 8, 1)


@pytest.fixture(autouse=True)
def quick_files(monkeypatch):
    """Files as their own blocks' words: drawing them is tested where papers are drawn."""
    monkeypatch.setattr(
        printing, "render", lambda blocks, form, **names: f"{form}{list(blocks)}".encode()
    )


@pytest.fixture
def draft(clerk):
    return summaries.start(period_code="2010H1", by=clerk)


def signed(summary, by):
    summary.refresh_from_db()
    return summaries.sign(
        summary=summary, prepared=prepare(summary, DATED), version=summary.version, by=by
    )


def test_a_draft_is_begun_once(draft, clerk, xingfa):
    assert (draft.organisation, draft.state, draft.edition) == (xingfa, "draft", 1)
    assert (draft.since, draft.until) == (date(2010, 1, 1), date(2010, 7, 1))
    with pytest.raises(ValidationError, match="已有工作总结"):
        summaries.start(period_code="2010h1", by=clerk)
    assert [step.verb for step in draft.steps.all()] == ["start"]


def test_a_period_nobody_understands_is_refused_with_the_codes(clerk):
    with pytest.raises(ValidationError, match="看不懂期间"):
        summaries.start(period_code="去年", by=clerk)


@pytest.mark.parametrize("role", ["cadre", "reviewer", "cashier", "admin", "county"])
def test_who_may_not_write(draft, xingfa, role):
    other = scope_of(xingfa, role)
    for deed in (
        lambda: summaries.start(period_code="2010Y", by=other),
        lambda: summaries.write_section(summary=draft, key="lead", text="改", version=0, by=other),
        lambda: summaries.set_options(summary=draft, dated=None, rounded=True, by=other),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def test_a_paper_of_a_township_is_not_the_countys_to_change(draft, kailu):
    chair = scope_of(kailu, "chair")

    with pytest.raises(PermissionDenied, match="本级工会"):
        summaries.write_section(summary=draft, key="lead", text="改", version=0, by=chair)
    with pytest.raises(PermissionDenied, match="本级工会"):
        signed(draft, chair)


def test_how_sums_are_said_is_remembered(draft, clerk):
    assert not draft.rounded
    summaries.set_options(summary=draft, dated=DATED, rounded=True, by=clerk)

    assert summaries.start(period_code="2010H2", by=clerk).rounded


def test_the_printed_date_lies_not_before_the_period(draft, clerk):
    with pytest.raises(ValidationError, match="成文日期"):
        summaries.set_options(summary=draft, dated=date(2009, 12, 31), rounded=False, by=clerk)


def test_a_text_is_stored_with_keys_and_logged(draft, clerk):
    summaries.write_section(summary=draft, key="lead", text="会员{会员人数}。", version=0, by=clerk)

    text = SectionText.objects.get()
    assert text.text == "会员{members.total}。"
    event = AuditEvent.objects.latest("seq")
    assert event.verb == "summary.write"
    assert event.changes["section"] == "开头"
    assert event.changes["text"][1] == text.text


def test_a_mistyped_token_is_refused_by_name(draft, clerk):
    with pytest.raises(ValidationError, match=r"没有“\{会员人\}”这项数据") as refused:
        summaries.write_section(
            summary=draft, key="lead", text="会员{会员人}。", version=0, by=clerk
        )
    assert "text" in refused.value.error_dict
    assert not SectionText.objects.exists()


def test_nobody_overwrites_what_they_did_not_see(draft, clerk):
    mine = summaries.write_section(summary=draft, key="lead", text="甲。", version=0, by=clerk)
    with pytest.raises(StaleEdit):
        summaries.write_section(summary=draft, key="lead", text="乙。", version=0, by=clerk)
    summaries.write_section(summary=draft, key="closing", text="丙。", version=0, by=clerk)
    summaries.write_section(summary=draft, key="lead", text="丁。", version=mine.version, by=clerk)

    assert dict(draft.texts.values_list("key", "text")) == {"lead": "丁。", "closing": "丙。"}


def test_a_text_given_up_and_written_anew_has_a_new_version(draft, clerk):
    old = summaries.write_section(summary=draft, key="lead", text="甲。", version=0, by=clerk)
    summaries.reset_section(summary=draft, key="lead", version=old.version, by=clerk)
    assert not draft.texts.exists()
    summaries.write_section(summary=draft, key="lead", text="乙。", version=0, by=clerk)

    with pytest.raises(StaleEdit):
        summaries.write_section(
            summary=draft, key="lead", text="丙。", version=old.version, by=clerk
        )


def test_signing_freezes_and_closes(draft, clerk, chair, xingfa):
    source_half_year(xingfa)
    done = signed(draft, chair)

    assert (done.state, done.signed_by, done.dated) == ("signed", chair.user, DATED)
    assert {(f.copy, f.format) for f in done.frozen.files.all()} == {
        (copy, form) for copy in ("published", "internal") for form in ("pdf", "docx")
    }
    event = AuditEvent.objects.latest("seq")
    assert event.verb == "summary.sign"
    assert event.changes["digest"] == [None, done.frozen.digest]
    for deed in (
        lambda: summaries.write_section(summary=done, key="lead", text="改", version=0, by=clerk),
        lambda: summaries.reset_section(summary=done, key="lead", version=0, by=clerk),
        lambda: summaries.set_options(summary=done, dated=None, rounded=True, by=clerk),
    ):
        with pytest.raises(ValidationError, match="已签发"):
            deed()
    with pytest.raises(WrongState):
        signed(done, chair)


def test_a_clerk_does_not_sign(draft, clerk):
    with pytest.raises(PermissionDenied):
        signed(draft, clerk)


def test_a_text_changed_after_the_signer_looked_is_not_signed(draft, clerk, chair):
    prepared, seen = prepare(draft, DATED), draft.version
    summaries.write_section(summary=draft, key="lead", text="改。", version=0, by=clerk)

    with pytest.raises(StaleEdit):
        summaries.sign(summary=draft, prepared=prepared, version=seen, by=chair)
    assert not FrozenPaper.objects.exists()


def test_records_changed_while_it_was_drawn_are_not_signed(draft, chair, xingfa):
    source_half_year(xingfa)
    prepared = prepare(draft, DATED)
    paid_case(aided(xingfa, "后来人", "石板村"), fund_of(xingfa))

    with pytest.raises(ValidationError, match="又有变动"):
        summaries.sign(summary=draft, prepared=prepared, version=draft.version, by=chair)
    assert not FrozenPaper.objects.exists()
    assert Summary.objects.get().state == "draft"


def test_a_new_edition_takes_the_texts_and_leaves_the_signed_one(draft, clerk, chair):
    summaries.set_options(summary=draft, dated=None, rounded=True, by=clerk)
    summaries.write_section(
        summary=draft, key="building", text="甲。", heading="乙", version=0, by=clerk
    )
    old = signed(draft, chair)

    fresh = summaries.reopen(summary=old, by=clerk)

    assert (fresh.edition, fresh.state, fresh.rounded, fresh.dated) == (2, "draft", True, None)
    assert list(fresh.texts.values_list("key", "heading", "text")) == [("building", "乙", "甲。")]
    with pytest.raises(ValidationError, match="已有新版"):
        summaries.reopen(summary=old, by=clerk)
    with pytest.raises(WrongState):
        summaries.reopen(summary=fresh, by=clerk)
    assert Summary.objects.get(pk=old.pk).state == "signed"
    again = signed(fresh, chair)
    assert again.frozen.pk != old.frozen.pk


def test_the_copy_with_names_is_not_handed_out_without_a_reason(draft, clerk, xingfa):
    with pytest.raises(ValidationError, match="用途"):
        summaries.note_internal(target=draft, form="pdf", reason=" ", by=clerk)
    with pytest.raises(PermissionDenied):
        summaries.note_internal(
            target=draft, form="pdf", reason="存档", by=scope_of(xingfa, "auditor")
        )
    summaries.note_internal(target=draft, form="pdf", reason="存档", by=clerk)
    event = AuditEvent.objects.latest("seq")
    assert (event.verb, event.note, event.changes) == (
        "summary.internal",
        "存档",
        {"format": "pdf"},
    )


def test_every_section_can_be_written(draft, clerk):
    for key, section in SECTIONS.items():
        summaries.write_section(summary=draft, key=key, text=section.text, version=0, by=clerk)

    assert draft.texts.count() == len(SECTIONS)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_two_chairs_signing_at_once_one_wins(xingfa, clerk, chair):
    draft = summaries.start(period_code="2010H1", by=clerk)
    prepared = prepare(draft, DATED)
    chairs = [chair, scope_of(xingfa, "chair")]
    gate, outcome = threading.Barrier(2), []

    def run(by):
        try:
            gate.wait()
            summaries.sign(summary=draft, prepared=prepared, version=draft.version, by=by)
            outcome.append("signed")
        except ValidationError as refusal:
            outcome.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(by,)) for by in chairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcome) == ["WrongState", "signed"]
    assert FrozenPaper.objects.count() == 1
    assert SummaryStep.objects.filter(verb="sign").count() == 1
