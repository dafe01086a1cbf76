"""Pages of papers: the list, the desk of one paper, its sections, signing, files."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reports import printing
from reports.actions import summaries
from reports.forms.summaries import (
    SCREEN,
    InternalForm,
    OptionsForm,
    SectionForm,
    SignForm,
    StartForm,
)
from reports.listings.summaries import SUMMARIES
from reports.models import Copy, Summary
from reports.sections import SECTIONS
from reports.views.summary_parts import (
    desk,
    figure_link,
    refusals_told,
    section_context,
    section_start,
)
from reports.workflow import SUMMARY_FLOW
from unionhub.documents.html import render_html
from unionhub.listing import show_list
from unionhub.papers import ask_first
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.web import (
    OfficeRequest,
    attempt,
    attempt_button,
    done,
    download,
    form_page,
    may,
    number_sent,
)


def _found(request: OfficeRequest, pk: int) -> Summary:
    rows = Summary.objects.visible_to(request.scope).select_related("organisation", "signed_by")
    found: Summary = get_object_or_404(rows, pk=pk)
    return found


@require_http_methods(["GET", "POST"])
@may(P.SUMMARY_VIEW)
def summary_list(request: OfficeRequest) -> HttpResponse:
    buttons = [("编写总结", "reports:summary_add")] if request.scope.may(P.SUMMARY_WRITE) else []
    return show_list(request, SUMMARIES, buttons=buttons)


@require_http_methods(["GET", "POST"])
@may(P.SUMMARY_WRITE)
def add(request: OfficeRequest) -> HttpResponse:
    form = StartForm(request.POST, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        started = attempt(
            form, lambda: summaries.start(period_code=form.period.code, by=request.scope)
        )
        if started:
            return done(request, f"已写出“{started}”的初稿，请逐节核对。", started)
    lead = "系统按这个期间已有的记录写出初稿，文字可以逐节修改。"
    return form_page(
        request, form, title="编写总结", back="reports:summaries", submit="写出初稿", lead=lead
    )


@require_safe
@may(P.SUMMARY_VIEW)
@refusals_told
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    return render(request, "reports/summaries/page.html", desk(request, _found(request, pk)))


@require_http_methods(["GET", "POST"])
@may(P.SUMMARY_WRITE)
def section(request: OfficeRequest, pk: int, key: str) -> HttpResponse:
    summary = _found(request, pk)
    if key not in SECTIONS:
        raise Http404
    request.scope.check(P.SUMMARY_WRITE, summary)
    posted = request.POST if request.method == "POST" else None
    form = SectionForm(
        posted,
        initial=section_start(summary, key),
        has_heading=bool(SECTIONS[key].level),
    )
    if posted and form.is_valid() and "save" in posted:
        words = form.cleaned_data
        if attempt(
            form,
            lambda: summaries.write_section(summary=summary, key=key, by=request.scope, **words),
        ):
            return done(request, f"“{SECTIONS[key].name}”已保存。", summary)
    context = section_context(request, summary, key, form)
    return form_page(request, form, title=f"修改：{SECTIONS[key].name}", back=summary, **context)


@require_POST
@may(P.SUMMARY_WRITE)
def section_reset(request: OfficeRequest, pk: int, key: str) -> HttpResponse:
    summary = _found(request, pk)
    version = number_sent(request.POST.get("version", ""))
    if key not in SECTIONS:
        raise Http404
    reset = attempt_button(
        request,
        lambda: summaries.reset_section(
            summary=summary, key=key, by=request.scope, version=version
        ),
    )
    if reset:
        return done(request, f"“{SECTIONS[key].name}”已恢复默认文字。", summary)
    return redirect(summary)


@require_http_methods(["GET", "POST"])
@may(P.SUMMARY_WRITE)
def options(request: OfficeRequest, pk: int) -> HttpResponse:
    summary = _found(request, pk)
    request.scope.check(P.SUMMARY_WRITE, summary)
    form = OptionsForm(request.POST or None, instance=summary, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        saved = attempt(
            form,
            lambda: summaries.set_options(
                summary=summary, by=request.scope, version=form.seen_version, **form.values()
            ),
        )
        if saved:
            return done(request, "已保存。", saved)
    return form_page(request, form, title="落款日期和金额写法", back=summary)


@require_http_methods(["GET", "POST"])
@may(P.SUMMARY_SIGN)
@refusals_told
def sign(request: OfficeRequest, pk: int) -> HttpResponse:
    summary = _found(request, pk)
    request.scope.check(P.SUMMARY_SIGN, summary)
    start = {"dated": summary.dated or today(), "version": summary.version}
    form = SignForm(request.POST or None, initial=start, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        answer = form.cleaned_data
        prepared = printing.prepare(summary, answer.pop("dated"))
        signed = attempt(
            form,
            lambda: summaries.sign(summary=summary, prepared=prepared, by=request.scope, **answer),
        )
        if signed:
            return done(request, "已签发。正文、数据和文件就此固定。", signed)
    lead = f"签发“{summary}”：{SUMMARY_FLOW.steps['sign'].consequence}"
    return form_page(request, form, title="签发总结", back=summary, submit="签发", lead=lead)


@require_POST
@may(P.SUMMARY_WRITE)
def reopen(request: OfficeRequest, pk: int) -> HttpResponse:
    summary = _found(request, pk)
    fresh = attempt_button(request, lambda: summaries.reopen(summary=summary, by=request.scope))
    if fresh:
        return done(request, f"已另起第{fresh.edition}版草稿，上一版原样保留。", fresh)
    return redirect(summary)


@require_safe
@may(P.SUMMARY_VIEW)
@refusals_told
def file(request: OfficeRequest, pk: int, form: str) -> HttpResponse:
    summary = _found(request, pk)
    if form not in printing.MEDIA:
        raise Http404
    content = printing.file_of(summary, Copy.PUBLISHED, form)
    name = printing.file_name(summary, Copy.PUBLISHED, form)
    return download(content, name, printing.MEDIA[form])


@require_POST
@may(P.SUMMARY_VIEW)
@refusals_told
def internal(request: OfficeRequest, pk: int) -> HttpResponse:
    summary = _found(request, pk)
    form = InternalForm(request.POST)
    if not form.is_valid():
        return render(
            request,
            "reports/summaries/page.html",
            desk(request, summary, refusal="内部版写有受助人姓名，请先填写用途。"),
            status=422,
        )
    wanted, reason = form.cleaned_data["form"], form.cleaned_data["reason"]
    if wanted == "pdf":
        asked = ask_first(request, printing.shown(summary, Copy.INTERNAL).blocks, back=summary)
        if asked is not None:
            return asked
    summaries.note_internal(target=summary, form=wanted, reason=reason, by=request.scope)
    if wanted == SCREEN:
        blocks = printing.shown(summary, Copy.INTERNAL).blocks
        html = render_html(blocks, figure_link=figure_link(request.scope, summary))
        context = {"summary": summary, "paper": html}
        return render(request, "reports/summaries/internal.html", context)
    content = printing.file_of(summary, Copy.INTERNAL, wanted)
    name = printing.file_name(summary, Copy.INTERNAL, wanted)
    return download(content, name, printing.MEDIA[wanted])


patterns: list[URLPattern] = [
    path("summaries/", summary_list, name="summaries"),
    path("summaries/add/", add, name="summary_add"),
    path("summaries/<int:pk>/", page, name="summary"),
    path("summaries/<int:pk>/sections/<slug:key>/", section, name="summary_section"),
    path(
        "summaries/<int:pk>/sections/<slug:key>/reset/",
        section_reset,
        name="summary_section_reset",
    ),
    path("summaries/<int:pk>/options/", options, name="summary_options"),
    path("summaries/<int:pk>/sign/", sign, name="summary_sign"),
    path("summaries/<int:pk>/reopen/", reopen, name="summary_reopen"),
    path("summaries/<int:pk>/internal/", internal, name="summary_internal"),
    path("summaries/<int:pk>/<slug:form>/", file, name="summary_file"),
]
