"""What the forms of records at a place share: places in use, and a contact's own place."""

from __future__ import annotations

from django.db.models import Q
from django.forms import ModelChoiceField

from unionhub.forms.base import RecordForm
from unionhub.models import Place

Groups = tuple[tuple[str, tuple[str, ...]], ...]


class PlacedForm(RecordForm):
    """Offers the office's places in use; a place-bound post has its own place filled in."""

    def narrow(self) -> None:
        super().narrow()
        field = self.fields["place"]
        assert isinstance(field, ModelChoiceField)
        kept = Place.objects.kept_by(self.scope)
        field.queryset = kept.filter(Q(closed=False) | Q(pk=self.instance.place_id))
        if self.scope.place is not None:
            field.required = True
            field.empty_label = None
            field.initial = self.scope.place
