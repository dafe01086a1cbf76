"""Blocks have one canonical form, and their data give back equal blocks."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unionhub.documents.blocks import (
    KINDS,
    Addressee,
    Attachment,
    Chart,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    Signature,
    SignOff,
    SubLine,
    Table,
    Tile,
    Title,
    from_data,
    plain_text,
    to_data,
)
from unionhub.documents.runs import printable

text = st.text(max_size=12)
runs = st.builds(Run, text, st.sampled_from(["", "kai", "hei"]), text)
content = st.lists(st.one_of(text, runs), max_size=4)
cell = st.one_of(text, runs)
value = st.one_of(
    st.integers(-(10**9), 10**9),
    st.decimals(-(10**9), 10**9, places=2, allow_nan=False, allow_infinity=False),
)


@st.composite
def tables(draw):
    width = draw(st.integers(1, 4))

    def rows(one):
        return st.lists(one, min_size=width, max_size=width)

    return Table(
        draw(text),
        draw(rows(text)),
        draw(st.lists(rows(cell), max_size=3)),
        align=draw(rows(st.sampled_from(["text", "number", "money"]))),
        note=draw(text),
        foot=draw(st.one_of(st.just(()), rows(cell))),
    )


STRATEGIES = {
    "tile": st.builds(
        Tile,
        text,
        st.lists(st.tuples(text, text), max_size=3),
        title=text,
        code=text,
        picture=st.sampled_from(["", "/9j/"]),
        picture_place=text,
    ),
    "title": st.builds(Title, st.lists(text, max_size=3)),
    "sub_line": st.builds(SubLine, st.lists(text, min_size=1, max_size=3)),
    "addressee": st.builds(Addressee, text),
    "heading": st.builds(Heading, content, st.integers(1, 4)),
    "paragraph": st.builds(Paragraph, content, st.integers(0, 10)),
    "table": tables(),
    "chart": st.builds(Chart, text, st.lists(st.tuples(text, value), max_size=4), text),
    "facts": st.builds(
        Facts, st.lists(st.lists(st.tuples(text, cell), min_size=1, max_size=4), max_size=3)
    ),
    "signature": st.builds(Signature, text, text),
    "attachment": st.builds(Attachment, st.lists(text, max_size=3)),
    "sign_off": st.builds(SignOff, st.lists(text, max_size=4)),
    "page_break": st.just(PageBreak()),
}
block = st.one_of(*STRATEGIES.values())


@given(st.lists(block, max_size=4))
def test_stored_data_give_back_equal_blocks_and_equal_data(blocks):
    data = json.loads(json.dumps(to_data(blocks)))
    again = from_data(data)
    assert again == blocks
    assert json.dumps(to_data(again)) == json.dumps(to_data(blocks))


def test_the_property_covers_every_kind():
    assert set(STRATEGIES) == set(KINDS)


@pytest.mark.parametrize(
    ("handy", "canonical"),
    [
        (Paragraph("入会"), Paragraph((Run("入会"),))),
        (Heading(["一、", Run("组织")]), Heading((Run("一、"), Run("组织")))),
        (Title("总结"), Title(("总结",))),
        (Table("", ["甲"], [["1"]]), Table("", ("甲",), (("1",),), align=("text",))),
        (Chart("", [["甲", 2]]), Chart("", (("甲", Decimal("2.00")),))),
        (Chart("", [("甲", 100)]), Chart("", (("甲", Decimal("1E+2")),))),
    ],
)
def test_handy_and_canonical_forms_are_the_same_paper(handy, canonical):
    assert to_data([handy]) == to_data([canonical])
    assert handy == canonical
    assert hash(handy) == hash(canonical)


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "poem", "text": "x"},
        {"kind": "paragraph"},
        {"kind": "paragraph", "content": [{"text": "x", "colour": "red"}]},
        {"kind": "paragraph", "content": ["x"], "style": "font-size:90pt"},
        {"kind": "paragraph", "content": [5]},
        {"kind": "heading", "content": ["x"], "level": 7},
        {"kind": "heading", "content": ["x"], "level": True},
        {"kind": "chart", "caption": "", "rows": [["甲", 1.5]], "unit": ""},
        {"kind": "chart", "caption": "", "rows": [["甲", "1e999999"]], "unit": ""},
        {"kind": "table", "caption": "", "head": ["甲", "乙"], "rows": [["1"]]},
        {"kind": "table", "caption": "", "head": ["甲"], "rows": [["1"]], "align": ["justify"]},
        {"kind": "facts", "rows": [[]]},
        {"text": "no kind"},
        "a string",
    ],
)
def test_what_is_no_block_is_refused(data):
    with pytest.raises(ValueError):
        from_data([data])


@pytest.mark.parametrize(
    ("foot", "span"),
    [
        ((), 0),
        (("合计", "", "", "9"), 3),
        (("合计", "", Run("6"), "9"), 2),
        (("合计", "1", "2", "3"), 1),
        (("合计", "", "", ""), 4),
    ],
)
def test_the_foots_first_cell_reaches_over_the_blanks_beside_it(foot, span):
    assert Table("", ["序号", "姓名", "人数", "金额"], [], foot=foot).foot_span == span


def test_attachments_are_numbered_when_there_are_several():
    assert Attachment(["名单"]).numbered == (("", "名单"),)
    assert Attachment(["名单", "照片"]).numbered == (("1.", "名单"), ("2.", "照片"))


def test_plain_text_has_every_word_in_reading_order():
    paper = [
        Title(["总结"]),
        Paragraph(["入会率", Run("100%", figure="members.rate")]),
        Table("表1", ["甲", "乙"], [["1", "2"]], foot=("合计", "3")),
        Facts([[("姓名", "张三")]]),
        Attachment(["名单", "照片"]),
        Signature("工会", "6月30日"),
    ]
    assert plain_text(paper).split("\n") == [
        *("总结", "入会率100%", "表1", "甲", "乙", "1", "2", "合计", "3", "姓名", "张三"),
        *("1.名单", "2.照片", "工会", "6月30日"),
    ]


def test_printable_text_has_no_controls_and_no_line_ends():
    hostile = "甲\r\n乙\t丙\u2028丁\x00\x1b\u202e戊\ud800\ufffe\uffff己"
    assert printable(hostile) == "甲 乙 丙 丁戊己"
