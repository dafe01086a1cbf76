"""重复人员: two records of one person joined into one, which can be undone."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from members.models.people import Person
from unionhub.models import Organisation, ScopedQuerySet, User, all_or_none
from unionhub.permissions import Permission


class MergeQuerySet(ScopedQuerySet["Merge"]):
    view_permission = Permission.MEMBER_VIEW
    place_lookup = "kept__place"

    def for_list(self) -> Self:
        return self.select_related("organisation", "kept", "gone", "merged_by").order_by("-pk")


class Merge(models.Model):
    """``gone`` was another record of ``kept``: everything that hung on it was moved.

    ``moved`` names every record that was moved, ``facts`` what the kept one took over: with both
    the merge can be undone.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="填报工会", related_name="+"
    )
    kept = models.ForeignKey(
        Person, models.PROTECT, verbose_name="保留的记录", related_name="merges"
    )
    gone = models.ForeignKey(Person, models.PROTECT, verbose_name="并入的记录", related_name="+")
    reason = models.CharField("原因", max_length=100)
    moved = models.JSONField(default=list, editable=False)
    facts = models.JSONField(default=dict, editable=False)
    merged_by = models.ForeignKey(User, models.PROTECT, verbose_name="合并人", related_name="+")
    merged_at = models.DateTimeField("合并时间", auto_now_add=True)
    undone_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="撤销人", null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = "人员合并"
        verbose_name_plural = "人员合并"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="merge_of_two"),
            models.UniqueConstraint(
                fields=["gone"], condition=Q(undone_at=None), name="merge_gone_once"
            ),
            all_or_none("undone_by", "undone_at", name="merge_undone_by_and_at"),
        ]

    def __str__(self) -> str:
        return f"{self.gone} 并入 {self.kept}"

    def get_absolute_url(self) -> str:
        return reverse("members:merge_page", args=[self.pk])


class Distinct(models.Model):
    """不是同一人: somebody looked at a likely pair and told them apart; it is not asked again."""

    first = models.ForeignKey(Person, models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, models.PROTECT, related_name="+")
    told_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    told_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "不是同一人"
        verbose_name_plural = "不是同一人"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinct_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="distinct_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first}、{self.second}"


# Who was merged with whom, and told apart from whom, is said of the records as they were: these
# stay where they are when others move.
STAY = (Merge, Distinct)
