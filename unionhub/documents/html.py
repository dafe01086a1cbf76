"""Blocks as screen HTML: classes only, no inline style, every word escaped.

The sheet looks like the printed page (``static/css/document.css``) but breaks its lines where the
browser likes; how lines fall on paper is shown by the PDF itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from unionhub.documents.blocks import (
    Addressee,
    Attachment,
    Block,
    Cell,
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
    value_text,
    words,
)
from unionhub.documents.charts import bar_chart, chart_title
from unionhub.documents.columns import FACT_COLUMNS, LABEL_COLUMNS, leans
from unionhub.documents.runs import printable

FigureLink = Callable[[str], str]
BLANK = SafeString("")
# Heading level -> tag; the paper's title is the h1 of its own sheet.
HEADING_TAGS = {1: "h2", 2: "h3", 3: "h4", 4: "h5"}


def render_html(blocks: Iterable[Block], *, figure_link: FigureLink | None = None) -> SafeString:
    """The paper as one ``article``; runs with a figure become chips.

    ``figure_link`` gives the address of the records behind a figure's key, "" where the reader
    may not open them.
    """
    link = figure_link or (lambda key: "")
    return format_html(
        '<article class="paper">{}</article>', _join(_block(block, link) for block in blocks)
    )


def _block(block: Block, link: FigureLink) -> SafeString:
    match block:
        case Title():
            lines = _each('<span class="paper-line">{}</span>', block.lines)
            return format_html('<h1 class="paper-title">{}</h1>', lines)
        case SubLine():
            return format_html('<div class="paper-sub">{}</div>', _each("<p>{}</p>", block.parts))
        case Addressee():
            return format_html('<p class="paper-to">{}</p>', printable(block.text))
        case Heading():
            return _heading(block, link)
        case Paragraph():
            return _paragraph(block, link)
        case Table():
            return _table(block, link)
        case Chart():
            return _chart(block)
        case Facts():
            return _facts(block, link)
        case Signature():
            lines = _each("<p>{}</p>", (text for text in (block.name, block.date_text) if text))
            return format_html('<div class="paper-sign">{}</div>', lines)
        case Attachment():
            return _attachment(block)
        case SignOff():
            labels = _each("<p>{}：</p>", block.labels)
            return format_html('<div class="paper-sign-off">{}</div>', labels)
        case PageBreak():
            return SafeString('<hr class="paper-break">')
        case Tile():
            return format_html(
                '<div class="paper-tile">{}</div>', _each("<p>{}</p>", filter(None, words(block)))
            )


def _heading(block: Heading, link: FigureLink) -> SafeString:
    tag = SafeString(HEADING_TAGS[block.level])
    return format_html(
        '<{} class="paper-h{}">{}</{}>', tag, block.level, _runs(block.runs, link), tag
    )


def _paragraph(block: Paragraph, link: FigureLink) -> SafeString:
    return format_html(
        '<p class="paper-p paper-indent-{}">{}</p>', block.indent, _runs(block.runs, link)
    )


def _runs(runs: Iterable[Run], link: FigureLink) -> SafeString:
    return _join(_run(run, link) for run in runs)


def _run(run: Run, link: FigureLink) -> SafeString:
    text = format_html("{}", printable(run.text))
    if run.face:
        text = format_html('<span class="paper-{}">{}</span>', run.face, text)
    if not run.figure:
        return text
    address = link(run.figure)
    if address:
        return format_html('<a class="figure-chip" href="{}">{}</a>', address, text)
    return format_html('<span class="figure-chip">{}</span>', text)


def _cell(cell: Cell, link: FigureLink) -> SafeString:
    return _run(cell if isinstance(cell, Run) else Run(cell), link)


def _table(block: Table, link: FigureLink) -> SafeString:
    sides = leans(block)
    rows = _join(_row(row, sides, link) for row in block.rows)
    foot = (
        format_html("<tfoot>{}</tfoot>", _row(block.foot, sides, link, block.foot_span))
        if block.foot
        else BLANK
    )
    return format_html(
        '<figure class="paper-figure">{}<div class="paper-scroll"><table class="paper-table">'
        "<thead><tr>{}</tr></thead><tbody>{}</tbody>{}</table></div>{}</figure>",
        _caption(block.caption),
        _each('<th scope="col">{}</th>', block.head),
        rows,
        foot,
        format_html('<p class="paper-note">{}</p>', printable(block.note)) if block.note else BLANK,
    )


def _row(
    cells: Sequence[Cell], sides: Sequence[str], link: FigureLink, span: int = 1
) -> SafeString:
    """A row of cells; the first may take several columns, as the word 合计 does."""
    wide = format_html(' colspan="{}"', span) if span > 1 else BLANK
    side = "center" if span > 1 else sides[0]
    first = format_html('<td{} class="{}">{}</td>', wide, side, _cell(cells[0], link))
    rest = format_html_join(
        "",
        '<td class="{}">{}</td>',
        ((side, _cell(cell, link)) for side, cell in zip(sides[span:], cells[span:], strict=True)),
    )
    return format_html("<tr>{}{}</tr>", first, rest)


def _chart(block: Chart) -> SafeString:
    """The drawing with its values in a table beneath, which also reads out where bars cannot."""
    # The drawing escapes every word it holds.
    drawing = mark_safe(bar_chart(block))
    rows = format_html_join(
        "",
        '<tr><th scope="row">{}</th><td class="right">{}</td></tr>',
        ((printable(label), value_text(value)) for label, value in block.bars),
    )
    return format_html(
        '<figure class="paper-figure"><div class="paper-scroll">{}</div>{}'
        '<details class="paper-data"><summary>数据表</summary><table class="paper-table">'
        "<tbody>{}</tbody></table></details></figure>",
        drawing,
        _caption(chart_title(block)),
        rows,
    )


def _facts(block: Facts, link: FigureLink) -> SafeString:
    rows = _join(_fact_row(row, link) for row in block.rows)
    return format_html(
        '<figure class="paper-figure"><table class="paper-table paper-facts">'
        '<colgroup><col span="{}"></colgroup><tbody>{}</tbody></table></figure>',
        FACT_COLUMNS,
        rows,
    )


def _fact_row(row: Sequence[tuple[str, Cell]], link: FigureLink) -> SafeString:
    span = FACT_COLUMNS // len(row) - LABEL_COLUMNS
    return format_html(
        "<tr>{}</tr>",
        format_html_join(
            "",
            '<th scope="row" colspan="{}">{}</th><td colspan="{}">{}</td>',
            ((LABEL_COLUMNS, printable(label), span, _cell(value, link)) for label, value in row),
        ),
    )


def _attachment(block: Attachment) -> SafeString:
    lines = format_html_join(
        "",
        '<p><span class="paper-lead">{}</span><span>{}{}</span></p>',
        (
            ("" if position else "附件：", number, printable(title))
            for position, (number, title) in enumerate(block.numbered)
        ),
    )
    return format_html('<div class="paper-attachment">{}</div>', lines)


def _caption(text: str) -> SafeString:
    return format_html("<figcaption>{}</figcaption>", printable(text)) if text else BLANK


def _each(pattern: str, texts: Iterable[str]) -> SafeString:
    return format_html_join("", pattern, ((printable(text),) for text in texts))


def _join(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
