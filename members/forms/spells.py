"""Forms of what happens to a spell: its end, rest and waking, and the undoing of an entry."""

from __future__ import annotations

from typing import Any

from django import forms

from members.models import ChangeKind
from members.rules import endings
from unionhub.forms.base import PlainForm, helper_for
from unionhub.scope import Scope

DETAIL = {
    ChangeKind.LAPSE: (
        "教育情况",
        "谁在什么时候做了工作，本人态度如何。会章规定经教育拒不改正的才视为自动退会。",
    ),
}
DAYS = {
    ChangeKind.DIE: ("去世日期", "从这一天起不再计入会员。"),
    ChangeKind.RETAIN: (
        "保留起始日期",
        "从这一天起不交会费，没有选举权、被选举权和表决权，仍是会员。",
    ),
    ChangeKind.RESUME: ("恢复日期", "从这一天起照常交会费。"),
}


class _ChangeForm(PlainForm):
    """Why, on what paper, with its scan; a kind has its own reasons."""

    detail = forms.CharField(
        label="补充说明", required=False, max_length=60, help_text="原因选“其他”时必填。"
    )
    paper = forms.CharField(
        label="依据文号或材料",
        required=False,
        max_length=60,
        help_text="如“兴工发〔2026〕3号”“本人书面申请”。",
    )
    upload = forms.FileField(
        label="材料扫描件", required=False, help_text="照片、PDF、Word 或 Excel，不超过10兆。"
    )
    day_field = "on"
    reason_field = "reason"

    def __init__(self, *args: Any, scope: Scope, kind: ChangeKind, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        day, reason = self.fields[self.day_field], self.fields[self.reason_field]
        if kind in DAYS:
            day.label, day.help_text = DAYS[kind]
        offered = [(words, words) for words in endings.REASONS[kind]]
        assert isinstance(reason, forms.ChoiceField)
        reason.choices = offered if len(offered) == 1 else [("", "请选择"), *offered]
        if kind in DETAIL:
            self.fields["detail"].label, self.fields["detail"].help_text = DETAIL[kind]
            self.fields["detail"].required = True
        self.fields["paper"].required = kind in endings.PAPER_NEEDED
        names = (self.day_field, self.reason_field, "detail", "paper", "upload")
        self.helper = helper_for(self, ((str(kind.label), names),))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get(self.reason_field) == endings.OTHER_REASON and not values.get("detail"):
            self.add_error("detail", "原因选了“其他”，请写明是什么原因。")
        return values


class EndForm(_ChangeForm):
    day_field, reason_field = "left_on", "left_reason"
    left_on = forms.DateField(label="离会日期", help_text="从这一天起不再是会员。")
    left_reason = forms.ChoiceField(label="离会原因")


class RestForm(_ChangeForm):
    """保留会籍, and 恢复会籍."""

    on = forms.DateField(label="日期")
    reason = forms.ChoiceField(label="原因")


class VoidSpellForm(PlainForm):
    reason = forms.CharField(
        label="撤销原因",
        max_length=100,
        widget=forms.Textarea(attrs={"maxlength": 100}),
        help_text="如“同名登错人，应登记给第二组的马关旺”。记入会籍变化和日志。",
    )
    groups = (("撤销登记", ("reason",)),)


class KeepForm(PlainForm):
    reason = forms.CharField(
        label="继续在会的理由",
        max_length=100,
        widget=forms.Textarea(attrs={"maxlength": 100}),
        help_text="如“外出务工，已电话联系，愿意补交会费”。",
    )
    groups = (("继续在会", ("reason",)),)
