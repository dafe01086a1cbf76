"""Taking in a sheet of any kind: handing it in, what the check found, applying it, the marked
workbook. Each view is told the kind by its address."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.forms.imports import WORKBOOK, SheetForm
from members.listings.imports import runs_list, runs_of
from members.views.import_page import choices_sent, page_of
from unionhub import runs
from unionhub.actions import sheets
from unionhub.habits import answers_for, headings_sent, words_sent
from unionhub.listing import show_list
from unionhub.models import ImportRun
from unionhub.sheets import SheetKind
from unionhub.spreadsheets.importing import marks_of, notes_of
from unionhub.spreadsheets.returning import marked_workbook
from unionhub.web import (
    OfficeRequest,
    View,
    any_post,
    attempt,
    attempt_button,
    done,
    download,
    form_page,
    number_sent,
)
from unionhub.web import words_sent as words_typed


def of_kind(view: View) -> View:
    """The kind's right, asked for whichever kind the address names."""

    @wraps(view)
    def asked(request: OfficeRequest, *args: Any, kind: SheetKind, **kwargs: Any) -> HttpResponse:
        sheets.check_post(kind, request.scope)
        return view(request, *args, kind=kind, **kwargs)

    return any_post(asked)


@require_http_methods(["GET", "POST"])
@of_kind
def list_runs(request: OfficeRequest, *, kind: SheetKind) -> HttpResponse:
    buttons = [(f"导入{kind.title}", kind.address("add"))]
    return show_list(request, runs_list(kind), buttons=buttons)


@require_safe
@of_kind
def blank(request: OfficeRequest, *, kind: SheetKind) -> HttpResponse:
    """The template to fill in; it holds nobody's data."""
    return download(kind.template(), kind.template_name, WORKBOOK)


@require_http_methods(["GET", "POST"])
@of_kind
def hand_in(request: OfficeRequest, *, kind: SheetKind) -> HttpResponse:
    form = SheetForm(request.POST or None, request.FILES or None, scope=request.scope, kind=kind)
    if request.method == "POST" and form.is_valid():
        run = attempt(form, lambda: _check(kind, request, form.cleaned_data))
        if run:
            return redirect(run)
    return form_page(
        request,
        form,
        title=f"导入{kind.title}",
        back=kind.back,
        submit="检查",
        template="members/imports/hand_in.html",
        kind=kind,
        template_url=reverse(kind.address("template")),
        runs_url=reverse(kind.list_address),
        columns=[column.label for column in kind.columns],
        needed=[column.label for column in kind.columns if column.required],
    )


def _check(kind: SheetKind, request: OfficeRequest, given: dict[str, Any]) -> ImportRun:
    content, name = given["upload"].read(), given["upload"].name
    lines, checked = kind.read(content, name, answers_for(kind, request.scope.organisation, {}))
    return sheets.check(
        kind=kind,
        content=content,
        name=name,
        lines=lines,
        notes=notes_of(checked, kind.columns),
        options=given,
        by=request.scope,
    )


@require_safe
@of_kind
def page(request: OfficeRequest, pk: int, *, kind: SheetKind) -> HttpResponse:
    run = get_object_or_404(runs_of(kind, request.scope), pk=pk)
    return render(request, "members/imports/page.html", page_of(run, kind, request.GET))


@require_POST
@of_kind
def apply(request: OfficeRequest, pk: int, *, kind: SheetKind) -> HttpResponse:
    run = get_object_or_404(runs_of(kind, request.scope), pk=pk)
    take_good = request.POST.get("do") == "good"
    version = number_sent(request.POST.get("version", ""))
    try:
        taken = sheets.apply(
            kind=kind, run=run, by=request.scope, version=version, take_good=take_good
        )
    except sheets.CheckOutdated as outdated:
        messages.warning(request, outdated.messages[0])
        attempt_button(request, lambda: sheets.recheck(kind=kind, run=run, by=request.scope))
        return redirect(run)
    except ValidationError as refusal:
        messages.error(request, "".join(refusal.messages))
        return redirect(run)
    told = f"已导入：新增{taken.new}{kind.unit}、更新{taken.updated}{kind.unit}。"
    return done(request, told, taken)


@require_POST
@of_kind
def recheck(request: OfficeRequest, pk: int, *, kind: SheetKind) -> HttpResponse:
    """Compare once more; an option is chosen by the button that says so."""
    run = get_object_or_404(runs_of(kind, request.scope), pk=pk)
    wanted = {o.key: True for o in kind.options if o.key == request.POST.get("do")}
    attempt_button(
        request, lambda: sheets.recheck(kind=kind, run=run, by=request.scope, options=wanted)
    )
    return redirect(run)


@require_POST
@of_kind
def answer(request: OfficeRequest, pk: int, *, kind: SheetKind) -> HttpResponse:
    """Read the file again as the office says, and check it."""
    run = get_object_or_404(runs_of(kind, request.scope), pk=pk)
    attempt_button(request, lambda: _answer(kind, run, request))
    return redirect(run)


def _answer(kind: SheetKind, run: ImportRun, request: OfficeRequest) -> ImportRun:
    said = {
        "headings": headings_sent(kind, run.notes, request.POST),
        "words": words_sent(kind, run.notes, request.POST),
    }
    answers = answers_for(kind, request.scope.organisation, said)
    lines, checked = kind.read(run.read(), run.original_name, answers)
    notes = notes_of(checked, kind.columns)
    return sheets.answer(kind=kind, run=run, lines=lines, notes=notes, by=request.scope, **said)


@require_POST
@of_kind
def choose(request: OfficeRequest, pk: int, *, kind: SheetKind) -> HttpResponse:
    """Say which person on file the lines of this page mean."""
    run = get_object_or_404(runs_of(kind, request.scope), pk=pk)
    choices = choices_sent(run, request.POST)
    attempt_button(
        request, lambda: sheets.choose(kind=kind, run=run, choices=choices, by=request.scope)
    )
    return redirect(run)


@require_POST
@of_kind
def withdraw(request: OfficeRequest, pk: int, *, kind: SheetKind) -> HttpResponse:
    run = get_object_or_404(runs_of(kind, request.scope), pk=pk)
    reason = words_typed(request, "reason")
    gone = attempt_button(
        request, lambda: sheets.withdraw(kind=kind, run=run, reason=reason, by=request.scope)
    )
    return done(request, "已撤回。", run) if gone else redirect(run)


@require_POST
@of_kind
def hand_back(request: OfficeRequest, pk: int, *, kind: SheetKind) -> HttpResponse:
    """The office's own workbook with the result of each line in a last column."""
    run = get_object_or_404(runs_of(kind, request.scope), pk=pk)
    marks = marks_of(runs.lines_of(run), run.notes, run.state)
    marked = attempt_button(request, lambda: marked_workbook(run.read(), marks))
    if marked is None:
        return redirect(run)
    sheets.hand_back(kind=kind, run=run, by=request.scope)
    return download(marked, f"标注_{run.original_name}", WORKBOOK)
