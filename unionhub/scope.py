"""Who is asking: user, the organisation and role of the acting post, and its place if bound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from unionhub.permissions import Permission
from unionhub.roles import Role

if TYPE_CHECKING:
    from unionhub.models import Organisation, Place, User


@dataclass(frozen=True, slots=True)
class Scope:
    """One value that decides what is seen, what may be done and what the log says."""

    user: User
    organisation: Organisation
    role: Role
    place: Place | None = None

    def may(self, permission: Permission) -> bool:
        return permission in self.role.permissions

    def check(self, permission: Permission, record: Any = None) -> None:
        """Raise PermissionDenied unless the role holds the right and the record is its own.

        Seeing reaches down the tree; changing does not: a record is changed only by a post of
        the organisation that keeps it, and by a place-bound post only in its place.
        """
        if not self.may(permission):
            raise PermissionDenied("当前岗位没有办理此事的权限。")
        if record is not None and record.organisation_id != self.organisation.pk:
            raise PermissionDenied("只能办理本级工会的记录，下级记录请由下级办理。")
        if record is not None and not self.covers(record):
            raise PermissionDenied("只能办理本村（单位）的记录。")

    def may_change(self, permission: Permission, record: Any) -> bool:
        """Whether ``check`` lets this post change the record: which buttons a page shows."""
        try:
            self.check(permission, record)
        except PermissionDenied:
            return False
        return True

    def covers(self, record: Any) -> bool:
        """Whether a place-bound post reaches this record; every other post does."""
        return self.place is None or getattr(record, "place_id", None) == self.place.pk
