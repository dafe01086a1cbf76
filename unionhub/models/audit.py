"""The log of what was done: words and numbers only, no foreign keys, hash-chained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from unionhub.models.organisations import Organisation
from unionhub.permissions import Permission

if TYPE_CHECKING:
    from unionhub.scope import Scope


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def visible_to(self, scope: Scope | None) -> Self:
        """Events of the acting organisation and below, for posts that may read the log.

        By code, which never changes: the path in a row is where the organisation hung then.
        """
        if scope is None or scope.place is not None or not scope.may(Permission.AUDIT_VIEW):
            return self.none()
        below = Organisation.objects.below(scope.organisation.path)
        return self.filter(organisation_code__in=below.values("code"))


class AuditEvent(models.Model):
    """One deed. Rows cannot be changed or deleted: the database refuses (see migrations)."""

    seq = models.PositiveBigIntegerField("序号", unique=True)
    at = models.DateTimeField("时间")
    username = models.CharField("账号", max_length=30, blank=True)
    user_name = models.CharField("姓名", max_length=50, blank=True)
    role = models.CharField("岗位", max_length=12, blank=True)
    organisation_code = models.CharField("工会编码", max_length=20, blank=True)
    organisation_path = models.CharField(max_length=255, blank=True, db_index=True)
    address = models.CharField("来自", max_length=45, blank=True)
    verb = models.CharField("操作", max_length=60)
    target_kind = models.CharField("对象类型", max_length=60, blank=True)
    target_id = models.CharField("对象编号", max_length=20, blank=True)
    target_label = models.CharField("对象", max_length=200, blank=True)
    changes = models.JSONField("变化", default=dict)
    note = models.TextField("说明", blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = "操作日志"
        verbose_name_plural = "操作日志"
        ordering = ["-seq"]
        indexes = [
            models.Index(fields=["target_kind", "target_id", "seq"], name="audit_of_record"),
            models.Index(fields=["organisation_code", "seq"], name="audit_of_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"


class AuditTail(models.Model):
    """The end of the chain: one row, always locked last, so that sequence and hash agree."""

    seq = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"{self.seq}"
