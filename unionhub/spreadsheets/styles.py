"""How cells look, made once per sheet and shared by all cells of a kind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray

from unionhub.spreadsheets import texts

TEXT_FORMAT = "@"
FORMATS = {
    "text": TEXT_FORMAT,
    "number": "#,##0.0#",
    "integer": "#,##0",
    "money": "#,##0.00",
    "day": "yyyy-mm-dd",
    "percent": "0.0%",
}
_FACE = "宋体"
_LINE = Side(style="thin", color="808080")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_SHADE = PatternFill("solid", fgColor="F2F2F2")
_FONTS = {
    "title": Font(name=_FACE, size=16, bold=True),
    "head": Font(name=_FACE, size=10, bold=True),
    "total": Font(name=_FACE, size=10, bold=True),
}
_PLAIN = Font(name=_FACE, size=10)
_CENTRED = {"title", "head"}
_BOXED = {"head", "body", "total"}
_SHADED = {"head", "total"}


class Cells:
    """Cells of one worksheet. Styles are looked up, not built, for each cell."""

    def __init__(self, ws: Any) -> None:
        self.ws = ws
        self._styles: dict[tuple[str, str, str, bool], StyleArray] = {}

    def text(self, text: str, look: str, *, centred: bool = False, side: str = "") -> Any:
        """A string cell, never a formula, an error or a date, whatever the text is."""
        cell = WriteOnlyCell(self.ws)
        side = side or ("center" if centred or look in _CENTRED else "left")
        cell._style = self._style(look, TEXT_FORMAT, side, texts.dangerous(text))
        cell._value = texts.cell_text(text) or None
        cell.data_type = "s" if cell._value else "n"
        return cell

    def value(self, value: int | float | Decimal | date | None, look: str, form: str) -> Any:
        """A number or day, or an empty cell with its border."""
        cell = WriteOnlyCell(self.ws, value)
        # After the value: openpyxl puts its own date format on a cell that gets a date.
        side = "center" if form == FORMATS["day"] else "right"
        cell._style = self._style(look, form, side, False)
        return cell

    def _style(self, look: str, form: str, side: str, quoted: bool) -> StyleArray:
        key = (look, form, side, quoted)
        if key not in self._styles:
            cell = WriteOnlyCell(self.ws)
            cell.font = _FONTS.get(look, _PLAIN)
            cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
            cell.number_format = form
            cell.quotePrefix = quoted
            if look in _BOXED:
                cell.border = _BOX
            if look in _SHADED:
                cell.fill = _SHADE
            self._styles[key] = cell._style
        return self._styles[key]
