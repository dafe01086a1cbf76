"""A list is declared once; screen, print-out and Excel come from the same columns.

Choices and dates are filtered by GET and stand in the address. Names, numbers and phones are
looked up by POST (``find``) and never get into an address or a log. Export and print are POST,
cover exactly what is filtered, and are audited with a reason where they hold personal data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django_filters import FilterSet

from unionhub import audit
from unionhub.documents import blocks, pdf
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope
from unionhub.spreadsheets import writing
from unionhub.web import OfficeRequest, download

Kind = Literal["text", "integer", "number", "money", "day", "percent", "state"]
SIZES = (20, 50, 100)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_PRINT = 2000
LONGEST_EXPORT = 100_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column: office's heading, how a row shows in it, and what is summed beneath it.

    ``total`` names the database expression that is summed over all filtered rows.
    ``state`` kind shows a badge on screen and plain words on paper.
    """

    label: str
    value: Callable[[Any], Any]
    kind: Kind = "text"
    width: int = 12
    total: str = ""
    link: bool = False
    phone: bool = True  # shown on narrow screens


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Rows in scope, filters, columns. ``unit`` counts the rows (人, 件, 场)."""

    title: str
    unit: str
    rows: Callable[[Scope], QuerySet[Any]]
    columns: tuple[Column, ...]
    filters: type[FilterSet] | None = None
    find: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    find_hint: str = ""
    personal: bool = False
    empty: str = "没有符合条件的记录。"
    sign_off: tuple[str, ...] = ("填表人", "审核人", "负责人", "日期")
    tones: dict[str, str] = field(default_factory=dict)
    opens: Permission | None = None  # right to open a row's page, where it is not the list's


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows a request asks for, with the words that describe the filter."""

    rows: QuerySet[Any]
    form: Any
    chips: list[tuple[str, str]]
    found: str


def show_list(
    request: OfficeRequest,
    listing: Listing,
    *,
    buttons: Sequence[tuple[str, str]] = (),
    **more: Any,
) -> HttpResponse:
    """Answer a list page: screen by GET or find, file by POST ``do=xlsx`` or ``do=print``.

    ``buttons`` are (label, url) pairs for the head of the page, the first one primary.
    """
    selection = select(request, listing)
    wish = request.POST.get("do", "")
    if wish in ("xlsx", "print"):
        refusal = _export_refusal(request, listing, selection)
        if not refusal:
            try:
                return export(request, listing, selection, wish)
            except pdf.PaperRefused as error:
                refusal = error.messages[0]
        more["refusal"] = refusal
    page = _page(request, selection)
    scope: Scope = request.scope
    opens = listing.opens is None or scope.may(listing.opens)
    context = {
        "listing": listing,
        "selection": selection,
        "page": page,
        "heads": listing.columns,
        "lines": [_line(listing, row, opens) for row in page],
        "totals": totals(listing, selection.rows) if page.paginator.count else [],
        "buttons": buttons,
        "may_export": scope.may(Permission.EXPORT),
        "title": listing.title,
        "query": _query_without_page(request),
        "sizes": SIZES,
        **more,
    }
    return render(request, "layouts/list_page.html", context)


def select(request: OfficeRequest, listing: Listing) -> Selection:
    """The filtered rows. An invalid filter value shows its error and filters nothing out."""
    scope: Scope = request.scope
    rows = listing.rows(scope)
    form, chips = None, []
    if listing.filters is not None:
        chosen = listing.filters(request.GET, queryset=rows, request=request)
        rows, form = chosen.qs, chosen.form
        chips = list(_chips(form))
    found = " ".join(request.POST.get("find", "").split())[:50]
    if found and listing.find is not None:
        rows = listing.find(rows, found)
    return Selection(rows, form, chips, found)


def _chips(form: Any) -> Iterable[tuple[str, str]]:
    """(label, value in words) of every filter that is set."""
    for bound in form:
        value = form.cleaned_data.get(bound.name) if form.is_valid() else None
        if value not in (None, "", []):
            choices = dict(getattr(bound.field, "choices", ()) or ())
            if hasattr(value, "pk"):
                shown = str(value)
            elif isinstance(value, slice):
                shown = f"{value.start or ''} 至 {value.stop or ''}"
            else:
                shown = str(choices.get(value, value))
            yield bound.label, shown


def _page(request: OfficeRequest, selection: Selection) -> Any:
    asked = request.POST.get("page") or request.GET.get("page")
    size = request.GET.get("size", "")
    length = int(size) if size.isdigit() and int(size) in SIZES else SIZES[0]
    return Paginator(selection.rows, length).get_page(asked)


