"""Sheets that are cut up, measured in the PDF: size, pieces on a page, cut marks, codes, names."""

import base64
from io import BytesIO

import pymupdf
import pytest
from PIL import Image

from unionhub.documents.blocks import Tile, plain_text
from unionhub.documents.html import render_html
from unionhub.documents.layouts import LAYOUTS
from unionhub.documents.pdf import PaperRefused, render_pdf
from unionhub.documents.tiles import modules

MM = 25.4 / 72
ADDRESS = "https://union.example.cn/members/cards/{}/scan/"


def card(number, name="马关旺", **more):
    facts = (("姓名", name), ("证号", f"XINGFA-HYZ-2010-{number:04}"))
    return Tile(
        "兴发乡工会",
        facts,
        title="工会会员证",
        code=ADDRESS.format(number),
        **{"picture_place": "照片", **more},
    )


def label(number):
    return Tile("马关旺", (("", "兴发砖瓦厂"), ("", f"XINGFA-HYZ-2010-{number:04}")))


def drawn(tiles, layout):
    return pymupdf.open(
        stream=render_pdf(tiles, title="会员证", author="兴发乡工会", layout=layout)
    )


def a_picture(colour=(120, 160, 200)):
    file = BytesIO()
    Image.new("RGB", (220, 300), colour).save(file, "JPEG")
    return base64.b64encode(file.getvalue()).decode()


def places(page, word):
    """Where a word stands, in millimetres from the left and the top."""
    return [(box.x0 * MM, box.y0 * MM) for box in page.search_for(word)]


@pytest.fixture(scope="module")
def cards():
    return drawn([card(n) for n in range(12)], "cards")


def test_a_sheet_is_a4_and_holds_ten_cards(cards):
    assert [(round(p.rect.width * MM), round(p.rect.height * MM)) for p in cards] == [
        (210, 297)
    ] * 2
    assert [len(places(page, "XINGFA-HYZ")) for page in cards] == [10, 2]


def test_cards_follow_each_other_at_the_size_of_a_bank_card(cards):
    """ISO/IEC 7810 ID-1: 85.6 × 54 mm, two across and five down."""
    spots = places(cards[0], "兴发乡工会")
    assert {round(x - spots[0][0], 1) for x, _ in spots} == {0.0, 85.6}
    assert sorted({round(y - spots[0][1], 1) for _, y in spots}) == [54.0 * n for n in range(5)]


def test_cut_marks_stand_outside_the_cards_on_every_page(cards):
    for page in cards:
        lines = [
            d["rect"] for d in page.get_drawings() if max(d["rect"].width, d["rect"].height) < 40
        ]
        upright = {round(r.x0 * MM, 1) for r in lines if r.height > r.width and r.width < 1}
        level = {round(r.y0 * MM, 1) for r in lines if r.width > r.height and r.height < 1}
        assert upright == {19.4, 105.0, 190.6}
        assert level == {13.5 + 54 * n for n in range(6)}
        inside = pymupdf.Rect(19.5 / MM, 13.6 / MM, 190.5 / MM, 283.4 / MM)
        assert not any(inside.contains(r.tl) and r.width * r.height < 20 for r in lines)


def squares(page, box, side):
    """Dark and light of a code as it is printed, sampled in the middle of each square."""
    zoom = 8
    picture = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), clip=box, colorspace="gray")
    step = picture.width / (side + 8)
    return tuple(
        tuple(
            picture.pixel(int((x + 4.5) * step), int((y + 4.5) * step))[0] < 128
            for x in range(side)
        )
        for y in range(side)
    )


def codes(page):
    """The ink of each code on a page, with the blank around it that readers need."""
    for drawing in page.get_drawings():
        rect = drawing["rect"]
        if 15 < rect.width * MM < 21 and abs(rect.width - rect.height) < 1:
            yield rect


def test_each_card_bears_the_code_of_its_own_address(cards):
    boxes = sorted(codes(cards[0]), key=lambda r: (round(r.y0), r.x0))
    assert len(boxes) == 10
    for number, box in enumerate(boxes):
        expected = modules(ADDRESS.format(number))
        side = len(expected)
        quiet = box.width / side * 4
        whole = pymupdf.Rect(box.x0 - quiet, box.y0 - quiet, box.x1 + quiet, box.y1 + quiet)
        assert squares(cards[0], whole, side) == expected
        assert box.width * MM / side > 0.4  # a square a phone can tell apart


def test_a_code_is_the_one_of_its_text_alone():
    assert modules(ADDRESS.format(1)) != modules(ADDRESS.format(2))
    assert len(modules("1" * 10)) == 21


def test_the_words_of_a_card_keep_off_its_code_and_its_edges(cards):
    code = max(codes(cards[0]), key=lambda r: (-round(r.y0), -r.x0))
    words = [w for w in cards[0].get_text("words") if w[0] * MM < 105 and w[1] * MM < 67]
    assert words
    assert all(w[0] * MM > 23 and w[2] * MM < 102 and w[3] * MM < 64 for w in words)
    assert not any(pymupdf.Rect(w[:4]).intersects(code) for w in words)


@pytest.mark.parametrize("name", ["阿卜杜拉·买买提·吐尔逊江·艾力", "古丽" * 25, "𠮷田犇"])
def test_a_name_of_any_length_stands_whole_on_its_card(name):
    (page,) = drawn([card(1, name)], "cards")
    text = "".join(page.get_text().split())
    assert name in text
    assert max(w[3] * MM for w in page.get_text("words")) < 13.5 + 54


def test_a_photo_stands_in_its_frame_and_without_one_the_frame_is_empty():
    (page,) = drawn([card(1, picture=a_picture()), card(2)], "cards")
    (image,) = page.get_image_info()
    left, top, right, bottom = (round(edge * MM, 1) for edge in image["bbox"])
    assert (round(right - left), round(bottom - top)) == (22, 30)
    assert left < 105
    assert [x > 105 for x, _ in places(page, "照片")] == [True]


def test_what_is_no_picture_ends_the_printing():
    with pytest.raises(ValueError, match="base64"):
        card(1, picture='"><img src=file:///etc/passwd>')


def test_24_labels_fill_a_sheet():
    sheet = drawn([label(n) for n in range(25)], "labels")
    assert [len(places(page, "XINGFA-HYZ")) for page in sheet] == [24, 1]
    spots = places(sheet[0], "马关旺")
    assert sorted({round(x - spots[0][0]) for x, _ in spots}) == [0, 70, 140]
    assert sorted({round(y - spots[0][1]) for _, y in spots}) == [37 * n for n in range(8)]
    assert not sheet[0].get_drawings()


def test_a_list_to_be_signed_is_upright_with_room_to_write():
    assert LAYOUTS["signing"].page == (210.0, 297.0)
    assert LAYOUTS["signing"].row == 10.0


def test_a_tile_reads_in_full_on_the_screen_and_as_text():
    assert "马关旺" in plain_text([card(1)])
    assert "<p>兴发乡工会</p>" in render_html([card(1)])


def test_more_cards_than_an_office_prints_at_once_are_refused():
    with pytest.raises(PaperRefused, match="超过一次打印的上限"):
        drawn([label(n) for n in range(2001)], "labels")
