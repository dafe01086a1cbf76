"""A field that cannot take what was typed says what to write instead."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django import forms

from members.forms.people import PersonForm
from unionhub.forms.base import PlainForm
from unionhub.forms.organisations import PlaceForm


class Sheet(PlainForm):
    name = forms.CharField(max_length=4)
    own = forms.CharField(error_messages={"required": "请写明原因。"})
    kind = forms.ChoiceField(choices=[("a", "甲")])
    on = forms.DateField()
    heads = forms.IntegerField(min_value=0)
    cost = forms.DecimalField(max_digits=5, decimal_places=2, max_value=Decimal(900))
    paper = forms.FileField()


def said(**typed):
    form = Sheet(typed)
    return {name: list(errors) for name, errors in form.errors.items()}


def test_an_empty_form_says_what_each_field_wants():
    words = said()
    assert words["name"] == ["请填写，不能空着。"]
    assert words["own"] == ["请写明原因。"]
    assert words["kind"] == ["请选择一项。"]
    assert words["paper"] == ["请选择文件。"]


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("name", "一二三四五", "最多4个字，现有5个，请缩短。"),
        ("kind", "b", "没有这个选项，请重新选择。"),
        ("on", "六月", "日期写得不对，请写成 2010-06-30 这样。"),
        ("heads", "几个", "请填写整数，如 12。"),
        ("heads", "-1", "不能小于0，请核对后重填。"),
        ("cost", "许多", "请填写数字，如 120.50。"),
        ("cost", "1.234", "最多2位小数，请核对后重填。"),
        ("cost", "901", "不能大于900，请核对后重填。"),
    ],
)
def test_a_wrong_answer_is_told_how_to_mend(name, typed, words):
    assert said(**{name: typed})[name] == [words]


@pytest.mark.django_db
def test_an_open_choice_asks_to_be_made(clerk):
    drawn = str(PlaceForm(scope=clerk)) + str(PersonForm(scope=clerk))
    assert "请选择" in drawn
    assert "---------" not in drawn
