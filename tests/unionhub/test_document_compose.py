"""Lines: what may stand at their ends, and that they fill the text area."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from unionhub.documents.compose import (
    HANG,
    MOST_SQUEEZE,
    NO_END,
    NO_START,
    Measure,
    compose,
    spacing,
    wrap,
)

HAN = "工会职工帮扶救助维权服务组织建设"
MARKS = "，。；：？！、）》”’（《“‘"
WIDTHS = {
    **{ord(mark): 1.0 for mark in HAN + MARKS + "—…"},
    **dict.fromkeys(range(32, 127), 0.5),
}
MEASURE = Measure({"": WIDTHS, "kai": WIDTHS, "hei": WIDTHS}, latin=WIDTHS, rare={})
SIZE, CELL = 16.0, 442.2 / 28

# Text as people write it: words and numbers, at most two marks together.
word = st.text(alphabet=HAN, min_size=1, max_size=9)
number = st.from_regex(r"[0-9]{1,6}(\.[0-9]{1,2})?%?", fullmatch=True)
mark = st.sampled_from(
    ["，", "。", "、", "；", "。”", "》，", "（", "：“", "《", "——", "……", "）。"]
)
prose = st.lists(st.one_of(word, number, st.tuples(word, mark).map("".join)), max_size=40).map(
    "".join
)


def lines_of(text, indent=2.0):
    return compose(MEASURE.units([("", text)]), 28.0, indent)


@given(prose)
@example("工" * 26 + "。" + "会" * 30)
@example("工" * 25 + "（" + "会" * 30)
def test_no_line_begins_with_a_closing_or_ends_with_an_opening_mark(text):
    lines = lines_of(text)
    assert "".join(line.text for line in lines) == text
    for line in lines[1:]:
        assert line.text[0] not in NO_START
    for line in lines[:-1]:
        assert line.text[-1] not in NO_END


@given(prose)
def test_numbers_and_dashes_stay_on_one_line(text):
    whole = {unit.text for unit in MEASURE.units([("", text)])}
    for line in lines_of(text):
        assert {unit.text for unit in line.units} <= whole


@given(prose)
def test_full_lines_fill_the_area_and_nothing_reaches_far_beyond_it(text):
    for number_, line in enumerate(lines_of(text)):
        cells = 28 - (0 if number_ else 2)
        assert line.width <= cells + MOST_SQUEEZE + 1
        room = cells * CELL
        step = spacing(line, room, SIZE, CELL)
        width = line.width * SIZE + line.glyphs * step
        assert width <= room + HANG * SIZE + 0.02 if line.hangs else width <= room + 0.02


@pytest.mark.parametrize(("length", "lines"), [(26, 1), (27, 2), (54, 2), (55, 3)])
def test_a_line_holds_28_characters_less_the_indent(length, lines):
    assert len(lines_of("工" * length)) == lines


def test_a_closing_mark_hangs_rather_than_begin_a_line():
    first, second = lines_of("工" * 26 + "。" + "会" * 5)
    assert first.text == "工" * 26 + "。"
    assert second.text == "会" * 5


def test_a_run_of_nothing_but_closing_marks_still_ends():
    assert "".join(line.text for line in lines_of("）" * 90)) == "）" * 90


def test_a_word_longer_than_half_a_line_may_break_anywhere():
    lines = lines_of("a" * 200)
    assert "".join(line.text for line in lines) == "a" * 200
    assert all(line.width <= 28 for line in lines)


@given(prose, st.floats(2.0, 12.0))
def test_cells_never_grow_wider_than_their_column(text, width):
    lines = wrap(MEASURE.units([("", text)]), width)
    assert "".join(line.text for line in lines) == text
    assert all(line.width <= width + 0.01 for line in lines)


def test_text_without_characters_makes_no_lines():
    assert lines_of("") == []
    assert wrap([], 5.0) == []


def test_digits_come_from_the_latin_face_and_rare_characters_from_the_rare_one():
    units = MEASURE.units([("", "工12龘"), ("hei", "3")])
    assert [(unit.text, unit.classes) for unit in units] == [
        ("工", ""),
        ("12", "latin"),
        ("龘", "rare"),
        ("3", "hei"),
    ]
