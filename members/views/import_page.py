"""What the page of one import shows: the lines, the file, and what is to be answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from members.listings.imports import RUN_TONES
from unionhub.habits import questions
from unionhub.models import ImportLine, ImportRun
from unionhub.reasons import ReasonAct
from unionhub.sheets import SheetKind
from unionhub.web import number_sent

PAGE = 50
DEEDS = ("apply", "recheck", "answer", "choose", "withdraw", "marked")
# What the tabs show, each with the count on the run that tells how many there are.
TABS = (
    ("new", "新增"),
    ("updated", "更新"),
    ("unchanged", "未变"),
    ("choose", "待选"),
    ("refused", "有误"),
    ("warned", "提醒"),
)
KEPT = ("kept", "撤回时保留")


def page_of(run: ImportRun, kind: SheetKind, asked: Mapping[str, str]) -> dict[str, Any]:
    """The context of the page; ``asked``: which tab and page."""
    counts = _counts(run)
    show = asked.get("show", "")
    if show not in counts:
        show = next((key for key, (_, number) in counts.items() if number), "new")
    lines = Paginator(_rows(run, show), PAGE).get_page(asked.get("page"))
    waiting = run.state == ImportRun.State.CHECKED
    return {
        "run": run,
        "tone": RUN_TONES[run.get_state_display()],
        "waiting": waiting,
        "sentence": _sentence(run, kind),
        "tabs": [(f"{word} {n}", f"?show={k}", k == show) for k, (word, n) in counts.items()],
        "show": show,
        "page": lines,
        "query": f"show={show}",
        "heads": [label for label, _ in kind.shows],
        "lines": [_line(line, run, kind) for line in lines],
        "urls": {deed: reverse(kind.address(deed), args=[run.pk]) for deed in DEEDS},
        "add_url": reverse(kind.address("add")),
        "sheets": _sheets(run, kind) if waiting else [],
        "words": _words(run, kind) if waiting else [],
        "withdraw_act": _withdraw_act(run, kind),
        **_of_file(run, kind),
    }


def _withdraw_act(run: ImportRun, kind: SheetKind) -> ReasonAct | None:
    if kind.undo is None or not run.may_be_withdrawn:
        return None
    return ReasonAct(
        key="withdraw",
        label="撤回这次导入",
        url=reverse(kind.address("withdraw"), args=[run.pk]),
        example="拿错了表",
        note="新增的撤下，改过的改回；导入后又有修改或已有其他记录的保留，并在本页列出。",
        buttons=(("withdraw", "撤回"),),
    )


def _counts(run: ImportRun) -> dict[str, tuple[str, int]]:
    """Tab → (its word, how many lines); what stayed in a withdrawal comes first."""
    counts = {key: (word, getattr(run, key)) for key, word in TABS}
    if run.state != ImportRun.State.WITHDRAWN:
        return counts
    key, word = KEPT
    return {key: (word, run.lines.filter(kept=True).count()), **counts}


def _rows(run: ImportRun, show: str) -> QuerySet[ImportLine]:
    rows = run.lines.order_by("pk")
    if show in ("warned", "kept"):
        return rows.filter(**{show: True})
    return rows.filter(outcome=show)


def choices_sent(run: ImportRun, sent: Mapping[str, str]) -> dict[str, int]:
    """Place of a line → the candidate chosen for it, of what a page sent as ``line-<number>``."""
    wanted = [number_sent(name.removeprefix("line-")) for name in sent if name.startswith("line-")]
    found = {}
    for line in run.lines.filter(pk__in=wanted):
        told = sent[f"line-{line.pk}"]
        known = {str(number) for number, _ in line.told["candidates"]} | {"0"}
        if told in known:
            found[f"{line.row}!{line.sheet}"] = int(told)
    return found


def _of_file(run: ImportRun, kind: SheetKind) -> dict[str, Any]:
    """What there is to say about the file as a whole, and the options that would help."""
    ignored = run.notes["ignored"].items()
    helpful = {kind.hints[code] for code in run.notes["codes"] if code in kind.hints}
    return {
        "totals": run.notes.get("totals", []),
        "unread": [*run.notes["unread"].items()],
        "ignored": [(name, "、".join(words)) for name, words in ignored],
        "offers": [o for o in kind.options if o.key in helpful and not run.options.get(o.key)],
        "unfit": any(code in run.notes["codes"] for code in ("column_missing", "column_twice")),
    }


def _sheets(run: ImportRun, kind: SheetKind) -> list[dict[str, Any]]:
    """Per sheet: each heading with the columns it could stand for and the one it was read as."""
    return [
        {
            "name": name,
            "cells": [
                {
                    "field": f"heading-{number}-{place}",
                    "words": words,
                    "remembered": remembered,
                    "read": bool(key),
                    "choices": [("", "不导入", not key)]
                    + [(c.key, c.label, c.key == key) for c in kind.columns],
                }
                for place, words, key, remembered in heading.get("cells", [])
            ],
        }
        for number, (name, heading) in enumerate(run.notes["headings"].items())
    ]


def _words(run: ImportRun, kind: SheetKind) -> list[dict[str, Any]]:
    """Words that a column's list does not have, each with the entries it could mean."""
    shown = []
    for key, words in questions(kind, run.notes).items():
        entries = [*kind.entries_of(key)]
        if kind.may_be_blank(key):
            entries.append(("blank", "留空"))
        for number, (word, lines, meant) in enumerate(words):
            chosen = "blank" if meant == "" else meant
            shown.append(
                {
                    "field": f"word-{key}-{number}",
                    "column": kind.column(key).label,
                    "word": word,
                    "lines": lines,
                    "answered": meant is not None,
                    "choices": [(value, label, value == chosen) for value, label in entries],
                }
            )
    return shown


