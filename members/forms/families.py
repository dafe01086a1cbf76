"""The form of a relative."""

from __future__ import annotations

from typing import Any

from members.models import FamilyTie
from members.rules.families import clean_relative
from unionhub.forms.base import RecordForm


class FamilyForm(RecordForm):
    """Of a relative on the register only the relation is asked; the rest is on file there."""

    groups = (("家庭成员", ("relation", "name", "workplace", "phone")),)

    class Meta:
        model = FamilyTie
        fields = ("relation", "name", "workplace", "phone")

    def narrow(self) -> None:
        super().narrow()
        self.fields["relation"].help_text = f"这位家人是{self.instance.person}的什么人。"
        self.fields["name"].required = True
        if self.instance.relative_id is not None:
            for name in ("name", "workplace", "phone"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        return clean_relative(super().clean() or self.cleaned_data)
