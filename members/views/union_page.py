"""What the pages of one union share: who may see and change it, its tabs."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from unionhub.models import Organisation
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, organisation_tabs


def seen_union(request: OfficeRequest, pk: int) -> Organisation:
    union: Organisation = get_object_or_404(Organisation.objects.visible_to(request.scope), pk=pk)
    return union


def own_union(request: OfficeRequest, pk: int) -> Organisation:
    """The union, if this post may change its records: 404 where it is not seen, else 403."""
    union = seen_union(request, pk)
    request.scope.check(P.MEMBER_EDIT, union.keeper())
    return union


def tab_of(request: OfficeRequest, union: Organisation, current: str) -> dict[str, Any]:
    """The head of each tab: the union, the tabs, whether its records may be changed here."""
    return {
        "union": union,
        "tabs": organisation_tabs(request.scope, union, current),
        "may_edit": request.scope.may_change(P.MEMBER_EDIT, union.keeper()),
    }
