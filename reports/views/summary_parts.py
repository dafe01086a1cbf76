"""What the pages of a paper show: gathered here, so that views stay short and templates ask
nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from reports.assembling import Paper, Written, one_section
from reports.forms.summaries import SCREEN, SectionForm
from reports.freezing import BrokenSeal, Frozen, opened
from reports.indicators import REGISTRY, figures
from reports.listings.summaries import TONES
from reports.models import Copy, Summary, SummaryState
from reports.patterns import PatternProblem, hand_numbers, shown, stored
from reports.rules import in_words
from reports.sections import SECTIONS, TEMPLATE
from reports.statements import NAMES, vocabulary
from reports.terms import terms_of
from reports.voice import Voice
from reports.workflow import SUMMARY_FLOW
from unionhub.documents.blocks import Block
from unionhub.documents.html import render_html
from unionhub.documents.pdf import PaperRefused
from unionhub.papers import warning_of
from unionhub.permissions import Permission as P
from unionhub.reasons import ReasonAct
from unionhub.roles import ROLES, SYSTEM
from unionhub.scope import Scope
from unionhub.web import OfficeRequest, View

VERBS = {"start": "写出初稿", "reopen": "另起新版", "sign": "签发"}
ROLE_WORDS = {key: role.label for key, role in ROLES.items()} | {SYSTEM.key: SYSTEM.label}


def refusals_told(view: View) -> View:
    """A broken seal gets a page that says so; a paper that cannot be drawn, a message."""

    @wraps(view)
    def told(request: OfficeRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BrokenSeal as error:
            context = {"problem": error}
            return render(request, "reports/summaries/broken.html", context, status=409)
        except PaperRefused as error:
            messages.error(request, " ".join(error.messages))
            return redirect("reports:summary", kwargs["pk"])

    return told


def figure_link(scope: Scope, summary: Summary) -> Callable[[str], str]:
    """Figure key → the page of its records; nothing for a reader who may not open them."""
    query = urlencode({"period": summary.period_code, "organisation": summary.organisation.code})

    def link(key: str) -> str:
        opens = key.partition("|")[0].partition(":")[0]
        if opens not in REGISTRY or not scope.may(P.FIGURE_VIEW):
            return ""
        return f"{reverse('reports:figure_rows', args=[opens])}?{query}"

    return link


def desk(request: OfficeRequest, summary: Summary, refusal: str = "") -> dict[str, Any]:
    """Context of a paper's own page: the published copy, and what may be done with it.

    ``refusal``: why the copy with names was not handed out.
    """
    scope = request.scope
    draft = summary.state == SummaryState.DRAFT
    newer = _newer(scope, summary)
    part = _draft_part(scope, summary) if draft else _signed_part(summary)
    blocks = part.pop("blocks")
    return {
        "summary": summary,
        "title": str(summary),
        "tone": TONES[summary.get_state_display()],
        "paper": render_html(blocks, figure_link=figure_link(scope, summary)),
        "unprintable": warning_of(blocks),
        "may_write": draft and scope.may_change(P.SUMMARY_WRITE, summary),
        "internal_act": _internal_act(summary, refusal) if scope.may(P.AID_VIEW) else None,
        "newer": newer,
        "acts": [] if newer else _acts(scope, summary),
        "history": [
            (
                VERBS.get(step.verb, step.verb),
                step.on,
                step.by,
                ROLE_WORDS[step.role_key],
                step.opinion,
            )
            for step in summary.steps.select_related("by")
        ],
        **part,
    }


def _internal_act(summary: Summary, refusal: str) -> ReasonAct:
    return ReasonAct(
        key="internal",
        label="内部版",
        url=reverse("reports:summary_internal", args=[summary.pk]),
        example="存档",
        note="内部版写有受助人姓名，只供内部使用，不得张贴、外传。",
        refusal=refusal,
        sends="form",
        buttons=((SCREEN, "查看"), ("pdf", "PDF"), ("docx", "Word")),
    )


def _newer(scope: Scope, summary: Summary) -> Summary | None:
    """The newest edition of the same paper, if there is one after this."""
    same = Summary.objects.visible_to(scope).filter(
        organisation=summary.organisation,
        period_code=summary.period_code,
        edition__gt=summary.edition,
    )
    return same.select_related("organisation").order_by("-edition").first()


def _draft_part(scope: Scope, summary: Summary) -> dict[str, Any]:
    paper: Paper = terms_of(summary).paper(Copy.PUBLISHED)
    written = {text.key for text in summary.texts.all()}
    return {
        "blocks": paper.blocks,
        "sections": [
            {
                "name": section.name,
                "written": section.key in written,
                "url": reverse("reports:summary_section", args=[summary.pk, section.key]),
            }
            for section in TEMPLATE
        ],
        "missing": list(dict.fromkeys(paper.missing)),
        "unknown": paper.unknown,
        "masked": paper.masked if scope.may(P.AID_VIEW) else (),
    }


def _signed_part(summary: Summary) -> dict[str, Any]:
    frozen: Frozen = opened(summary)
    files = {(one.copy, one.format): one for one in summary.frozen.files.defer("content")}
    return {
        "blocks": frozen.copies[Copy.PUBLISHED],
        "seal": summary.frozen,
        "seals": [
            (f"{Copy(copy).label} {form.upper()}", one.digest)
            for (copy, form), one in sorted(files.items())
        ],
        "moved": _moved(summary, frozen),
    }


def _moved(summary: Summary, frozen: Frozen) -> list[tuple[str, str, str]]:
    """Indicators the paper states whose records say something else by now: then and now."""
    now = figures(summary.organisation, summary.period)
    stated = dict.fromkeys(one["opens"] for one in frozen.used.values())
    return [
        (frozen.figures[key].label, in_words(frozen.figures[key].value), in_words(now[key].value))
        for key in stated
        if key in now and key in frozen.figures and now[key].value != frozen.figures[key].value
    ]


def _acts(scope: Scope, summary: Summary) -> list[dict[str, Any]]:
    """The steps this post may take now, each with its consequence and its address."""
    return [
        {"step": step, "url": reverse(f"reports:summary_{step.verb}", args=[summary.pk])}
        for step in SUMMARY_FLOW.open_to(scope, summary.state)
        if scope.may_change(step.permission, summary)
    ]


def section_start(summary: Summary, key: str) -> dict[str, Any]:
    """What the form of a section begins with: the office's text, or the default wording."""
    text = summary.texts.filter(key=key).first()
    words = Written(text.text, text.heading) if text else Written(SECTIONS[key].text)
    return {
        "heading": shown(words.heading or SECTIONS[key].heading, NAMES),
        "text": shown(words.text, NAMES),
        "version": text.version if text else 0,
    }


