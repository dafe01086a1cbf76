"""The printed paper, measured in the PDF: GB/T 9704-2012 to the millimetre, and nothing active."""

import itertools
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pymupdf
import pytest
from PIL import Image
from pypdf import PdfReader

from unionhub.documents import fonts as paper_fonts
from unionhub.documents import pdf
from unionhub.documents.blocks import (
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
    Title,
)
from unionhub.documents.fonts import unprintable
from unionhub.documents.layouts import GONGWEN
from unionhub.documents.pdf import PaperRefused, render_pdf

MM = 25.4 / 72
ROOT = Path(__file__).resolve().parents[2]
PROSE = "今年以来，兴发乡工会坚持服务职工、服务大局的方针——扎实推进帮扶救助（含医疗）等工作。"
HOSTILE = [
    "<img src=file:///etc/passwd>",
    "<link rel=attachment href=file:///etc/passwd>",
    "<style>@import 'http://127.0.0.1/x';</style>",
    "</p><script>alert(1)</script>",
    "url(file:///etc/hostname) {color: red} &lt;b&gt; &#x3c;",
]
RARE = "𠮷㛃堃犇䶮"


class Line(NamedTuple):
    """A line of type in millimetres: baseline, left and right end, its text."""

    baseline: float
    left: float
    right: float
    text: str


def render(*blocks, layout="gongwen"):
    return render_pdf(blocks, title="半年总结", author="兴发乡工会", layout=layout)


def lines_of(page, size=16.0):
    """Lines set in a type size, top to bottom."""
    rows = {}
    for span in page.get_texttrace():
        if abs(span["size"] - size) > 0.1:
            continue
        for code, _, (_, y), box in span["chars"]:
            rows.setdefault(round(y, 0), []).append((box[0], box[2], y, chr(code)))
    made = []
    for row in rows.values():
        marks = sorted(mark for mark in row if not mark[3].isspace())
        if marks:
            text = "".join(mark[3] for mark in marks)
            made.append(Line(marks[0][2] * MM, marks[0][0] * MM, marks[-1][1] * MM, text))
    return sorted(made)


def ink(page, top, bottom, dpi=300, darkness=160):
    """The box of what is drawn between two heights: left, top, right, bottom in millimetres."""
    clip = pymupdf.Rect(0, top / MM, page.rect.width, bottom / MM)
    drawn = page.get_pixmap(dpi=dpi, colorspace="gray", clip=clip)
    image = Image.frombytes("L", (drawn.width, drawn.height), drawn.samples)
    left, upper, right, lower = image.point(lambda grey: 255 if grey < darkness else 0).getbbox()
    unit = 25.4 / dpi
    return left * unit, top + upper * unit, right * unit, top + lower * unit


@pytest.fixture(scope="module")
def full():
    """Three pages of nothing but characters: every line is full."""
    return pymupdf.open(stream=render(Paragraph("国" * 28 * 22 * 3, indent=0)))


@pytest.fixture(scope="module")
def summary_bytes():
    paper = [
        Title(["兴发乡工会", "2010年上半年工作总结"]),
        Addressee("县总工会："),
        Paragraph(PROSE * 12),
        Heading("一、工会组织建设"),
        Paragraph([PROSE, "入会率", Run("100%", figure="members.rate"), "，", *HOSTILE]),
        Heading("（一）困难帮扶", 2),
        Paragraph(["为", Run(RARE, face="kai"), "等同志", RARE, Run(RARE, face="hei"), "发放。"]),
        Table("表1　帮扶", ["姓名", "金额"], [[RARE, "500.00"], [HOSTILE[0], "1.00"]]),
        Chart("图1　人数", [("医疗", 2), (HOSTILE[0], 3)], unit="人"),
        Facts([[("姓名", RARE), ("住址", "石板村")]]),
        Attachment(["名单", "照片"]),
        Signature("兴发乡工会", "2010年6月30日"),
    ]
    return render(*paper)


@pytest.fixture(scope="module")
def summary(summary_bytes):
    return pymupdf.open(stream=summary_bytes)


def test_a_full_page_has_22_lines_of_28_characters(full):
    assert len(full) == 3
    for page in full:
        lines = lines_of(page)
        assert [line.text for line in lines] == ["国" * 28] * 22


def test_the_text_area_is_156_by_225_millimetres_where_the_standard_puts_it(full):
    lines = lines_of(full[0])
    for line in lines:
        assert line.left == pytest.approx(28, abs=0.1)
        assert line.right == pytest.approx(184, abs=0.15)
    pitches = [low.baseline - high.baseline for high, low in itertools.pairwise(lines)]
    assert pitches == pytest.approx([GONGWEN.pitch] * 21, abs=0.03)
    left, top, right, bottom = ink(full[0], 20, 264)
    assert (left, top) == (pytest.approx(28, abs=1.0), pytest.approx(37, abs=1.0))
    assert (right, bottom) == (pytest.approx(184, abs=1.0), pytest.approx(262, abs=1.0))


