"""Forms of 组织关系转接: sending, accepting, answering, moving within the office, 转入."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from members.forms.choices import unions_below
from members.models import Employer
from members.rules import transfers as rule
from unionhub.forms.base import Groups, PlainForm
from unionhub.models import Organisation, Place
from unionhub.periods import today
from unionhub.scope import Scope
from unionhub.workflow import Step

REASON_HINT = f"如“{rule.REASONS[0]}”“{rule.REASONS[1]}”。印在介绍信上。"


class _DayForm(PlainForm):
    """A day, today unless another is given."""

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        choices: Any = self.fields
        choices["on"].initial = today()
        if "union" in choices:
            choices["union"].queryset = unions_below(scope)


class SendForm(_DayForm):
    to_office = forms.ChoiceField(
        label="接收工会", required=False, help_text="本系统内的工会，由对方接收或退回。"
    )
    to_name = forms.CharField(
        label="外地接收工会",
        required=False,
        max_length=80,
        help_text="接收工会不在上面的，填写全称；对方寄回回执后在这里登记。",
    )
    on = forms.DateField(label="转出日期")
    reason = forms.CharField(label="转接原因", max_length=100, help_text=REASON_HINT)
    groups: ClassVar[Groups] = (
        ("转到哪里：二者填一项", ("to_office", "to_name")),
        ("转出", ("on", "reason")),
    )

    def __init__(self, *args: Any, scope: Scope, receivers: Any, **kwargs: Any) -> None:
        """``receivers``: the offices that may be chosen, told by nothing but their names."""
        super().__init__(*args, scope=scope, **kwargs)
        self.receivers = {str(office.pk): office for office in receivers}
        names = [(pk, office.name) for pk, office in self.receivers.items()]
        office: Any = self.fields["to_office"]
        office.choices = [("", "不在本系统"), *names]

    def clean_to_office(self) -> Organisation | None:
        return self.receivers.get(self.cleaned_data["to_office"])

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if bool(values.get("to_office")) == bool(values.get("to_name")):
            raise ValidationError("接收工会：本系统内的请选择，外地的请填写全称，二者填一项。")
        return values


class AcceptForm(_DayForm):
    union = forms.ModelChoiceField(Organisation.objects.none(), label="编入的基层工会")
    on = forms.DateField(label="接收日期", help_text="原工会的会籍到这一天为止，本工会从这一天起。")
    place = forms.ModelChoiceField(Place.objects.none(), label="片区村居", required=False)
    employer = forms.ModelChoiceField(Employer.objects.none(), label="工作单位", required=False)
    groups: ClassVar[Groups] = (("接收", ("union", "on", "place", "employer")),)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        choices: Any = self.fields
        choices["place"].queryset = Place.objects.kept_by(scope).active().order_by("name")
        units = Employer.objects.kept_by(scope).standing(today())
        choices["employer"].queryset = units.order_by("name")


class AnswerForm(PlainForm):
    """退回 and 撤回: why."""

    opinion = forms.CharField(label="原因", max_length=200, widget=forms.Textarea)

    def __init__(self, *args: Any, scope: Scope, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        self.fields["opinion"].label = f"{step.label}原因"


class ReceiptForm(_DayForm):
    on = forms.DateField(label="接收日期", help_text="回执上的日期。会籍到这一天为止。")
    opinion = forms.CharField(
        label="回执情况", required=False, max_length=200, help_text="如“回执联3月5日寄回，已存档”。"
    )
    groups: ClassVar[Groups] = (("回执", ("on", "opinion")),)


class MoveForm(_DayForm):
    """From one basic union of the office to another."""

    union = forms.ModelChoiceField(Organisation.objects.none(), label="转到的基层工会")
    on = forms.DateField(label="转接日期")
    reason = forms.CharField(label="转接原因", max_length=100, help_text=REASON_HINT)
    groups: ClassVar[Groups] = (("转接", ("union", "on", "reason")),)


class ArriveForm(_DayForm):
    """转入 from a union outside this system."""

    union = forms.ModelChoiceField(Organisation.objects.none(), label="编入的基层工会")
    on = forms.DateField(label="转入日期")
    other_side = forms.CharField(label="原工会", max_length=80, help_text="介绍信上的全称。")
    carried_since = forms.DateField(
        label="原入会日期", help_text="首次加入工会的日期，照会员证填。"
    )
    paper = forms.CharField(label="介绍信编号", required=False, max_length=60)
    reason = forms.CharField(label="转接原因", required=False, max_length=100)
    groups: ClassVar[Groups] = (
        ("原工会", ("other_side", "paper", "carried_since", "reason")),
        ("转入", ("union", "on")),
    )
