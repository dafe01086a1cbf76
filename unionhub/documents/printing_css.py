"""The stylesheet of the printed page, from a layout's geometry and the faces found."""

from __future__ import annotations

from unionhub.documents import tiles
from unionhub.documents.fonts import FontFile, PaperFonts
from unionhub.documents.layouts import GONGWEN, POINT, Layout

PAGE_NUMBER = 14.0  # 4号
# The dash of the page number lies 7 mm below the text area; its ink is a shade above the middle.
DASH = 7.0
DASH_INK = 0.07


def print_css(layout: Layout, fonts: PaperFonts) -> str:
    faces = {part: _stack(font, fonts.rare) for part, font in fonts.chosen().items()}
    if layout.tile:
        return tiles.page_css(layout) + _text(layout, faces) + tiles.tile_css(layout, faces)
    page = _official_page(faces) if layout.name == "gongwen" else _ledger_page(layout, faces)
    return page + _text(layout, faces) + _grid(layout, faces)


def _stack(*fonts: FontFile) -> str:
    families = dict.fromkeys(font.family for font in fonts)
    return ", ".join(f'"{family}"' for family in families) + ", serif"


def _margins(layout: Layout) -> str:
    """The page's margins; the first and last half-leading lies outside the text area."""
    lead = layout.lead if layout.on_grid else 0.0
    top, right, bottom, left = layout.margins
    return f"margin: {top - lead:.4f}mm {right:.4f}mm {bottom - lead:.4f}mm {left:.4f}mm"


def _official_page(faces: dict[str, str]) -> str:
    layout = GONGWEN
    drop = DASH - layout.lead - PAGE_NUMBER / POINT / 2 + DASH_INK
    number = '"—\\2005" counter(page) "\\2005—"'
    box = (
        f"font: {PAGE_NUMBER}pt/{PAGE_NUMBER}pt {faces['song']}; vertical-align: top; "
        f"padding-top: {drop:.4f}mm; margin: 0; width: 100%; letter-spacing: 0"
    )
    side = f"{PAGE_NUMBER / POINT:.4f}mm"
    return f"""
@page {{ size: {layout.page[0]}mm {layout.page[1]}mm; {_margins(layout)};
  @bottom-right {{ {box}; text-align: right }} @bottom-left {{ {box}; text-align: left }} }}
@page :right {{ @bottom-right {{ content: {number}; padding-right: {side} }} }}
@page :left {{ @bottom-left {{ content: {number}; padding-left: {side} }} }}
"""


def _ledger_page(layout: Layout, faces: dict[str, str]) -> str:
    box = f"font: {layout.size}pt {faces['song']}; vertical-align: top; padding-top: 3mm"
    return f"""
@page {{ size: {layout.page[0]}mm {layout.page[1]}mm; {_margins(layout)};
  @bottom-left {{ {box}; width: 80%; text-align: left; content: string(paper) }}
  @bottom-right {{ {box}; width: 20%; text-align: right;
    content: "第" counter(page) "页  共" counter(pages) "页"; white-space: pre }} }}
h1 {{ string-set: paper content() }}
"""


def _text(layout: Layout, faces: dict[str, str]) -> str:
    # A hair less than the grid's own spacing, or rounding drops the last character of a line.
    step = layout.cell * POINT - layout.size - 0.004
    pitch = f"{layout.pitch:.4f}mm"
    below = layout.pitch if layout.on_grid else 2.0
    sign_off = layout.pitch if layout.on_grid else 5.0
    return f"""
html {{ font: {layout.size}pt/{pitch} {faces["fang"]}; letter-spacing: {step:.4f}pt; color: #000;
  font-kerning: none; font-variant-ligatures: none; hyphens: none; }}
body, h1, h2, h3, h4, h5, p, figure, table {{ margin: 0; padding: 0; font-weight: normal;
  font-size: inherit; }}
p, h2, h3, h4, h5 {{ orphans: 1; widows: 1; }}
.set {{ white-space: pre; }}
h1 {{ font: 700 {layout.title_size}pt/{layout.title_pitch:.4f}mm {faces["biao"]};
  letter-spacing: 0; text-align: center; padding-bottom: {below:.4f}mm; break-after: avoid; }}
h1 > span {{ display: block; }}
h2, h3, h4, h5 {{ break-after: avoid; }}
h2, .hei {{ font-family: {faces["hei"]}; }}
h3, .kai {{ font-family: {faces["kai"]}; }}
.latin {{ font-family: {faces["song"]}; line-height: 0; }}
.rare {{ font-family: {faces["rare"]}; line-height: 0; }}
.blank {{ height: {pitch}; break-after: avoid; }}
.page-break {{ break-after: page; }}
.sign {{ break-inside: avoid; break-before: avoid; white-space: nowrap; }}
.sign.right {{ text-align: right; padding: 4mm 2em 0 0; }}
.sub-line, .sign-off {{ display: flex; letter-spacing: 0; break-inside: avoid; }}
.sub-line {{ break-after: avoid; font-size: {layout.table_size}pt; }}
.sub-line p {{ flex: 1 1 0; }}
.sign-off {{ break-before: avoid; font-size: {layout.table_size}pt;
  padding-top: {sign_off:.4f}mm; }}
.sign-off p {{ flex: 1 1 0; }}
.left {{ text-align: left; }} .center {{ text-align: center; }} .right {{ text-align: right; }}
"""


def _grid(layout: Layout, faces: dict[str, str]) -> str:
    return f"""
figure.whole {{ break-inside: avoid; }}
figcaption {{ font: {layout.table_size}pt/{layout.pitch:.4f}mm {faces["hei"]}; letter-spacing: 0;
  text-align: center; break-after: avoid; }}
table {{ width: 100%; table-layout: fixed; border-collapse: collapse; letter-spacing: 0;
  font: {layout.table_size}pt/{layout.row_line:.4f}mm {faces["fang"]}; }}
thead {{ display: table-header-group; }}
tr {{ break-inside: avoid; }}
td, th {{ border: .35pt solid #000; padding: 0 {layout.cell_padding}mm; vertical-align: middle;
  white-space: pre; font-weight: normal; }}
td.latin, td.rare {{ line-height: inherit; }}
th, .total td {{ font-family: {faces["hei"]}; }}
.note {{ font-size: {layout.table_size}pt; letter-spacing: 0; }}
svg {{ display: block; margin: 0 auto; }}
"""
