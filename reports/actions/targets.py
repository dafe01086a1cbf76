"""Setting goals: by the office itself, or by one above it, whose goals only it may change."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from reports.indicators import REGISTRY
from reports.models import Target
from reports.rules import goal_problem
from unionhub import audit, changes
from unionhub.models import Organisation, path_range
from unionhub.periods import FIRST_YEAR, LAST_YEAR
from unionhub.permissions import Permission
from unionhub.scope import Scope


def check_may_set(
    *, by: Scope, organisation: Organisation, set_by: Organisation | None = None
) -> None:
    """Raise PermissionDenied unless ``by`` may set this organisation's goals.

    A goal ``set_by`` an office above the asker's stays as that office set it.
    """
    by.check(Permission.TARGET_EDIT)
    if not _within(by.organisation, organisation):
        raise PermissionDenied("只能为本级和下级工会下达目标。")
    if set_by is not None and not _within(by.organisation, set_by):
        raise PermissionDenied(f"这项目标由{set_by}下达，需要调整请联系{set_by}。")


@transaction.atomic
def set_target(
    *,
    organisation: Organisation,
    year: int,
    key: str,
    number: Decimal,
    by: Scope,
    note: str = "",
    version: int | None = None,
) -> Target:
    """Set a goal of a year, or change the one that is there.

    ``number`` is in the indicator's own unit (percent, yuan, people). Raises ValidationError for
    an unknown indicator or a number that cannot be a goal, PermissionDenied as ``check_may_set``.
    """
    check_may_set(by=by, organisation=organisation)
    _check(organisation, year, key, number)
    values = {"number": number, "note": note, "set_by": by.organisation}
    known = Target.objects.filter(organisation=organisation, year=year, key=key).first()
    if known is None:
        target, diff = changes.create(
            Target, organisation=organisation, year=year, key=key, **values
        )
        audit.record(by=by, verb="target.set", target=target, changes=diff)
        return target
    current = changes.lock(known, version)
    check_may_set(by=by, organisation=organisation, set_by=current.set_by)
    diff = changes.apply(current, values)
    audit.record(by=by, verb="target.change", target=current, changes=diff)
    return current


def _check(organisation: Organisation, year: int, key: str, number: Decimal) -> None:
    if not organisation.is_office:
        raise ValidationError({"organisation": "目标下达到县总工会或乡镇工会。"})
    if key not in REGISTRY:
        raise ValidationError({"key": "没有这项指标，请从列表中选择。"})
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError({"year": f"年度应在{FIRST_YEAR}至{LAST_YEAR}之间。"})
    if problem := goal_problem(number, REGISTRY[key].unit):
        raise ValidationError({"number": problem})


def _within(upper: Organisation, lower: Organisation) -> bool:
    first, after = path_range(upper.path)
    return first <= lower.path < after
