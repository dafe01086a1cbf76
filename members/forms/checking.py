"""Confirming that people's files were held against the papers."""

from __future__ import annotations

from typing import Any

from django import forms

from members.models import Person
from unionhub.forms.base import PlainForm
from unionhub.scope import Scope


class ConfirmForm(PlainForm):
    ticked = forms.ModelMultipleChoiceField(
        Person.objects.none(), widget=forms.MultipleHiddenInput, label="人员"
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        people = Person.objects.kept_by(scope)
        self.fields["ticked"].queryset = people  # type: ignore[attr-defined]