def test_the_page_is_a4(full):
    assert full[0].rect.width * MM == pytest.approx(210, abs=0.01)
    assert full[0].rect.height * MM == pytest.approx(297, abs=0.01)


def test_page_numbers_stand_outside_seven_millimetres_below_the_text(full):
    odd, even, third = (lines_of(page, 14.0)[0] for page in full)
    assert (odd.text, even.text, third.text) == ("—1—", "—2—", "—3—")
    one_character = 14 * MM
    assert odd.right == third.right == pytest.approx(184 - one_character, abs=0.1)
    assert even.left == pytest.approx(28 + one_character, abs=0.1)
    dash = ink(full[0], 264, 280, dpi=600, darkness=235)
    assert (dash[1] + dash[3]) / 2 == pytest.approx(269, abs=0.4)


def test_no_line_of_prose_begins_with_a_closing_mark_and_all_end_at_the_edge(summary):
    lines = [line for line in lines_of(summary[0]) if line.left < 29 and len(line.text) > 24]
    assert len(lines) >= 10
    for line in lines:
        assert line.text[0] not in "，。、）——"
        assert line.right == pytest.approx(184, abs=3.2)  # a final mark may hang by half a cell


def test_every_font_is_embedded_and_a_subset(summary):
    used = {font for page in summary for font in page.get_fonts()}
    assert len({font[3] for font in used}) >= 5
    for _, ending, _, name, *_ in used:
        assert ending != "n/a", name
        assert name[6] == "+", name


def test_rare_characters_and_hostile_text_come_out_as_they_went_in(summary_bytes):
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(summary_bytes)).pages)
    joined = "".join(text.split())
    assert joined.count(RARE) >= 4
    for hostile in HOSTILE:
        assert "".join(hostile.split()) in joined
    assert "root:" not in joined


def test_nothing_in_the_file_acts_or_reaches_outside(summary_bytes, summary):
    catalog = PdfReader(BytesIO(summary_bytes)).trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm", "/Names", "/AF"} & set(catalog)
    assert all(not list(page.annots()) and not page.get_links() for page in summary)
    objects = "\n".join(summary.xref_object(n) for n in range(1, summary.xref_length()))
    for forbidden in ("/URI", "/Launch", "/JavaScript", "/EmbeddedFile", "/Filespec", "/GoToR"):
        assert forbidden not in objects


def test_equal_blocks_give_equal_bytes_and_no_time():
    paper = [Title("总结"), Paragraph(PROSE)]
    first, second = render(*paper), render(*paper)
    assert first == second
    assert b"/CreationDate" not in first and b"/ModDate" not in first


def test_the_file_says_what_it_is_and_reads_aloud_in_order(summary_bytes):
    reader = PdfReader(BytesIO(summary_bytes))
    assert reader.metadata.title == "半年总结"
    assert reader.metadata.author == "兴发乡工会"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"


