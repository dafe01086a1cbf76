"""荣誉: model workers, medals, pioneer teams, and the allowances that go with them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from members.models.employers import Employer
from members.models.people import Person
from members.models.terms import HonourLevel
from unionhub.fields import YuanField
from unionhub.models import Attachment, Organisation, ScopedQuerySet, User, one_of
from unionhub.permissions import Permission


class HonourKind(models.TextChoices):
    MODEL_WORKER = "model_worker", "劳动模范"
    LABOUR_MEDAL = "labour_medal", "五一劳动奖章"
    LABOUR_CERTIFICATE = "labour_cert", "五一劳动奖状"
    PIONEER = "pioneer", "工人先锋号"
    WOMEN_PIONEER = "women_pioneer", "五一巾帼标兵（岗）"
    CRAFTSMAN = "craftsman", "工匠"
    CADRE = "cadre", "优秀工会工作者"
    ACTIVIST = "activist", "优秀工会积极分子"
    ADVANCED = "advanced", "先进集体或个人"
    OTHER = "other", "其他"


class HolderKind(models.TextChoices):
    PERSON = "person", "个人"
    TEAM = "team", "集体"
    UNION = "union", "工会"


class HonourQuerySet(ScopedQuerySet["Honour"]):
    view_permission = Permission.MEMBER_VIEW
    place_lookup = "person__place"

    def standing(self, day: date) -> Self:
        """Granted by a day and not withdrawn by then."""
        return self.filter(Q(revoked_on=None) | Q(revoked_on__gt=day), granted_on__lte=day)

    def due_in(self, year: int) -> Self:
        """With an allowance that is due for a year: standing on some day of it."""
        first = date(year, 1, 1)
        return self.filter(
            Q(revoked_on=None) | Q(revoked_on__gt=first),
            granted_on__lte=date(year, 12, 31),
            allowance__gt=0,
        )

    def with_payments(self, year: int) -> Self:
        """Each with ``paid`` and ``unpaid`` of a year's allowance, in yuan."""
        rows = Allowance.objects.filter(honour=OuterRef("pk"), year=year).order_by()
        sums = rows.values("honour").annotate(sum=Sum("amount")).values("sum")
        nothing = Value(Decimal(0), output_field=YuanField())
        paid = Coalesce(Subquery(sums), nothing, output_field=YuanField())
        return self.annotate(paid=paid).annotate(unpaid=F("allowance") - F("paid"))

    def for_list(self) -> Self:
        return self.select_related(
            "organisation", "person__place", "person__employer", "union", "employer"
        ).order_by("-granted_on", "-pk")


class Honour(models.Model):
    """One honour of one holder: a person, a team of a unit, or a union.

    ``allowance``: yuan due each year while the honour stands; none where there is no allowance.
    """

    Kind = HonourKind
    Holder = HolderKind
    Level = HonourLevel

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="填报工会", related_name="+"
    )
    kind = models.CharField("荣誉", max_length=14, choices=HonourKind)
    name = models.CharField("荣誉全称", max_length=60, help_text="如“通辽市劳动模范”")
    level = models.CharField("级别", max_length=10, choices=HonourLevel)
    holder = models.CharField("获得者", max_length=8, choices=HolderKind)
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name="个人", null=True, blank=True, related_name="honours"
    )
    team = models.CharField("集体名称", max_length=80, blank=True)
    employer = models.ForeignKey(
        Employer, models.PROTECT, verbose_name="所在单位", null=True, blank=True, related_name="+"
    )
    union = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name="工会",
        null=True,
        blank=True,
        related_name="honours",
    )
    granted_on = models.DateField("授予日期")
    granted_by = models.CharField("授予单位", max_length=80)
    paper = models.CharField("文号", max_length=40, blank=True)
    allowance = YuanField("每年津贴（元）", null=True, blank=True)
    revoked_on = models.DateField("撤销日期", null=True, blank=True)
    revoked_reason = models.CharField("撤销原因", max_length=100, blank=True)
    attachments = models.ManyToManyField(Attachment, verbose_name="证书", related_name="+")
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = HonourQuerySet.as_manager()

    class Meta:
        verbose_name = "荣誉"
        verbose_name_plural = "荣誉"
        ordering = ["-granted_on", "-pk"]
        indexes = [models.Index(fields=["organisation", "granted_on"], name="honour_by_day")]
        constraints = [
            one_of("kind", HonourKind, name="honour_kind_known"),
            one_of("level", HonourLevel, name="honour_level_known"),
            models.CheckConstraint(
                condition=Q(holder=HolderKind.PERSON, person__isnull=False, union=None, team="")
                | (Q(holder=HolderKind.TEAM, person=None, union=None) & ~Q(team=""))
                | Q(holder=HolderKind.UNION, person=None, union__isnull=False, team=""),
                name="honour_has_its_holder",
                violation_error_message="请按获得者类别填写：个人选人员，集体填名称，工会选工会。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder_name} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("members:honour", args=[self.pk])

    @property
    def holder_name(self) -> str:
        return self.team or str(self.person or self.union)

    @property
    def unit(self) -> Employer | None:
        """Where the holder works: the unit named, or that of the person."""
        return self.employer or (self.person.employer if self.person else None)

    def due_in(self, year: int) -> Decimal:
        """The allowance due for a year: all of it where the honour stood on some day of it."""
        stood = self.granted_on.year <= year and (
            self.revoked_on is None or self.revoked_on > date(year, 1, 1)
        )
        return (self.allowance if stood else None) or Decimal(0)

    def paid_by_year(self) -> dict[int, Decimal]:
        """Year → yuan paid for it, reversals taken off."""
        sums = self.allowances.order_by().values_list("year").annotate(Sum("amount"))
        return dict(sums)


class AllowanceQuerySet(ScopedQuerySet["Allowance"]):
    view_permission = Permission.MEMBER_VIEW
    place_lookup = "honour__person__place"

    def with_reversal(self) -> Self:
        """Each with the row that took it back, where there is one."""
        return self.select_related("reversed_by")

    def for_list(self) -> Self:
        return self.select_related(
            "organisation",
            "honour__person__place",
            "honour__union",
            "honour__employer",
            "recorded_by",
            "reversed_by",
        ).order_by("-paid_on", "-pk")


class Allowance(models.Model):
    """津贴发放: one payment of a year's allowance; taken back by its reverse, never edited."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    honour = models.ForeignKey(
        Honour, models.PROTECT, verbose_name="荣誉", related_name="allowances"
    )
    year = models.PositiveSmallIntegerField("年度")
    amount = YuanField("金额（元）")
    paid_on = models.DateField("发放日期")
    voucher = models.CharField("凭证号", max_length=30, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    reason = models.CharField("冲销原因", max_length=100, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = AllowanceQuerySet.as_manager()

    class Meta:
        verbose_name = "津贴发放"
        verbose_name_plural = "津贴发放"
        ordering = ["-paid_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.honour} {self.year}年津贴"
