"""Opening, changing, moving and closing organisations, and the places of an office."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.module_loading import import_string

from unionhub import audit, changes
from unionhub.models import Organisation, OrganisationChange, Place
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope

Step = OrganisationChange.Step


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
    _note_founding(root)
    audit.append(verb="organisation.found", target=root)
    return root


@transaction.atomic
def open_below(*, parent: Organisation, by: Scope, paper: str = "", **values: Any) -> Organisation:
    """Open an organisation directly below ``parent``, which must be at or below the asker's."""
    by.check(Permission.ORGANISATION_EDIT)
    locked = _locked(Organisation.objects.visible_to(by).get(pk=parent.pk))
    Organisation(path="-", depth=1, **values).full_clean(exclude=["path"])
    child = Organisation.objects.add_child(locked, values)
    _note_founding(child, paper)
    audit.record(by=by, verb="organisation.open", target=child, changes={"parent": str(parent)})
    return child


@transaction.atomic
def change(
    *,
    organisation: Organisation,
    by: Scope,
    version: int | None = None,
    on: date | None = None,
    paper: str = "",
    slip: bool = False,
    **values: Any,
) -> Organisation:
    """Correct name, kind or dates. The code never changes: papers and numbers quote it.

    A new name is a step in the union's history, from ``on``, by ``paper``; with ``slip`` it only
    puts right what was written down wrongly.
    """
    by.check(Permission.ORGANISATION_EDIT)
    Organisation.objects.visible_to(by).get(pk=organisation.pk)
    current = changes.lock(organisation, version)
    values.pop("code", None)
    before, day = current.name, on or today()
    diff = changes.apply(current, values)
    if "name" in diff and not slip:
        _check_day(current, day, "on")
        _note(current, Step.RENAMED, day, before=before, after=current.name, paper=paper)
    audit.record(by=by, verb="organisation.change", target=current, changes=diff)
    return current


@transaction.atomic
def move(
    *,
    organisation: Organisation,
    parent: Organisation,
    by: Scope,
    on: date | None = None,
    reason: str = "",
    paper: str = "",
    version: int | None = None,
) -> Organisation:
    """Hang a union, with all below it, under another one the asker sees.

    An office (which keeps records of its own) is moved by the county only. Where another office
    would keep the union from now on, each app that keeps records of unions is asked first: it
    hands over what goes along and refuses what has to be settled before. Changes of the tree's
    shape wait for each other, so that two moves never hang two unions under one another.
    """
    by.check(Permission.ORGANISATION_EDIT)
    seen = Organisation.objects.visible_to(by)
    day = on or today()
    current = _locked(seen.get(pk=organisation.pk), version)
    target = seen.get(pk=parent.pk)
    _check_move(current, target, by, day)
    names = {"before": str(Organisation.objects.get_parent(current)), "after": str(target)}
    _hang(current, target, by)
    _note(current, Step.MOVED, day, reason=reason, paper=paper, **names)
    audit.record(
        by=by,
        verb="organisation.move",
        target=current,
        changes={"parent": list(names.values()), "on": [None, day]},
        note=reason,
    )
    return current


@transaction.atomic
def close(
    *,
    organisation: Organisation,
    by: Scope,
    on: date | None = None,
    reason: str = "",
    paper: str = "",
) -> Organisation:
    """Close a union from a day on. One with open unions below is closed after them.

    Each app that keeps records of unions is asked first whether they are settled.
    """
    by.check(Permission.ORGANISATION_EDIT)
    current = _locked(Organisation.objects.visible_to(by).get(pk=organisation.pk))
    day = on or today()
    if current.pk == by.organisation.pk:
        raise ValidationError("本级工会由上级撤销，请报上级办理。", code="own")
    if current.closed_on is not None:
        raise ValidationError(f"该工会已于{current.closed_on}撤销，不用再办。", code="closed")
    _check_day(current, day, "on")
    below = Organisation.objects.below(current.path).exclude(pk=current.pk).filter(closed_on=None)
    if below.exists():
        raise ValidationError("下面还有未撤销的工会，请先逐个撤销或划转。", code="has_children")
    for step in _asked("before_close"):
        step(union=current, on=day)
    diff = changes.apply(current, {"closed_on": day})
    _note(current, Step.CLOSED, day, reason=reason, paper=paper)
    audit.record(by=by, verb="organisation.close", target=current, changes=diff, note=reason)
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


def _locked(organisation: Organisation, version: int | None = None) -> Organisation:
    """The organisation as it is now. Its tree's root row is locked before: whoever changes the
    shape of the tree waits there, and reads the paths after those who came first."""
    root = Organisation.objects.get(path=organisation.path[: Organisation.steplen])
    changes.lock(root)
    return changes.lock(organisation, version)


def _check_move(union: Organisation, target: Organisation, by: Scope, day: date) -> None:
    if union.is_office and by.organisation.kind != Organisation.Kind.COUNTY:
        raise PermissionDenied("乡镇工会由县总工会划转。")
    if union.pk == by.organisation.pk:
        raise ValidationError("本级工会由上级划转，请报上级办理。", code="own")
    if union.closed_on is not None:
        raise ValidationError("该工会已撤销，不能再划转。", code="closed")
    if target.path.startswith(union.path):
        raise ValidationError({"parent": "不能划到它自己或它的下级工会名下，请另选上级工会。"})
    if union.is_child_of(target):
        raise ValidationError({"parent": f"该工会已在“{target}”名下，请另选上级工会。"})
    if target.closed_on is not None:
        raise ValidationError({"parent": f"“{target}”已撤销，请选择未撤销的上级工会。"})
    if union.is_office and target.kind != Organisation.Kind.COUNTY:
        raise ValidationError({"parent": "乡镇工会只能划到县总工会名下。"})
    _check_day(union, day, "on")


def _hang(union: Organisation, target: Organisation, by: Scope) -> None:
    """Rewrite the paths of the subtree; where its keeper changes, the apps are asked before."""
    old, new = union.keeper(), target.keeper()
    if not union.is_office and old != new:
        for step in _asked("before_move"):
            step(union=union, old=old, new=new, by=by)
    Organisation.objects.move(union, target, "last-child")
    union.refresh_from_db()
    union.version += 1
    union.save(update_fields=["version"])


def _check_day(union: Organisation, day: date, field: str) -> None:
    """Steps in the life of a union are taken down once they have come, in their order."""
    if day > today():
        raise ValidationError({field: "日期不能晚于今天。"})
    if union.opened_on and day < union.opened_on:
        raise ValidationError({field: f"日期不能早于建会日期（{union.opened_on}）。"})


def _note_founding(union: Organisation, paper: str = "") -> None:
    if union.opened_on:
        _note(union, Step.FOUNDED, union.opened_on, after=union.name, paper=paper)


def _note(union: Organisation, step: str, on: date, **words: str) -> None:
    OrganisationChange.objects.create(union=union, step=step, on=on, **words)


def _asked(name: str) -> Iterator[Any]:
    """What apps declare under this name on their config, by its dotted path."""
    for config in apps.get_app_configs():
        if path := getattr(config, name, ""):
            yield import_string(path)
