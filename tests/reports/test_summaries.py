"""A paper assembled: the source's own half-year, one with nothing, one that grew."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reports.assembling import DEFAULT_WORDS, Written, assemble
from reports.models import Copy
from reports.sources import gather
from tests.factories.bodies import RatingFactory, RegulationFactory, TermFactory
from tests.factories.kernel import below
from tests.factories.members import UnionProfileFactory
from tests.factories.papers import ELDERS, H1, MIGRANTS, PUPILS, SLOGANS, aided, source_half_year
from tests.factories.reports import fund_of, paid_case
from unionhub.documents.blocks import Heading, Paragraph, Run, Table, from_data, plain_text, to_data
from unionhub.periods import Period

pytestmark = pytest.mark.django_db
DATED = date(2010, 8, 1)


def paper_of(office, copy=Copy.PUBLISHED, *, period=H1, texts=None, rounded=True, **changed):
    sources = replace(gather(office, period), **changed)
    return assemble(sources, texts=texts or {}, copy=copy, rounded=rounded, dated=DATED)


def text_of(*args, **kwargs):
    return plain_text(paper_of(*args, **kwargs).blocks)


def headings(paper):
    return [
        "".join(run.text for run in block.runs)
        for block in paper.blocks
        if isinstance(block, Heading)
    ]


def test_the_paper_of_the_source(xingfa):
    source_half_year(xingfa)
    paper = paper_of(xingfa)
    text = plain_text(paper.blocks)

    assert text.startswith("兴发乡2010年上半年工会工作总结\n半年来，在开鲁县总工会的直接领导")
    assert [heading[:5] for heading in headings(paper)] == [
        "一、坚持正",
        "二、加强能",
        "（一）加强",
        "（二）扎实",
        "三、存在的",
    ]
    assert "入会率目标100%，实际达到100%" in text
    assert "发证率目标90%，实际达到90%" in text
    assert "为铁柱片和野里片的两名外出务工人员提供医疗救助500多元" in text
    assert "为中寨村和栽根村的两名学生提供助学救助300多元" in text
    assert "为石板村和中寨村的两名空巢老人提供生活用品和物资共计600多元" in text
    assert all(f"“{slogan}”" in text for slogan in SLOGANS)
    assert "成立了医疗互助活动领导小组，深入社区，对每一位工会会员（十名）" in text
    assert "围绕“迎接亚运会”这一主题" in text
    assert text.count("信息员") == text.count("联络员") == text.count("服务员") == 1
    assert "\n兴发乡工会\n2010年8月1日\n" in text
    # The source says nothing of rules, new unions, elections and ratings; the rest is all borne out.
    unsaid = {token.strip("{}") for section, token in paper.missing if section == "工会组织建设"}
    assert unsaid >= {"新订制度数", "组织.新建工会", "换届工会数"}
    assert {section for section, _ in paper.missing} == {"工会组织建设"}


def test_the_paper_states_new_unions_elections_and_rules(xingfa):
    source_half_year(xingfa)
    for n, kind in enumerate(("private", "state")):
        union = below(xingfa, f"NEW{n}", f"第{n}厂工会", "enterprise")
        union.opened_on = date(2010, 4, 1)
        union.save()
        UnionProfileFactory(union=union, organisation=xingfa, unit_kind=kind, incoming=n == 1)
    TermFactory(union=xingfa, began_on=date(2007, 5, 1), ended_on=date(2010, 5, 1))
    TermFactory(union=xingfa, number=2, began_on=date(2010, 5, 1))
    RegulationFactory(union=xingfa)
    for kind in ("six_good", "model_home"):
        RatingFactory(union=xingfa, kind=kind)

    text = plain_text(paper_of(xingfa).blocks)

    assert "新订制度1项" in text
    assert "2.新建工会2个，其中域外投资企业1个、私营企业1个；吸收职工加入工会" in text
    assert "完成1个工会换届选举，其中按期换届1个。" in text
    assert "1个工会被评为“六好”工会，1个工会被评为模范职工之家。" in text


def test_only_the_internal_copy_holds_names(xingfa):
    source_half_year(xingfa)

    published, internal = text_of(xingfa), text_of(xingfa, Copy.INTERNAL)

    assert "为中寨村的马关旺和栽根村的杨学昌提供助学救助300多元" in internal
    for name in (*PUPILS, *ELDERS, *MIGRANTS):
        assert name not in published
    for name in (*ELDERS, *MIGRANTS):
        assert name not in internal


def test_a_name_typed_by_hand_is_masked_in_the_published_copy(xingfa):
    source_half_year(xingfa)
    texts = {"lead": Written("感谢马关旺、铁外出和{工会}。", "")}

    paper = paper_of(xingfa, texts=texts)

    assert "感谢马*、铁*和兴发乡工会。" in plain_text(paper.blocks)
    assert paper.masked == ("铁外出", "马关旺")
    assert "感谢马关旺、铁外出和" in text_of(xingfa, Copy.INTERNAL, texts=texts)


def test_a_name_cannot_hide_in_a_slogan_or_a_heading(xingfa):
    source_half_year(xingfa)
    texts = {"building": Written("略。", "向杨学昌学习")}

    text = text_of(xingfa, texts=texts, slogans=("杨学昌加油",))

    assert "杨学昌" not in text
    assert "一、向杨*学习" in text


def test_a_name_that_is_a_word_of_the_template_changes_no_word(xingfa):
    assert "和谐" in DEFAULT_WORDS
    paid_case(aided(xingfa, "和谐", "甲村"), fund_of(xingfa))

    paper = paper_of(xingfa)

    assert "构建和谐兴发乡" in plain_text(paper.blocks)
    assert paper.masked == ()


def test_an_office_with_nothing_to_say_says_nothing_false(xingfa):
    paper = paper_of(xingfa)
    text = plain_text(paper.blocks)

    assert "提供" not in text
    assert "入会率" not in text
    assert "口号" not in text
    assert "领导小组" not in text
    assert "附件" not in text
    assert paper.figures == {}
    assert ("工会组织建设", "{帮扶.各类}") in paper.missing
    assert ("工会组织建设", "{入会率}") in paper.missing


def test_numbering_closes_up_when_paragraphs_and_sections_fall_away(xingfa):
    texts = {
        "building": Written("{members.total}。"),
        "organisation": Written("1.一。\n2.{members.total}。\n3、三。\n2.5米不是条目。"),
        "recreation": Written(""),
        "shortcomings": Written("有。", "不足"),
    }
    paper = paper_of(xingfa, texts=texts)
    text = plain_text(paper.blocks)

    assert "1.一。\n2.三。\n2.5米不是条目。" in text
    assert [heading[:4] for heading in headings(paper)] == ["一、加强", "（一）加", "二、不足"]


def test_a_heading_stands_while_something_stands_under_it(xingfa):
    empty = dict.fromkeys(("tasks", "organisation", "recreation"), Written(""))

    only_below = paper_of(xingfa, texts=empty | {"recreation": Written("有。")})
    nothing = paper_of(xingfa, texts=empty)

    assert [h[:3] for h in headings(only_below)] == ["一、坚", "二、加", "（一）", "三、存"]
    assert [h[:3] for h in headings(nothing)] == ["一、坚", "二、存"]


def test_sentence_table_and_indicator_are_one_number(xingfa):
    source_half_year(xingfa)
    sources = gather(xingfa, H1)
    paper = paper_of(xingfa, rounded=False)
    (table,) = [block for block in paper.blocks if isinstance(block, Table)]

    rows = {row[0]: [cell.text for cell in row[1:]] for row in table.rows}
    assert rows == {
        "医疗救助": ["2", "2", "523.40"],
        "助学救助": ["2", "2", "340.00"],
        "敬老慰问": ["2", "2", "624.00"],
    }
    assert [cell.text for cell in table.foot[1:]] == ["6", "6", "1,487.40"]
    assert "提供医疗救助523.4元" in plain_text(paper.blocks)
    assert paper.figures["aid.medical.amount"].value == Decimal("523.40")
    for key, spoken in paper.figures.items():
        if key in sources.figures:
            assert spoken.value == sources.figures[key].value


def test_every_number_of_the_paper_is_a_figure(xingfa):
    source_half_year(xingfa)
    paper = paper_of(xingfa)

    plain = "".join(
        run.text
        for block in paper.blocks
        if isinstance(block, (Heading, Paragraph))
        for run in block.runs
        if not run.figure
    )
    numbers = {c for c in plain.replace("2010年", "") if c.isdigit()}
    assert numbers <= {"1", "2", "3", "4"}  # of the numbered items
    assert {run.figure for run in _runs(paper)} - {""} == set(paper.figures)


def _runs(paper):
    for block in paper.blocks:
        if isinstance(block, (Heading, Paragraph)):
            yield from block.runs
        elif isinstance(block, Table):
            yield from (c for row in (*block.rows, block.foot) for c in row if isinstance(c, Run))


def test_another_period_is_looked_back_on_in_its_own_words(xingfa):
    year = text_of(xingfa, period=Period.parse("2010Y"))

    assert year.startswith("兴发乡2010年工会工作总结\n一年来，")
    assert "半年" not in year


def test_a_long_title_takes_two_lines(xingfa):
    xingfa.place_name = "开鲁县兴发满族蒙古族乡"

    assert len(paper_of(xingfa).title) == 2
    assert "".join(paper_of(xingfa).title) == paper_of(xingfa).name


def test_blocks_survive_their_data(xingfa):
    source_half_year(xingfa)
    paper = paper_of(xingfa, Copy.INTERNAL)

    assert tuple(from_data(to_data(paper.blocks))) == paper.blocks