def section_context(
    request: OfficeRequest, summary: Summary, key: str, form: SectionForm
) -> dict[str, Any]:
    """Beside the text: how it reads now, numbers typed by hand, and the data there are."""
    terms = terms_of(summary)
    sources = terms.sources()
    words = _words_of(form)
    blocks: list[Block] = []
    missing: list[str] = []
    if words is not None:
        blocks, missing = one_section(
            sources, key, words, copy=Copy.PUBLISHED, rounded=terms.rounded
        )
    link = figure_link(request.scope, summary)
    voice = Voice(sources, copy=Copy.PUBLISHED, rounded=terms.rounded)
    return {
        "template": "reports/summaries/section.html",
        "summary": summary,
        "paper": render_html(blocks, figure_link=link) if blocks else "",
        "missing": missing,
        "numbers": hand_numbers(words.text) if words else [],
        "vocabulary": vocabulary(voice),
        "written": bool(form.initial["version"]),
        "reset_url": reverse("reports:summary_section_reset", args=[summary.pk, key]),
        "seen": form.initial["version"],
    }


def _words_of(form: SectionForm) -> Written | None:
    """The text in the form, with keys; nothing while it cannot be read, be it new or kept from
    before an indicator was withdrawn."""
    typed = form.initial if not form.is_bound else form.cleaned_data if form.is_valid() else None
    if typed is None:
        return None
    try:
        return Written(stored(typed["text"], NAMES), stored(typed.get("heading", ""), NAMES))
    except PatternProblem:
        return None
