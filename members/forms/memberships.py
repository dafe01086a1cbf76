"""Forms of joining."""

from __future__ import annotations

from typing import Any

from django import forms

from members.forms.choices import unions_below
from unionhub.forms.base import PlainForm
from unionhub.models import Organisation
from unionhub.scope import Scope


class JoinForm(PlainForm):
    union = forms.ModelChoiceField(Organisation.objects.none(), label="所在基层工会")
    joined_on = forms.DateField(label="入会日期", help_text="基层工会批准入会的日期。")
    reason = forms.CharField(
        label="补录依据", max_length=100, help_text="如“2015年旧花名册”“持有原会员证”。"
    )
    groups = (("补录会籍", ("union", "joined_on", "reason")),)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        choices: Any = self.fields
        choices["union"].queryset = unions_below(scope)
