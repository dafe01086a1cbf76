"""The page layouts: the official document of GB/T 9704-2012, the landscape ledger, the list that
is signed, and the sheets that are cut up.

Lengths are millimetres, type sizes points.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import Literal

LayoutName = Literal["gongwen", "ledger", "signing", "cards", "labels"]
POINT = 72 / 25.4  # points in a millimetre


@dataclass(frozen=True, slots=True)
class Layout:
    """One page's geometry; ``cells`` characters of ``size`` fill a line of the text area."""

    name: LayoutName
    page: tuple[float, float]
    top: float
    left: float
    area: tuple[float, float]
    size: float
    cells: int
    pitch: float  # from line to line
    title_size: float
    title_pitch: float
    table_size: float
    row: float  # a table row of one line; every further line adds ``row_line``
    row_line: float
    cell_padding: float  # left and right of a cell's text
    on_grid: bool  # whether lines after tables and charts return to the page's own lines
    tile: tuple[float, float] | None = None  # width and height of each piece of a sheet to cut up

    @property
    def em(self) -> float:
        return self.size / POINT

    @property
    def cell(self) -> float:
        return self.area[0] / self.cells

    @property
    def lead(self) -> float:
        """Half the blank between two lines: the first line's half lies above the text area."""
        return (self.pitch - self.em) / 2

    @property
    def margins(self) -> tuple[float, float, float, float]:
        """Top, right, bottom, left of the text area."""
        width, height = self.page
        return (
            self.top,
            width - self.left - self.area[0],
            height - self.top - self.area[1],
            self.left,
        )

    @property
    def title_cells(self) -> float:
        return self.area[0] * POINT / self.title_size

    def pitches(self, height: float) -> float:
        """A height rounded up to whole lines where the layout keeps its lines."""
        return ceil(height / self.pitch - 1e-6) * self.pitch if self.on_grid else height

    def signature_at(self, name: float, date: float) -> tuple[float, float]:
        """Where name and date of a signature begin, all in cells (GB/T 9704, 7.3.5.2).

        The name ends two cells from the right and the date begins two cells right of the name's
        first character; a longer date takes the two cells and the name moves left.
        """
        at = self.cells - 2 - (date + 2 if date > name else name)
        return max(at, 0.0), max(at + 2, 0.0)

    def row_height(self, lines: int) -> float:
        return self.row + (max(lines, 1) - 1) * self.row_line


def _official() -> Layout:
    area, size, rows = (156.0, 225.0), 16.0, 22
    # A line of the standard is a character and 7/8 of it; the first line's characters touch the
    # top of the area and the last line's its foot, so 22 lines are 21 pitches and one character.
    pitch = (area[1] - size / POINT) / (rows - 1)
    return Layout(
        name="gongwen",
        page=(210.0, 297.0),
        top=37.0,
        left=28.0,
        area=area,
        size=size,
        cells=28,
        pitch=pitch,
        title_size=22.0,
        title_pitch=pitch * 1.25,
        table_size=12.0,
        row=pitch * 0.75,
        row_line=pitch * 0.5,
        cell_padding=1.8,
        on_grid=True,
    )


GONGWEN = _official()
LEDGER = Layout(
    name="ledger",
    page=(297.0, 210.0),
    top=18.0,
    left=15.0,
    area=(267.0, 172.0),
    size=10.5,
    cells=72,
    pitch=6.4,
    title_size=18.0,
    title_pitch=10.0,
    table_size=10.5,
    row=6.8,
    row_line=4.7,
    cell_padding=1.2,
    on_grid=False,
)
# Upright, with rows high enough to write a name in.
SIGNING = replace(
    LEDGER,
    name="signing",
    page=(210.0, 297.0),
    area=(180.0, 259.0),
    cells=48,
    row=10.0,
)


def _cut_up(name: LayoutName, tile: tuple[float, float], across: int, down: int) -> Layout:
    """A sheet of pieces of one size, edge to edge in the middle of the page."""
    page, (width, height) = (210.0, 297.0), tile
    return replace(
        LEDGER,
        name=name,
        page=page,
        left=(page[0] - across * width) / 2,
        top=(page[1] - down * height) / 2,
        area=(across * width, down * height),
        tile=tile,
    )


# ISO/IEC 7810 ID-1, as bank cards are; and the usual sheet of 24 labels.
CARDS = _cut_up("cards", (85.6, 54.0), 2, 5)
LABELS = _cut_up("labels", (70.0, 37.0), 3, 8)
LAYOUTS: dict[str, Layout] = {
    layout.name: layout for layout in (GONGWEN, LEDGER, SIGNING, CARDS, LABELS)
}
