"""Which period and whose figures: two drop-downs and a year, on every page of reports."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms

from unionhub.forms.base import PlainForm
from unionhub.models import Organisation
from unionhub.periods import FIRST_YEAR, LAST_YEAR, Period, half_year_of, today
from unionhub.scope import Scope

FROM_TO = "range"
PARTS = (
    ("H1", "上半年"),
    ("H2", "下半年"),
    ("Y", "全年"),
    *((f"Q{n}", f"第{word}季度") for n, word in enumerate("一二三四", 1)),
    *((f"-{n:02}", f"{n}月") for n in range(1, 13)),
    ("F", "两节期间"),
    ("S", "统计年度"),
    (FROM_TO, "起止日期"),
)


class PeriodForm(PlainForm):
    """Year and part of the year, or two days; and an office at or below the asker's own.

    Valid, it offers ``period``, ``organisation`` and ``query``, the codes as an address carries
    them. Such codes (``period=2010H1&organisation=XINGFA``) are read as well as the fields; what
    is missing is the current half-year and the asker's own office.
    """

    year = forms.IntegerField(label="年度", min_value=FIRST_YEAR, max_value=LAST_YEAR)
    part = forms.ChoiceField(label="期间", choices=PARTS)
    since = forms.DateField(label="起", required=False)
    until = forms.DateField(label="止（含当日）", required=False)

    def __init__(self, data: Any, *args: Any, scope: Scope, **kwargs: Any) -> None:
        self._unread = ""
        super().__init__(self._filled_in(data or {}, scope), *args, scope=scope, **kwargs)
        self._offer_offices(scope)
        for name in ("since", "until"):
            self.fields[name].widget.attrs["title"] = "期间选“起止日期”时填写"

    def _offer_offices(self, scope: Scope) -> None:
        field = forms.ModelChoiceField(
            Organisation.objects.visible_to(scope).offices().order_by("path"),
            label="工会",
            to_field_name="code",
            empty_label=None,
        )
        if scope.organisation.kind != Organisation.Kind.COUNTY:
            field.widget = forms.HiddenInput()
        self.fields["organisation"] = field
        self.order_fields(["organisation"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self._unread:
            self.add_error("part", self._unread)
        elif not self.errors:
            self._read_period(cleaned)
        return cleaned

    @property
    def organisation(self) -> Organisation:
        chosen: Organisation = self.cleaned_data["organisation"]
        return chosen

    @property
    def period(self) -> Period:
        chosen: Period = self.cleaned_data["period"]
        return chosen

    @property
    def query(self) -> str:
        """The choice as an address carries it: codes only."""
        return urlencode({"period": self.period.code, "organisation": self.organisation.code})

    def _filled_in(self, data: Any, scope: Scope) -> dict[str, Any]:
        given = {name: data.get(name) for name in ("organisation", *_NAMES) if data.get(name)}
        code = data.get("period") or half_year_of(today()).code
        try:
            asked = _fields_of(Period.parse(code))
        except ValueError as error:
            self._unread = str(error)
            asked = _fields_of(half_year_of(today()))
        return {"organisation": scope.organisation.code, **asked, **given}

    def _read_period(self, cleaned: dict[str, Any]) -> None:
        year, part, since, until = (cleaned.get(name) for name in _NAMES)
        if part == FROM_TO and not (since and until):
            self.add_error("since", "请填写起止两个日期。")
            return
        code = f"{since}..{until}" if part == FROM_TO else f"{year:04}{part}"
        try:
            cleaned["period"] = Period.parse(code)
        except ValueError as error:
            self.add_error("since" if part == FROM_TO else "part", str(error))


_NAMES = ("year", "part", "since", "until")


def _fields_of(period: Period) -> dict[str, Any]:
    """The fields that name a period."""
    part = period.code[4:]
    if part in dict(PARTS):
        return {"year": int(period.code[:4]), "part": part}
    return {
        "year": period.since.year,
        "part": FROM_TO,
        "since": period.since.isoformat(),
        "until": period.last_day.isoformat(),
    }
