"""What every scoped record shares: the one way to see it, and named database constraints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from unionhub.permissions import Permission

if TYPE_CHECKING:
    from unionhub.scope import Scope

M = TypeVar("M", bound=models.Model)


def path_range(path: str) -> tuple[str, str]:
    """First and after-last path of a subtree, both of the same length.

    ``0001`` → ``0001``, ``0002``. Steps use 0-9A-Z, which every collation sorts alike; a
    sentinel such as ``~`` sorts before digits in linguistic collations and would lose rows.
    """
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    digits = list(path)
    for index in reversed(range(len(digits))):
        position = alphabet.index(digits[index])
        if position + 1 < len(alphabet):
            digits[index] = alphabet[position + 1]
            return path, "".join(digits)
        digits[index] = alphabet[0]
    raise ValueError("The last possible path has no successor.")


class ScopedQuerySet(models.QuerySet[M]):
    """Records of an organisation. ``visible_to`` is the only way to them from a view."""

    view_permission: ClassVar[Permission]
    organisation_path: ClassVar[str] = "organisation__path"
    # Lookup that a place-bound post is narrowed by; None: such a post sees none of these.
    place_lookup: ClassVar[str | None] = None

    def visible_to(self, scope: Scope | None) -> Self:
        """Rows at or below the scope's organisation; none without the right to view them."""
        return self.visible_by(self.view_permission, scope)

    def visible_by(self, right: Permission, scope: Scope | None) -> Self:
        """Rows in scope for a post with another right than the usual one to view them.

        Who handles money sees by it, by name, from whom it came.
        """
        if scope is None or not scope.may(right):
            return self.none()
        if scope.place is not None:
            if self.place_lookup is None:
                return self.none()
            return self.below(scope.organisation.path).filter(**{self.place_lookup: scope.place})
        return self.below(scope.organisation.path)

    def below(self, path: str) -> Self:
        """Rows of the organisation with this path and of all below it."""
        first, after = path_range(path)
        field = self.organisation_path
        return self.filter(**{f"{field}__gte": first, f"{field}__lt": after})

    def kept_by(self, scope: Scope | None) -> Self:
        """Rows of the scope's own organisation: those its posts may choose and change."""
        rows = self.visible_to(scope)
        if scope is None:
            return rows
        return rows.filter(**{self.organisation_path: scope.organisation.path})


def all_or_none(*fields: str, name: str) -> models.CheckConstraint:
    """These facts belong together: all are filled or none is."""
    none: Any = Q()
    every: Any = Q()
    for field in fields:
        none &= Q(**{f"{field}__isnull": True})
        every &= Q(**{f"{field}__isnull": False})
    return models.CheckConstraint(condition=none | every, name=name)


def one_of(
    field: str, choices: type[models.TextChoices], *, name: str, blank: bool = False
) -> models.CheckConstraint:
    """The column holds one of the values of ``choices``, or is left blank where that is allowed."""
    values = [*([""] if blank else []), *choices.values]
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)
