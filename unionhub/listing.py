"""A list is declared once; screen, print-out and Excel come from the same columns.

Choices and dates are filtered by GET and stand in the address. Names, numbers and phones are
looked up by POST (``find``) and never get into an address or a log. Export and print are POST,
cover exactly what is filtered, and are audited with a reason where they hold personal data.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from unionhub.documents.pdf import PaperRefused
from unionhub.listing_columns import Column, Kind, Listing, Selection, shown, totals
from unionhub.listing_files import export
from unionhub.permissions import Permission
from unionhub.reasons import SHORTEST, ReasonAct
from unionhub.scope import Scope
from unionhub.ticking import Bulk, bulk_of, ticked_rows
from unionhub.web import OfficeRequest, words_sent

__all__ = ["Bulk", "Column", "Kind", "Listing", "show_list", "shown", "ticked"]

SIZES = (20, 50, 100)
LONGEST_PRINT = 2000
LONGEST_EXPORT = 100_000


def show_list(
    request: OfficeRequest,
    listing: Listing,
    *,
    buttons: Sequence[tuple[str, str]] = (),
    bulk: Bulk | None = None,
    **more: Any,
) -> HttpResponse:
    """Answer a list page: screen by GET or find, file by POST ``do=xlsx``, ``full`` or ``print``.

    ``buttons`` are (label, url) pairs for the head of the page, the first one primary; ``bulk``
    is what may be done with rows that are ticked.
    """
    selection = select(request, listing)
    wish, refusal = request.POST.get("do", ""), ""
    if wish in ("xlsx", "full") or (wish == "print" and listing.printed):
        refusal = _export_refusal(request, listing, selection)
        if not refusal:
            try:
                return export(request, listing, selection, wish)
            except PaperRefused as error:
                refusal = error.messages[0]
    context = {
        **_shown(request, listing, selection, bulk),
        "buttons": buttons,
        "query": _query_without_page(request),
        "sizes": SIZES,
        **more,
    }
    scope: Scope = request.scope
    if scope.may(Permission.EXPORT):
        context["export_act"] = _export_act(listing, selection, refusal, scope)
    return render(request, "layouts/list_page.html", context)


def _shown(
    request: OfficeRequest, listing: Listing, selection: Selection, bulk: Bulk | None
) -> dict[str, Any]:
    """The page of rows asked for, with the heads above and the sums beneath them."""
    page = _page(request, selection)
    return {
        "listing": listing,
        "title": listing.title,
        "selection": selection,
        "page": page,
        "heads": listing.columns,
        "lines": [_line(listing, row, request.scope, bulk) for row in page],
        "bulk": bulk_of(request, bulk, selection) if bulk else None,
        "totals": totals(listing, selection.rows) if page.paginator.count else [],
    }


def _export_act(listing: Listing, selection: Selection, refusal: str, scope: Scope) -> ReasonAct:
    """Exactly what is filtered and found; what for is asked where the list names people."""
    files = [("xlsx", "导出 Excel")]
    if scope.may(Permission.REVEAL) and any(column.unmasked for column in listing.columns):
        files.append(("full", "导出 Excel（完整证件号）"))
    if listing.printed:
        files.append(("print", "打印台账（PDF）"))
    return ReasonAct(
        key="list",
        label="导出 / 打印" if listing.printed else "导出",
        example="报县总工会季度核对" if listing.personal else "",
        note="内容与当前筛选完全一致。",
        refusal=refusal,
        buttons=tuple(files),
        hidden=(("find", selection.found),),
    )


def select(request: OfficeRequest, listing: Listing) -> Selection:
    """The filtered rows. An invalid filter value shows its error and filters nothing out."""
    scope: Scope = request.scope
    rows = listing.rows(scope)
    form, chips = None, []
    if listing.filters is not None:
        chosen = listing.filters(request.GET, queryset=rows, request=request)
        rows, form = chosen.qs, chosen.form
        chips = list(_chips(form))
    found = words_sent(request, "find", 50)
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
    sizes = {str(size): size for size in SIZES}
    length = sizes.get(request.GET.get("size", ""), SIZES[0])
    return Paginator(selection.rows, length).get_page(asked)


def _query_without_page(request: OfficeRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


def ticked(request: OfficeRequest, listing: Listing) -> Any:
    """The rows a button over the list was pressed for."""
    return ticked_rows(request, listing, lambda: select(request, listing))


def _line(listing: Listing, row: Any, scope: Scope, bulk: Bulk | None) -> dict[str, Any]:
    opens = listing.opens is None or scope.may_change(listing.opens, row)
    cells = []
    for column in listing.columns:
        value = column.value(row)
        tone = listing.tones.get(str(value), "info") if column.kind == "state" else ""
        cells.append({"column": column, "value": value, "tone": tone})
    ticks = bulk is not None and bulk.ticks(row)
    return {
        "cells": cells,
        "url": _address(listing, row) if opens else "",
        "tick": row.pk if ticks else "",
    }


def _address(listing: Listing, row: Any) -> str:
    if listing.address is not None:
        return listing.address(row)
    return str(row.get_absolute_url()) if hasattr(row, "get_absolute_url") else ""


def _export_refusal(request: OfficeRequest, listing: Listing, selection: Selection) -> str:
    scope: Scope = request.scope
    scope.check(Permission.EXPORT)
    if request.POST["do"] == "full":
        scope.check(Permission.REVEAL)
    if listing.personal and len(words_sent(request, "reason")) < SHORTEST:
        return "名册含个人信息：请先填写导出（打印）用途，再点导出或打印。"
    limit = LONGEST_PRINT if request.POST["do"] == "print" else LONGEST_EXPORT
    count = selection.rows.count()
    if count > limit:
        return f"共 {count} 行，超过一次 {limit} 行的上限：请先筛选，分几次导出。"
    return ""
