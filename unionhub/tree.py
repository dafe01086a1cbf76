"""What the tree of organisations shows beside each: how much there is at and below it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.apps import apps
from django.utils.module_loading import import_string

from unionhub.models import Organisation
from unionhub.scope import Scope

Numbers = dict[str, int]  # by path


def organisation_numbers(scope: Scope, day: date) -> tuple[list[str], list[Numbers]]:
    """(headings, numbers of every path at and below it) of what this post may see counted.

    Each app declares its own as ``organisation_numbers`` on its config: heading, right, and the
    dotted path of what counts the own ones of each organisation, by path.
    """
    counted = [
        (label, with_those_below(import_string(count)(scope, day)))
        for config in apps.get_app_configs()
        for label, permission, count in getattr(config, "organisation_numbers", ())
        if scope.may(permission)
    ]
    return [label for label, _ in counted], [numbers for _, numbers in counted]


def with_those_below(own: Numbers) -> Numbers:
    """The number of each path and of all below it, from what each has by itself."""
    found: Numbers = {}
    step = Organisation.steplen
    for path, number in own.items():
        for end in range(step, len(path) + 1, step):
            found[path[:end]] = found.get(path[:end], 0) + number
    return found


def with_count_below(rows: Sequence[Organisation]) -> Iterable[tuple[Organisation, int]]:
    """Each organisation with how many open ones hang below it."""
    open_now = with_those_below({row.path: int(row.closed_on is None) for row in rows})
    return [(row, open_now[row.path] - int(row.closed_on is None)) for row in rows]
