"""Sheets that are cut up into pieces of one size: cards with a code and a photo, labels.

Every text is set as large as its room allows, so that a long name is small rather than cut off.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape

import segno

from unionhub.documents.blocks import Tile
from unionhub.documents.compose import wrap
from unionhub.documents.layouts import POINT, Layout
from unionhub.documents.sheet import Sheet, mm, spans

JPEG = "data:image/jpeg;base64,"
INSET = 4.0  # mm between a piece's edge and what stands on it
PHOTO = (22.0, 30.0)
CODE = 21.0  # a QR code with the blank around it that readers need
QUIET = 4  # modules of that blank (ISO/IEC 18004)
HEAD_SIZES, VALUE_SIZES, LABEL = (12.0, 10.5, 9.0, 7.5, 6.0), (10.5, 9.0, 8.0, 7.5, 6.5, 5.5), 6.5
READABLE = 7.5  # a text is not set smaller to keep it on one line
LEADING = 1.2
MARK = (6.0, 2.0)  # a cut mark begins and ends that far outside the pieces
BLEED = 0.3  # mm of room beyond the last piece, lost in rounding otherwise


def tile(sheet: Sheet, block: Tile) -> str:
    width, _height = sheet.layout.tile or (0.0, 0.0)
    room = width - 2 * INSET
    parts = [_head(sheet, block, room)]
    if block.code:
        parts.append(_code(block.code))
    if block.picture or block.picture_place:
        parts.append(_photo(sheet, block))
        parts.append(_facts(sheet, block, INSET + PHOTO[0] + 3.0, width - INSET))
    else:
        parts.append(_facts(sheet, block, INSET, width - INSET))
    return f'<section class="tile">{"".join(parts)}</section>'


def _head(sheet: Sheet, block: Tile, room: float) -> str:
    head = _fitted(sheet, block.head, "hei", HEAD_SIZES, room, 1 if block.title else 2)
    title = f'<p class="tile-title">{sheet.mixed(block.title, "kai")}</p>' if block.title else ""
    return f"<header>{head}{title}</header>"


def _facts(sheet: Sheet, block: Tile, left: float, right: float) -> str:
    """Labels over their values; beside a code the last ones are narrower."""
    room = right - left - (CODE if block.code else 0.0)
    lines = []
    for label, value in block.facts:
        if label:
            lines.append(f'<p class="tile-label">{sheet.mixed(label)}</p>')
        lines.append(_fitted(sheet, value, "", VALUE_SIZES, room, 2))
    side = f"left:{mm(left)};width:{mm(room)}"
    return f'<div class="tile-facts" style="{side}">{"".join(lines)}</div>'


def _photo(sheet: Sheet, block: Tile) -> str:
    if block.picture:
        return f'<img class="tile-photo" src="{JPEG}{block.picture}" alt="">'
    return f'<p class="tile-photo empty">{sheet.mixed(block.picture_place)}</p>'


def _fitted(
    sheet: Sheet, text: str, face: str, sizes: Sequence[float], room: float, most: int
) -> str:
    """The text on one line where it stays readable, else on up to ``most`` as large as they
    can be; what is longer still takes more lines of the smallest size."""
    units = sheet.units([(face, text)])
    ways = [*((size, 1) for size in sizes if size >= READABLE), *((size, most) for size in sizes)]
    for size, lines_at_most in ways:
        lines = wrap(units, room * POINT / size - 0.05)
        if len(lines) <= lines_at_most:
            break
    style = f"font-size:{size:g}pt;line-height:{size * LEADING:.2f}pt"
    inner = "<br>".join(spans(line.units) for line in lines)
    return f'<p class="tile-text {face}" style="{style}">{inner}</p>'


def _code(text: str) -> str:
    """The QR code of a text, error correction M, its modules as one path."""
    rows = modules(text)
    side = len(rows) + 2 * QUIET
    path = "".join(
        f"M{x + QUIET} {y + QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return (
        f'<svg class="tile-code" viewBox="0 0 {side} {side}" role="img">'
        f"<title>{escape(text)}</title>"
        f'<path d="{path}" fill="#000" shape-rendering="crispEdges"/></svg>'
    )


@cache
def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The dark and light squares of a text's QR code, without the blank around them."""
    return tuple(tuple(bool(dark) for dark in row) for row in segno.make_qr(text, error="m").matrix)


def cut_marks(layout: Layout) -> str:
    """Short lines around the pieces, on every page, where the knife goes; none inside them.
    A sheet of labels comes cut."""
    if layout.name != "cards" or layout.tile is None:
        return ""
    (width, height), (wide, high) = layout.tile, layout.area
    (far, near), marks = MARK, []
    for number in range(round(wide / width) + 1):
        left = mm(number * width)
        marks += [(left, mm(top), "0", mm(far - near)) for top in (-far, high + near)]
    for number in range(round(high / height) + 1):
        top = mm(number * height)
        marks += [(mm(left), top, mm(far - near), "0") for left in (-far, wide + near)]
    return "".join(
        f'<div class="cut" style="left:{left};top:{top};width:{width_};height:{height_}"></div>'
        for left, top, width_, height_ in marks
    )


def page_css(layout: Layout) -> str:
    top, right, bottom, left = layout.margins
    sides = f"{top:.4f}mm {right - BLEED:.4f}mm {bottom - BLEED:.4f}mm {left:.4f}mm"
    return f"@page {{ size: {layout.page[0]}mm {layout.page[1]}mm; margin: {sides} }}"


def tile_css(layout: Layout, faces: dict[str, str]) -> str:
    width, height = layout.tile or (0.0, 0.0)
    top = 13.0 if layout.name == "cards" else 9.5
    return f"""
html {{ letter-spacing: 0; font-family: {faces["song"]}; }}
.tile {{ float: left; position: relative; width: {width}mm; height: {height}mm; overflow: hidden;
  break-inside: avoid; }}
.tile p {{ white-space: pre; }}
.tile header {{ position: absolute; top: 3mm; left: {INSET}mm; width: {width - 2 * INSET}mm;
  text-align: {"center" if layout.name == "cards" else "left"}; }}
.tile-title {{ font: 8pt/10pt {faces["kai"]}; letter-spacing: 4pt; }}
.tile-label {{ font-size: {LABEL}pt; line-height: {LABEL * 1.25:.2f}pt; color: #444; }}
.tile-text.hei {{ font-family: {faces["hei"]}; }}
.tile-facts {{ position: absolute; top: {top + 1.5}mm; }}
.tile-facts .tile-text {{ margin-bottom: .8mm; }}
.tile-photo {{ position: absolute; left: {INSET}mm; top: {top + 2}mm; width: {PHOTO[0]}mm;
  height: {PHOTO[1]}mm; object-fit: cover; }}
p.tile-photo.empty {{ border: .35pt solid #888; box-sizing: border-box; color: #888;
  font-size: 7pt; line-height: {PHOTO[1]}mm; text-align: center; }}
.tile-code {{ position: absolute; right: {INSET - 1.5}mm; bottom: 3mm; width: {CODE}mm;
  height: {CODE}mm; }}
.cut {{ position: fixed; border-left: .25pt solid #000; border-top: .25pt solid #000; }}
"""