def test_lines_after_tables_charts_and_titles_return_to_the_grid(summary):
    first = 37 + 16 * MM  # the foot of the first line's characters
    offsets = [
        (line.baseline - first) % GONGWEN.pitch
        for page in summary
        for line in lines_of(page)
        if not line.text.startswith("附件")
    ]
    middle = sorted(offsets)[len(offsets) // 2]
    assert offsets == pytest.approx([middle] * len(offsets), abs=0.1)


@pytest.fixture(scope="module")
def signed():
    """A page for each signature: a short date, a date longer than the name, a long name."""
    return pymupdf.open(
        stream=render(
            Paragraph(PROSE),
            Signature("开鲁县兴发乡工会委员会", "2010年6月30日"),
            PageBreak(),
            Paragraph(PROSE),
            Signature("乡工会", "2010年6月30日"),
        )
    )


def test_the_name_ends_two_characters_from_the_right_and_the_date_begins_two_after_it(signed):
    name, date = lines_of(signed[0])[-2:]
    assert name.right == pytest.approx(184 - 2 * GONGWEN.cell, abs=0.2)
    assert date.left - name.left == pytest.approx(2 * GONGWEN.cell, abs=0.5)


def test_a_date_longer_than_the_name_takes_the_two_characters(signed):
    name, date = lines_of(signed[1])[-2:]
    assert (name.text, date.text) == ("乡工会", "2010年6月30日")
    assert date.right == pytest.approx(184 - 2 * GONGWEN.cell, abs=0.2)
    assert date.left - name.left == pytest.approx(2 * GONGWEN.cell, abs=0.5)


def test_a_line_stays_blank_above_the_signature(signed):
    *_, text, name, date = lines_of(signed[0])
    assert name.baseline - text.baseline == pytest.approx(2 * GONGWEN.pitch, abs=0.1)
    assert date.baseline - name.baseline == pytest.approx(GONGWEN.pitch, abs=0.1)


def test_headings_and_signatures_are_never_alone_at_the_end_or_top_of_a_page():
    blocks = []
    for filled in range(18, 23):
        blocks += [*[Paragraph("正文。")] * filled, Heading("一、标题"), Paragraph("正文。")]
        blocks += [PageBreak(), *[Paragraph("正文。")] * filled]
        blocks += [Signature("乡工会", "6月30日"), PageBreak()]
    for page in pymupdf.open(stream=render(*blocks)):
        texts = [line.text for line in lines_of(page)]
        if texts:
            assert texts[-1] != "一、标题"
            assert texts[0] not in ("乡工会", "6月30日")


@pytest.fixture(scope="module")
def ledger():
    rows = [(str(n), "张某某", "5***************12", "300.00") for n in range(1, 61)]
    return pymupdf.open(
        stream=render(
            Title("帮扶资金发放台账"),
            SubLine(["填报单位：兴发乡工会", "2010年上半年", "单位：元"]),
            Table(
                "",
                ["序号", "姓名", "身份证号", "金额"],
                rows,
                align=("text", "text", "text", "money"),
                foot=("合计", "", "", "18,000.00"),
            ),
            SignOff(["填表人", "审核人", "负责人", "日期"]),
            layout="ledger",
        )
    )


def test_a_ledger_is_landscape_with_its_head_and_name_on_every_page(ledger):
    assert len(ledger) == 3
    for number, page in enumerate(ledger, start=1):
        words = "".join(page.get_text().split())
        assert page.rect.width > page.rect.height
        assert "序号姓名身份证号金额" in words
        assert f"第{number}页共3页" in words
        assert "帮扶资金发放台账" in words


def test_totals_and_signing_lines_stand_once_at_the_end(ledger):
    words = ["".join(page.get_text().split()) for page in ledger]
    assert ["18,000.00" in text for text in words] == [False, False, True]
    assert ["审核人：" in text for text in words] == [False, False, True]


def test_money_ends_at_one_edge(ledger):
    ends = {round(box[2], 1) for box in ledger[0].search_for("300.00")}
    assert len(ends) == 1


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ([Paragraph("工" * (pdf.LONGEST_TEXT + 1))], "请分段"),
        ([Paragraph("工" * pdf.LONGEST_TEXT)] * 11, "请分开打印"),
        ([PageBreak()] * (pdf.MOST_BLOCKS + 1), "请分开打印"),
        ([Table("", ["甲"], [["1"]] * (pdf.MOST_CELLS + 1))], "导出为 Excel"),
    ],
)
def test_a_paper_no_office_prints_is_refused_with_what_to_do(blocks, words):
    with pytest.raises(PaperRefused) as refused:
        render(*blocks)
    assert words in refused.value.messages[0]


def test_a_layout_that_takes_too_long_is_stopped(monkeypatch):
    monkeypatch.setattr(pdf, "WALL_SECONDS", 0.01)
    with pytest.raises(PaperRefused, match="已停止"):
        render(Paragraph("工"))


def test_an_unknown_layout_is_an_error():
    with pytest.raises(ValueError, match="unknown layout"):
        render_pdf([], title="", author="", layout="poster")


def test_without_fonts_printing_is_refused_with_what_to_install(monkeypatch, settings, tmp_path):
    settings.FONTS = tmp_path
    monkeypatch.setattr(paper_fonts, "SYSTEM_FOLDERS", ())
    with pytest.raises(PaperRefused, match="bin/setup"):
        render(Paragraph("工"))


def test_characters_no_face_can_print_are_named_before_printing():
    assert unprintable(
        [Paragraph(["好", RARE, "\ue000👍"]), Table("", ["👍"], [["\U000f0000"]])]
    ) == [
        *("\ue000", "👍", "\U000f0000"),
    ]
    assert unprintable("①②㎡℃〇—…·“”《》０１\t\n\u200b") == []


@pytest.mark.parametrize(
    "deed",
    [
        "open('/etc/hostname')",
        "open('manage.py')",
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import subprocess; subprocess.run(['true'])",
        "import urllib.request; urllib.request.urlopen('file:///etc/hostname')",
        "child.RefusingFetcher().fetch('file:///etc/hostname')",
    ],
)
def test_the_process_that_lays_out_opens_and_reaches_nothing(deed):
    code = (
        "import sys, socket, subprocess, urllib.request\n"
        "from unionhub.documents import child\n"
        f"sys.addaudithook(child.guard([]))\n{deed}\nprint('done')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "done" not in done.stdout
    assert "Forbidden" in done.stderr or "a paper fetches nothing" in done.stderr
