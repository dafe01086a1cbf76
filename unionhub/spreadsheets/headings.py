"""Where the heading of a sheet stands, and which column each of its cells names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from unionhub.spreadsheets.cells import plain_text
from unionhub.spreadsheets.columns import Answers, Column, heading_key, own_headings
from unionhub.spreadsheets.reading import Cell

WITHIN = 30  # filled rows in which the heading is looked for

Row = tuple[int, tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the heading is: its rows, and for each column found its place and its words.

    ``cells``: the words at every place that has some. ``remembered``: places read as the office
    said of an earlier sheet. ``twice``: columns named at two places, with the words.
    """

    rows: range
    places: Mapping[str, int]
    words: Mapping[str, str]
    twice: Mapping[str, str]
    cells: Mapping[int, str]
    remembered: frozenset[int] = frozenset()

    @property
    def ignored(self) -> list[str]:
        """Headings nobody asked for."""
        taken = set(self.places.values())
        doubled = set(self.twice.values())
        return [w for n, w in sorted(self.cells.items()) if n not in taken and w not in doubled]


def find_heading(
    rows: Sequence[Row], columns: Sequence[Column], answers: Answers, sheet: str
) -> Heading | None:
    """The row with the most known headings (two at least), and those next to it that add some."""
    known = own_headings(columns)
    keys = {column.key for column in columns}
    for heading, key in answers.headings.items():
        if key in keys:
            known[heading] = key
        elif not key:
            known.pop(heading, None)
    first = rows[:WITHIN]
    found = [_matches(cells, known) for _, cells in first]
    best = max(range(len(first)), key=lambda n: len(set(found[n].values())), default=None)
    if best is None or len(set(found[best].values())) < min(2, len(columns)):
        return None
    start = end = best
    while start > 0 and _adds(found[start - 1], found[start : end + 1], first, start):
        start -= 1
    while end + 1 < len(first) and _adds(found[end + 1], found[start : end + 1], first, end + 1):
        end += 1
    return _heading(
        first[start : end + 1],
        found[start : end + 1],
        columns,
        answers,
        answers.places.get(sheet, {}),
    )


def _matches(cells: Sequence[Cell], known: Mapping[str, str]) -> dict[int, str]:
    """Place → key of the cells of a row that are known headings."""
    return {
        place: known[heading_key(cell)]
        for place, cell in enumerate(cells)
        if isinstance(cell, str) and heading_key(cell) in known
    }


def _adds(more: dict[int, str], have: list[dict[int, str]], rows: Sequence[Row], at: int) -> bool:
    """Does the neighbour row (two rows, one heading) name columns not named yet, at free places?"""
    if rows[at][0] - rows[at - 1][0] != 1:
        return False
    places = {place for one in have for place in one}
    keys = {key for one in have for key in one.values()}
    return bool(more) and not keys & set(more.values()) and not places & set(more)


def _heading(
    rows: Sequence[Row],
    found: Sequence[dict[int, str]],
    columns: Sequence[Column],
    answers: Answers,
    said: Mapping[int, str],
) -> Heading:
    cells: dict[int, str] = {}
    named: dict[int, tuple[str, str]] = {}
    for (_, row), matches in zip(rows, found, strict=True):
        cells |= {n: plain_text(cell) for n, cell in enumerate(row) if isinstance(cell, str)}
        named |= {place: (key, str(row[place])) for place, key in matches.items()}
    cells |= {place: words.strip() for place, (_, words) in named.items()}
    chosen, twice = _choose(cells, named, columns, said)
    own = own_headings(columns)
    return Heading(
        range(rows[0][0], rows[-1][0] + 1),
        {key: place for key, (place, _) in chosen.items()},
        {key: words for key, (_, words) in chosen.items()},
        twice,
        cells,
        frozenset(
            place
            for place, words in cells.items()
            if place not in said
            and heading_key(words) in answers.headings
            and answers.headings[heading_key(words)] != own.get(heading_key(words), "")
        ),
    )


def _choose(
    cells: Mapping[int, str],
    named: Mapping[int, tuple[str, str]],
    columns: Sequence[Column],
    said: Mapping[int, str],
) -> tuple[dict[str, tuple[int, str]], dict[str, str]]:
    """(key → place and words; key → words of those named twice). What was ``said`` holds."""
    labels = {column.key: heading_key(column.label) for column in columns}
    places: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for place, (key, words) in named.items():
        if place not in said:
            places[key].append((place, words))
    for place, key in said.items():
        if key in labels and place in cells:
            places[key] = [(place, named[place][1] if place in named else cells[place])]
    chosen, twice = {}, {}
    for key, hits in places.items():
        # The heading as we print it goes before a synonym; two of a kind are no choice of ours.
        exact = [hit for hit in hits if heading_key(hit[1]) == labels[key]]
        if len(exact or hits) > 1:
            twice[key] = (exact or hits)[0][1].strip()
        chosen[key] = (exact or hits)[0]
    return chosen, twice
