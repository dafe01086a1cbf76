"""Forms of an event: to enter it, to hold it, to correct it, to cancel it; names and files."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from activities import rules
from activities.forms.placed import Groups, PlacedForm
from activities.models import Event, Participation
from unionhub.forms.base import PlainForm, RecordForm

ABOUT = ("kind", "name", "theme", "begins_on", "ends_on", "place", "venue", "organiser")
COUNTS = ("heads", "women", "person_times", "cost")
COUNTS_HELP = {
    "person_times": "多场活动每场分别计数；只办一场的不必填，就等于参加人数",
    "cost": "元",
}


class CountedForm(RecordForm):
    """Checks the counts where they are typed, so that the error stands at its field."""

    always_held: ClassVar[bool] = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["heads"].required = self.always_held

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values["cost"] = values.get("cost") or Decimal(0)
        if self.held():
            counts = {name: values.get(name) for name in ("heads", "women", "person_times")}
            for name, problem in rules.count_problems(**counts).items():
                if name not in self.errors:
                    self.add_error(name, problem)
        return values

    def held(self) -> bool:
        return self.always_held


class EventForm(PlacedForm):
    """An event to come."""

    class Meta:
        model = Event
        fields = (*ABOUT, "purpose")

    groups: ClassVar[Groups] = (("活动", (*ABOUT, "purpose")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].required = False
        self.fields["ends_on"].help_text = "一天办完的不必填"
        self.fields["organiser"].widget.attrs["placeholder"] = str(self.scope.organisation)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if "ends_on" in values and values["ends_on"] is None:
            values["ends_on"] = values.get("begins_on")
        return values


class NewEventForm(CountedForm, EventForm):
    """Enters a planned event, or one that is over together with its counts."""

    always_held = False
    is_held = forms.BooleanField(
        label="已举办（同时填写下面的人数）",
        required=False,
        help_text="活动还没有办的不勾，办完再到活动页“记为已举办”",
    )

    class Meta:
        model = Event
        fields = (*ABOUT, "purpose", *COUNTS, "write_up")
        help_texts = COUNTS_HELP

    groups: ClassVar[Groups] = (
        ("活动", (*ABOUT, "purpose")),
        ("举办情况", ("is_held", *COUNTS, "write_up")),
    )

    def held(self) -> bool:
        return bool(self.cleaned_data.get("is_held"))

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        typed = [name for name in (*COUNTS, "write_up") if values.get(name)]
        if typed and not values.get("is_held"):
            self.add_error("is_held", "填了举办情况的，请勾选“已举办”；还没有办的，请清空这些数。")
        return values

    def values(self) -> dict[str, Any]:
        """Without the tick; without the counts, too, where it is not set."""
        unused = {"is_held"} if self.held() else {"is_held", *COUNTS, "write_up"}
        return {name: v for name, v in super().values().items() if name not in unused}


class HoldForm(CountedForm):
    """That an event took place, and with how many."""

    class Meta:
        model = Event
        fields = ("ends_on", *COUNTS, "write_up")
        help_texts = {**COUNTS_HELP, "ends_on": "与计划不同的，改为实际日期"}

    groups: ClassVar[Groups] = (("举办情况", ("ends_on", *COUNTS, "write_up")),)


class CorrectionForm(CountedForm, EventForm):
    """A held event: counts and write-up first, what it was beneath, and why it is corrected."""

    reason = forms.CharField(label="更正原因", max_length=100, help_text="记入操作日志")

    class Meta:
        model = Event
        fields = (*COUNTS, "write_up", *ABOUT, "purpose")
        help_texts = COUNTS_HELP

    groups: ClassVar[Groups] = (
        ("更正", ("reason",)),
        ("举办情况", (*COUNTS, "write_up")),
        ("活动", (*ABOUT, "purpose")),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("heads") is not None:
            values["person_times"] = rules.person_times_of(
                values["heads"], values.get("person_times")
            )
        return values


class CancelForm(PlainForm):
    reason = forms.CharField(label="取消原因", max_length=100, help_text="如“因暴雨取消”")


class ParticipantForm(RecordForm):
    """How often a person of the list took part, and with what result."""

    class Meta:
        model = Participation
        fields = ("sessions", "result")


class AttachForm(PlainForm):
    """A photo or paper of the event."""

    kind = forms.ChoiceField(
        label="类别",
        choices=[
            (name, name)
            for name in (
                "活动照片",
                "活动方案",
                "通知",
                "签到表",
                "获奖名单",
                "发放签收表",
                "票据",
                "其他",
            )
        ],
    )
    upload = forms.FileField(
        label="文件",
        help_text="照片（JPG、PNG）、PDF、Word（docx）或 Excel（xlsx），不超过10兆",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].widget.attrs["accept"] = "image/*,.pdf,.docx,.xlsx"
