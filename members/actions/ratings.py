"""达标评定: what a union was rated in a year."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from members.models import Rating, RatingKind
from unionhub import audit, changes
from unionhub.models import Organisation
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope


@transaction.atomic
def rate(*, union: Organisation, by: Scope, **values: Any) -> Rating:
    """Take down a rating of a union the acting office keeps; each once a year and level."""
    by.check(Permission.MEMBER_EDIT, union.keeper())
    _check(values)
    rating, diff = changes.create(Rating, organisation=by.organisation, union=union, **values)
    audit.record(by=by, verb="rating.rate", target=rating, changes=diff)
    return rating


@transaction.atomic
def change(*, rating: Rating, by: Scope, version: int | None = None, **values: Any) -> Rating:
    """Correct what is on file about a rating."""
    by.check(Permission.MEMBER_EDIT, rating)
    _check(values)
    current = changes.lock(rating, version)
    diff = changes.apply(current, values)
    if diff:
        audit.record(by=by, verb="rating.change", target=current, changes=diff)
    return current


def _check(values: dict[str, Any]) -> None:
    """The stars of a starred rating, the name of another one, a day that has come."""
    kind = values["kind"]
    if kind == RatingKind.STARS and not values.get("stars"):
        raise ValidationError({"stars": "星级工会请填写是几星。"})
    if kind != RatingKind.STARS and values.get("stars"):
        raise ValidationError({"stars": "只有星级工会填星级，其他评定请留空。"})
    if kind == RatingKind.OTHER and not values.get("name"):
        raise ValidationError({"name": "选“其他”时请填写评定的名称。"})
    if values["rated_on"] > today():
        raise ValidationError({"rated_on": "评定日期不能晚于今天。"})
    if values["year"] > today().year:
        raise ValidationError({"year": "年度不能晚于今年。"})
