"""Writing, signing and reopening papers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from reports.freezing import SIGNED, Prepared, digest_name, digest_of, freeze
from reports.models import (
    FrozenFile,
    FrozenPaper,
    SectionText,
    Summary,
    SummaryState,
    SummaryStep,
)
from reports.patterns import PatternProblem, stored
from reports.sections import SECTIONS
from reports.statements import NAMES
from reports.terms import habit_of, terms_of
from reports.workflow import SUMMARY_FLOW
from unionhub import audit, changes
from unionhub.models import Organisation
from unionhub.periods import Period, today
from unionhub.permissions import Permission
from unionhub.reasons import stated
from unionhub.scope import Scope


@transaction.atomic
def start(*, period_code: str, by: Scope, on: date | None = None) -> Summary:
    """A draft of the acting organisation's paper of a period, in the default wording.

    Sums are said as the office last said them. Refused where the period has a paper already:
    a draft is edited, a signed one is reopened.
    """
    by.check(Permission.SUMMARY_WRITE)
    try:
        period = Period.parse(period_code)
    except ValueError as error:
        raise ValidationError({"period_code": str(error)}) from None
    own = Summary.objects.filter(organisation=by.organisation, period_code=period.code)
    if own.exists():
        raise ValidationError(
            f"{period.label}已有工作总结，请在原稿上修改；已签发的请在原稿页“另起新版”。",
            code="exists",
        )
    summary, diff = changes.create(
        Summary,
        organisation=by.organisation,
        period_code=period.code,
        since=period.since,
        until=period.until,
        rounded=habit_of(by.organisation),
    )
    _step(summary, "start", by, on)
    audit.record(by=by, verb="summary.start", target=summary, changes=diff)
    return summary


@transaction.atomic
def write_section(
    *, summary: Summary, key: str, text: str, by: Scope, version: int, heading: str = ""
) -> SectionText:
    """The office's own text of a section, tokens by label or key.

    ``version`` is that of the text the writer saw, 0 for the default one. Raises StaleEdit when
    another was saved since, ValidationError naming every token that means nothing.
    """
    current = _draft(summary, by)
    words = {"text": _stored("text", text), "heading": _stored("heading", heading)}
    section = SECTIONS[key]
    before = current.texts.filter(key=key).first()
    _unchanged(before, version)
    _count_on(current)
    after = before or SectionText(summary=current, key=key)
    old = [after.heading, after.text] if before else [section.heading, section.text]
    after.text, after.heading = words["text"], words["heading"]
    after.version = current.version
    after.full_clean()
    after.save()
    diff = {"section": section.name, "text": [old[1], after.text]}
    if after.heading != old[0]:
        diff["heading"] = [old[0], after.heading]
    audit.record(by=by, verb="summary.write", target=current, changes=diff)
    return after


@transaction.atomic
def reset_section(*, summary: Summary, key: str, by: Scope, version: int) -> Summary:
    """Back to the default wording of a section."""
    current = _draft(summary, by)
    before = current.texts.filter(key=key).first()
    _unchanged(before, version)
    if before is None:
        return current
    _count_on(current)
    diff = {"section": SECTIONS[key].name, "text": [before.text, SECTIONS[key].text]}
    before.delete()
    audit.record(by=by, verb="summary.reset", target=current, changes=diff)
    return current


@transaction.atomic
def set_options(
    *, summary: Summary, dated: date | None, rounded: bool, by: Scope, version: int | None = None
) -> Summary:
    """The printed date, and whether sums are said with 多."""
    current = _draft(summary, by, version)
    _in_order(current, dated)
    diff = changes.apply(current, {"dated": dated, "rounded": rounded})
    audit.record(by=by, verb="summary.options", target=current, changes=diff)
    return current


@transaction.atomic
def sign(
    *,
    summary: Summary,
    prepared: Prepared,
    version: int,
    by: Scope,
    on: date | None = None,
    opinion: str = "",
) -> Summary:
    """Freeze the paper exactly as it was prepared (see ``printing.prepare``).

    Refused when the texts were changed since the signer saw them (StaleEdit), and when the
    records say something else than what was drawn: it is then to be read again.
    """
    by.check(Permission.SUMMARY_SIGN, summary)
    current = changes.lock(summary)
    step = SUMMARY_FLOW.take("sign", current.state, by)
    if current.version != version:
        raise changes.StaleEdit
    _in_order(current, prepared.dated)
    if freeze(terms_of(current, prepared.dated)) != prepared.content:
        raise ValidationError(
            "签发前的排版期间，记录或正文又有变动，还没有签发。请重新核对预览后再签发。",
            code="moved",
        )
    digests = _store(current, prepared)
    _step(current, "sign", by, on, opinion)
    current.state, current.dated = SummaryState(step.target), prepared.dated
    current.signed_by, current.signed_at = by.user, timezone.now()
    current.version += 1
    current.save(update_fields=["state", "dated", "signed_by", "signed_at", "version"])
    audit.record(by=by, verb=SIGNED, target=current, changes=digests, note=opinion)
    return current


@transaction.atomic
def reopen(*, summary: Summary, by: Scope, on: date | None = None) -> Summary:
    """The next edition, a draft with the signed edition's texts; the signed one stays."""
    by.check(Permission.SUMMARY_WRITE, summary)
    current = changes.lock(summary)
    SUMMARY_FLOW.take("reopen", current.state, by)
    editions = Summary.objects.filter(
        organisation=current.organisation, period_code=current.period_code
    )
    if editions.filter(edition__gt=current.edition).exists():
        raise ValidationError("这一版之后已有新版，请在最新一版上办理。", code="not_latest")
    fresh, _ = changes.create(
        Summary,
        organisation=current.organisation,
        period_code=current.period_code,
        since=current.since,
        until=current.until,
        edition=current.edition + 1,
        rounded=current.rounded,
        version=1,
    )
    for text in current.texts.all():
        SectionText.objects.create(
            summary=fresh, key=text.key, heading=text.heading, text=text.text, version=1
        )
    _step(fresh, "reopen", by, on)
    audit.record(
        by=by,
        verb="summary.reopen",
        target=fresh,
        changes={"edition": [current.edition, fresh.edition]},
    )
    return fresh


