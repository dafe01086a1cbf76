"""Forms of facilities: to enter and correct one, to close it, to enter an adjustment."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from activities.forms.placed import Groups, PlacedForm
from activities.models import Facility, FacilityAdjustment
from unionhub.forms.base import PlainForm
from unionhub.periods import today

ABOUT = ("kind", "name", "place", "keeper", "opened_on", "note")


class FacilityForm(PlacedForm):
    """A facility in use: it is closed by a step of its own, not in passing."""

    class Meta:
        model = Facility
        fields = ABOUT

    groups: ClassVar[Groups] = (("阵地", ABOUT),)


class ClosedFacilityForm(PlacedForm):
    """One that was closed: the day may be corrected, or cleared."""

    class Meta:
        model = Facility
        fields = (*ABOUT, "closed_on")
        help_texts = {"closed_on": "清空即恢复使用"}

    groups: ClassVar[Groups] = (("阵地", ABOUT), ("停用", ("closed_on",)))


class CloseForm(PlainForm):
    closed_on = forms.DateField(label="停用日期", initial=today)


class AdjustForm(PlainForm):
    on = forms.DateField(label="调整日期", initial=today)
    what = forms.CharField(
        label="调整内容",
        max_length=FacilityAdjustment._meta.get_field("what").max_length,
        widget=forms.Textarea,
        help_text="开放时间、器材、活动安排等，如“健身操改为每周二、四晚七点”",
    )
