"""表格导入: one workbook taken in, what was found in it, and what became of each of its lines."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from unionhub.crypto import SealBroken, unseal_bytes
from unionhub.fields import EncryptedField
from unionhub.models.accounts import Post, User
from unionhub.models.attachments import AttachmentLost
from unionhub.models.base import ScopedQuerySet, all_or_none, one_of
from unionhub.models.organisations import Organisation
from unionhub.permissions import Permission


class ImportState(models.TextChoices):
    WAITING = "waiting", "待检查"
    CHECKED = "checked", "已检查，未导入"
    APPLIED = "applied", "已导入"
    WITHDRAWN = "withdrawn", "已撤回"


class ImportJob(models.TextChoices):
    """What the worker in the background is to do with a run."""

    CHECK = "check", "检查"
    APPLY = "apply", "导入"


class LineOutcome(models.TextChoices):
    """What a line of the sheet does to the register."""

    NEW = "new", "新增"
    UPDATED = "updated", "更新"
    UNCHANGED = "unchanged", "未变"
    CHOOSE = "choose", "待选"
    REFUSED = "refused", "有误"


class ImportRunQuerySet(ScopedQuerySet["ImportRun"]):
    """Runs of an office. The pages of a kind ask for the right to its records besides."""

    view_permission = Permission.ORGANISATION_VIEW

    def for_list(self) -> ImportRunQuerySet:
        return self.select_related("organisation", "added_by", "applied_by")


class ImportRun(models.Model):
    """One workbook, checked and perhaps applied: exactly the file that was checked is kept.

    The file holds identity numbers and lies sealed outside the web root. ``notes`` are words
    about the file as a whole: problems of sheets, sheets not read, headings not asked for.
    One file waits to be applied once in an office. ``kind`` says what was taken in: it is the
    name of the address its page stands under. ``options``: what was chosen, and the answers given
    about headings, words and lines.

    A large file is worked on in the background: ``job`` is what is asked for, in whose post, how
    far it is, and when the worker last gave a sign; ``job_error`` what became of the last one
    that could not be done. A run whose job was broken off is as it was before the job.
    """

    State = ImportState
    Job = ImportJob
    LABEL = "import_file"
    WITHDRAW_WITHIN = 30  # days

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="填报工会", related_name="+"
    )
    kind = models.CharField("名册", max_length=40)
    original_name = models.CharField("文件名", max_length=120)
    stored_name = models.CharField(max_length=60, unique=True)
    digest = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("大小")
    state = models.CharField(
        "状态", max_length=10, choices=ImportState, default=ImportState.CHECKED
    )
    options = models.JSONField("选项", default=dict)
    notes = models.JSONField("文件说明", default=dict)
    new = models.PositiveIntegerField("新增", default=0)
    updated = models.PositiveIntegerField("更新", default=0)
    unchanged = models.PositiveIntegerField("未变", default=0)
    choose = models.PositiveIntegerField("待选", default=0)
    refused = models.PositiveIntegerField("有误", default=0)
    warned = models.PositiveIntegerField("提醒", default=0)
    added_by = models.ForeignKey(User, models.PROTECT, verbose_name="检查人", related_name="+")
    added_at = models.DateTimeField("检查时间", auto_now_add=True)
    applied_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="导入人", null=True, blank=True, related_name="+"
    )
    applied_at = models.DateTimeField("导入时间", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="撤回人", null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)
    withdrawn_reason = models.CharField("撤回原因", max_length=100, blank=True)
    job = models.CharField("后台任务", max_length=8, choices=ImportJob, blank=True)
    job_post = models.ForeignKey(
        Post, models.PROTECT, verbose_name="任务岗位", null=True, blank=True, related_name="+"
    )
    job_good_only = models.BooleanField("只导入正确的行", default=False)
    job_done = models.PositiveIntegerField("已完成", default=0)
    job_total = models.PositiveIntegerField("总数", default=0)
    job_beat = models.DateTimeField("任务心跳", null=True, blank=True)
    job_error = models.CharField("任务结果", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = "表格导入"
        verbose_name_plural = "表格导入"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["organisation", "kind", "-added_at"], name="import_of_office"),
        ]
        constraints = [
            one_of("state", ImportState, name="import_state_known"),
            all_or_none("applied_at", "applied_by", name="import_applied_at_and_by"),
            all_or_none("withdrawn_at", "withdrawn_by", name="import_withdrawn_at_and_by"),
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "checked"], applied_at=None)
                | models.Q(state__in=["applied", "withdrawn"], applied_at__isnull=False),
                name="import_applied_has_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(state="withdrawn", withdrawn_at__isnull=False)
                | (~models.Q(state="withdrawn") & models.Q(withdrawn_at=None)),
                name="import_withdrawn_has_moment",
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind", "digest"],
                condition=models.Q(state__in=["waiting", "checked"]),
                name="import_waits_once",
            ),
            one_of("job", ImportJob, name="import_job_known", blank=True),
            models.CheckConstraint(
                condition=models.Q(job="")
                | models.Q(job="check", state__in=["waiting", "checked"])
                | models.Q(job="apply", state="checked"),
                name="import_job_fits_state",
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    def get_absolute_url(self) -> str:
        return reverse(self.kind, args=[self.pk])

    @property
    def path(self) -> Path:
        return Path(settings.ATTACHMENTS) / self.stored_name[:2] / self.stored_name

    @property
    def may_be_withdrawn(self) -> bool:
        """Applied, and not longer ago than is allowed."""
        at = self.applied_at
        within = timedelta(days=self.WITHDRAW_WITHIN)
        applied = self.state == ImportState.APPLIED
        return applied and at is not None and timezone.now() - at <= within

    @property
    def lines_count(self) -> int:
        return self.new + self.updated + self.unchanged + self.choose + self.refused

    @property
    def good_count(self) -> int:
        """Lines that would change something."""
        return self.new + self.updated

    def read(self) -> bytes:
        """The bytes that were checked. Raises AttachmentLost rather than give others."""
        try:
            content = unseal_bytes(self.path.read_bytes(), self.LABEL)
        except (OSError, SealBroken):
            raise AttachmentLost(self.stored_name) from None
        if hashlib.sha256(content).hexdigest() != self.digest:
            raise AttachmentLost(self.stored_name)
        return content


class ImportLine(models.Model):
    """One line of the workbook: what it says, and what becomes of it.

    ``detail`` is sealed JSON: values, changes, problems, warnings, and the traces by which what
    it did is taken back. ``target_id``: the number of the record the line made or met, once
    applied. ``kept``: what it did stayed when the run was withdrawn.
    """

    Outcome = LineOutcome

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="lines")
    sheet = models.CharField("工作表", max_length=100)
    row = models.PositiveIntegerField("行号")
    outcome = models.CharField("结果", max_length=9, choices=LineOutcome)
    warned = models.BooleanField("有提醒", default=False)
    kept = models.BooleanField("撤回时保留", default=False)
    detail = EncryptedField("import_line", "内容")
    target_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = "导入行"
        verbose_name_plural = "导入行"
        ordering = ["pk"]
        indexes = [models.Index(fields=["run", "outcome"], name="import_line_by_outcome")]
        constraints = [one_of("outcome", LineOutcome, name="import_line_outcome_known")]

    def __str__(self) -> str:
        return f"{self.sheet} 第{self.row}行"

    @property
    def told(self) -> dict[str, Any]:
        """values, changes, problems, warnings."""
        found: dict[str, Any] = json.loads(self.detail)
        return found
