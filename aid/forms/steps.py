"""What each step of a case asks for."""

from __future__ import annotations

from typing import Any

from django import forms

from aid.models import AidCase, ExceptionGround, Fund
from aid.rules import Bar
from unionhub.forms.base import PlainForm, helper_for
from unionhub.money import yuan_text
from unionhub.periods import today
from unionhub.scope import Scope
from unionhub.workflow import Step

# Asked at the foot of every step.
LAST = ("on", "opinion", "ground")


class StepForm(PlainForm):
    """The day, the opinion, and the ground where one person takes a second duty."""

    asks_opinion = True
    on = forms.DateField(label="办理日期")
    opinion = forms.CharField(
        label="意见",
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"maxlength": 200}),
    )
    ground = forms.ChoiceField(label="兼任依据", choices=[("", "请选择"), *ExceptionGround.choices])

    def __init__(
        self, *args: Any, case: AidCase, step: Step, bar: Bar | None, scope: Scope, **kwargs: Any
    ) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        self.case = case
        self.fields["on"].initial = today()
        self.fields["on"].label = f"{step.label}日期"
        self.fields["opinion"].required = step.opinion
        if not self.asks_opinion:
            del self.fields["opinion"]
        if bar is None:
            del self.fields["ground"]
        else:
            self.fields["ground"].help_text = bar.words
        names = [name for name in self.fields if name not in LAST]
        self.order_fields([*names, *LAST])
        self.helper = helper_for(self, ((step.label, tuple(self.fields)),))


class VerifyForm(StepForm):
    visited_on = forms.DateField(label="入户日期")
    visitor_one = forms.CharField(label="入户人一", max_length=50)
    visitor_two = forms.CharField(label="入户人二", max_length=50)
    findings = forms.CharField(
        label="核实情况",
        max_length=500,
        widget=forms.Textarea(attrs={"maxlength": 500}),
        help_text="家庭人口、收入、住房、困难原因是否属实；病情不写在这里。",
    )


class NoticeForm(StepForm):
    notice_from = forms.DateField(label="公示起始日")
    notice_until = forms.DateField(
        label="公示截止日", help_text="公示一般不少于5个工作日；截止日的次日起可以审批。"
    )


class FundChoice(forms.ModelChoiceField):
    """A fund with the room it has."""

    def label_from_instance(self, fund: Fund) -> str:
        return f"{fund}（可用{yuan_text(fund.room)}元）"


class ApproveForm(StepForm):
    fund = FundChoice(label="列支资金", queryset=Fund.objects.none(), empty_label="请选择")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        field = self.fields["fund"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Fund.objects.kept_by(scope).filter(closed_on=None)


class PayForm(StepForm):
    asks_opinion = False


STEP_FORMS: dict[str, type[StepForm]] = {
    "verify": VerifyForm,
    "post_notice": NoticeForm,
    "approve": ApproveForm,
    "pay": PayForm,
}
