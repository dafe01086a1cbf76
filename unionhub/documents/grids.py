"""Tables and facts for print: measured columns, cells broken into lines, rows of known height."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from unionhub.documents.blocks import Cell, Facts, Run, Table
from unionhub.documents.columns import (
    FACT_COLUMNS,
    LABEL_COLUMNS,
    Column,
    Extent,
    fit_columns,
)
from unionhub.documents.compose import Line, Unit, wrap
from unionhub.documents.sheet import Sheet, mm, spans

SLACK = 0.4  # mm of a cell's width for its rules and for rounding
WHOLE = 0.8  # a table up to this share of the page is never parted


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell's place in its row: its width and lean, whether it is a head, its columns."""

    units: Sequence[Unit]
    column: Column
    scope: str = ""  # "col" or "row" for a head
    span: int = 1


def table(sheet: Sheet, block: Table) -> str:
    """A figure with caption, table and note; its height keeps the lines after it on the grid."""
    heads = [sheet.units([("hei", text)]) for text in block.head]
    rows = [[_cell_units(sheet, cell) for cell in row] for row in block.rows]
    foot = [_cell_units(sheet, cell, "hei") for cell in block.foot]
    columns = _columns(sheet, block, heads, rows, foot)
    slots = [[Slot(units, column, "col") for units, column in zip(heads, columns, strict=True)]]
    slots += [
        [Slot(units, column) for units, column in zip(row, columns, strict=True)] for row in rows
    ]
    slots += [_foot(foot, columns, block.foot_span)] if foot else []
    drawn = [_row(sheet, row) for row in slots]
    if foot:
        drawn[-1] = (drawn[-1][0].replace("<tr", '<tr class="total"', 1), drawn[-1][1])
    widths = "".join(f'<col style="width:{mm(column.width)}">' for column in columns)
    inner = (
        f"<table><colgroup>{widths}</colgroup><thead>{drawn[0][0]}</thead>"
        f"<tbody>{''.join(html for html, _ in drawn[1:])}</tbody></table>"
    )
    return _figure(sheet, block, inner, sum(height for _, height in drawn))


def facts(sheet: Sheet, block: Facts) -> str:
    """A form: labels in 黑体 beside their values, every row on the same grid of columns."""
    step = sheet.layout.area[0] / FACT_COLUMNS
    drawn = []
    for row in block.rows:
        slots, value_span = [], FACT_COLUMNS // len(row) - LABEL_COLUMNS
        for label, value in row:
            slots += [
                Slot(
                    sheet.units([("hei", label)]),
                    Column(step * LABEL_COLUMNS, "center"),
                    "row",
                    LABEL_COLUMNS,
                ),
                Slot(_cell_units(sheet, value), Column(step * value_span, "left"), "", value_span),
            ]
        drawn.append(_row(sheet, slots))
    height = sheet.layout.pitches(sum(height for _, height in drawn))
    return (
        f'<figure style="min-height:{mm(height)}">'
        f'<table><colgroup><col span="{FACT_COLUMNS}" style="width:{mm(step)}"></colgroup>'
        f"<tbody>{''.join(html for html, _ in drawn)}</tbody></table></figure>"
    )


def _columns(
    sheet: Sheet,
    block: Table,
    heads: Sequence[list[Unit]],
    rows: Sequence[Sequence[list[Unit]]],
    foot: Sequence[list[Unit]],
) -> list[Column]:
    """Columns by what they hold; a foot's cell that spans several decides none of them."""
    spanned = block.foot_span > 1
    measured = [*rows, [[], *foot[1:]] if spanned else foot] if foot else rows
    extents = [[_extent(units) for units in row] for row in measured]
    return fit_columns(
        [_extent(units) for units in heads],
        extents,
        block.align,
        sheet.layout.area[0],
        sheet.table_em,
        _padding(sheet),
    )


def _foot(foot: Sequence[list[Unit]], columns: Sequence[Column], span: int) -> list[Slot]:
    width = sum(column.width for column in columns[:span])
    lean = "center" if span > 1 else columns[0].lean
    first = Slot(foot[0], Column(width, lean), span=span)
    rest = zip(foot[span:], columns[span:], strict=True)
    return [first, *(Slot(units, column) for units, column in rest)]


def _figure(sheet: Sheet, block: Table, inner: str, height: float) -> str:
    layout = sheet.layout
    caption = (
        f"<figcaption>{sheet.mixed(block.caption, 'hei')}</figcaption>" if block.caption else ""
    )
    note = f'<p class="note">{sheet.mixed(block.note)}</p>' if block.note else ""
    height = layout.pitches(height) + layout.pitch * (bool(caption) + bool(note))
    if height > layout.area[1] * WHOLE:
        return f"<figure>{caption}{inner}{note}</figure>"
    return f'<figure class="whole" style="height:{mm(height)}">{caption}{inner}{note}</figure>'


def _row(sheet: Sheet, slots: Sequence[Slot]) -> tuple[str, float]:
    """A row's HTML and its height in millimetres."""
    padding = _padding(sheet)
    texts = [wrap(slot.units, (slot.column.width - padding) / sheet.table_em) for slot in slots]
    height = sheet.layout.row_height(max(map(len, texts), default=1))
    cells = []
    for slot, lines in zip(slots, texts, strict=True):
        name = "th" if slot.scope else "td"
        scope = f' scope="{slot.scope}"' if slot.scope else ""
        span = f' colspan="{slot.span}"' if slot.span > 1 else ""
        lean = "center" if slot.scope else slot.column.lean
        cells.append(f'<{name}{scope}{span} class="{lean} {_content(lines)}</{name}>')
    return f'<tr style="height:{mm(height)}">{"".join(cells)}</tr>', height


def _content(lines: Sequence[Line]) -> str:
    """The rest of a cell's class and its lines; a cell all in one face needs no spans, which
    saves the engine a third of its work on a long list."""
    faces = {unit.classes for line in lines for unit in line.units}
    alike = len(faces) == 1
    texts = (escape(line.text, quote=False) if alike else spans(line.units) for line in lines)
    return f'{"".join(faces) if alike else ""}">{"<br>".join(texts)}'


def _padding(sheet: Sheet) -> float:
    return 2 * sheet.layout.cell_padding + SLACK


def _cell_units(sheet: Sheet, cell: Cell, face: str = "") -> list[Unit]:
    run = cell if isinstance(cell, Run) else Run(cell)
    return sheet.units([(run.face or face, run.text)])


def _extent(units: Iterable[Unit]) -> Extent:
    widths = [unit.width for unit in units]
    return Extent(sum(widths), max(widths, default=0.0))