@transaction.atomic
def note_internal(
    *, target: Summary | Organisation, form: str, reason: str, by: Scope
) -> Summary | Organisation:
    """Note that a copy with names was handed out: of a summary, or of an organisation's paper
    that is no summary yet; to whom and what for."""
    by.check(Permission.SUMMARY_VIEW)
    by.check(Permission.AID_VIEW)
    audit.record(
        by=by,
        verb="summary.internal",
        target=target,
        changes={"format": form},
        note=stated(reason, "内部版写有受助人姓名，请填写用途。"),
    )
    return target


def _draft(summary: Summary, by: Scope, version: int | None = None) -> Summary:
    """The summary locked, if the asker may write it and it is still a draft."""
    by.check(Permission.SUMMARY_WRITE, summary)
    current = changes.lock(summary, version)
    if current.state != SummaryState.DRAFT:
        raise ValidationError("总结已签发，不能再改；需要更正请另起新版。", code="signed")
    return current


def _stored(field: str, text: str) -> str:
    try:
        return stored(text.strip(), NAMES)
    except PatternProblem as problem:
        raise ValidationError({field: str(problem).splitlines()}) from None


def _unchanged(before: SectionText | None, version: int) -> None:
    if (before.version if before else 0) != version:
        raise changes.StaleEdit


def _count_on(summary: Summary) -> None:
    summary.version += 1
    summary.save(update_fields=["version"])


def _in_order(summary: Summary, dated: date | None) -> None:
    if dated is not None and dated < summary.since:
        raise ValidationError({"dated": "成文日期不能早于总结期间的第一天。"})


def _store(summary: Summary, prepared: Prepared) -> dict[str, Any]:
    """The frozen rows; returns the digests for the log, which holds them a second time."""
    digest = digest_of(prepared.content)
    paper = FrozenPaper.objects.create(summary=summary, content=prepared.content, digest=digest)
    digests: dict[str, Any] = {"digest": [None, digest]}
    for (copy, form), content in prepared.files.items():
        one = FrozenFile.objects.create(
            paper=paper, copy=copy, format=form, content=content, digest=digest_of(content)
        )
        digests[digest_name(copy, form)] = [None, one.digest]
    return digests


def _step(summary: Summary, verb: str, by: Scope, on: date | None, opinion: str = "") -> None:
    SummaryStep.objects.create(
        summary=summary,
        verb=verb,
        on=on or today(),
        by=by.user,
        role_key=by.role.key,
        opinion=opinion,
    )
