"""Opening a fund, entering income, closing a month."""

from __future__ import annotations

from decimal import Decimal

from django import forms

from aid.models import Fund, LedgerEntry
from unionhub.forms.base import PlainForm, RecordForm
from unionhub.periods import today


class OpenFundForm(RecordForm):
    groups = (("资金", ("name", "source", "opened_on")),)

    class Meta:
        model = Fund
        fields = ("name", "source", "opened_on")

    def narrow(self) -> None:
        super().narrow()
        self.fields["opened_on"].initial = today


class FundForm(RecordForm):
    groups = (("资金", ("name", "source", "opened_on", "closed_on")),)

    class Meta:
        model = Fund
        fields = ("name", "source", "opened_on", "closed_on")
        help_texts = {"closed_on": "自这天起不再列支；没有停用的不填。"}


class IncomeForm(PlainForm):
    groups = (("收入", ("on", "amount", "goods", "note")),)
    on = forms.DateField(label="到账日期", initial=today)
    amount = LedgerEntry._meta.get_field("amount").formfield(
        label="收入金额（元）", help_text="含物资折款。"
    )
    goods = LedgerEntry._meta.get_field("goods").formfield(
        label="其中物资折款（元）", required=False, initial=None
    )
    note = forms.CharField(
        label="摘要", max_length=120, help_text="来自哪里、什么文件，如“县总工会拨付”。"
    )

    def clean_goods(self) -> Decimal:
        return self.cleaned_data["goods"] or Decimal(0)


class ReverseIncomeForm(PlainForm):
    groups = (("冲销", ("reason",)),)
    reason = forms.CharField(
        label="冲销原因",
        max_length=100,
        help_text="如“金额录错，应为2,000元”。记入台账摘要和日志。",
    )


class CloseMonthForm(PlainForm):
    groups = (("关账", ("through",)),)
    through = forms.DateField(
        label="关账至", help_text="月末日期。关账后该月不能再记账或更正，也不能重开。"
    )
