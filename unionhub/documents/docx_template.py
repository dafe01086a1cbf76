"""The empty Word file papers are written into: page, styles and fonts of a layout.

Built from our own few parts instead of python-docx's template, whose styles, theme and picture
are those of an English letter. Fonts are named as Windows in a Chinese office names them; the
font table says what to take where one is missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from math import floor
from zipfile import ZIP_DEFLATED, ZipFile

from unionhub.documents.layouts import POINT, Layout

LATIN = "Times New Roman"  # digits half a cell wide, as in the PDF
FANG, KAI, HEI, BIAO, SONG = "仿宋", "楷体", "黑体", "方正小标宋简体", "宋体"
INSTEAD = {FANG: "仿宋_GB2312", KAI: "楷体_GB2312", HEI: "SimHei", BIAO: "华文中宋", SONG: "SimSun"}
PAGE_NUMBER = 14.0  # 4号
PAGE_NUMBER_DROP = 7.0  # mm from the text area's foot to the middle of the page number
LINES = 22
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def twips(millimetres: float) -> int:
    """Word's twentieths of a point."""
    return round(millimetres * POINT * 20)


def pitch(layout: Layout) -> int:
    """From line to line in twips: Word puts 22 whole lines in the text area."""
    return int(twips(layout.area[1]) / LINES) if layout.on_grid else twips(layout.pitch)


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style; sizes in points, ``line`` in twips, ``more`` is raw paragraph XML."""

    name: str
    face: str
    size: float
    line: int
    before: int = 0
    after: int = 0
    indent: int = 0  # of the first line, in characters
    align: str = "both"
    keep: bool = False
    tight: bool = False  # whether characters stand in the grid's cells
    outline: int = 0  # level in the navigation pane, 1 the highest
    follows: str = "Body Text"

    def xml(self, cell: int) -> str:
        chars = f'w:firstLineChars="{self.indent * 100}" w:firstLine="{self.indent * cell}"'
        parts = [
            "<w:keepNext/>" if self.keep else "",
            f'<w:spacing w:before="{self.before}" w:after="{self.after}" '
            f'w:line="{self.line}" w:lineRule="exact"/>',
            f"<w:ind {chars}/>" if self.indent else "",
            f'<w:jc w:val="{self.align}"/>',
            f'<w:outlineLvl w:val="{self.outline - 1}"/>' if self.outline else "",
        ]
        space = "" if self.tight else '<w:spacing w:val="0"/>'
        custom = ' w:customStyle="1"' if self.name.startswith("Paper") else ""
        return (
            f'<w:style w:type="paragraph"{custom} w:styleId="{style_id(self.name)}">'
            f'<w:name w:val="{self.name}"/><w:basedOn w:val="Normal"/>'
            f'<w:next w:val="{style_id(self.follows)}"/><w:qFormat/>'
            f"<w:pPr>{''.join(parts)}</w:pPr><w:rPr>{_fonts(self.face)}{space}{_size(self.size)}"
            "</w:rPr></w:style>"
        )


@lru_cache(maxsize=4)
def template(layout: Layout) -> bytes:
    """A Word file without text in the page and the styles of a layout."""
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": _relations({"officeDocument": "word/document.xml"}),
        "word/document.xml": f"{HEAD}<w:document {W}><w:body>{_section(layout)}</w:body>"
        "</w:document>",
        "word/_rels/document.xml.rels": _relations(
            {"styles": "styles.xml", "settings": "settings.xml", "fontTable": "fontTable.xml"}
        ),
        "word/styles.xml": _styles(layout),
        "word/settings.xml": _settings(layout),
        "word/fontTable.xml": _font_table(),
    }
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return file.getvalue()


def style_id(name: str) -> str:
    return name.title().replace(" ", "")


def _section(layout: Layout) -> str:
    width, height = layout.page
    turned = ' w:orient="landscape"' if width > height else ""
    top, right, bottom, left = (twips(margin) for margin in layout.margins)
    below = layout.margins[2] - PAGE_NUMBER_DROP - PAGE_NUMBER / POINT / 2
    foot = twips(below if layout.on_grid else layout.margins[2] - 10)
    space = round((layout.cell * POINT - layout.size) * 4096)
    grid = (
        f'<w:docGrid w:type="linesAndChars" w:linePitch="{pitch(layout)}" w:charSpace="{space}"/>'
        if layout.on_grid
        else ""
    )
    return (
        f'<w:sectPr><w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"{turned}/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" '
        f'w:header="851" w:footer="{foot}" w:gutter="0"/><w:cols w:space="425"/>{grid}</w:sectPr>'
    )


def _styles(layout: Layout) -> str:
    cell = twips(layout.cell)
    named = "".join(style.xml(cell) for style in _paragraph_styles(layout))
    faces = "".join(
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{style_id(name)}">'
        f'<w:name w:val="{name}"/><w:qFormat/><w:rPr>{_fonts(face)}</w:rPr></w:style>'
        for name, face in (("Paper Kai", KAI), ("Paper Hei", HEI))
    )
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides
    )
    return f"""{HEAD}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr>{_fonts(FANG)}{
        _size(layout.size)
    }<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>
