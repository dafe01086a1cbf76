"""Forms of honours: of a person, of a team or union; taking one back; allowances."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from members.forms.choices import unions_below
from members.models import HolderKind, Honour
from members.rules.honours import FIRST_YEAR
from unionhub.fields import LARGEST_YUAN
from unionhub.forms.base import DayInput, Groups, PlainForm, RecordForm
from unionhub.periods import today

FACTS = ("kind", "name", "level", "granted_on", "granted_by", "paper", "allowance")
GROUP = ("荣誉", FACTS)


class HonourForm(RecordForm):
    """What all honours have. The day it was taken back appears only once it was."""

    class Meta:
        model = Honour
        fields: tuple[str, ...] = FACTS
        help_texts = {"allowance": "没有津贴的留空。", "granted_by": "如“通辽市总工会”。"}


class PersonHonourForm(HonourForm):
    """An honour of a person chosen on the page before."""

    groups = (GROUP,)

    class Meta(HonourForm.Meta):
        fields = ("person", *FACTS)
        widgets = {"person": forms.HiddenInput}

    def values(self) -> dict[str, Any]:
        return {**super().values(), "holder": HolderKind.PERSON}


class CollectiveHonourForm(HonourForm):
    """An honour of a team by its name, or of a union of the office."""

    HOLDERS = (
        (HolderKind.TEAM.value, "集体（班组、科室、单位）"),
        (HolderKind.UNION.value, "工会"),
    )
    holder = forms.ChoiceField(label="获得者", choices=HOLDERS)
    groups = (("获得者", ("holder", "team", "employer", "union")), GROUP)

    class Meta(HonourForm.Meta):
        fields = ("holder", "team", "employer", "union", *FACTS)
        help_texts = {
            **HonourForm.Meta.help_texts,
            "team": "集体荣誉填写，如“熔制车间二班”。",
            "union": "工会荣誉填写。",
        }

    def narrow(self) -> None:
        super().narrow()
        choices: Any = self.fields
        choices["union"].queryset = unions_below(self.scope, self.instance.union_id)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("holder") == HolderKind.TEAM:
            values["union"] = None
            if not values.get("team"):
                self.add_error("team", "请填写集体名称。")
        elif values.get("holder") == HolderKind.UNION:
            values["team"] = ""
            if not values.get("union"):
                self.add_error("union", "请选择获得荣誉的工会。")
        return values


class CorrectionForm(HonourForm):
    """Facts of an honour whose holder stays."""

    groups: ClassVar[Groups] = (GROUP,)


class RevokedForm(CorrectionForm):
    """Of one that was taken back: the day can be put right, or emptied where it was a mistake."""

    groups = (GROUP, ("撤销", ("revoked_on", "revoked_reason")))

    class Meta(HonourForm.Meta):
        fields = (*FACTS, "revoked_on", "revoked_reason")


class RevokeForm(PlainForm):
    on = forms.DateField(label="撤销日期", help_text="从这一天起不再保持荣誉，次年起不再发津贴。")
    reason = forms.CharField(label="撤销原因", max_length=100, help_text="写明依据文号。")
    groups = (("撤销", ("on", "reason")),)


class CertificateForm(PlainForm):
    upload = forms.FileField(
        label="文件",
        help_text="照片、PDF、Word（docx）或 Excel（xlsx），不超过10兆；手机可直接拍照。",
        widget=forms.ClearableFileInput(attrs={"accept": "image/*,.pdf,.docx,.xlsx"}),
    )
    groups = (("证书、文件", ("upload",)),)


class PayAllowanceForm(PlainForm):
    """One payment to one holder; the amount offered is what is still open."""

    year = forms.IntegerField(label="津贴年度", min_value=FIRST_YEAR)
    amount = forms.DecimalField(
        label="发放金额（元）",
        max_digits=12,
        decimal_places=2,
        min_value=Decimal("0.01"),
        max_value=LARGEST_YUAN,
    )
    on = forms.DateField(label="发放日期", widget=DayInput)
    voucher = forms.CharField(label="凭证号", max_length=30, required=False)
    groups = (("发放", ("year", "amount", "on", "voucher")),)


class PayOpenForm(PlainForm):
    """Those ticked are paid what is still open of the year's allowance."""

    honours = forms.ModelMultipleChoiceField(
        Honour.objects.none(),
        label="发放对象",
        error_messages={"required": "请勾选要发放的人（集体）。"},
    )
    on = forms.DateField(label="发放日期", widget=DayInput)
    voucher = forms.CharField(label="凭证号", max_length=30, required=False)

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields
        choices["honours"].queryset = rows
        self.fields["on"].initial = today()
        for name in ("on", "voucher"):
            self.fields[name].widget.attrs["class"] = "form-control"


class ReverseForm(PlainForm):
    reason = forms.CharField(label="冲销原因", max_length=100, help_text="写入台账和日志。")
    groups = (("冲销", ("reason",)),)
