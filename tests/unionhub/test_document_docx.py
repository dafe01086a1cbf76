"""The Word file: the standard's page, real styles and fields, the same bytes twice."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

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
from unionhub.documents.docx import render_docx
from unionhub.documents.pdf import MOST_CELLS, PaperRefused

W = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
HOSTILE = "<w:t>&lt;坏</w:t>]]>\x00\x0b\ud800\ufffe"
PAPER = [
    Title(["兴发乡工会", "2010年上半年工作总结"]),
    Addressee("县总工会："),
    Paragraph("今年以来，开展“送温暖”活动——效果较好。"),
    Heading("一、组织建设"),
    Heading("（一）发展会员", 2),
    Heading("1.入会", 3),
    Heading("（1）农民工", 4),
    Paragraph(["入会率", Run("100%", figure="members.rate"), Run("楷", face="kai")]),
    Table(
        "表1　帮扶",
        ["序号", "类别", "金额"],
        [["1", "医疗", "500.00"], ["2", Run("教育"), "300.00"]],
        align=("text", "text", "money"),
        note="注：实发数。",
        foot=("合计", "", "800.00"),
    ),
    Chart("图1　人数", [("医疗", 2), ("教育", "2.50")], unit="人"),
    Facts([[("姓名", "张三"), ("性别", "男")], [("住址", "石板村")]]),
    Attachment(["名单", "照片"]),
    Signature("兴发乡工会", "2010年6月30日"),
]


def make(*blocks, layout="gongwen"):
    return render_docx(blocks, title="半年总结", author="兴发乡工会", layout=layout)


@pytest.fixture(scope="module")
def made():
    return make(*PAPER)


@pytest.fixture(scope="module")
def paper(made):
    return Document(BytesIO(made))


def part(content, name):
    with ZipFile(BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


def line(document, text):
    return next(line for line in document.paragraphs if line.text == text)


def chinese_face(style):
    return style.element.rPr.rFonts.get(qn("w:eastAsia"))


def test_the_page_is_the_standard_s(paper):
    section = paper.sections[0]
    assert (section.page_width, section.page_height) == pytest.approx(
        (Mm(210), Mm(297)), abs=Mm(0.1)
    )
    margins = (
        section.top_margin,
        section.bottom_margin,
        section.left_margin,
        section.right_margin,
    )
    assert margins == pytest.approx((Mm(37), Mm(35), Mm(28), Mm(26)), abs=Mm(0.1))
    grid = section._sectPr.find("w:docGrid", W)
    assert grid.get(qn("w:type")) == "linesAndChars"
    pitch, space = int(grid.get(qn("w:linePitch"))), int(grid.get(qn("w:charSpace")))
    assert 225 / 25.4 * 1440 // pitch == 22
    assert 156 / 25.4 * 72 / (16 + space / 4096) == pytest.approx(28, abs=0.01)


def test_body_lines_have_a_fixed_pitch_and_two_characters_of_indent(paper):
    form = paper.styles["Body Text"].paragraph_format
    assert form.line_spacing.pt * 22 == pytest.approx(225 / 25.4 * 72, abs=2)
    assert form.first_line_indent.pt == pytest.approx(2 * 15.8, abs=0.1)
    assert line(paper, "入会率100%楷").style.name == "Body Text"


@pytest.mark.parametrize(
    ("style", "face", "size"),
    [
        ("Title", "方正小标宋简体", 22),
        ("Body Text", "仿宋", 16),
        ("Heading 1", "黑体", 16),
        ("Heading 2", "楷体", 16),
        ("Heading 3", "仿宋", 16),
        ("Caption", "黑体", 12),
        ("Footer", "宋体", 14),
    ],
)
def test_styles_name_the_faces_and_sizes_of_the_standard(paper, style, face, size):
    assert chinese_face(paper.styles[style]) == face
    assert paper.styles[style].font.size.pt == size
    assert paper.styles[style].element.rPr.rFonts.get(qn("w:ascii")) == "Times New Roman"


def test_headings_are_word_s_own_so_that_the_navigation_pane_lists_them(paper):
    found = [
        (line.style.name, line.text) for line in paper.paragraphs if "Heading" in line.style.name
    ]
    assert found == [
        ("Heading 1", "一、组织建设"),
        ("Heading 2", "（一）发展会员"),
        ("Heading 3", "1.入会"),
        ("Heading 4", "（1）农民工"),
    ]
    levels = [
        paper.styles[f"Heading {n}"].element.pPr.find("w:outlineLvl", W).get(qn("w:val"))
        for n in (1, 2, 3, 4)
    ]
    assert levels == ["0", "1", "2", "3"]


def test_the_title_is_one_paragraph_of_two_lines(paper):
    assert paper.paragraphs[0].style.name == "Title"
    assert paper.paragraphs[0].text == "兴发乡工会\n2010年上半年工作总结"


def test_page_numbers_are_fields_right_on_odd_and_left_on_even_pages(paper):
    assert paper.settings.odd_and_even_pages_header_footer
    section = paper.sections[0]
    sides = []
    for footer in (section.footer, section.even_page_footer):
        (number,) = footer.paragraphs
        assert number.text == "— 1 —"
        assert number._p.xpath("string(.//w:instrText)").strip() == "PAGE"
        kinds = [mark.get(qn("w:fldCharType")) for mark in number._p.xpath(".//w:fldChar")]
        assert kinds == ["begin", "separate", "end"]
        sides.append(number.alignment)
    assert [int(side) for side in sides] == [2, 0]


def test_tables_have_heads_that_repeat_and_rows_that_stay_whole(paper):
    table = paper.tables[0]
    heads = [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows]
    assert heads == [True, False, False, False]
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)
    assert [cell.text for cell in table.rows[1].cells] == ["1", "医疗", "500.00"]


def test_the_total_reaches_over_the_blank_beside_it_and_money_stands_right(paper):
    cells = paper.tables[0].rows[3]._tr.tc_lst
    assert [cell.grid_span for cell in cells] == [2, 1]
    sides = [row._tr.tc_lst[-1].xpath("string(.//w:jc/@w:val)") for row in paper.tables[0].rows]
    assert sides == ["center", "right", "right", "right"]


def test_tables_are_as_wide_as_the_text(paper):
    for table in paper.tables:
        widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
        assert sum(widths) == pytest.approx(156 / 25.4 * 1440, abs=40)
        for row in table.rows:
            spans = [cell.grid_span for cell in row._tr.tc_lst]
            assert sum(spans) == len(widths)


def test_a_chart_becomes_a_table_of_its_values(paper):
    assert line(paper, "图1　人数（单位：人）").style.name == "Caption"
    rows = [[cell.text for cell in row.cells] for row in paper.tables[1].rows]
    assert rows == [["项目", "数值"], ["医疗", "2"], ["教育", "2.5"]]


def test_the_signature_stands_as_on_the_printed_page(paper):
    name, date = line(paper, "兴发乡工会"), line(paper, "2010年6月30日")
    cell = 156 / 28
    assert date.paragraph_format.right_indent.mm == pytest.approx(2 * cell, abs=0.1)
    # The date is 6.5 cells long and begins two after the name, which is 5 cells long.
    assert name.paragraph_format.right_indent.mm == pytest.approx((2 + 6.5 + 2 - 5) * cell, abs=0.1)
    assert name.paragraph_format.keep_with_next


def test_further_lines_of_an_attachment_begin_under_its_title(paper):
    cell = 156 / 28
    first, second = line(paper, "附件：1.名单"), line(paper, "2.照片")
    for attachment, start in ((first, 2), (second, 5)):
        form = attachment.paragraph_format
        assert form.left_indent.mm == pytest.approx(6 * cell, abs=0.1)
        assert form.left_indent.mm + form.first_line_indent.mm == pytest.approx(
            start * cell, abs=0.1
        )


def test_chinese_marks_are_set_in_the_chinese_face(made):
    body = part(made, "word/document.xml")
    runs = body.xpath("//w:body//w:r[w:t]", namespaces=W)
    hinted = body.xpath("//w:body//w:r[w:t]/w:rPr/w:rFonts[@w:hint='eastAsia']", namespaces=W)
    assert len(runs) == len(hinted) > 20


def test_equal_blocks_give_equal_bytes_without_a_clock(made):
    assert make(*PAPER) == made
    with ZipFile(BytesIO(made)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any("thumbnail" in name for name in package.namelist())


def test_the_file_says_who_made_it(paper):
    core = paper.core_properties
    assert (core.title, core.author, core.comments) == ("半年总结", "兴发乡工会", "")


def test_nothing_in_the_file_reaches_outside(made):
    with ZipFile(BytesIO(made)) as package:
        for name in package.namelist():
            assert b'TargetMode="External"' not in package.read(name)


def test_hostile_words_are_words_in_every_place():
    document = Document(
        BytesIO(
            make(
                Title([HOSTILE]),
                SubLine([HOSTILE, HOSTILE]),
                Paragraph(HOSTILE),
                Table(HOSTILE, [HOSTILE], [[HOSTILE]], note=HOSTILE, foot=(HOSTILE,)),
                Facts([[(HOSTILE, HOSTILE)]]),
                SignOff([HOSTILE]),
            )
        )
    )
    shown = "<w:t>&lt;坏</w:t>]]>"
    texts = [line.text for line in document.paragraphs if line.text]
    assert texts == [shown, f"{shown}\t{shown}", shown, shown, shown, f"{shown}："]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert set(cells) == {shown}


def test_a_page_break_is_a_property_of_what_follows():
    document = Document(
        BytesIO(
            make(Paragraph("前"), PageBreak(), Title("后"), PageBreak(), Table("", ["甲"], [["1"]]))
        )
    )
    breaks = [bool(line.paragraph_format.page_break_before) for line in document.paragraphs]
    assert breaks == [False, True, True, False]
    assert not document.element.body.xpath(".//w:br[@w:type='page']")


def test_two_tables_in_a_row_stay_two_tables():
    body = Document(BytesIO(make(*[Table("", ["甲"], [["1"]])] * 2))).element.body
    assert [etree.QName(child).localname for child in body] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_a_ledger_is_landscape_with_page_and_pages():
    content = make(
        Title("台账"),
        SubLine(["填报单位：兴发乡工会", "2010年上半年", "单位：元"]),
        Table("", ["甲"], [["1"]]),
        SignOff(["填表人", "审核人"]),
        layout="ledger",
    )
    document = Document(BytesIO(content))
    section = document.sections[0]
    assert section.page_width > section.page_height
    assert section._sectPr.find("w:pgSz", W).get(qn("w:orient")) == "landscape"
    assert not document.settings.odd_and_even_pages_header_footer
    footer = section.footer.paragraphs[0]
    codes = [code.text.strip() for code in footer._p.xpath(".//w:instrText")]
    assert codes == ["PAGE", "NUMPAGES"]
    assert line(document, "填报单位：兴发乡工会\t2010年上半年\t单位：元")
    assert line(document, "填表人：\t审核人：")


def test_a_paper_no_office_prints_is_refused():
    with pytest.raises(PaperRefused):
        make(Table("", ["甲"], [["1"]] * (MOST_CELLS + 1)))
