"""Forms of goals."""

from __future__ import annotations

from django import forms

from reports.indicators import choices
from reports.models import Target
from unionhub.forms.base import RecordForm
from unionhub.periods import FIRST_YEAR, LAST_YEAR, today


class TargetForm(RecordForm):
    """A new goal of the own office or one below."""

    groups = (("目标", ("organisation", "year", "key", "number", "note")),)
    key = forms.ChoiceField(label="指标", choices=choices)
    year = forms.IntegerField(label="年度", min_value=FIRST_YEAR, max_value=LAST_YEAR)

    class Meta:
        model = Target
        fields = ("organisation", "year", "key", "number", "note")

    def narrow(self) -> None:
        super().narrow()
        field = self.fields["organisation"]
        field.queryset = field.queryset.offices().order_by("path")  # type: ignore[attr-defined]
        field.initial = self.scope.organisation
        self.fields["year"].initial = today().year
        self.fields["number"].help_text = "按指标自己的单位填写：百分率填 100 即 100%，金额以元计。"


class TargetNumberForm(RecordForm):
    """Another number for a goal that is there; whose, which year and what stay."""

    groups = (("目标", ("number", "note")),)

    class Meta:
        model = Target
        fields = ("number", "note")
