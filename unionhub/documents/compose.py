"""The line composer: which characters stand on which line, and how far apart.

The PDF engine obeys the rules of where a line may break but cannot stretch a line of Han
characters and knows no hanging punctuation. So lines are chosen here, on a grid of square cells
(28 in an official document), and each full line gets the letter-spacing that makes it exactly as
wide as the text area.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Widths = Mapping[int, float]  # code point -> advance in em

NO_START = frozenset("！％），．：；？］｝〕】》〉」』、。”’…—·!%),.:;?]}℃‰々")
NO_END = frozenset("（［｛〔【《〈「『“‘([{￥¥＄№")
# The right half of their cell is blank, so it may hang out of the area (not ？: its ink is wide).
HANGING = frozenset("，。、；：！）》〉】〕」』”’")
HANG = 0.5
TOKEN = re.compile(r"——|……|[0-9A-Za-z][0-9A-Za-z.,:/+\-%‰*]*|.", re.DOTALL)

SERIF = ("", "kai")  # 仿宋 and 楷体 take digits and Latin from 宋体, whose digits are half a cell
LONGEST_WORD = 14.0  # em; a longer "word" (an address, a hostile string) may break anywhere
GENTLE_SQUEEZE = 1.2  # em a line; more looks crowded
MOST_SQUEEZE = 3.0
MOST_STRETCH = 3.5  # em a line; beyond it the line stays ragged rather than gapped
ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Unit:
    """What is never broken: one character, a number, a word, —— or ……."""

    text: str
    width: float  # em
    face: str  # of the run
    script: str  # "" the run's own face, "latin" or "rare" where that face is not used

    @property
    def classes(self) -> str:
        """The face and script as the names a stylesheet knows them by."""
        return f"{self.face} {self.script}".strip()


@dataclass(frozen=True, slots=True)
class Line:
    units: tuple[Unit, ...]
    last: bool

    @property
    def text(self) -> str:
        return "".join(unit.text for unit in self.units)

    @property
    def width(self) -> float:
        """Natural width in em; blanks at the end take no room."""
        inked = len(self.units)
        while inked > 1 and self.units[inked - 1].text.isspace():
            inked -= 1
        return sum(unit.width for unit in self.units[:inked])

    @property
    def glyphs(self) -> int:
        return sum(len(unit.text) for unit in self.units)

    @property
    def hangs(self) -> bool:
        return self.units[-1].text[-1] in HANGING


@dataclass(frozen=True, slots=True)
class Measure:
    """Widths of the faces: per run face, of the face that lends digits, of the rare face."""

    faces: Mapping[str, Widths]
    latin: Widths
    rare: Widths

    def units(self, runs: Iterable[tuple[str, str]]) -> list[Unit]:
        """Unbreakable units of (face, text) runs, each in the script that can print it."""
        return [
            unit
            for face, text in runs
            for token in TOKEN.findall(text)
            for unit in self._units_of(face, token)
        ]

    def width(self, text: str, face: str = "") -> float:
        return sum(unit.width for unit in self.units([(face, text)]))

    def _units_of(self, face: str, token: str) -> list[Unit]:
        unit = self._unit(face, token)
        if unit.width <= LONGEST_WORD:
            return [unit]
        return [self._unit(face, character) for character in token]

    def _unit(self, face: str, token: str) -> Unit:
        own = self.faces[face]
        if face in SERIF and token.isascii() and not token.isspace():
            return Unit(token, _advance(token, self.latin), face, "latin")
        if any(ord(character) not in own for character in token):
            return Unit(token, _advance(token, self.rare), face, "rare")
        return Unit(token, _advance(token, own), face, "")


def compose(
    units: Sequence[Unit], cells: float, first_indent: float = 0.0, hang_indent: float = 0.0
) -> list[Line]:
    """Break units into lines of ``cells`` em less the indent; full lines come near that width."""
    lines: list[Line] = []
    start = 0
    while start < len(units):
        room = cells - (hang_indent if lines else first_indent)
        end = _best_end(units, start, room)
        lines.append(Line(tuple(units[start:end]), last=end == len(units)))
        start = end
    return lines


def wrap(units: Sequence[Unit], width: float) -> list[Line]:
    """Break units into lines never wider than ``width`` em: for table cells, which stay ragged."""
    lines: list[Line] = []
    units = [part for unit in units for part in _parts(unit, width)]
    start = 0
    while start < len(units):
        fit = _fit(units, start, width)
        end = fit if fit == len(units) else _legal_before(units, start, fit) or fit
        lines.append(Line(tuple(units[start:end]), last=end == len(units)))
        start = end
    return lines


def spacing(line: Line, room: float, size: float, cell: float) -> float:
    """Letter-spacing that fills ``room``; all lengths in points, ``cell`` is the grid's step."""
    natural = line.width * size
    grid = cell - size
    ragged = room - natural - line.glyphs * grid > MOST_STRETCH * size
    if ragged or (line.last and natural + line.glyphs * grid <= room):
        return grid
    overhang = HANG * size if line.hangs and line.width * cell > room + 0.01 else 0.0
    return (room + overhang - natural) / line.glyphs


def _advance(text: str, widths: Widths) -> float:
    if text == "——":
        return 2.0  # some faces join the pair in one glyph of two em
    return sum(widths.get(ord(character), 1.0) for character in text)


def _parts(unit: Unit, width: float) -> list[Unit]:
    """The unit itself, or its characters when it is wider than the whole line."""
    if unit.width <= width:
        return [unit]
    share = unit.width / len(unit.text)
    return [Unit(character, share, unit.face, unit.script) for character in unit.text]


def _fit(units: Sequence[Unit], start: int, room: float) -> int:
    """Where the line from ``start`` is full; always at least one unit."""
    width, end = units[start].width, start + 1
    while end < len(units) and width + units[end].width <= room + ROUNDING:
        width += units[end].width
        end += 1
    return end


def _legal(units: Sequence[Unit], end: int) -> bool:
    """May a line end before units[end]? Never before closing marks and blanks, after opening."""
    first = units[end].text[0]
    return not (first in NO_START or first.isspace() or units[end - 1].text[-1] in NO_END)


def _legal_before(units: Sequence[Unit], start: int, fit: int) -> int:
    """The nearest legal end at or before ``fit``; 0 when there is none."""
    return next((end for end in range(fit, start, -1) if _legal(units, end)), 0)


def _legal_after(units: Sequence[Unit], fit: int) -> int:
    """The nearest legal end after ``fit`` that squeezing can reach; 0 when there is none."""
    width = 0.0
    for end in range(fit + 1, len(units) + 1):
        width += units[end - 1].width
        if width > MOST_SQUEEZE + 1:
            return 0
        if end == len(units) or _legal(units, end):
            return end
    return 0


def _best_end(units: Sequence[Unit], start: int, room: float) -> int:
    fit = _fit(units, start, room)
    if fit == len(units) or _legal(units, fit):
        return fit
    ends = [end for end in (_legal_before(units, start, fit), _legal_after(units, fit)) if end]
    costs = [(_cost(Line(tuple(units[start:end]), last=False), room), end) for end in ends]
    # A run of nothing but closing marks has no legal end: then the grid goes before the rule.
    return min(costs)[1] if costs else fit


def _cost(line: Line, room: float) -> float:
    """How much a line must be squeezed or stretched; stretching is the milder evil."""
    over = line.width - room
    if over <= 0:
        return -over * 0.9
    over = max(0.0, over - HANG) if line.hangs else over
    return over if over <= GENTLE_SQUEEZE else over * 4
