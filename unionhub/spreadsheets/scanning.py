"""What stands in the parts of a workbook, read once before the parser that builds its cells.

Every XML part is checked (no DTD, so no entities; UTF-8 only) and packed again, so that the
parser sees an archive of our own making. Of the sheets it is learned where their last filled
cell is: blank rows down to the last possible one cost nothing, a stray letter in the last
possible cell is refused with its place, before anyone makes room for all cells in between.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZipFile

from defusedxml.ElementTree import fromstring

from unionhub.spreadsheets.archive import Archive
from unionhub.spreadsheets.refusing import SAVE_AGAIN, Limits, WorkbookRefused, damaged, odd

_BOOK, _LINKS, _TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
_SMALL_PART = 8 * 2**20
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_UTF8 = (None, "utf-8", "utf8", "us-ascii", "ascii")


@dataclass(slots=True)
class SheetPlan:
    """One worksheet as the workbook lists it, and (visible ones) what the scan found there."""

    name: str
    part: str
    hidden: bool
    last_row: int = 0
    errors: set[tuple[int, int]] = field(default_factory=set)


def prepare(content: bytes, limits: Limits) -> tuple[list[SheetPlan], bytes]:
    """Worksheets in order, and the workbook packed anew. Raises WorkbookRefused."""
    archive = Archive(content, limits)
    names = [name for name in archive.parts if name.endswith((".xml", ".rels"))]
    if _BOOK not in names or _LINKS not in names or _TYPES not in names:
        raise WorkbookRefused("not_workbook", f"不是 Excel 工作簿。{SAVE_AGAIN}")
    plans = _plans(archive)
    visible = {plan.part: plan for plan in plans if not plan.hidden}
    cells = _Budget(limits.cells)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as packed:
        for name in names:
            handler = None
            if name in visible:
                handler = _SheetScan(visible[name], limits, cells).start
            with packed.open(name, "w") as target:
                _scan(archive.pieces(name), handler, target.write)
    return plans, out.getvalue()


def _scan(pieces: Iterable[bytes], start: Any, keep: Callable[[bytes], object]) -> None:
    """Parse a part for its elements while its bytes go on unchanged."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_dtd
    parser.XmlDeclHandler = _check_encoding
    parser.StartElementHandler = start
    first = True
    try:
        for piece in pieces:
            if first and (b"\0" in piece[:64] or piece.startswith((b"\xfe\xff", b"\xff\xfe"))):
                # The parser of cells reads nothing from UTF-16, without saying so.
                _scan_utf16(parser, piece)
            first = False
            parser.Parse(piece, False)
            keep(piece)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        raise damaged() from None


def _scan_utf16(parser: Any, piece: bytes) -> None:
    parser.Parse(piece, False)  # a DTD is named as what it is
    raise _encoding()


def _refuse_dtd(*_: Any) -> None:
    raise WorkbookRefused("dtd", f"的内部结构不正常（含有DTD声明），不能接收。{SAVE_AGAIN}")


def _check_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    if (encoding and encoding.lower()) not in (*_UTF8, "utf-16", "utf-16le", "utf-16be"):
        raise _encoding()


def _encoding() -> WorkbookRefused:
    return WorkbookRefused("encoding", f"的文字编码不常见，无法可靠读取。{SAVE_AGAIN}")


class _Budget:
    """Cells of all sheets together."""

    def __init__(self, most: int) -> None:
        self.most = most

    def spend(self) -> None:
        self.most -= 1
        if self.most < 0:
            raise WorkbookRefused("too_many_cells", "的内容过多，请分成几个文件上传。")


