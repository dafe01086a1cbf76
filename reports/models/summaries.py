"""总结: a paper for an organisation and a period; its texts, its steps, its frozen copies."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from unionhub.models import Organisation, ScopedQuerySet, User, all_or_none, one_of
from unionhub.periods import Period
from unionhub.permissions import Permission


class SummaryState(models.TextChoices):
    DRAFT = "draft", "草稿"
    SIGNED = "signed", "已签发"


class Copy(models.TextChoices):
    """The two texts of one paper: names of aided people stand in the internal one only."""

    PUBLISHED = "published", "公开版"
    INTERNAL = "internal", "内部版"


class SummaryQuerySet(ScopedQuerySet["Summary"]):
    view_permission = Permission.SUMMARY_VIEW

    def for_list(self) -> Self:
        return self.select_related("organisation", "signed_by").order_by(
            "-since", "organisation__path", "-edition"
        )


class Summary(models.Model):
    """One edition of the paper of one period. Signed, it never changes; reopening makes the
    next edition beside it."""

    State = SummaryState

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="工会", related_name="+"
    )
    period_code = models.CharField("期间", max_length=30)
    since = models.DateField(editable=False)
    until = models.DateField(editable=False)
    edition = models.PositiveIntegerField("版次", default=1)
    dated = models.DateField(
        "成文日期", null=True, blank=True, help_text="印在落款处；不填则为签发当日"
    )
    rounded = models.BooleanField(
        "金额写成“多”", default=False, help_text="如“500多元”；不勾选则写准确金额"
    )
    state = models.CharField("状态", max_length=8, choices=SummaryState, default=SummaryState.DRAFT)
    signed_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="签发人", null=True, blank=True, related_name="+"
    )
    signed_at = models.DateTimeField("签发时间", null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name = "工作总结"
        verbose_name_plural = "工作总结"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "period_code", "edition"], name="summary_edition_once"
            ),
            models.UniqueConstraint(
                fields=["organisation", "period_code"],
                condition=Q(state=SummaryState.DRAFT),
                name="summary_one_draft",
                violation_error_message="这个期间已有一份草稿，请在草稿上修改。",
            ),
            one_of("state", SummaryState, name="summary_state_known"),
            all_or_none("signed_by", "signed_at", name="summary_signed_by_and_at"),
            models.CheckConstraint(
                condition=Q(state=SummaryState.DRAFT, signed_at=None)
                | Q(state=SummaryState.SIGNED, signed_at__isnull=False, dated__isnull=False),
                name="summary_signed_and_state",
            ),
        ]

    def __str__(self) -> str:
        edition = f"（第{self.edition}版）" if self.edition > 1 else ""
        return f"{self.organisation.title}{self.period.label}工会工作总结{edition}"

    def get_absolute_url(self) -> str:
        return reverse("reports:summary", args=[self.pk])

    @property
    def period(self) -> Period:
        return Period.parse(self.period_code)


class SectionText(models.Model):
    """What an office wrote in place of the default wording of one section.

    ``version`` is the paper's own version at the writing, so that no number comes twice even
    where a text was given up and written anew.
    """

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="texts")
    key = models.CharField(max_length=40)
    heading = models.CharField("标题", max_length=80, blank=True)
    text = models.TextField("正文", max_length=8000, blank=True)
    version = models.PositiveIntegerField(editable=False)

    class Meta:
        verbose_name = "章节正文"
        verbose_name_plural = "章节正文"
        constraints = [models.UniqueConstraint(fields=["summary", "key"], name="section_text_once")]

    def __str__(self) -> str:
        return f"{self.summary_id} {self.key}"


class SummaryStep(models.Model):
    summary = models.ForeignKey(Summary, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=16)
    on = models.DateField("日期")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    role_key = models.CharField(max_length=12)
    opinion = models.CharField("意见", max_length=200, blank=True)

    class Meta:
        verbose_name = "办理步骤"
        verbose_name_plural = "办理步骤"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.summary_id} {self.verb}"


class FrozenPaper(models.Model):
    """What was signed: blocks of both copies, figures with definitions and the identities of
    the records behind them, and one digest over all of it. The database refuses any change."""

    summary = models.OneToOneField(Summary, models.PROTECT, related_name="frozen")
    content = models.TextField(help_text="canonical JSON of blocks, figures, records")
    digest = models.CharField("SHA-256", max_length=64)
    frozen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "签发定稿"
        verbose_name_plural = "签发定稿"

    def __str__(self) -> str:
        return f"{self.summary_id} {self.digest[:12]}"


class FrozenFile(models.Model):
    """The bytes of one copy in one format, served ever after. The database refuses change."""

    paper = models.ForeignKey(FrozenPaper, models.PROTECT, related_name="files")
    copy = models.CharField(max_length=10, choices=Copy)
    format = models.CharField(max_length=5)
    content = models.BinaryField()
    digest = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = "签发文件"
        verbose_name_plural = "签发文件"
        constraints = [
            models.UniqueConstraint(fields=["paper", "copy", "format"], name="frozen_file_once"),
            one_of("copy", Copy, name="frozen_file_copy_known"),
        ]

    def __str__(self) -> str:
        return f"{self.paper_id} {self.copy}.{self.format}"
