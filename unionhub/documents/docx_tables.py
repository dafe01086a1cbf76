"""Tables of a Word paper: measured columns, heads that repeat, forms on an even grid.

Written as XML in one go, for python-docx looks through the whole table for every cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml

from unionhub.documents.blocks import Cell, Facts, Run, Table, cell_text
from unionhub.documents.columns import FACT_COLUMNS, LABEL_COLUMNS, Column, plain_columns
from unionhub.documents.docx_template import W, style_id, twips
from unionhub.documents.layouts import POINT, Layout
from unionhub.documents.runs import printable

FACE_STYLES = {"kai": style_id("Paper Kai"), "hei": style_id("Paper Hei")}
WHOLE_ROWS = 12  # a table up to this many rows is never parted
SLACK = 0.6  # mm of a cell's width for its rules, and for faces we have not measured


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell in its row; ``width`` in millimetres."""

    cell: Cell
    width: float
    lean: str
    face: str = ""
    span: int = 1


def table(layout: Layout, block: Table) -> Any:
    """The ``w:tbl`` of a table, without caption and note."""
    em = layout.table_size / POINT
    columns = plain_columns(block, layout.area[0], em, 2 * layout.cell_padding + SLACK)
    keep = len(block.rows) <= WHOLE_ROWS
    head = [
        Slot(text, column.width, "center", "hei")
        for text, column in zip(block.head, columns, strict=True)
    ]
    rows = [_row(layout, head, head=True, keep=True)]
    for number, row in enumerate(block.rows, start=1):
        stays = keep and (number < len(block.rows) or bool(block.foot or block.note))
        rows.append(_row(layout, _slots(row, columns), keep=stays))
    if block.foot:
        foot = _foot(block, columns)
        rows.append(_row(layout, foot, keep=keep and bool(block.note)))
    return _table(layout, [column.width for column in columns], rows)


def facts(layout: Layout, block: Facts) -> Any:
    """The ``w:tbl`` of a form: labels in 黑体 beside their values."""
    step = layout.area[0] / FACT_COLUMNS
    rows = []
    for number, row in enumerate(block.rows, start=1):
        span = FACT_COLUMNS // len(row) - LABEL_COLUMNS
        slots = [
            slot
            for label, value in row
            for slot in (
                Slot(label, step * LABEL_COLUMNS, "center", "hei", LABEL_COLUMNS),
                Slot(value, step * span, "left", "", span),
            )
        ]
        rows.append(_row(layout, slots, keep=number < len(block.rows) <= WHOLE_ROWS))
    return _table(layout, [step] * FACT_COLUMNS, rows)


def _slots(row: Iterable[Cell], columns: Iterable[Column]) -> list[Slot]:
    return [
        Slot(cell, column.width, column.lean) for cell, column in zip(row, columns, strict=True)
    ]


def _foot(block: Table, columns: Sequence[Column]) -> list[Slot]:
    span = block.foot_span
    width = sum(column.width for column in columns[:span])
    lean = "center" if span > 1 else columns[0].lean
    rest = [
        Slot(cell, column.width, column.lean, "hei")
        for cell, column in zip(block.foot[span:], columns[span:], strict=True)
    ]
    return [Slot(block.foot[0], width, lean, "hei", span), *rest]


def _table(layout: Layout, widths: Sequence[float], rows: Sequence[str]) -> Any:
    padding = twips(layout.cell_padding)
    sides = "".join(f'<w:{side} w:w="{padding}" w:type="dxa"/>' for side in ("left", "right"))
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return parse_xml(
        f'<w:tbl {W}><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(map(twips, widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(layout: Layout, slots: Iterable[Slot], *, head: bool = False, keep: bool = False) -> str:
    repeats = "<w:tblHeader/>" if head else ""
    cells = "".join(_cell(slot, keep) for slot in slots)
    return (
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{twips(layout.row)}" '
        f'w:hRule="atLeast"/>{repeats}</w:trPr>{cells}</w:tr>'
    )


def _cell(slot: Slot, keep: bool) -> str:
    span = f'<w:gridSpan w:val="{slot.span}"/>' if slot.span > 1 else ""
    face = (slot.cell.face if isinstance(slot.cell, Run) else "") or slot.face
    style = f'<w:rStyle w:val="{FACE_STYLES[face]}"/>' if face else ""
    text = escape(printable(cell_text(slot.cell)))
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(slot.width)}" w:type="dxa"/>{span}'
        f'<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="PaperCell"/>'
        f'{"<w:keepNext/>" if keep else ""}<w:jc w:val="{slot.lean}"/></w:pPr>'
        f'<w:r><w:rPr>{style}<w:rFonts w:hint="eastAsia"/></w:rPr>'
        f'<w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>'
    )
