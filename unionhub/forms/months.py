"""A month, typed or chosen, as the date of its first day."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from unionhub.forms.base import DayInput


class MonthInput(DayInput):
    """The browser's own month picker, where it has one; a box for 2026-03 where it has none."""

    input_type = "month"

    def __init__(self, **kwargs: Any) -> None:
        forms.DateInput.__init__(self, format="%Y-%m", **kwargs)


class MonthField(forms.DateField):
    """2026-03, 2026.3, 2026/3 or 2026年3月."""

    widget = MonthInput
    input_formats = ("%Y-%m", "%Y.%m", "%Y/%m", "%Y年%m月")
    default_error_messages = {"invalid": "请按“2026-03”的样子填写年月。"}

    def to_python(self, value: Any) -> date | None:
        month = super().to_python(value)
        return month.replace(day=1) if month else None
