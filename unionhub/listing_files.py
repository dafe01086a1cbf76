"""A list as a file: the same columns, order, filters and totals as on the screen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.http import HttpResponse

from unionhub import audit
from unionhub.documents import blocks, pdf
from unionhub.listing_columns import Kind, Listing, Selection, in_full, shown, totals
from unionhub.papers import PDF, ask_first
from unionhub.periods import today
from unionhub.scope import Scope
from unionhub.spreadsheets import writing
from unionhub.web import OfficeRequest, download, words_sent

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(
    request: OfficeRequest, listing: Listing, selection: Selection, wish: str
) -> HttpResponse:
    """The filtered list as a file; the deed is audited before the file is handed out.

    ``wish`` is xlsx, print, or full for a workbook with masked columns unmasked. Characters that
    cannot be printed are asked about once.
    """
    scope: Scope = request.scope
    rows = list(selection.rows)
    stamp = today()
    if wish == "full":
        listing = in_full(listing)
    if wish != "print":
        content, ending, media = _workbook(scope, listing, selection, rows, stamp), "xlsx", XLSX
    else:
        paper = _paper(scope, listing, selection, rows)
        asked = ask_first(request, paper, back=request.get_full_path())
        if asked is not None:
            return asked
        content, ending, media = _drawn(scope, listing, paper), "pdf", PDF
    with transaction.atomic():
        audit.record(
            by=scope,
            verb=f"list.{wish}",
            note=words_sent(request, "reason"),
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
    columns = [
        writing.Column(
            column.label,
            "text" if column.kind == "state" else column.kind,
            column.width,
            total=bool(column.total),
        )
        for column in listing.columns
    ]
    lines = [[_plain(column.value(row)) for column in listing.columns] for row in rows]
    if listing.numbered:
        columns.insert(0, writing.Column("序号", "integer", 6))
        lines = [[number, *line] for number, line in enumerate(lines, 1)]
    return writing.Sheet(
        name=listing.title[:31],
        title=listing.title,
        subtitle=_subtitle(scope, listing, selection),
        columns=columns,
        rows=lines,
        sign_off=listing.sign_off,
    )


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (int, Decimal, date, str)):
        return value
    return str(value)


def _paper(
    scope: Scope, listing: Listing, selection: Selection, rows: list[Any]
) -> list[blocks.Block]:
    return [
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


def _drawn(scope: Scope, listing: Listing, paper: list[blocks.Block]) -> bytes:
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
