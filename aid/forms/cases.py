"""The request: facts about it, and the lines of what is asked for."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q

from aid.models import AidCase, CasePaper, ExceptionGround, LineForm
from aid.rules import Bar
from unionhub.fields import LARGEST_YUAN
from unionhub.forms.base import PlainForm, RecordForm, helper_for
from unionhub.forms.words import speak_plainly
from unionhub.models import Place

ROWS, MOST_ROWS = 5, 20
CELL = {"class": "form-control", "autocomplete": "off"}


class LineRow(forms.Form):
    """One row of the request; a row with nothing typed in it is not there."""

    use_required_attribute = False

    form = forms.ChoiceField(
        label="形式",
        choices=LineForm.choices,
        initial=LineForm.CASH,
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    item = forms.CharField(
        label="名称", max_length=60, required=False, widget=forms.TextInput(attrs=CELL)
    )
    quantity = forms.CharField(
        label="数量", max_length=20, required=False, widget=forms.TextInput(attrs=CELL)
    )
    value = forms.DecimalField(
        label="金额（折款）",
        max_digits=12,
        decimal_places=2,
        min_value=Decimal("0.01"),
        max_value=LARGEST_YUAN,
        required=False,
        widget=forms.NumberInput(attrs=CELL),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak_plainly(self.fields.values())

    @property
    def blank(self) -> bool:
        typed = (self["item"].data, self["quantity"].data, self["value"].data)
        return not any((text or "").strip() for text in typed)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.blank:
            return values
        if not values.get("form"):
            values["form"] = LineForm.CASH
        if not values.get("item"):
            self.add_error("item", "请填写名称，如“救助金”“大米”。")
        if values.get("value") is None and "value" not in self.errors:
            self.add_error("value", "请填写金额；物资填折款。")
        return values


class CaseForm(RecordForm):
    """A request with its lines. The diagnosis is never shown here: left empty it stays."""

    groups = (
        ("申请", ("kind", "beneficiary", "place", "applied_on", "reason")),
        ("按类别填写", ("illness", "school")),
    )

    ground = forms.ChoiceField(label="兼任依据", choices=[("", "请选择"), *ExceptionGround.choices])

    class Meta:
        model = AidCase
        fields = ("kind", "beneficiary", "place", "applied_on", "reason", "illness", "school")
        help_texts = {
            "reason": "家庭情况、困难原因和所需帮助，印在审批表上；病情不写在这里。",
            "school": "助学救助填写。",
            "illness": "医疗救助填写；加密保存，不印在审批表和名册上。",
        }

    def __init__(self, *args: Any, bar: Bar | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if bar is None:
            del self.fields["ground"]
        else:
            self.fields["ground"].help_text = bar.words
            self.helper = helper_for(self, (*self.groups, ("职责", ("ground",))))
        if self.instance.pk:
            self.initial["illness"] = ""
            if self.instance.illness:
                self.fields["illness"].help_text = "已填写（不显示）：留空不变，改写则以新填为准。"
        self.lines = self._rows()

    def narrow(self) -> None:
        """Places in use; a place-bound post has only its own."""
        field = self.fields["place"]
        assert isinstance(field, forms.ModelChoiceField)
        kept = Place.objects.kept_by(self.scope)
        field.queryset = kept.filter(Q(closed=False) | Q(pk=self.instance.place_id))
        if self.scope.place is not None:
            field.initial = self.scope.place

    def _rows(self) -> Any:
        before = self._lines_before()
        spare = max(ROWS - len(before), 2)
        rows = forms.formset_factory(
            LineRow, extra=spare, max_num=MOST_ROWS, validate_max=True, absolute_max=MOST_ROWS
        )
        return rows(self.data if self.is_bound else None, initial=before, prefix="lines")

    def _lines_before(self) -> list[dict[str, Any]]:
        if not self.instance.pk:
            return []
        return list(self.instance.lines.values("form", "item", "quantity", "value"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not self.lines.is_valid():
            for number, row in enumerate(self.lines, 1):
                for problems in row.errors.values():
                    self.add_error(None, f"帮扶内容第{number}行：{'；'.join(problems)}")
            for problem in self.lines.non_form_errors():
                self.add_error(None, problem)
        elif not self.line_values():
            self.add_error(None, "请至少填写一行帮扶内容（资金或物资）。")
        return values

    def values(self) -> dict[str, Any]:
        """What was typed, the lines apart; an empty diagnosis on an edit means the old one."""
        typed = super().values()
        if self.instance.pk and not typed["illness"]:
            del typed["illness"]
        return typed

    def line_values(self) -> list[dict[str, Any]]:
        return [row.cleaned_data for row in self.lines if not row.blank]


class AttachForm(PlainForm):
    upload = forms.FileField(
        label="文件",
        help_text="照片、PDF、Word（docx）或 Excel（xlsx），不超过10兆；手机可直接拍照。",
        widget=forms.ClearableFileInput(attrs={"accept": "image/*,.pdf,.docx,.xlsx"}),
    )
    kind = forms.ChoiceField(label="类别", choices=CasePaper.choices)
