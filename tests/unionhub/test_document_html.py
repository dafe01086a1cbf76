"""Papers on the screen: words are only words, figures are chips, tables are tables."""

import pytest
from lxml import html as parser

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
from unionhub.documents.html import render_html

HOSTILE = "<img src=x onerror=alert(1)>\"'&"


def draw(*blocks, **more):
    return parser.fromstring(render_html(blocks, **more))


def words(element):
    return "".join(element.text_content().split())


def every_kind(text):
    run = Run(text, face="kai", figure=text)
    return [
        Title([text, text]),
        SubLine([text, text, text]),
        Addressee(text),
        Heading([run]),
        Paragraph([text, run]),
        Table(text, [text, text], [[text, run]], note=text, foot=(text, "")),
        Chart(text, [(text, 2)], unit=text),
        Facts([[(text, text)], [(text, run), (text, text)]]),
        Attachment([text, text]),
        Signature(text, text),
        SignOff([text]),
        PageBreak(),
    ]


def test_hostile_words_of_every_kind_are_shown_as_words():
    markup = render_html(every_kind(HOSTILE), figure_link=lambda key: "/figures/?key=" + key)
    sheet = parser.fromstring(markup)
    assert not sheet.xpath("//img | //script | //style | //@onerror")
    assert words(sheet).count("<imgsrc=xonerror=alert(1)>\"'&") >= 24


def test_no_inline_style_stands_in_the_sheet():
    sheet = draw(*every_kind("工会"))
    assert not sheet.xpath("//@style")
    assert render_html([]).startswith('<article class="paper">')


def test_a_figure_is_a_chip_that_opens_its_records():
    sheet = draw(
        Paragraph(["入会率", Run("100%", figure="members.rate"), "。"]),
        figure_link=lambda key: f"/figures/{key}/?a=1&b=2",
    )
    (chip,) = sheet.xpath("//a")
    assert chip.get("class") == "figure-chip"
    assert chip.get("href") == "/figures/members.rate/?a=1&b=2"
    assert words(sheet) == "入会率100%。"


@pytest.mark.parametrize("more", [{}, {"figure_link": lambda key: ""}])
def test_a_figure_without_address_is_a_chip_that_opens_nothing(more):
    sheet = draw(Table("", ["甲"], [[Run("5", figure="x")]]), **more)
    assert not sheet.xpath("//a")
    assert sheet.xpath("string(//td/span[@class='figure-chip'])") == "5"


def test_headings_have_the_paper_s_order():
    sheet = draw(Title("总结"), *[Heading(str(level), level) for level in (1, 2, 3, 4)])
    assert [element.tag for element in sheet] == ["h1", "h2", "h3", "h4", "h5"]


def test_faces_and_indents_are_classes():
    sheet = draw(Paragraph([Run("楷", face="kai"), Run("黑", face="hei")], indent=4))
    assert "paper-indent-4" in sheet.xpath("//p")[0].get("class")
    assert sheet.xpath("//p/span/@class") == ["paper-kai", "paper-hei"]


def test_a_table_has_caption_head_sides_foot_and_note():
    sheet = draw(
        Table(
            "表1　帮扶",
            ["序号", "类别", "金额（元）"],
            [["1", "医疗救助和教育救助", "500.00"]],
            align=("text", "text", "money"),
            note="注：实际发放数。",
            foot=("合计", "", "500.00"),
        )
    )
    assert sheet.xpath("string(//figcaption)") == "表1　帮扶"
    assert sheet.xpath("//thead//th[@scope='col']/text()") == ["序号", "类别", "金额（元）"]
    assert sheet.xpath("//tbody//td/@class") == ["center", "left", "right"]
    assert sheet.xpath("//tfoot//td/@colspan") == ["2"]
    assert sheet.xpath("//tfoot//td/text()") == ["合计", "500.00"]
    assert sheet.xpath("string(//p[@class='paper-note'])") == "注：实际发放数。"


def test_an_empty_table_still_shows_its_head():
    sheet = draw(Table("", ["甲", "乙"], []))
    assert sheet.xpath("//thead//th/text()") == ["甲", "乙"]
    assert not sheet.xpath("//figcaption | //tfoot | //tbody/tr")


def test_a_chart_is_a_drawing_with_its_values_in_a_table():
    sheet = draw(Chart("图1　人数", [("医疗", 12), ("教育", "2.50")], unit="人"))
    assert len(sheet.xpath("//*[local-name()='rect']")) == 2
    assert sheet.xpath("string(//figcaption)") == "图1　人数（单位：人）"
    assert sheet.xpath("//details//td/text()") == ["12", "2.5"]


def test_facts_share_one_grid_of_columns():
    sheet = draw(Facts([[("住址", "石板村")], [("姓名", "张三"), ("性别", "男"), ("民族", "汉")]]))
    columns = int(sheet.xpath("//col/@span")[0])
    for row in sheet.xpath("//tr"):
        assert sum(int(cell.get("colspan")) for cell in row) == columns


def test_what_stands_below_the_text():
    sheet = draw(
        Attachment(["名单", "照片"]), Signature("兴发乡工会", "6月30日"), SignOff(["填表人"])
    )
    assert words(sheet) == "附件：1.名单2.照片兴发乡工会6月30日填表人："


def test_a_signature_without_date_has_one_line():
    assert len(draw(Signature("兴发乡工会")).xpath("//div[@class='paper-sign']/p")) == 1


def test_controls_do_not_reach_the_screen():
    assert words(draw(Addressee("甲\u202e乙\x00\ud800丙"))) == "甲乙丙"