def _query_without_page(request: OfficeRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def _line(listing: Listing, row: Any, opens: bool) -> dict[str, Any]:
    cells = []
    for column in listing.columns:
        value = column.value(row)
        tone = listing.tones.get(str(value), "info") if column.kind == "state" else ""
        cells.append({"column": column, "value": value, "tone": tone})
    url = row.get_absolute_url() if opens and hasattr(row, "get_absolute_url") else ""
    return {"cells": cells, "url": url}


def totals(listing: Listing, rows: QuerySet[Any]) -> list[Any]:
    """Sums beneath the columns, over all filtered rows; empty when no column is summed."""
    names = {f"sum_{n}": c.total for n, c in enumerate(listing.columns) if c.total}
    if not names:
        return []
    sums = rows.order_by().aggregate(**{key: Sum(name) for key, name in names.items()})
    return [
        {"column": column, "value": sums.get(f"sum_{number}")}
        for number, column in enumerate(listing.columns)
    ]


def _export_refusal(request: OfficeRequest, listing: Listing, selection: Selection) -> str:
    scope: Scope = request.scope
    scope.check(Permission.EXPORT)
    if listing.personal and len(request.POST.get("reason", "").strip()) < 2:
        return "名册含个人信息：请先填写导出（打印）用途，再点导出或打印。"
    limit = LONGEST_PRINT if request.POST["do"] == "print" else LONGEST_EXPORT
    count = selection.rows.count()
    if count > limit:
        return f"共 {count} 行，超过一次 {limit} 行的上限：请先筛选，分几次导出。"
    return ""


def export(
    request: OfficeRequest, listing: Listing, selection: Selection, wish: str
) -> HttpResponse:
    """The filtered list as a file; the deed is audited before the file is handed out."""
    scope: Scope = request.scope
    rows = list(selection.rows)
    stamp = today()
    if wish == "xlsx":
        content, ending, media = _workbook(scope, listing, selection, rows, stamp), "xlsx", XLSX
    else:
        content, ending, media = _paper(scope, listing, selection, rows), "pdf", "application/pdf"
    with transaction.atomic():
        audit.record(
            by=scope,
            verb=f"list.{wish}",
            note=request.POST.get("reason", "").strip()[:200],
            changes={
                "list": listing.title,
                "rows": len(rows),
                "filter": [f"{k}：{v}" for k, v in selection.chips],
            },
        )
    return download(content, f"{listing.title}{stamp:%Y%m%d}.{ending}", media)


def _subtitle(scope: Scope, listing: Listing, selection: Selection) -> str:
    parts = [f"填报单位：{scope.organisation}"]
    parts += [f"{label}：{value}" for label, value in selection.chips]
    if any(column.kind == "money" for column in listing.columns):
        parts.append("单位：元")
    return "　".join(parts)


def _workbook(
    scope: Scope, listing: Listing, selection: Selection, rows: list[Any], stamp: date
) -> bytes:
    return writing.write_workbook([sheet_of(scope, listing, selection, rows)])


def sheet_of(
    scope: Scope, listing: Listing, selection: Selection, rows: list[Any]
) -> writing.Sheet:
    """The list as a worksheet: the same columns, the same order, the same totals."""
    columns = tuple(
        writing.Column(
            column.label,
            "text" if column.kind == "state" else column.kind,
            column.width,
            total=bool(column.total),
        )
        for column in listing.columns
    )
    return writing.Sheet(
        name=listing.title[:31],
        title=listing.title,
        subtitle=_subtitle(scope, listing, selection),
        columns=columns,
        rows=[[_plain(column.value(row)) for column in listing.columns] for row in rows],
        sign_off=listing.sign_off,
    )


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (int, Decimal, date, str)):
        return value
    return str(value)


def _paper(scope: Scope, listing: Listing, selection: Selection, rows: list[Any]) -> bytes:
    paper: list[blocks.Block] = [
        blocks.Title((listing.title,)),
        blocks.Paragraph((blocks.Run(_subtitle(scope, listing, selection)),)),
        blocks.Table(
            caption="",
            head=("序号", *(column.label for column in listing.columns)),
            rows=tuple(
                (str(n), *(shown(c.value(row), c.kind) for c in listing.columns))
                for n, row in enumerate(rows, 1)
            ),
            foot=_total_line(listing, selection),
            align=("text", *(_align(column.kind) for column in listing.columns)),
        ),
        blocks.SignOff(listing.sign_off),
    ]
    return pdf.render_pdf(
        paper, title=listing.title, author=str(scope.organisation), layout="ledger"
    )


def _total_line(listing: Listing, selection: Selection) -> tuple[str, ...]:
    sums = totals(listing, selection.rows)
    if not sums:
        return ()
    cells = [shown(s["value"], s["column"].kind) if s["column"].total else "" for s in sums]
    return ("合计", *cells)


def _align(kind: Kind) -> blocks.Align:
    if kind == "money":
        return "money"
    return "number" if kind in ("integer", "number", "percent") else "text"


def shown(value: Any, kind: Kind) -> str:
    """A cell in words, the same on screen and paper: 1,234.50, 2010-06-30, 90.0%."""
    if value is None or value == "":
        return ""
    if kind == "money":
        return f"{value:,.2f}"
    if kind in ("integer", "number"):
        return f"{value:,}"
    if kind == "percent":
        return f"{value:.1f}%"
    return str(value)
