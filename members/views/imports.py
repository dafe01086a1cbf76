"""Taking in a sheet of any kind: handing it in, what the check found, applying it, the marked
workbook. Each view is told the kind by its address."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.forms.imports import WORKBOOK, SheetForm
from members.listings.imports import RUN_TONES, runs_list, runs_of
from unionhub import runs
from unionhub.actions import sheets
from unionhub.listing import show_list
from unionhub.models import ImportLine, ImportRun
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

PAGE = 50
DEEDS = ("apply", "recheck", "marked")
# What the tabs show, each with the count on the run that tells how many there are.
TABS = (
    ("new", "新增"),
    ("updated", "更新"),
    ("unchanged", "未变"),
    ("choose", "待选"),
    ("refused", "有误"),
    ("warned", "提醒"),
)


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
    lines, checked = kind.read(content, name)
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
    show = request.GET.get("show", "")
    if show not in dict(TABS):
        show = next((key for key, _ in TABS if getattr(run, key)), "new")
    lines = Paginator(_rows(run, show), PAGE).get_page(request.GET.get("page"))
    context = {
        "run": run,
        "tone": RUN_TONES[run.get_state_display()],
        "waiting": run.state == ImportRun.State.CHECKED,
        "sentence": _sentence(run, kind),
        "tabs": [(f"{word} {getattr(run, k)}", f"?show={k}", k == show) for k, word in TABS],
        "show": show,
        "page": lines,
        "query": f"show={show}",
        "heads": [label for label, _ in kind.shows],
        "lines": [_line(line, run, kind) for line in lines],
        "urls": {deed: reverse(kind.address(deed), args=[run.pk]) for deed in DEEDS},
        "add_url": reverse(kind.address("add")),
        **_of_file(run, kind),
    }
    return render(request, "members/imports/page.html", context)


def _rows(run: ImportRun, show: str) -> QuerySet[ImportLine]:
    rows = run.lines.order_by("pk")
    return rows.filter(warned=True) if show == "warned" else rows.filter(outcome=show)


def _of_file(run: ImportRun, kind: SheetKind) -> dict[str, Any]:
    """What there is to say about the file as a whole, and the options that would help."""
    ignored = run.notes["ignored"].items()
    helpful = {kind.hints[code] for code in run.notes["codes"] if code in kind.hints}
    return {
        "unread": [*run.notes["unread"].items()],
        "ignored": [(name, "、".join(words)) for name, words in ignored],
        "offers": [o for o in kind.options if o.key in helpful and not run.options.get(o.key)],
    }


def _sentence(run: ImportRun, kind: SheetKind) -> str:
    """What happens next, or what was done, in one sentence."""
    if run.applied_by and run.applied_at:
        moment = timezone.localtime(run.applied_at)
        left = f"，有误的{run.refused}行没有导入" if run.refused else ""
        return f"已由{run.applied_by.name}于{moment:%Y-%m-%d %H:%M}导入{run.good_count}行{left}。"
    if not run.good_count:
        return "没有要导入的内容：登记的资料不会有任何变化。"
    if run.refused:
        return (
            f"现在还没有导入。有{run.refused}行有误：可以下载标注后的表，改正后重新上传；"
            f"也可以只导入正确的{run.good_count}行。"
        )
    return (
        f"现在还没有导入。点“导入全部”后，新增{run.new}{kind.unit}、更新{run.updated}{kind.unit}；"
        "中途出错则全部不变。"
    )


def _line(line: ImportLine, run: ImportRun, kind: SheetKind) -> dict[str, Any]:
    """A line as the page tells it; the problems with the office's headings."""
    told = line.told
    first, *others = [show(told["values"]) for _, show in kind.shows]
    return {
        "sheet": line.sheet if len(run.notes["headings"]) > 1 else "",
        "row": line.row,
        "first": first,
        "others": others,
        "url": reverse(kind.target, args=[line.target_id]) if line.target_id else "",
        "problems": [_problem(p, line.sheet, run) for p in told["problems"]],
        "warnings": told["warnings"] if not told["problems"] else [],
        "changes": [(label, *pair) for label, pair in told["changes"].items()],
    }


def _problem(problem: dict[str, str], sheet: str, run: ImportRun) -> tuple[str, str]:
    """(the office's own heading, what is wrong)."""
    column = problem["column"]
    words = run.notes["headings"].get(sheet, {}).get("words", {})
    return words.get(column, column), problem["message"].removeprefix(f"{column}：")


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
def hand_back(request: OfficeRequest, pk: int, *, kind: SheetKind) -> HttpResponse:
    """The office's own workbook with the result of each line in a last column."""
    run = get_object_or_404(runs_of(kind, request.scope), pk=pk)
    marks = marks_of(runs.lines_of(run), run.notes, run.state)
    marked = attempt_button(request, lambda: marked_workbook(run.read(), marks))
    if marked is None:
        return redirect(run)
    sheets.hand_back(kind=kind, run=run, by=request.scope)
    return download(marked, f"标注_{run.original_name}", WORKBOOK)
