"""What is asked of a sheet: its columns, and what an office has said about its own headings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from unionhub.spreadsheets.cells import Reader, fold

# A remark in brackets, but not one that changes the unit: 金额（万元） is not 金额.
_DECORATION = re.compile(r"[（(][^（）()万]*[)）]|[*＊:：、,，.。·/／\-—_“”\"'《》【】\[\]]")


@dataclass(frozen=True, slots=True)
class Column:
    """One column to read: the key of its value, the heading as printed and as others print it.

    ``required``: the sheet must have the column, and each line a value in it, unless it
    ``may_lack`` one where other columns make up for it.
    ``spreads``: a cell merged over several rows holds for each of them (unit, village; not money).
    """

    key: str
    label: str
    read: Reader
    synonyms: Sequence[str] = ()
    required: bool = False
    may_lack: bool = False
    spreads: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """What an office has said about its sheets.

    ``headings``: folded heading → key of the column it stands for (empty: it is not read), as
    remembered from earlier sheets. ``places``: the same for this very file, by sheet and place
    (from 0). ``values``: key → folded word → entry of the column's list (empty: leave it blank).
    """

    headings: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, Mapping[int, str]] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


NO_ANSWERS = Answers()


def heading_key(text: str) -> str:
    """What two spellings of a heading have in common: no blanks, marks and remarks in brackets."""
    bare = fold(_DECORATION.sub("", text))
    return bare or fold(text)


def own_headings(columns: Sequence[Column]) -> dict[str, str]:
    """Folded heading → key, of the headings known without being told."""
    return {
        heading_key(word): column.key
        for column in columns
        for word in (column.label, *column.synonyms)
    }
