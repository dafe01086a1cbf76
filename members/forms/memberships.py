"""Forms of joining, leaving, and the cards."""

from __future__ import annotations

from typing import Any

from django import forms

from members import rules
from members.forms.choices import unions_below
from unionhub.forms.base import PlainForm
from unionhub.models import Organisation
from unionhub.scope import Scope


class JoinForm(PlainForm):
    union = forms.ModelChoiceField(Organisation.objects.none(), label="所在基层工会")
    joined_on = forms.DateField(label="入会日期", help_text="基层工会批准入会的日期。")
    reason = forms.CharField(label="说明", required=False, max_length=100)
    groups = (("入会", ("union", "joined_on", "reason")),)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        choices: Any = self.fields
        choices["union"].queryset = unions_below(scope)


class LeaveForm(PlainForm):
    left_on = forms.DateField(label="离会日期", help_text="从这一天起不再是会员。")
    left_reason = forms.ChoiceField(
        label="离会原因", choices=[("", "请选择"), *((r, r) for r in rules.LEAVING_REASONS)]
    )
    detail = forms.CharField(
        label="补充说明", required=False, max_length=60, help_text="原因选“其他”时必填。"
    )
    groups = (("退会", ("left_on", "left_reason", "detail")),)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("left_reason") == rules.OTHER_REASON and not values.get("detail"):
            self.add_error("detail", "原因选了“其他”，请写明是什么原因。")
        return values

    def values(self) -> dict[str, Any]:
        """Day and reason, with the words added to it."""
        reason, detail = self.cleaned_data["left_reason"], self.cleaned_data["detail"]
        words = f"{reason}：{detail}" if detail else reason
        return {"left_on": self.cleaned_data["left_on"], "left_reason": words}


class IssueForm(PlainForm):
    number = forms.CharField(
        label="证号", required=False, max_length=30, help_text="留空由系统顺序编号；旧证照抄证号。"
    )
    issued_on = forms.DateField(label="发证日期")
    groups = (("会员证", ("number", "issued_on")),)


class VoidForm(PlainForm):
    void_on = forms.DateField(label="作废日期", help_text="从这一天起无效，证号不再使用。")
    groups = (("作废", ("void_on",)),)
