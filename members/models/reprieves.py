"""继续在会: a member proposed for 自动退会 whom somebody decided to keep, for half a year."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models

from members.models.memberships import Membership
from unionhub.models import Organisation, ScopedQuerySet, User
from unionhub.permissions import Permission


class ReprieveQuerySet(ScopedQuerySet["Reprieve"]):
    view_permission = Permission.MEMBER_VIEW
    place_lookup = "membership__person__place"

    def since(self, day: date) -> Self:
        """Decided after a day."""
        return self.filter(on__gt=day)


class Reprieve(models.Model):
    """One decision, with its reason: the spell is not proposed again for six months from it."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    membership = models.ForeignKey(
        Membership, models.PROTECT, verbose_name="会籍", related_name="reprieves"
    )
    on = models.DateField("决定日期")
    reason = models.CharField("继续在会的理由", max_length=100)
    decided_by = models.ForeignKey(User, models.PROTECT, verbose_name="决定人", related_name="+")

    objects = ReprieveQuerySet.as_manager()

    class Meta:
        verbose_name = "继续在会决定"
        verbose_name_plural = "继续在会决定"
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["membership", "on"], name="reprieve_by_spell")]

    def __str__(self) -> str:
        return f"{self.membership} 继续在会"
