"""The blocks a paper is made of: frozen, plain, and exactly convertible to JSON data and back.

Constructors accept what is handy (a string for runs, lists for tuples, whole numbers for values)
and store one canonical form, so that equal papers give equal data and equal digests. This module
is the door: who makes or reads papers imports blocks from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from unionhub.documents.kinds import (
    KINDS,
    Addressee,
    Align,
    Attachment,
    Block,
    Chart,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Signature,
    SignOff,
    SubLine,
    Table,
    Tile,
    Title,
)
from unionhub.documents.runs import Cell, Content, Run, cell_text, value_text

__all__ = [
    "KINDS",
    "Addressee",
    "Align",
    "Attachment",
    "Block",
    "Cell",
    "Chart",
    "Content",
    "Facts",
    "Heading",
    "PageBreak",
    "Paragraph",
    "Run",
    "SignOff",
    "Signature",
    "SubLine",
    "Table",
    "Tile",
    "Title",
    "cell_text",
    "from_data",
    "plain_text",
    "to_data",
    "value_text",
    "words",
]
_KIND_OF = {cls: kind for kind, cls in KINDS.items()}


def to_data(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Plain JSON data of the blocks; ``from_data`` gives back equal blocks."""
    return [
        {
            "kind": _KIND_OF[type(block)],
            **{field.name: _plain(getattr(block, field.name)) for field in fields(block)},
        }
        for block in blocks
    ]


def from_data(data: Iterable[Mapping[str, Any]]) -> list[Block]:
    """The blocks of ``to_data``; anything else is a ValueError, never a silent gap."""
    return [_block(item) for item in data]


def words(block: Block) -> list[str]:
    """Every line of text in a block, cell by cell, in reading order."""
    match block:
        case Title():
            return list(block.lines)
        case SubLine():
            return list(block.parts)
        case Addressee():
            return [block.text]
        case Heading() | Paragraph():
            return ["".join(run.text for run in block.runs)]
        case Table():
            cells = [cell_text(cell) for row in (*block.rows, block.foot) for cell in row]
            return [block.caption, *block.head, *cells, block.note]
        case Chart():
            bars = [text for label, value in block.bars for text in (label, value_text(value))]
            return [block.caption, block.unit, *bars]
        case Facts():
            return [
                text
                for row in block.rows
                for label, value in row
                for text in (label, cell_text(value))
            ]
        case Signature():
            return [block.name, block.date_text]
        case Attachment():
            return [number + title for number, title in block.numbered]
        case SignOff():
            return list(block.labels)
        case PageBreak():
            return []
        case Tile():
            facts = [text for pair in block.facts for text in pair]
            return [block.head, block.title, *facts, block.picture_place]


def plain_text(blocks: Iterable[Block]) -> str:
    """The paper's words, one line each: for checks of wording, search and digests by eye."""
    return "\n".join(line for block in blocks for line in words(block) if line)


def _block(item: Mapping[str, Any]) -> Block:
    kind = item.get("kind") if isinstance(item, Mapping) else None
    cls = KINDS.get(kind) if isinstance(kind, str) else None
    if cls is None:
        raise ValueError(f"unknown kind of block: {kind!r}")
    try:
        return cls(**{name: _unplain(value) for name, value in item.items() if name != "kind"})
    except TypeError as error:
        raise ValueError(f"not the data of a {kind} block: {error}") from None


def _plain(value: Any) -> Any:
    if isinstance(value, Run):
        return {
            name: text
            for name in ("text", "face", "figure")
            if (text := getattr(value, name)) or name == "text"
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Decimal) else value


def _unplain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return Run(**value)
    return tuple(_unplain(item) for item in value) if isinstance(value, list) else value
