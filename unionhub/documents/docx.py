"""Blocks as a Word file an office can go on writing in: real styles, fields and repeated heads.

The page is the PDF's; where lines break is Word's affair, on the same grid of 22 lines of 28
characters. Bars become tables of their values.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Twips

from unionhub.documents import docx_tables
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
    value_text,
    words,
)
from unionhub.documents.charts import chart_title
from unionhub.documents.columns import plain_width
from unionhub.documents.docx_template import PAGE_NUMBER, pitch, template, twips
from unionhub.documents.layouts import LAYOUTS, Layout, LayoutName
from unionhub.documents.pdf import check_size
from unionhub.documents.runs import printable

# Word wants a time of making; equal papers must be equal bytes, so it says nothing.
MADE = datetime(2000, 1, 1, tzinfo=UTC)
ZIP_TIME = (1980, 1, 1, 0, 0, 0)
FACE_STYLES = {"kai": "Paper Kai", "hei": "Paper Hei"}
ATTACHMENT_INDENT = 2
ATTACHMENT_LEAD = 3  # characters of 附件：


def render_docx(
    blocks: Iterable[Block], *, title: str, author: str, layout: LayoutName = "gongwen"
) -> bytes:
    """The paper as DOCX, in the page and the faces of its PDF; equal blocks give equal bytes.

    Raises PaperRefused when the paper is too long.
    """
    if layout not in LAYOUTS:
        raise ValueError(f"unknown layout {layout!r}")
    blocks = list(blocks)
    check_size(blocks)
    writer = Writer(LAYOUTS[layout])
    for block in blocks:
        writer.write(block)
    writer.end(printable(title), printable(author))
    file = BytesIO()
    writer.document.save(file)
    return _timeless(file)


class Writer:
    """Appends blocks to a Word document of a layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.document = Document(BytesIO(template(layout)))
        self.break_before = False

    def write(self, block: Block) -> None:
        match block:
            case Title():
                self._title(block)
            case SubLine():
                self._sub_line(block)
            case Addressee():
                self._paragraph("Normal", block.text)
            case Heading():
                self._runs(self._paragraph(f"Heading {block.level}"), block.runs)
            case Paragraph():
                self._text(block)
            case Table():
                self._table(block)
            case Chart():
                self._table(_as_table(block))
            case Facts():
                self._grid(docx_tables.facts(self.layout, block))
            case Signature():
                self._signature(block)
            case Attachment():
                self._attachment(block)
            case SignOff():
                self._sign_off(block)
            case PageBreak():
                self.break_before = True
            case Tile():
                for line in filter(None, words(block)):
                    self._paragraph("Normal", line)

    def end(self, title: str, author: str) -> None:
        """Page numbers and the file's own description."""
        section = self.document.sections[0]
        if self.layout.on_grid:
            for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
                _page_number(footer.paragraphs[0], side)
        else:
            line = section.footer.paragraphs[0]
            stop = Twips(twips(self.layout.area[0]))
            line.paragraph_format.tab_stops.add_tab_stop(stop, WD_TAB_ALIGNMENT.RIGHT)
            _run(line, f"{title}\t第")
            _field(line, "PAGE")
            _run(line, "页　共")
            _field(line, "NUMPAGES")
            _run(line, "页")
        core = self.document.core_properties
        core.title, core.author, core.last_modified_by = title[:255], author[:255], author[:255]
        core.created = core.modified = MADE
        core.comments, core.revision, core.language = "", 1, "zh-CN"

    def _paragraph(self, style: str, text: str = "", face: str = "") -> Any:
        line = self.document.add_paragraph(style=style)
        if self.break_before:
            line.paragraph_format.page_break_before = True
            self.break_before = False
        if text:
            _run(line, printable(text), face)
        return line

    def _runs(self, line: Any, runs: Iterable[Run]) -> None:
        for run in runs:
            _run(line, printable(run.text), run.face)

    def _title(self, block: Title) -> None:
        line = self._paragraph("Title")
        for number, text in enumerate(block.lines):
            if number:
                line.add_run().add_break()
            _run(line, printable(text))

    def _sub_line(self, block: SubLine) -> None:
        """One part stands in the middle, two at the sides, three at the sides and between."""
        line = self._paragraph("Paper Note")
        _run(line, "\t".join(map(printable, block.parts)))
        if len(block.parts) == 1:
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            return
        width = twips(self.layout.area[0])
        stops = line.paragraph_format.tab_stops
        if len(block.parts) == 3:
            stops.add_tab_stop(Twips(width // 2), WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(Twips(width), WD_TAB_ALIGNMENT.RIGHT)

    def _text(self, block: Paragraph) -> None:
        line = self._paragraph("Body Text" if block.indent == 2 else "Normal")
        if block.indent not in (0, 2):
            _indent(line, first=block.indent, cell=self.layout.cell)
        self._runs(line, block.runs)

    def _table(self, block: Table) -> None:
        if block.caption:
            self._paragraph("Caption", block.caption)
        self._grid(docx_tables.table(self.layout, block), gap=not block.note)
        if block.note:
            self._paragraph("Paper Note", block.note)

    def _grid(self, grid: Any, gap: bool = True) -> None:
        """A table, with a line's gap below: Word would make one of two tables that touch."""
        if self.break_before:
            self._paragraph("Paper Gap")
        self.document.element.body.sectPr.addprevious(grid)
        if gap:
            self._paragraph("Paper Gap")

    def _signature(self, block: Signature) -> None:
        paragraphs = self.document.paragraphs
        if paragraphs:
            paragraphs[-1].paragraph_format.keep_with_next = True
        for number, (text, inset) in enumerate(self._signed(block)):
            line = self._paragraph("Normal", text)
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            line.paragraph_format.right_indent = Twips(twips(inset))
            if number == 0:
                line.paragraph_format.space_before = Twips(pitch(self.layout))
                line.paragraph_format.keep_with_next = True

    def _signed(self, block: Signature) -> list[tuple[str, float]]:
        """The lines of a signature and how far from the right each ends, in millimetres.

        Measured from the right, a line does not wrap where a machine's digits are wider.
        """
        layout, texts = self.layout, (block.name, block.date_text)
        widths = [plain_width(text) for text in texts]
        if not layout.on_grid:
            return [(text, 2 * layout.em) for text in texts if text]
        starts = layout.signature_at(*widths)
        return [
            (text, max(layout.cells - start - width, 0) * layout.cell)
            for text, start, width in zip(texts, starts, widths, strict=True)
            if text
        ]

    def _attachment(self, block: Attachment) -> None:
        """A title's further lines begin under its first character."""
        for number, (sign, text) in enumerate(block.numbered):
            line = self._paragraph("Normal", f"{'' if number else '附件：'}{sign}{text}")
            hang = ATTACHMENT_LEAD + plain_width(sign)
            first = (ATTACHMENT_LEAD if number else 0) - hang
            _indent(line, left=ATTACHMENT_INDENT + hang, first=first, cell=self.layout.cell)
            if number == 0:
                line.paragraph_format.space_before = Twips(pitch(self.layout))

    def _sign_off(self, block: SignOff) -> None:
        line = self._paragraph("Paper Note")
        _run(line, "\t".join(f"{printable(label)}：" for label in block.labels))
        line.paragraph_format.space_before = Twips(pitch(self.layout))
        for number in range(1, len(block.labels)):
            stop = twips(self.layout.area[0] * number / len(block.labels))
            line.paragraph_format.tab_stops.add_tab_stop(Twips(stop))


def _as_table(block: Chart) -> Table:
    rows = [(label, value_text(value)) for label, value in block.bars]
    return Table(chart_title(block), ("项目", "数值"), rows, align=("text", "number"))


def _run(line: Any, text: str, face: str = "") -> None:
    """Text in its face; the hint gives “” —— and …… to the Chinese face, not the Latin one."""
    run = line.add_run(text, style=FACE_STYLES.get(face))
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")


def _indent(line: Any, *, cell: float, left: float = 0, first: float = 0) -> None:
    """Indents in characters of the grid, in twips too for readers that count none."""
    form = line.paragraph_format
    form.left_indent, form.first_line_indent = Twips(twips(left * cell)), Twips(twips(first * cell))


def _page_number(line: Any, side: str) -> None:
    """— 1 —, one character in from the outer edge: odd pages right, even pages left."""
    form, inset = line.paragraph_format, Twips(round(PAGE_NUMBER * 20))
    if side == "right":
        line.alignment, form.right_indent = WD_ALIGN_PARAGRAPH.RIGHT, inset
    else:
        line.alignment, form.left_indent = WD_ALIGN_PARAGRAPH.LEFT, inset
    _run(line, "— ")
    _field(line, "PAGE")
    _run(line, " —")


def _field(line: Any, name: str) -> None:
    """A field Word counts itself; 1 stands in until it has."""
    for kind in ("begin", name, "separate", "1", "end"):
        run = line.add_run("1" if kind == "1" else "")
        if kind == name:
            code = OxmlElement("w:instrText")
            code.text = f" {name} "
            code.set(qn("xml:space"), "preserve")
            run._r.append(code)
        elif kind != "1":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)


def _timeless(file: BytesIO) -> bytes:
    """The same package with one fixed time on every part."""
    out = BytesIO()
    with ZipFile(file) as made, ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name in made.namelist():
            entry = ZipInfo(name, ZIP_TIME)
            entry.compress_type = ZIP_DEFLATED
            package.writestr(entry, made.read(name))
    return out.getvalue()
