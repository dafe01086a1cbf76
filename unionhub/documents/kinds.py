"""The kinds of block: frozen and plain, each stored in one canonical form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

from unionhub.documents.runs import (
    Cell,
    Content,
    Run,
    as_cell,
    as_cells,
    as_number,
    as_runs,
    as_strings,
    as_text,
    cell_text,
    need_text,
)

Align = Literal["text", "number", "money"]
ALIGNS = ("text", "number", "money")
BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")


@dataclass(frozen=True, slots=True)
class Title:
    """The paper's title; each line is set on its own."""

    lines: Sequence[str]

    def __post_init__(self) -> None:
        _store(self, "lines", as_strings(self.lines))


@dataclass(frozen=True, slots=True)
class SubLine:
    """One line under the title, its parts spread: left, centre, right (unit, period, 单位：元)."""

    parts: Sequence[str]

    def __post_init__(self) -> None:
        _store(self, "parts", as_strings(self.parts))
        if not 1 <= len(self.parts) <= 3:
            raise ValueError("a sub line has one to three parts")


@dataclass(frozen=True, slots=True)
class Addressee:
    """主送机关: whom the paper is for, flush left."""

    text: str

    def __post_init__(self) -> None:
        need_text(self.text)


@dataclass(frozen=True, slots=True)
class Heading:
    """一、 （一） 1. （1）: the number is part of the text."""

    content: Content
    level: int = 1

    def __post_init__(self) -> None:
        _store(self, "content", as_runs(self.content))
        if type(self.level) is not int or not 1 <= self.level <= 4:
            raise ValueError(f"a heading has level 1 to 4, not {self.level!r}")

    @property
    def runs(self) -> tuple[Run, ...]:
        return cast(tuple[Run, ...], self.content)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; ``indent`` is the first line's indent in characters."""

    content: Content
    indent: int = 2

    def __post_init__(self) -> None:
        _store(self, "content", as_runs(self.content))
        if type(self.indent) is not int or not 0 <= self.indent <= 10:
            raise ValueError(f"an indent is 0 to 10 characters, not {self.indent!r}")

    @property
    def runs(self) -> tuple[Run, ...]:
        return cast(tuple[Run, ...], self.content)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head that repeats on every page; ``foot`` is the totals row."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    align: Sequence[Align] = ()
    note: str = ""
    foot: Sequence[Cell] = ()

    def __post_init__(self) -> None:
        need_text(self.caption, self.note)
        _store(self, "head", as_strings(self.head))
        _store(self, "rows", tuple(as_cells(row) for row in self.rows))
        _store(self, "align", as_strings(self.align) or ("text",) * len(self.head))
        _store(self, "foot", as_cells(self.foot))
        if not self.head or set(self.align) - set(ALIGNS) or len(self.align) != len(self.head):
            raise ValueError("a table has a head, and one alignment of text, number, money each")
        if any(len(row) != len(self.head) for row in (*self.rows, self.foot or self.head)):
            raise ValueError("every row has as many cells as the head")

    @property
    def foot_span(self) -> int:
        """How many columns the foot's first cell takes: 合计 reaches over the blanks beside it."""
        texts = [cell_text(cell) for cell in self.foot]
        filled = (number for number, text in enumerate(texts[1:], start=1) if text)
        return next(filled, len(texts)) if texts else 0


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with their values written on them; values are exact, never floats."""

    caption: str
    rows: Sequence[tuple[str, Decimal | int | str]]
    unit: str = ""

    def __post_init__(self) -> None:
        need_text(self.caption, self.unit)
        _store(
            self, "rows", tuple((as_text(label), as_number(value)) for label, value in self.rows)
        )

    @property
    def bars(self) -> tuple[tuple[str, Decimal], ...]:
        return cast(tuple[tuple[str, Decimal], ...], self.rows)


@dataclass(frozen=True, slots=True)
class Facts:
    """A form-like grid; each row holds one to four (label, value) pairs."""

    rows: Sequence[Sequence[tuple[str, Cell]]]

    def __post_init__(self) -> None:
        rows = tuple(
            tuple((as_text(label), as_cell(value)) for label, value in row) for row in self.rows
        )
        _store(self, "rows", rows)
        if any(not 1 <= len(row) <= 4 for row in rows):
            raise ValueError("a row of facts holds one to four pairs")


@dataclass(frozen=True, slots=True)
class Signature:
    """落款 without a seal: who signs and the date in words."""

    name: str
    date_text: str = ""

    def __post_init__(self) -> None:
        need_text(self.name, self.date_text)


@dataclass(frozen=True, slots=True)
class Attachment:
    """附件说明: the titles of what is attached."""

    titles: Sequence[str]

    def __post_init__(self) -> None:
        _store(self, "titles", as_strings(self.titles))

    @property
    def numbered(self) -> tuple[tuple[str, str], ...]:
        """(number, title) as printed; a single attachment carries no number."""
        single = len(self.titles) == 1
        return tuple(
            ("" if single else f"{n}.", title) for n, title in enumerate(self.titles, start=1)
        )


@dataclass(frozen=True, slots=True)
class SignOff:
    """填表人 审核人 负责人 日期: labels with room to write by hand."""

    labels: Sequence[str]

    def __post_init__(self) -> None:
        _store(self, "labels", as_strings(self.labels))


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block begins a new page."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One of many alike on a sheet that is cut up: a card, a label. Its layout gives the size.

    ``head`` stands on top; ``facts`` are (label, value) pairs, the label may be empty; ``code``
    is the text of a QR code. ``picture`` is a JPEG in base64; without one the words of
    ``picture_place`` stand in its empty frame, and without those there is no frame.
    """

    head: str
    facts: Sequence[tuple[str, str]]
    title: str = ""
    code: str = ""
    picture: str = ""
    picture_place: str = ""

    def __post_init__(self) -> None:
        need_text(self.head, self.title, self.code, self.picture, self.picture_place)
        facts = tuple((as_text(label), as_text(value)) for label, value in self.facts)
        _store(self, "facts", facts)
        if not BASE64.fullmatch(self.picture):
            raise ValueError("a picture is base64")


Block = (
    Title
    | SubLine
    | Addressee
    | Heading
    | Paragraph
    | Table
    | Chart
    | Facts
    | Signature
    | Attachment
    | SignOff
    | PageBreak
    | Tile
)
KINDS: dict[str, type[Block]] = {
    "title": Title,
    "sub_line": SubLine,
    "addressee": Addressee,
    "heading": Heading,
    "paragraph": Paragraph,
    "table": Table,
    "chart": Chart,
    "facts": Facts,
    "signature": Signature,
    "attachment": Attachment,
    "sign_off": SignOff,
    "page_break": PageBreak,
    "tile": Tile,
}


def _store(block: Block, name: str, value: object) -> None:
    object.__setattr__(block, name, value)
