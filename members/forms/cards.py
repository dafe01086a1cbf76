"""Forms of cards: one card's steps, and what is done for many at once."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from members import rules
from members.models import Card, CardKind, Membership
from unionhub.forms.base import PlainForm
from unionhub.scope import Scope

MADE_HINT = (
    "证号由系统顺序编号的留空。按制证单位给的号码登记的，从表格里复制粘贴，一行一人："
    "姓名 证号，或 姓名 身份证号后四位 证号。服务卡必填银行卡号，写法相同。"
)
PAPERS = (
    ("cards", "会员证（每页10张，含二维码）"),
    ("labels", "标签（每页24张）"),
    ("signing", "领证签收表"),
    ("making", "制证清单"),
)


class IssueForm(PlainForm):
    kind = forms.ChoiceField(label="类别", choices=CardKind.choices, required=False)
    number = forms.CharField(
        label="证号", required=False, max_length=30, help_text="留空由系统顺序编号；旧证照抄证号。"
    )
    issued_on = forms.DateField(label="发证日期")
    bank_number = forms.CharField(
        label="银行卡号", required=False, max_length=30, help_text="只有服务卡填写；加密保存。"
    )
    groups = (("会员证", ("kind", "number", "issued_on", "bank_number")),)

    def clean_kind(self) -> str:
        """会员证, which most cards are, where nothing is said."""
        return self.cleaned_data["kind"] or CardKind.BOOK.value


class LoseForm(PlainForm):
    lost_on = forms.DateField(
        label="挂失日期", help_text="从这一天起不算有效证。服务卡请同时到银行挂失。"
    )
    groups = (("挂失", ("lost_on",)),)


class FindForm(PlainForm):
    found_on = forms.DateField(label="恢复日期", help_text="从这一天起照常有效。")
    groups = (("恢复", ("found_on",)),)


class ReplaceForm(PlainForm):
    on = forms.DateField(label="补办日期", help_text="原证从这一天起作废，同时申领新证。")
    reason = forms.CharField(
        label="补办原因", max_length=100, help_text="如“遗失”“损坏”“姓名变更”。"
    )
    groups = (("补办", ("on", "reason")),)


class VoidForm(PlainForm):
    void_on = forms.DateField(label="作废日期", help_text="从这一天起无效，证号不再使用。")
    reason = forms.CharField(label="作废原因", max_length=100, help_text="如“登记有误”“证件交回”。")
    groups = (("作废", ("void_on", "reason")),)


class ScanForm(PlainForm):
    upload = forms.FileField(
        label="扫描件或照片", help_text="本人签字后的整张清单：照片（JPG、PNG）或 PDF，10兆以内。"
    )
    groups = (("签收扫描件", ("upload",)),)


class TickedForm(PlainForm):
    """What is done for rows ticked in a list; they travel in hidden fields."""

    ticked: Any = forms.ModelMultipleChoiceField(
        Card.objects.none(),
        label="选定的人",
        widget=forms.MultipleHiddenInput,
        error_messages={
            "required": "请先在名单里勾选。",
            "invalid_choice": "选定的人有的不在本工会的登记里，请返回名单重新勾选。",
        },
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        cast(Any, self.fields["ticked"]).queryset = self.rows(scope)

    def rows(self, scope: Scope) -> QuerySet[Any]:
        """The rows that may be chosen."""
        return Card.objects.kept_by(scope).for_list()

    def chosen(self) -> list[Any]:
        return [*self.cleaned_data["ticked"]]


class AskForm(TickedForm):
    kind = forms.ChoiceField(label="类别", choices=CardKind.choices, initial=CardKind.BOOK)
    asked_on = forms.DateField(label="申领日期")
    groups = (("申领", ("kind", "asked_on")),)

    def rows(self, scope: Scope) -> QuerySet[Any]:
        return Membership.objects.kept_by(scope).for_list()


class MakeForm(TickedForm):
    made_on = forms.DateField(label="制证日期")
    handler = forms.CharField(
        label="经手人",
        required=False,
        max_length=50,
        help_text="到制证单位（银行）领取、核对的人。",
    )
    pasted = forms.CharField(
        label="号码", required=False, widget=forms.Textarea, help_text=MADE_HINT, strip=False
    )
    groups = (("制证", ("made_on", "handler", "pasted")),)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        values["given"] = {}
        if values.get("ticked") and values.get("pasted"):
            try:
                values["given"] = self._given(values)
            except ValidationError as refusal:
                self.add_error("pasted", refusal)
        return values

    def _given(self, values: dict[str, Any]) -> dict[int, str]:
        people = [(card.pk, card.membership.person) for card in values["ticked"]]
        holders = [rules.Holder(key, one.name, one.id_number) for key, one in people]
        return rules.matched(rules.read_made(values["pasted"]), holders)


class HandOutForm(TickedForm):
    issued_on = forms.DateField(label="发证日期")
    handler = forms.CharField(label="发放人", max_length=50)
    groups = (("发放", ("issued_on", "handler")),)


class PrintForm(TickedForm):
    do = forms.ChoiceField(label="打印内容", choices=PAPERS)
    reason = forms.CharField(
        label="用途", min_length=2, max_length=200, help_text="记入日志，如“发放会员证”。"
    )
    groups = (("打印", ("do", "reason")),)

    def rows(self, scope: Scope) -> QuerySet[Any]:
        rows = super().rows(scope).select_related("membership__person__details__photo")
        return rows.order_by("number", "pk")  # as the cards lie in the box