def _sentence(run: ImportRun, kind: SheetKind) -> str:
    """What happens next, or what was done, in one sentence."""
    if run.withdrawn_by and run.withdrawn_at:
        moment = timezone.localtime(run.withdrawn_at)
        return (
            f"已由{run.withdrawn_by.name}于{moment:%Y-%m-%d %H:%M}撤回（{run.withdrawn_reason}）。"
            "没有撤回的内容列在“撤回时保留”下。"
        )
    if run.applied_by and run.applied_at:
        moment = timezone.localtime(run.applied_at)
        left = f"，有误的{run.refused}行" if run.refused else ""
        left += f"，待选的{run.choose}行" if run.choose else ""
        left += "没有导入" if left else ""
        return f"已由{run.applied_by.name}于{moment:%Y-%m-%d %H:%M}导入{run.good_count}行{left}。"
    if run.choose:
        return f"现在还没有导入。有{run.choose}行可能是已登记的两个人之一：请在“待选”下逐行选定。"
    if not run.good_count and not run.refused:
        return "没有要导入的内容：登记的资料不会有任何变化。"
    if run.refused:
        good = f"；也可以只导入正确的{run.good_count}行" if run.good_count else ""
        return (
            f"现在还没有导入。有{run.refused}行有误：可以在本页回答，"
            f"或下载标注后的表，改正后重新上传{good}。"
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
        "head": first,
        "others": others,
        "url": reverse(kind.target, args=[line.target_id]) if line.target_id else "",
        "problems": [_problem(p, line.sheet, run) for p in told["problems"]],
        "warnings": [*told["warnings"], *told["kept"]] if not told["problems"] else told["kept"],
        "field": f"line-{line.pk}",
        "candidates": told["candidates"],
        "changes": [(label, *pair) for label, pair in told["changes"].items()],
    }


def _problem(problem: dict[str, str], sheet: str, run: ImportRun) -> tuple[str, str]:
    """(the office's own heading, what is wrong)."""
    column = problem["column"]
    words = run.notes["headings"].get(sheet, {}).get("words", {})
    return words.get(column, column), problem["message"].removeprefix(f"{column}：")
