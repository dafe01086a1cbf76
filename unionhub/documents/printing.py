"""Blocks as the HTML the PDF engine lays out. Its inline styles never reach a browser."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from math import ceil

from unionhub.documents import grids, tiles
from unionhub.documents.blocks import (
    Addressee,
    Attachment,
    Block,
    Chart,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Signature,
    SignOff,
    SubLine,
    Table,
    Tile,
    Title,
)
from unionhub.documents.charts import bar_chart, chart_height, chart_title
from unionhub.documents.compose import compose, spacing, wrap
from unionhub.documents.fonts import PaperFonts
from unionhub.documents.layouts import POINT, Layout
from unionhub.documents.sheet import Sheet, mm, spans

HEADING_TAGS = {1: ("h2", "hei"), 2: ("h3", "kai"), 3: ("h4", ""), 4: ("h5", "")}
INDENT = 2


def print_html(
    blocks: Iterable[Block],
    layout: Layout,
    fonts: PaperFonts,
    *,
    title: str,
    author: str,
    language: str,
) -> str:
    """The whole page for the engine; the stylesheet comes apart, from ``printing_css``."""
    sheet = Sheet(layout, fonts, fonts.measure())
    body = tiles.cut_marks(layout) + "\n".join(block_html(sheet, block) for block in blocks)
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        f'<title>{escape(title)}</title><meta name="author" content="{escape(author)}"></head>'
        f'<body class="{layout.name}">{body}</body></html>'
    )


def block_html(sheet: Sheet, block: Block) -> str:
    match block:
        case Title():
            return _title(sheet, block)
        case SubLine():
            return _sub_line(sheet, block)
        case Addressee():
            return _set(sheet, "p", [Run(block.text)], 0)
        case Heading():
            tag, face = HEADING_TAGS[block.level]
            return _set(sheet, tag, block.runs, INDENT, face)
        case Paragraph():
            return _set(sheet, "p", block.runs, block.indent)
        case Table():
            return grids.table(sheet, block)
        case Chart():
            return _chart(sheet, block)
        case Facts():
            return grids.facts(sheet, block)
        case Signature():
            return _signature(sheet, block)
        case Attachment():
            return _attachment(sheet, block)
        case SignOff():
            labels = "".join(f"<p>{sheet.mixed(label)}：</p>" for label in block.labels)
            return f'<div class="sign-off">{labels}</div>'
        case PageBreak():
            return '<div class="page-break"></div>'
        case Tile():
            return tiles.tile(sheet, block)


def _set(
    sheet: Sheet,
    tag: str,
    runs: Sequence[Run],
    indent: float,
    face: str = "",
    hang: float = 0.0,
    margin: float = 0.0,
) -> str:
    """A paragraph in composed lines; indents and margin in cells, the face is the default one."""
    layout = sheet.layout
    units = sheet.units((run.face or face, run.text) for run in runs)
    lines = compose(units, layout.cells - margin, indent, hang)
    out = []
    for number, line in enumerate(lines):
        offset = hang if number else indent
        room = (layout.cells - margin - offset) * layout.cell * POINT
        step = spacing(line, room, layout.size, layout.cell * POINT)
        shift = f"margin-left:{mm(hang * layout.cell)};" if number and hang else ""
        out.append(f'<span style="{shift}letter-spacing:{step:.3f}pt">{spans(line.units)}</span>')
    style = f"text-indent:{mm(indent * layout.cell)};margin-left:{mm(margin * layout.cell)}"
    return f'<{tag} class="set" style="{style}">{"<br>".join(out)}</{tag}>'


def _title(sheet: Sheet, block: Title) -> str:
    """The title's lines centred; their height is whole pitches, and one line stays blank below."""
    layout = sheet.layout
    lines = [part for line in block.lines for part in _title_lines(sheet, line)]
    step = layout.title_pitch if len(lines) > 1 or not layout.on_grid else layout.pitch
    height = layout.pitches(len(lines) * step)
    above = (height - len(lines) * step) / 2
    inner = "".join(f"<span>{line}</span>" for line in lines)
    style = f"line-height:{mm(step)};height:{mm(height - above)};padding-top:{mm(above)}"
    return f'<h1 style="{style}">{inner}</h1>'


def _title_lines(sheet: Sheet, line: str) -> list[str]:
    """A title line in HTML, cut into lines of about one length when it is too long."""
    units = sheet.units([("biao", line)])
    width, room = sum(unit.width for unit in units), sheet.layout.title_cells
    if width <= room:
        return [spans(units)]
    even = width / ceil(width / room) + 1
    return [spans(part.units) for part in wrap(units, min(even, room))]


def _sub_line(sheet: Sheet, block: SubLine) -> str:
    sides = {1: ("center",), 2: ("left", "right"), 3: ("left", "center", "right")}
    cells = "".join(
        f'<p class="{side}">{sheet.mixed(part)}</p>'
        for side, part in zip(sides[len(block.parts)], block.parts, strict=True)
    )
    return f'<div class="sub-line">{cells}</div>'


def _chart(sheet: Sheet, block: Chart) -> str:
    layout = sheet.layout
    drawing = bar_chart(block, sheet.fonts.hei.family)
    height = layout.pitches(chart_height(block))
    above = (height - chart_height(block)) / 2
    style = f"height:{mm(height + layout.pitch)};padding-top:{mm(above)}"
    return (
        f'<figure class="whole" style="{style};box-sizing:border-box">{drawing}'
        f"<figcaption>{sheet.mixed(chart_title(block), 'hei')}</figcaption></figure>"
    )


def _signature(sheet: Sheet, block: Signature) -> str:
    """Without a seal; a ledger has no grid of cells, there both stand at the right."""
    layout = sheet.layout
    if not layout.on_grid:
        lines = "".join(f"<p>{sheet.mixed(text)}</p>" for text in (block.name, block.date_text))
        return f'<div class="sign right">{lines}</div>'
    starts = layout.signature_at(sheet.width(block.name), sheet.width(block.date_text))
    parts = zip((block.name, block.date_text), starts, strict=True)
    lines = "".join(
        f'<p style="margin-left:{mm(at * layout.cell)}">{sheet.mixed(text)}</p>'
        for text, at in parts
        if text
    )
    return f'<div class="sign"><div class="blank"></div>{lines}</div>'


def _attachment(sheet: Sheet, block: Attachment) -> str:
    """One blank line below the text; a title's further lines begin under its first character."""
    lines = []
    for position, (number, title) in enumerate(block.numbered):
        lead = "附件：" if position == 0 else ""
        hang = 3 + sheet.width(number)
        indent = 0 if lead else 3
        lines.append(_set(sheet, "p", [Run(f"{lead}{number}{title}")], indent, "", hang, INDENT))
    return f'<div class="blank"></div>{"".join(lines)}'
