"""Taking in a roster: handing it in, what the check found, applying it, the marked workbook."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.actions import rosters
from members.forms.imports import RosterForm
from members.imports import people as roster
from members.imports.template import NAME, template
from members.listings.imports import RUN_TONES, RUNS, runs_of
from unionhub import runs
from unionhub.listing import show_list
from unionhub.models import ImportLine, ImportRun
from unionhub.people import masked_id
from unionhub.permissions import Permission as P
from unionhub.spreadsheets.importing import marks_of, notes_of
from unionhub.spreadsheets.returning import marked_workbook
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

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAGE = 50
# What the tabs show, each with the count on the run that tells how many there are.
TABS = (
    ("new", "新增"),
    ("updated", "更新"),
    ("unchanged", "未变"),
    ("refused", "有误"),
    ("warned", "提醒"),
)
UNKNOWN_NAMES = ("employer_unknown", "place_unknown")


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def list_runs(request: OfficeRequest) -> HttpResponse:
    rosters.check_post(request.scope)
    return show_list(request, RUNS, buttons=[("导入名册", "members:people_import")])


@require_safe
@may(P.MEMBER_EDIT)
def blank(request: OfficeRequest) -> HttpResponse:
    """The template to fill in; it holds nobody's data."""
    rosters.check_post(request.scope)
    return download(template(), NAME, WORKBOOK)


@require_http_methods(["GET", "POST"])
@may(P.MEMBER_EDIT)
def hand_in(request: OfficeRequest) -> HttpResponse:
    rosters.check_post(request.scope)
    form = RosterForm(request.POST or None, request.FILES or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        run = attempt(form, lambda: _check(request, form.cleaned_data))
        if run:
            return redirect(run)
    return form_page(
        request,
        form,
        title="导入名册",
        back="members:people",
        submit="检查",
        template="members/imports/hand_in.html",
        columns=[column.label for column in roster.PEOPLE],
    )


def _check(request: OfficeRequest, given: dict[str, Any]) -> ImportRun:
    content, name = given["upload"].read(), given["upload"].name
    lines, checked = roster.read_roster(content, name)
    return rosters.check(
        content=content,
        name=name,
        lines=lines,
        notes=notes_of(checked, roster.PEOPLE),
        new_names=given["new_names"],
        by=request.scope,
    )


@require_safe
@may(P.MEMBER_EDIT)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(runs_of(request.scope), pk=pk)
    show = request.GET.get("show", "")
    if show not in dict(TABS):
        show = next((key for key, _ in TABS if getattr(run, key)), "new")
    lines = Paginator(_rows(run, show), PAGE).get_page(request.GET.get("page"))
    context = {
        "run": run,
        "tone": RUN_TONES[run.get_state_display()],
        "waiting": run.state == ImportRun.State.CHECKED,
        "sentence": _sentence(run),
        "tabs": [(f"{word} {getattr(run, k)}", f"?show={k}", k == show) for k, word in TABS],
        "show": show,
        "page": lines,
        "query": f"show={show}",
        "lines": _shown(lines, run),
        **_of_file(run),
    }
    return render(request, "members/imports/page.html", context)


def _rows(run: ImportRun, show: str) -> QuerySet[ImportLine]:
    rows = run.lines.order_by("pk")
    return rows.filter(warned=True) if show == "warned" else rows.filter(outcome=show)


def _of_file(run: ImportRun) -> dict[str, Any]:
    """What there is to say about the file as a whole."""
    ignored = run.notes["ignored"].items()
    return {
        "unread": [*run.notes["unread"].items()],
        "ignored": [(name, "、".join(words)) for name, words in ignored],
        "unknown": any(code in run.notes["codes"] for code in UNKNOWN_NAMES),
    }


def _sentence(run: ImportRun) -> str:
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
        f"现在还没有导入。点“导入全部”后，新增{run.new}人、更新{run.updated}人；"
        "中途出错则全部不变。"
    )


def _shown(lines: Page[ImportLine], run: ImportRun) -> list[dict[str, Any]]:
    """Lines as the page tells them: the number masked, the problems with the office's headings."""
    shown = []
    for line in lines:
        told = line.told
        shown.append(
            {
                "sheet": line.sheet if len(run.notes["headings"]) > 1 else "",
                "row": line.row,
                "name": told["values"].get("name", ""),
                "number": masked_id(told["values"].get("id_number")),
                "employer": told["values"].get("employer", ""),
                "target": line.target_id,
                "problems": [_problem(p, line.sheet, run) for p in told["problems"]],
                "warnings": told["warnings"] if not told["problems"] else [],
                "changes": [(label, *pair) for label, pair in told["changes"].items()],
            }
        )
    return shown


def _problem(problem: dict[str, str], sheet: str, run: ImportRun) -> tuple[str, str]:
    """(the office's own heading, what is wrong)."""
    column = problem["column"]
    words = run.notes["headings"].get(sheet, {}).get("words", {})
    return words.get(column, column), problem["message"].removeprefix(f"{column}：")


@require_POST
@may(P.MEMBER_EDIT)
def apply(request: OfficeRequest, pk: int) -> HttpResponse:
    run = get_object_or_404(runs_of(request.scope), pk=pk)
    take_good = request.POST.get("do") == "good"
    version = number_sent(request.POST.get("version", ""))
    try:
        taken = rosters.apply(run=run, by=request.scope, version=version, take_good=take_good)
    except rosters.CheckOutdated as outdated:
        messages.warning(request, outdated.messages[0])
        attempt_button(request, lambda: rosters.recheck(run=run, by=request.scope))
        return redirect(run)
    except ValidationError as refusal:
        messages.error(request, "".join(refusal.messages))
        return redirect(run)
    return done(request, f"已导入：新增{taken.new}人、更新{taken.updated}人。", taken)


@require_POST
@may(P.MEMBER_EDIT)
def recheck(request: OfficeRequest, pk: int) -> HttpResponse:
    """Compare once more; ``new_names`` is chosen by the button that says so."""
    run = get_object_or_404(runs_of(request.scope), pk=pk)
    new_names = True if request.POST.get("do") == "new_names" else None
    attempt_button(request, lambda: rosters.recheck(run=run, by=request.scope, new_names=new_names))
    return redirect(run)


@require_POST
@may(P.MEMBER_EDIT)
def hand_back(request: OfficeRequest, pk: int) -> HttpResponse:
    """The office's own workbook with the result of each line in a last column."""
    run = get_object_or_404(runs_of(request.scope), pk=pk)
    marks = marks_of(runs.lines_of(run), run.notes, run.state == ImportRun.State.APPLIED)
    marked = attempt_button(request, lambda: marked_workbook(run.read(), marks))
    if marked is None:
        return redirect(run)
    rosters.hand_back(run=run, by=request.scope)
    return download(marked, f"标注_{run.original_name}", WORKBOOK)