class _SheetScan:
    """Follows the elements of one worksheet: where filled cells stand, which of them are errors.

    Blank cells and rows, which may be a million, only pass by; places are worked out when needed.
    """

    def __init__(self, plan: SheetPlan, limits: Limits, cells: _Budget) -> None:
        self.plan, self.limits, self.cells = plan, limits, cells
        self.row = self.column = 0
        self.place: str | None = None
        self.filled = self.error = False
        self.names("")

    def names(self, prefix: str) -> None:
        # Further elements of these short names follow the cells under other prefixes.
        self.row_tag, self.cell_tag, self.formula_tag = f"{prefix}row", f"{prefix}c", f"{prefix}f"
        self.contents = {f"{prefix}v", f"{prefix}is", f"{prefix}f"}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == self.cell_tag:
            if "r" not in attributes:
                self._locate()
                self.column += 1
            self.place, self.error = attributes.get("r"), attributes.get("t") == "e"
            self.filled = False
        elif tag == self.row_tag:
            row = int(attributes.get("r", self.row + 1))
            if row <= self.row:
                raise damaged()
            self.row, self.column, self.place = row, 0, None
        elif tag in self.contents:
            self._fill(tag)
        elif tag.endswith("worksheet"):
            self.names(tag.removesuffix("worksheet"))

    def _locate(self) -> None:
        """The column of the cell gone into last; cells stand in order, or something is wrong."""
        if self.place is None:
            return
        found = _PLACE.fullmatch(self.place)
        if found is None or int(found[2]) != self.row or column_number(found[1]) <= self.column:
            raise damaged()
        self.column, self.place = column_number(found[1]), None

    def _fill(self, tag: str) -> None:
        self._locate()
        here = (self.row, self.column)
        if not self.filled:
            self.filled = True
            self.cells.spend()
            if self.row > self.limits.rows or self.column > self.limits.columns:
                raise self._too_far()
            self.plan.last_row = self.row
        if self.error or tag == self.formula_tag:  # a formula is an error until its value follows
            self.plan.errors.add(here)
        else:
            self.plan.errors.discard(here)

    def _too_far(self) -> WorkbookRefused:
        place = f"{column_letters(self.column)}{self.row}"
        return WorkbookRefused(
            "too_far",
            f"的工作表“{self.plan.name}”在{place}格还有内容（也可能只是空格或公式），"
            f"超出可读的{self.limits.rows}行、{self.limits.columns}列。"
            "多余的请删去该行该列；确有这么多人的，请分成几个文件上传。",
        )


def column_number(letters: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _plans(archive: Archive) -> list[SheetPlan]:
    """The worksheets a workbook lists; chart sheets and dialogs are none."""
    if b"macroEnabled" in _small(archive, _TYPES):
        raise WorkbookRefused("macro", f"带有宏。{SAVE_AGAIN}")
    parts = {}
    for link in _tree(archive, _LINKS):
        if link.get("Type", "").endswith("/worksheet"):
            target = posixpath.normpath(posixpath.join("/xl", link.get("Target", "")))
            parts[link.get("Id")] = target.removeprefix("/")
    plans = []
    for sheet in _tree(archive, _BOOK).iter():
        if _local(sheet.tag) != "sheet":
            continue
        link_id = next((v for k, v in sheet.attrib.items() if _local(k) == "id"), None)
        if (part := parts.get(link_id)) is None:
            continue
        if part not in archive.parts:
            raise damaged()
        hidden = sheet.get("state", "visible") != "visible"
        plans.append(SheetPlan(sheet.get("name", ""), part, hidden))
    if not plans:
        raise WorkbookRefused("not_workbook", f"里没有工作表。{SAVE_AGAIN}")
    if len({plan.name for plan in plans}) < len(plans) or len({p.part for p in plans}) < len(plans):
        raise odd("工作表重名")
    return plans


def _small(archive: Archive, name: str) -> bytes:
    if archive.parts[name].file_size > _SMALL_PART:
        raise odd("目录过大")
    kept = BytesIO()
    _scan(archive.pieces(name), None, kept.write)
    return kept.getvalue()


def _tree(archive: Archive, name: str) -> Element:
    tree: Element = fromstring(_small(archive, name), forbid_dtd=True)
    return tree


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
