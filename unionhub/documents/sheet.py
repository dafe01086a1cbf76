"""What the builders of print HTML share: the page, its faces, and text set in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from unionhub.documents.compose import Measure, Unit
from unionhub.documents.fonts import PaperFonts
from unionhub.documents.layouts import POINT, Layout
from unionhub.documents.runs import printable


@dataclass(frozen=True, slots=True)
class Sheet:
    layout: Layout
    fonts: PaperFonts
    measure: Measure

    @property
    def table_em(self) -> float:
        """A character's width in tables, in millimetres."""
        return self.layout.table_size / POINT

    def units(self, runs: Iterable[tuple[str, str]]) -> list[Unit]:
        """Units of (face, text) runs, without what no renderer can print."""
        return self.measure.units((face, printable(text)) for face, text in runs)

    def width(self, text: str) -> float:
        """Width in cells of text on the body's grid."""
        return sum(unit.width for unit in self.units([("", text)]))

    def mixed(self, text: str, face: str = "") -> str:
        """Text as HTML, each character in a face that has it."""
        return spans(self.units([(face, text)]))


def spans(units: Sequence[Unit]) -> str:
    """Escaped text; what is not in the surrounding face stands in a span of its own."""
    out = []
    for classes, group in groupby(units, key=lambda unit: unit.classes):
        text = escape("".join(unit.text for unit in group), quote=False)
        out.append(f'<span class="{classes}">{text}</span>' if classes else text)
    return "".join(out)


def mm(length: float) -> str:
    return f"{length:.4f}mm"
