"""Forms of organisations and places."""

from __future__ import annotations

from unionhub.forms.base import RecordForm
from unionhub.models import Organisation, Place


class OrganisationForm(RecordForm):
    groups = (("基本情况", ("name", "code", "kind", "place_name", "opened_on")),)

    class Meta:
        model = Organisation
        fields = ("name", "code", "kind", "place_name", "opened_on")

    def narrow(self) -> None:
        super().narrow()
        if self.instance.pk:
            self.fields["code"].disabled = True


class PlaceForm(RecordForm):
    groups = (("片区村居", ("name", "kind", "closed")),)

    class Meta:
        model = Place
        fields = ("name", "kind", "closed")
