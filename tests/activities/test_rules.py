"""People, person-times and the names listed beside them."""

from __future__ import annotations

import pytest

from activities.rules import count_problems, list_warnings, person_times_of


@pytest.mark.parametrize(("given", "times"), [(None, 30), (90, 90), (0, 0)])
def test_person_times_left_blank_equal_the_people(given, times):
    assert person_times_of(30, given) == times


@pytest.mark.parametrize(
    ("heads", "women", "person_times", "fields"),
    [
        (30, None, None, set()),
        (30, 30, 30, set()),
        (0, 0, 0, set()),
        (30, 12, 90, set()),
        (30, 31, 30, {"women"}),
        (30, None, 29, {"person_times"}),
        (30, 31, 29, {"women", "person_times"}),
        (None, 5, 9, {"heads"}),
    ],
)
def test_counts_agree(heads, women, person_times, fields):
    problems = count_problems(heads=heads, women=women, person_times=person_times)
    assert set(problems) == fields


NAMES = [("female", 2), ("male", 1), ("", 1)]


@pytest.mark.parametrize(
    ("heads", "women", "person_times", "words"),
    [
        (3, 1, 4, []),
        (30, 12, 90, []),
        (None, None, None, []),
        (2, 1, 4, ["名单有3人，多于参加人数2人"]),
        (3, 0, 4, ["名单中女性有1人，多于所填女性0人"]),
        (3, 1, 3, ["名单合计4人次，多于参加人次3人次"]),
        (2, 0, 2, ["名单有3人", "名单中女性有1人", "名单合计4人次"]),
    ],
)
def test_more_names_than_counted_is_said_in_words(heads, women, person_times, words):
    said = list_warnings(heads=heads, women=women, person_times=person_times, listed=NAMES)
    assert len(said) == len(words)
    assert all(line.startswith(start) for line, start in zip(said, words, strict=True))


def test_an_empty_list_says_nothing():
    assert list_warnings(heads=0, women=0, person_times=0, listed=[]) == []
