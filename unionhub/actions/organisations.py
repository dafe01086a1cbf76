"""Opening, changing and closing organisations and places."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from unionhub import audit, changes
from unionhub.models import Organisation, Place
from unionhub.permissions import Permission
from unionhub.scope import Scope


@transaction.atomic
def found(*, by: Scope | None = None, **values: Any) -> Organisation:
    """Open the first organisation of an empty database, the root everything hangs from.

    Nobody can hold a post before it exists, so there is no ``by``. Raises ValidationError when
    there is an organisation already.
    """
    if Organisation.objects.exists():
        raise ValidationError("已有工会组织，请由其管理员在其下登记。", code="not_empty")
    Organisation(path="-", depth=1, **values).full_clean(exclude=["path"])
    root = Organisation.objects.add_root(values)
    audit.append(verb="organisation.found", target=root)
    return root


@transaction.atomic
def open_below(*, parent: Organisation, by: Scope, **values: Any) -> Organisation:
    """Open an organisation directly below ``parent``, which must be at or below the asker's."""
    by.check(Permission.ORGANISATION_EDIT)
    locked = Organisation.objects.visible_to(by).select_for_update(of=("self",)).get(pk=parent.pk)
    Organisation(path="-", depth=1, **values).full_clean(exclude=["path"])
    child = Organisation.objects.add_child(locked, values)
    audit.record(by=by, verb="organisation.open", target=child, changes={"parent": str(parent)})
    return child


@transaction.atomic
def change(
    *, organisation: Organisation, by: Scope, version: int | None = None, **values: Any
) -> Organisation:
    """Correct name, kind or dates. The code never changes: papers and numbers quote it."""
    by.check(Permission.ORGANISATION_EDIT)
    Organisation.objects.visible_to(by).get(pk=organisation.pk)
    current = changes.lock(organisation, version)
    values.pop("code", None)
    diff = changes.apply(current, values)
    audit.record(by=by, verb="organisation.change", target=current, changes=diff)
    return current


@transaction.atomic
def close(*, organisation: Organisation, on: date, by: Scope) -> Organisation:
    """Close a union from a day on. One with open unions below is closed after them."""
    by.check(Permission.ORGANISATION_EDIT)
    Organisation.objects.visible_to(by).get(pk=organisation.pk)
    current = changes.lock(organisation)
    below = Organisation.objects.below(current.path).exclude(pk=current.pk).filter(closed_on=None)
    if below.exists():
        raise ValidationError("下面还有未撤销的工会，请先逐个撤销或划转。", code="has_children")
    diff = changes.apply(current, {"closed_on": on})
    audit.record(by=by, verb="organisation.close", target=current, changes=diff)
    return current


@transaction.atomic
def add_place(*, by: Scope, **values: Any) -> Place:
    """Add a village, area or community of the acting organisation."""
    by.check(Permission.ORGANISATION_EDIT)
    place, diff = changes.create(Place, organisation=by.organisation, **values)
    audit.record(by=by, verb="place.add", target=place, changes=diff)
    return place


@transaction.atomic
def change_place(*, place: Place, by: Scope, version: int | None = None, **values: Any) -> Place:
    """Rename or retire a place of the acting organisation."""
    by.check(Permission.ORGANISATION_EDIT, place)
    current = changes.lock(place, version)
    diff = changes.apply(current, values)
    audit.record(by=by, verb="place.change", target=current, changes=diff)
    return current
