"""What the register's lists share: choices in scope, and the office where several are seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import django_filters
from django.db.models import QuerySet

from members.models import Employer
from unionhub.listing import Column, Listing
from unionhub.models import Organisation
from unionhub.models.organisations import OrganisationKind
from unionhub.scope import Scope


def offices(request: Any) -> QuerySet[Organisation]:
    return Organisation.objects.visible_to(request.scope).offices()


def unions(request: Any) -> QuerySet[Organisation]:
    return Organisation.objects.visible_to(request.scope).order_by("path")


def employers(request: Any) -> QuerySet[Employer]:
    return Employer.objects.visible_to(request.scope).order_by("name")


class OfficeFilter(django_filters.FilterSet):
    """Filters that offer the office only to those who look at several."""

    organisation = django_filters.ModelChoiceFilter(label="填报工会", queryset=offices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not spans_offices(self.request.scope):
            del self.filters["organisation"]


def spans_offices(scope: Scope) -> bool:
    """Whether the post looks at the records of several offices."""
    return bool(scope.organisation.kind == OrganisationKind.COUNTY)


def for_scope(listing: Listing, scope: Scope) -> Listing:
    """The list with the keeping office in front, where rows of several offices stand in it."""
    if not spans_offices(scope):
        return listing
    office = Column("填报工会", lambda row: row.organisation, width=18)
    first, *rest = listing.columns
    return replace(listing, columns=(first, office, *rest))


def yes_no(label: str, field: str) -> django_filters.ChoiceFilter:
    """Filter of a column that is true or false."""
    choices = (("True", "是"), ("False", "否"))
    return django_filters.ChoiceFilter(label=label, field_name=field, choices=choices)