<w:pPr><w:widowControl w:val="0"/><w:kinsoku/><w:overflowPunct/><w:autoSpaceDE w:val="0"/>
<w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/><w:spacing w:line="{
        pitch(layout)
    }" w:lineRule="exact"/><w:jc w:val="both"/>
</w:pPr><w:rPr><w:spacing w:val="{_tightness(layout)}"/>{_size(layout.size)}</w:rPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">
<w:name w:val="Default Paragraph Font"/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>
<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>
<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>
<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{rules}</w:tblBorders></w:tblPr></w:style>
{named}{faces}</w:styles>"""


def _paragraph_styles(layout: Layout) -> list[Style]:
    line, table_line = pitch(layout), twips(layout.row_line)
    gap = line if layout.on_grid else 0
    title_line = round(line * 1.25) if layout.on_grid else twips(layout.title_pitch)
    size, small = layout.size, layout.table_size
    headings = [
        Style(f"heading {level}", face, size, line, indent=2, keep=True, outline=level, tight=True)
        for level, face in ((1, HEI), (2, KAI), (3, FANG), (4, FANG))
    ]
    return [
        Style(
            "Title",
            BIAO,
            layout.title_size,
            title_line,
            after=gap or 100,
            align="center",
            keep=True,
        ),
        *headings,
        Style("Body Text", FANG, size, line, indent=2, tight=True),
        Style("caption", HEI, small, line, align="center", keep=True),
        Style("Paper Cell", FANG, small, table_line, align="left"),
        Style("Paper Note", FANG, small, line, align="left"),
        Style("Paper Gap", FANG, small, 120),
        Style("footer", SONG, PAGE_NUMBER if layout.on_grid else size, 280, align="left"),
    ]


def _tightness(layout: Layout) -> int:
    """Letter-spacing in twips that lets a line's characters into the text area.

    The page declares the grid, but text does not snap to it: a cell is a hair narrower than its
    character, and LibreOffice then gives each character two cells. It also rounds, so one twip
    is taken off for it; justification gives that back.
    """
    spare = twips(layout.area[0]) / layout.cells - layout.size * 20
    return floor(spare) - 1 if layout.on_grid else 0


def _settings(layout: Layout) -> str:
    sides = "<w:evenAndOddHeaders/>" if layout.on_grid else ""
    mode = 'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
    return (
        f'{HEAD}<w:settings {W}><w:zoom w:percent="100"/>{sides}'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f"<w:compat><w:useFELayout/><w:compatSetting {mode}/></w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _font_table() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/></w:font>'
        for name, instead in INSTEAD.items()
    )
    return f"{HEAD}<w:fonts {W}>{fonts}</w:fonts>"


def _fonts(face: str) -> str:
    return f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{face}" w:cs="{LATIN}"/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _relations(targets: dict[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{TYPE}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{TYPE}.settings+xml"/>'
    f'<Override PartName="/word/fontTable.xml" ContentType="{TYPE}.fontTable+xml"/></Types>'
)
