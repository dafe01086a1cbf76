"""Forms of papers: which period, a section's text, the printed date, signing, the reason."""

from __future__ import annotations

from typing import Any

from django import forms

from reports.forms.periods import PeriodForm
from reports.models import SectionText, Summary
from reports.patterns import PatternProblem, stored
from reports.printing import MEDIA
from reports.statements import NAMES
from unionhub.forms.base import PlainForm, RecordForm, helper_for
from unionhub.scope import Scope

SCREEN = "screen"
ROWS = 16


class StartForm(PeriodForm):
    """Only the period is asked: a paper is begun for the own office."""

    groups = (
        ("期间", ("year", "part")),
        ("起止日期（期间选“起止日期”时填写）", ("since", "until")),
    )

    def __init__(self, data: Any, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(data, *args, scope=scope, **kwargs)
        del self.fields["organisation"]


class SectionForm(PlainForm):
    """Text with tokens; what a token cannot mean is refused here, for preview and for saving."""

    heading = forms.CharField(
        label="标题",
        max_length=SectionText._meta.get_field("heading").max_length,
        required=False,
        help_text="序号由系统编排；留空用默认标题。",
    )
    text = forms.CharField(
        label="正文",
        max_length=SectionText._meta.get_field("text").max_length,
        required=False,
        strip=False,
        widget=forms.Textarea,
        help_text="一行一段；以“1.”开头的行自动编号。{ }里是数据，[ ]里的话没有数据时不出现。",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, has_heading: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_heading:
            del self.fields["heading"]
            self.helper = helper_for(self, self.groups)  # which no longer asks for it
        self.fields["text"].widget.attrs["rows"] = ROWS

    def clean_heading(self) -> str:
        return self._readable("heading")

    def clean_text(self) -> str:
        return self._readable("text")

    def _readable(self, name: str) -> str:
        """The words as typed, if every token in them means something."""
        typed: str = self.cleaned_data[name]
        try:
            stored(typed, NAMES)
        except PatternProblem as problem:
            raise forms.ValidationError(str(problem).splitlines()) from None
        return typed


class OptionsForm(RecordForm):
    groups = (("落款和金额", ("dated", "rounded")),)

    class Meta:
        model = Summary
        fields = ("dated", "rounded")


class SignForm(PlainForm):
    groups = (("签发", ("dated", "opinion")),)

    dated = forms.DateField(label="成文日期", help_text="印在落款处。")
    opinion = forms.CharField(label="签发意见", max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class InternalForm(PlainForm):
    """What the copy with names is wanted for, and as what."""

    reason = forms.CharField(label="用途", min_length=2, max_length=200)
    form = forms.ChoiceField(choices=[(SCREEN, "屏幕"), *((form, form) for form in MEDIA)])
