"""Forms of employers and their head-counts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from members.forms.choices import CodeField, bind_to_place, in_use, unions_below
from members.models import Employer, HeadCount
from members.rules.codes import unit_code
from members.rules.units import PARTS, beyond_staff
from unionhub.forms.base import PlainForm, RecordForm


class EmployerForm(RecordForm):
    """A unit. Its closing day appears only once it is closed, to be put right."""

    credit_code = CodeField(
        label="统一社会信用代码",
        check=unit_code,
        help_text="18位，照营业执照或登记证书；没有的留空。",
    )
    groups = (
        ("单位", ("name", "credit_code", "kind", "economy", "industry", "union", "closed_on")),
        ("地址", ("address", "place")),
        ("联系", ("contact", "phone")),
    )

    class Meta:
        model = Employer
        fields = (
            "name",
            "credit_code",
            "kind",
            "economy",
            "industry",
            "union",
            "closed_on",
            "address",
            "place",
            "contact",
            "phone",
        )

    def narrow(self) -> None:
        super().narrow()
        choices: Any = self.fields
        if self.instance.closed_on is None:
            del self.fields["closed_on"]
        in_use(choices["place"], Q(closed=False), self.instance.place_id)
        bind_to_place(choices["place"], self.scope)
        choices["union"].queryset = unions_below(self.scope, self.instance.union_id)
        choices["union"].empty_label = "尚未建会"


class HeadCountForm(RecordForm):
    groups = (("职工人数", ("on", "staff", "women", "migrants")),)

    class Meta:
        model = HeadCount
        fields = ("on", "staff", "women", "migrants")
        help_texts = {"on": "人数是哪一天的。同一单位一天一条，总结取不晚于截止日的最新一条。"}

    def clean(self) -> Any:
        values = super().clean() or self.cleaned_data
        if values.get("staff") is not None:
            parts = {part: values.get(part) for part in PARTS}
            for field, problem in beyond_staff(values["staff"], parts).items():
                self.add_error(field, problem)
        return values


class CloseForm(PlainForm):
    on = forms.DateField(label="注销日期", help_text="从这一天起不再计入单位数和职工数。")
    groups = (("注销", ("on",)),)


class AsAtForm(PlainForm):
    """The day a unit's coverage is asked for; today where none is."""

    on = forms.DateField(label="截至", required=False)
