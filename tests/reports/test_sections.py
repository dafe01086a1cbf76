"""The default template: the source's order, no figure typed, no slip of the source left."""

import re

import pytest

from reports.patterns import hand_numbers, read, stored, tokens
from reports.sections import TEMPLATE
from reports.statements import NAMES

TEXT = "\n".join(section.heading + "\n" + section.text for section in TEMPLATE)


def test_the_sections_stand_in_the_order_of_the_source():
    assert [(section.key, section.level) for section in TEMPLATE] == [
        ("lead", 0),
        ("building", 1),
        ("tasks", 1),
        ("organisation", 2),
        ("recreation", 2),
        ("shortcomings", 1),
        ("closing", 0),
    ]


@pytest.mark.parametrize("section", TEMPLATE, ids=lambda section: section.key)
def test_every_text_can_be_read_and_every_token_means_something(section):
    assert stored(section.text, NAMES) == section.text
    for line in section.text.splitlines():
        read(line)


def test_no_figure_is_typed():
    assert hand_numbers(TEXT) == []


def test_goals_are_said_as_goals():
    targets = [token.key for token in tokens(TEXT) if token.mode == "目标"]

    assert targets == ["members.rate", "members.card_rate"]
    assert "目标{members.rate|目标}，实际" in TEXT


@pytest.mark.parametrize(
    "slip", ["一年来", "、、", "被于", "撑握", "主人公", "摆正位子", ".", "使工会入会率达到"]
)
def test_the_slips_of_the_source_are_mended(slip):
    words = re.sub(r"\{[^}]*\}|^\d\.", "", TEXT, flags=re.M)

    assert slip not in words


def test_a_paragraph_ends_with_one_mark():
    for section in TEMPLATE:
        for line in section.text.splitlines():
            assert re.search(r"[^。：][。：]\]?$", line), line[-20:]
