"""Forms of organisations and places."""

from __future__ import annotations

from typing import Any

from django import forms

from unionhub.forms.base import PlainForm, RecordForm
from unionhub.models import Organisation, Place
from unionhub.periods import today


class OrganisationForm(RecordForm):
    """A union. Once it is registered, a new name says since when it holds and by what paper."""

    on = forms.DateField(
        label="更名日期", required=False, help_text="改了名称才填，不填按今天；记入沿革。"
    )
    slip = forms.BooleanField(
        label="只是更正错字", required=False, help_text="勾选后名称的改动不记入沿革。"
    )
    paper = forms.CharField(label="批复文号", max_length=40, required=False)
    groups = (
        ("基本情况", ("name", "code", "kind", "place_name", "opened_on")),
        ("依据", ("on", "paper", "slip")),
    )

    class Meta:
        model = Organisation
        fields = ("name", "code", "kind", "place_name", "opened_on")

    def narrow(self) -> None:
        super().narrow()
        if self.instance.pk:
            self.fields["code"].disabled = True
        else:
            del self.fields["on"], self.fields["slip"]


class MoveForm(RecordForm):
    """Under which union it goes: any open one the post sees, but none of its own below."""

    parent = forms.ModelChoiceField(label="划到", queryset=Organisation.objects.order_by("path"))
    on = forms.DateField(label="划转日期", initial=today)
    reason = forms.CharField(label="原因", max_length=100)
    paper = forms.CharField(label="文号", max_length=40, required=False)
    groups = (("划转", ("parent", "on", "reason", "paper")),)

    class Meta:
        model = Organisation
        fields = ()

    def narrow(self) -> None:
        super().narrow()
        choices: Any = self.fields["parent"]
        choices.queryset = choices.queryset.standing(today())
        if self.instance.pk:
            own = Organisation.objects.below(self.instance.path).values("pk")
            choices.queryset = choices.queryset.exclude(pk__in=own)


class CloseOrganisationForm(PlainForm):
    on = forms.DateField(label="撤销日期", initial=today)
    reason = forms.CharField(label="原因", max_length=100)
    paper = forms.CharField(label="文号", max_length=40, required=False)
    groups = (("撤销", ("on", "reason", "paper")),)


class PlaceForm(RecordForm):
    groups = (("片区村居", ("name", "kind", "closed")),)

    class Meta:
        model = Place
        fields = ("name", "kind", "closed")
