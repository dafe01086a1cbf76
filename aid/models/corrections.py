"""更正: the one way to change what was paid, and who asked and decided it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from aid.models.cases import AidLine
from unionhub.fields import YuanField
from unionhub.models import ScopedQuerySet, User, all_or_none, one_of
from unionhub.permissions import Permission


class CorrectionState(models.TextChoices):
    ASKED = "asked", "待复核"
    GRANTED = "granted", "已更正"
    REFUSED = "refused", "不予更正"


class CorrectionQuerySet(ScopedQuerySet["Correction"]):
    view_permission = Permission.AID_VIEW
    organisation_path = "line__case__organisation__path"
    place_lookup = "line__case__place"


class Correction(models.Model):
    """更正: the one way to change what was paid. Asked by one person, decided by another."""

    State = CorrectionState

    line = models.ForeignKey(AidLine, models.PROTECT, related_name="corrections")
    value = YuanField("更正后金额")
    reason = models.CharField("更正原因", max_length=200)
    state = models.CharField(
        "状态", max_length=8, choices=CorrectionState, default=CorrectionState.ASKED
    )
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("提出时间", auto_now_add=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("复核时间", null=True, blank=True)
    opinion = models.CharField("复核意见", max_length=200, blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = "更正"
        verbose_name_plural = "更正"
        ordering = ["pk"]
        constraints = [
            one_of("state", CorrectionState, name="correction_state_known"),
            all_or_none("decided_by", "decided_at", name="correction_decided_by_and_at"),
            models.UniqueConstraint(
                fields=["line"],
                condition=Q(state=CorrectionState.ASKED),
                name="correction_one_open",
                violation_error_message="这一项已有更正在等待复核。",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")),
                name="correction_by_two_people",
                violation_error_message="更正须由另一人复核。",
            ),
            models.CheckConstraint(
                condition=Q(value__gt=0),
                name="correction_value_positive",
                violation_error_message="更正后金额应大于零。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} → {self.value}"
