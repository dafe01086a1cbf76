"""What an office has said about its own sheets, remembered for the next one."""

from __future__ import annotations

from django.db import models

from unionhub.models.base import ScopedQuerySet
from unionhub.models.organisations import Organisation
from unionhub.permissions import Permission


class HeadingHabitQuerySet(ScopedQuerySet["HeadingHabit"]):
    view_permission = Permission.ORGANISATION_VIEW


class ValueHabitQuerySet(ScopedQuerySet["ValueHabit"]):
    view_permission = Permission.ORGANISATION_VIEW


class HeadingHabit(models.Model):
    """A heading of an office's sheets of one kind, and the column it stands for (empty: none)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField("表格", max_length=40)
    heading = models.CharField("表头", max_length=60)
    column = models.CharField("栏目", max_length=40, blank=True)

    objects = HeadingHabitQuerySet.as_manager()

    class Meta:
        verbose_name = "表头对应"
        verbose_name_plural = "表头对应"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "heading"], name="heading_habit_once"
            ),
        ]

    def __str__(self) -> str:
        return self.heading


class ValueHabit(models.Model):
    """A word an office writes in a column with a list, and the entry it means (empty: none)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField("表格", max_length=40)
    column = models.CharField("栏目", max_length=40)
    word = models.CharField("表中写法", max_length=40)
    value = models.CharField("对应内容", max_length=40, blank=True)

    objects = ValueHabitQuerySet.as_manager()

    class Meta:
        verbose_name = "写法对应"
        verbose_name_plural = "写法对应"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "column", "word"], name="value_habit_once"
            ),
        ]

    def __str__(self) -> str:
        return self.word
