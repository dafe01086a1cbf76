"""Asking for a correction, and deciding it."""

from __future__ import annotations

from typing import Any

from django import forms

from aid.models import Correction, ExceptionGround
from aid.rules import Bar
from unionhub.forms.base import PlainForm, helper_for


class _GroundForm(PlainForm):
    """Asks for the ground only where one person takes a second duty."""

    ground = forms.ChoiceField(label="兼任依据", choices=[("", "请选择"), *ExceptionGround.choices])

    def __init__(self, *args: Any, bar: Bar | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if bar is None:
            del self.fields["ground"]
        else:
            self.fields["ground"].help_text = bar.words
        self.helper = helper_for(self, (("更正", tuple(self.fields)),))


class AskForm(_GroundForm):
    field_order = ("value", "reason", "ground")
    value = Correction._meta.get_field("value").formfield(label="更正后金额（元）")
    reason = forms.CharField(
        label="更正原因", max_length=200, widget=forms.Textarea(attrs={"maxlength": 200})
    )


class DecideForm(_GroundForm):
    field_order = ("granted", "opinion", "ground")
    granted = forms.TypedChoiceField(
        label="复核",
        choices=[("yes", "同意更正"), ("no", "不予更正")],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(
        label="意见",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"maxlength": 200}),
        help_text="不予更正须写明理由。",
    )
