"""Forms of a union's sheet and of committees."""

from __future__ import annotations

from typing import Any

from django import forms

from members import rules
from members.models import Committee, UnionProfile
from unionhub.forms.base import RecordForm


class UnionProfileForm(RecordForm):
    groups = (
        ("概况", ("unit_kind", "units_covered", "founding_paper", "incoming")),
        ("负责人", ("chair", "phone")),
    )

    class Meta:
        model = UnionProfile
        fields = ("unit_kind", "units_covered", "founding_paper", "incoming", "chair", "phone")
        help_texts = {
            "units_covered": "联合工会填所覆盖的单位个数，其他工会填1。",
            "founding_paper": "批准成立的文号，如“兴工发〔2010〕3号”。",
        }


class CommitteeForm(RecordForm):
    """A committee; its members are typed as the paper lists them, one line each."""

    seats = forms.CharField(
        label="成员",
        widget=forms.Textarea,
        help_text="一行一人，先职务后姓名，如“组长 李明”；同一职务可写几人：“成员 王芳、赵强”。",
    )
    groups = (
        ("领导小组", ("name", "paper", "formed_on", "ended_on")),
        ("职责和成员", ("purpose", "seats")),
    )

    class Meta:
        model = Committee
        fields = ("name", "paper", "formed_on", "ended_on", "purpose")
        widgets = {"purpose": forms.Textarea}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seats"].widget.attrs["rows"] = 8

    def narrow(self) -> None:
        super().narrow()
        if self.instance.pk:
            held = [(seat.duty, seat.name) for seat in self.instance.seats.all()]
            self.initial["seats"] = rules.seats_in_words(held)
        else:
            del self.fields["ended_on"]

    def clean_seats(self) -> list[tuple[str, str]]:
        try:
            return rules.seats_of(self.cleaned_data["seats"])
        except forms.ValidationError as error:
            raise forms.ValidationError(error.messages) from None
