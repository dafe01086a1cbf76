"""Choices the register's forms share: what is in use, and what the record has already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from unionhub.models import Organisation
from unionhub.periods import today
from unionhub.scope import Scope


def unions_below(scope: Scope, kept: int | None = None) -> QuerySet[Organisation]:
    """The office's own and lower unions open today, and the one a record names already."""
    open_now = Organisation.objects.below(scope.organisation.path).standing(today())
    named = Organisation.objects.below(scope.organisation.path).filter(pk=kept)
    rows: QuerySet[Organisation] = (open_now | named).order_by("path")
    return rows


def in_use(field: Any, condition: Q, kept: int | None) -> None:
    """Narrow a drop-down to what is in use, keeping the one the record has."""
    field.queryset = field.queryset.filter(condition | Q(pk=kept))


def bind_to_place(field: Any, scope: Scope) -> None:
    """A place-bound post works in its own place only: it is filled in and cannot be emptied."""
    if scope.place is not None:
        field.required = True
        field.empty_label = None
        field.initial = scope.place


class CodeField(forms.CharField):
    """A credit code as it is typed, with blanks or full width; ``check`` gives its one form."""

    def __init__(self, *, check: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(max_length=40, required=False, **kwargs)
        self.check = check

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        return self.check(typed) if typed else ""
