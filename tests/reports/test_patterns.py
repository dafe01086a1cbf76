"""Section texts: tokens, parts that fall away, and what a writer is told."""

import pytest

from reports.patterns import PatternProblem, Token, fill, hand_numbers, read, shown, stored
from unionhub.documents.blocks import Run

NAMES = {"members.rate": "入会率", "members.total": "会员人数", "帮扶.各类": "帮扶.各类"}
KNOWN = {"a": "甲", "b": "乙"}


def say(token):
    """a and b are figures; everything else has nothing to say."""
    return (Run(KNOWN[token.key], figure=token.key),) if token.key in KNOWN else ()


def text_of(line):
    return fill(line, say).text


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("会员{a}。", "会员甲。"),
        ("会员{a}。目标{none}。完成{b}。", "会员甲。完成乙。"),
        ("会员[{none}，]共{a}。", "会员共甲。"),
        ("会员[{b}，]共{a}。", "会员乙，共甲。"),
        ("率[目标{none}，实际]达到{a}。", "率达到甲。"),
        ("[外{a}[内{none}]尾]，末。", "外甲尾，末。"),
        ("[外{none}[内{a}]尾]末。", "末。"),
        ("[有{none}。没有了。]还有{a}。", "还有甲。"),
        ("“一句。”{none}。“二句。”", "“一句。”“二句。”"),
        ("{none}", ""),
        ("", ""),
    ],
)
def test_what_has_nothing_to_say_falls_away(line, said):
    assert text_of(line) == said


def test_a_figure_keeps_its_run_and_plain_words_are_one():
    filled = fill("共[{none}]有[会员]{a}人。", say)

    assert filled.runs == (Run("共有会员"), Run("甲", figure="a"), Run("人。"))
    assert filled.missing == (Token("none"),)


@pytest.mark.parametrize("line", ["{a", "a}", "[a", "a]", "{a[b]}", "{{a}}", "[[a]"])
def test_marks_without_a_partner_are_refused(line):
    with pytest.raises(PatternProblem, match="没有配对"):
        read(line)


def test_brackets_go_five_deep_and_no_deeper():
    assert text_of("[" * 5 + "{a}" + "]" * 5) == "甲"
    with pytest.raises(PatternProblem, match="最多套5层"):
        read("[" * 6 + "{a}" + "]" * 6)
    with pytest.raises(PatternProblem, match="最多套5层"):
        stored("[" * 4000 + "]" * 4000, NAMES)


def test_labels_are_for_people_and_keys_are_stored():
    typed = "入会率{入会率}，目标{ 入会率 | 目标 }，{members.total}，{帮扶.各类}。"

    kept = stored(typed, NAMES)

    assert kept == "入会率{members.rate}，目标{members.rate|目标}，{members.total}，{帮扶.各类}。"
    assert shown(kept, NAMES) == "入会率{入会率}，目标{入会率|目标}，{会员人数}，{帮扶.各类}。"


def test_marks_of_a_chinese_input_method_count_as_marks():
    assert stored("率｛入会率｜目标｝［略］", NAMES) == "率{members.rate|目标}[略]"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("{入会律}", "没有“{入会律}”这项数据，是不是“{入会率}”？"),
        ("{members.rat}", "是不是“{members.rate}”？"),
        ("{xyz}", "请从旁边的清单里选用"),
        ("{入会率|标目}", "只能写“目标”或“完成”"),
        ("{帮扶.各类|目标}", "不是指标"),
        ("{}", "没有“{}”这项数据"),
    ],
)
def test_a_token_that_means_nothing_is_named_with_what_was_likely_meant(typed, told):
    with pytest.raises(PatternProblem, match=told.replace("|", r"\|").replace("{", r"\{")):
        stored(typed, NAMES)


def test_every_problem_is_told_at_once_and_once():
    with pytest.raises(PatternProblem) as refused:
        stored("{入会律}{入会律}\n[{会员数}]\n[没完", NAMES)

    assert len(str(refused.value).splitlines()) == 3


def test_numbers_typed_by_hand_are_found_and_numbers_of_items_are_not():
    text = "1.会员120人，增长5.5%\n2、{members.total}人\n2010年7月\n3．无"

    assert hand_numbers(text) == ["120", "5.5%", "2010", "7"]
    assert hand_numbers("10.5万元") == ["10.5"]
