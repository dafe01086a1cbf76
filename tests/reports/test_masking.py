"""Names of aided people in texts: found however they are typed, never where they are a place's."""

import pytest

from reports.masking import NameMask

NAMES = {"马关旺", "高林", "欧阳建国", "古丽·买买提", "马关"}
KEPT = {"高林村", "兴发乡工会"}


@pytest.fixture
def mask():
    return NameMask(NAMES, kept=KEPT)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("看望马关旺同学。", "看望马*同学。"),
        ("看望马 关　旺同学。", "看望马*同学。"),
        ("看望马\u200b关\u2060旺同学。", "看望马*同学。"),
        ("看望\u202e马关旺\u202c同学。", "看望马*同学。"),
        ("欧阳建国、古丽•买买提和古丽・买买提", "欧阳*、古*和古*"),
        ("高林村的高林", "高林村的高*"),
        ("高林村", "高林村"),
        ("兴发乡工会", "兴发乡工会"),
        ("", ""),
    ],
)
def test_a_name_is_hidden_however_it_is_typed(mask, typed, printed):
    assert mask(typed) == printed


def test_the_names_met_are_remembered_and_others_are_not(mask):
    mask("高林村的马关旺")

    assert mask.met == {"马关旺"}


def test_marks_of_patterns_are_no_patterns_in_a_name():
    mask = NameMask({"a.b", "张（大）"}, kept={"[张]"})

    assert mask("axb a.b 张（大）") == "axb a* 张*"
