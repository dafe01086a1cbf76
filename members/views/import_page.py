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
from unionhub.sheets import SheetKind

PAGE = 50
DEEDS = ("apply", "recheck", "answer", "marked")
# What the tabs show, each with the count on the run that tells how many there are.
TABS = (
    ("new", "新增"),
    ("updated", "更新"),
    ("unchanged", "未变"),
    ("choose", "待选"),
    ("refused", "有误"),
    ("warned", "提醒"),
)


def page_of(run: ImportRun, kind: SheetKind, asked: Mapping[str, str]) -> dict[str, Any]:
    """The context of the page; ``asked``: which tab and page."""
    show = asked.get("show", "")
    if show not in dict(TABS):
        show = next((key for key, _ in TABS if getattr(run, key)), "new")
    lines = Paginator(_rows(run, show), PAGE).get_page(asked.get("page"))
    waiting = run.state == ImportRun.State.CHECKED
    return {
        "run": run,
        "tone": RUN_TONES[run.get_state_display()],
        "waiting": waiting,
        "sentence": _sentence(run, kind),
        "tabs": [(f"{word} {getattr(run, k)}", f"?show={k}", k == show) for k, word in TABS],
        "show": show,
        "page": lines,
        "query": f"show={show}",
        "heads": [label for label, _ in kind.shows],
        "lines": [_line(line, run, kind) for line in lines],
        "urls": {deed: reverse(kind.address(deed), args=[run.pk]) for deed in DEEDS},
        "add_url": reverse(kind.address("add")),
        "sheets": _sheets(run, kind) if waiting else [],
        "words": _words(run, kind) if waiting else [],
        **_of_file(run, kind),
    }


def _rows(run: ImportRun, show: str) -> QuerySet[ImportLine]:
    rows = run.lines.order_by("pk")
    return rows.filter(warned=True) if show == "warned" else rows.filter(outcome=show)


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
    if run.applied_by and run.applied_at:
        moment = timezone.localtime(run.applied_at)
        left = f"，有误的{run.refused}行没有导入" if run.refused else ""
        return f"已由{run.applied_by.name}于{moment:%Y-%m-%d %H:%M}导入{run.good_count}行{left}。"
    if not run.good_count and not run.refused:
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
