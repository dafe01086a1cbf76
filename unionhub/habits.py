"""What an office says about its own sheets: kept with the run, remembered for the next sheet.

A run's ``options`` keep the answers given on its page: ``headings`` (sheet → place → key) and
``words`` (key → word → entry). For the actions, inside whose transaction they are remembered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from unionhub.models import HeadingHabit, Organisation, ValueHabit
from unionhub.sheets import SheetKind
from unionhub.spreadsheets.cells import fold
from unionhub.spreadsheets.columns import Answers, heading_key, own_headings

LONGEST_HEADING = 60
LONGEST_WORD = 40


def answers_for(kind: SheetKind, organisation: Organisation, options: Mapping[str, Any]) -> Answers:
    """What is known of an office's sheets of a kind: remembered, and said of this very file."""
    headings = HeadingHabit.objects.filter(organisation=organisation, kind=kind.key)
    words = ValueHabit.objects.filter(organisation=organisation, kind=kind.key)
    values: dict[str, dict[str, str]] = {}
    for habit in words:
        values.setdefault(habit.column, {})[habit.word] = habit.value
    for key, said in options.get("words", {}).items():
        values.setdefault(key, {}).update(said)
    return Answers(
        {habit.heading: habit.column for habit in headings},
        {
            sheet: {int(place): key for place, key in said.items()}
            for sheet, said in options.get("headings", {}).items()
        },
        values,
    )


def remember(
    kind: SheetKind,
    organisation: Organisation,
    notes: Mapping[str, Any],
    options: Mapping[str, Any],
) -> None:
    """Keep what was said of a file for the next one.

    A heading that stands twice on a sheet tells nothing by its words alone and is not kept; what
    is said as we would read it anyway is forgotten.
    """
    said = dict(_headings_said(notes, options.get("headings", {})))
    own = own_headings(kind.columns)
    rows = HeadingHabit.objects.filter(organisation=organisation, kind=kind.key)
    rows.filter(heading__in=said).delete()
    HeadingHabit.objects.bulk_create(
        HeadingHabit(organisation=organisation, kind=kind.key, heading=heading, column=column)
        for heading, column in said.items()
        if column != own.get(heading, "")
    )
    for key, words in options.get("words", {}).items():
        ValueHabit.objects.filter(
            organisation=organisation, kind=kind.key, column=key, word__in=words
        ).delete()
        ValueHabit.objects.bulk_create(
            ValueHabit(organisation=organisation, kind=kind.key, column=key, word=word, value=value)
            for word, value in words.items()
        )


def _headings_said(
    notes: Mapping[str, Any], said: Mapping[str, Mapping[str, str]]
) -> Iterable[tuple[str, str]]:
    """(folded heading, key) of the places that were spoken about."""
    for sheet, places in said.items():
        cells = notes["headings"].get(sheet, {}).get("cells", [])
        times = Counter(heading_key(words) for _, words, *_ in cells)
        for place, words, *_ in cells:
            heading = heading_key(words)
            if str(place) in places and times[heading] == 1 and len(heading) <= LONGEST_HEADING:
                yield heading, places[str(place)]


def headings_sent(
    kind: SheetKind, notes: Mapping[str, Any], sent: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Sheet → place → key, of what a page sent as ``heading-<sheet>-<place>``; what is unknown
    counts for nothing."""
    known = {column.key for column in kind.columns} | {""}
    found: dict[str, dict[str, str]] = {}
    for number, (sheet, heading) in enumerate(notes["headings"].items()):
        for place, *_ in heading.get("cells", []):
            told = sent.get(f"heading-{number}-{place}")
            if told in known:
                found.setdefault(sheet, {})[str(place)] = told
    return found


def words_sent(
    kind: SheetKind, notes: Mapping[str, Any], sent: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Key → folded word → entry, of what a page sent as ``word-<key>-<number>``: an entry of the
    list, ``blank`` to leave it blank, nothing to ask again."""
    found: dict[str, dict[str, str]] = {}
    for key, words in questions(kind, notes).items():
        entries = dict(kind.entries_of(key))
        for number, (word, _, _) in enumerate(words):
            told = sent.get(f"word-{key}-{number}", "")
            if told in entries or (told == "blank" and kind.may_be_blank(key)):
                found.setdefault(key, {})[fold(word)] = "" if told == "blank" else told
    return found


def questions(
    kind: SheetKind, notes: Mapping[str, Any]
) -> dict[str, list[tuple[str, int, str | None]]]:
    """Key → (word, lines that have it, what it was said to mean), the open ones first."""
    asked, answered = notes.get("asked", {}), notes.get("answered", {})
    return {
        column.key: [
            *((word, lines, None) for word, lines in asked.get(column.key, [])),
            *((word, lines, meant) for word, lines, meant in answered.get(column.key, [])),
        ]
        for column in kind.columns
        if column.key in asked or column.key in answered
    }
