"""目标: a number beside an indicator, for an organisation and a year. A goal, never a result."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from unionhub.models import Organisation, ScopedQuerySet
from unionhub.permissions import Permission


class TargetQuerySet(ScopedQuerySet["Target"]):
    view_permission = Permission.FIGURE_VIEW

    def for_list(self) -> Self:
        return self.select_related("organisation").order_by("-year", "organisation__path", "key")


class Target(models.Model):
    """``number`` is in the indicator's own unit (percent for rates, yuan for money)."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="工会", related_name="targets"
    )
    year = models.PositiveIntegerField("年度")
    key = models.CharField("指标", max_length=60)
    number = models.DecimalField("目标值", max_digits=14, decimal_places=2)
    note = models.CharField("依据", max_length=100, blank=True, help_text="如“年度目标责任书”")
    set_by = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="下达单位", related_name="+"
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = "目标"
        verbose_name_plural = "目标"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "year", "key"],
                name="target_once_a_year",
                violation_error_message="该工会本年度这项指标已有目标，请直接修改那一条。",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=0),
                name="target_not_negative",
                violation_error_message="目标值不能小于零。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.year} {self.key}"

    def get_absolute_url(self) -> str:
        return reverse("reports:target", args=[self.pk])
