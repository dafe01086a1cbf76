"""用人单位: where people work, and dated head-counts, the denominators of rates."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.urls import reverse

from members.models.lists import EconomyKind, Industry
from unionhub.models import Organisation, Place, ScopedQuerySet, one_of
from unionhub.permissions import Permission


class UnitKind(models.TextChoices):
    """单位性质类别, the twenty of the official organisation sheet."""

    STATE = "state", "国有企业"
    COLLECTIVE = "collective", "集体企业"
    COOPERATIVE = "cooperative", "股份合作企业"
    ASSOCIATED = "associated", "联营企业"
    STATE_SOLE = "state_sole", "国有独资公司"
    LIMITED = "limited", "其他有限责任公司"
    STATE_HELD = "state_held", "国有控股公司"
    SHARES = "shares", "其他股份有限公司"
    PRIVATE = "private", "私营企业"
    DOMESTIC = "domestic", "其他内资企业"
    HKMT = "hkmt", "港澳台商投资企业"
    FOREIGN = "foreign", "外商投资企业"
    PUBLIC_FUNDED = "public_funded", "财政拨款的事业单位"
    PUBLIC_OTHER = "public_other", "其他事业单位"
    ORGAN = "organ", "机关"
    SELF_EMPLOYED = "self_employed", "个体经济组织"
    SOCIETY = "society", "社会团体"
    PRIVATE_NONPROFIT = "private_nonprofit", "民办非企业单位"
    FOUNDATION = "foundation", "基金会"
    OTHER = "other", "其他组织"


class EmployerQuerySet(ScopedQuerySet["Employer"]):
    view_permission = Permission.MEMBER_VIEW
    place_lookup = "place"

    def for_list(self) -> Self:
        return self.select_related("organisation", "place", "union")

    def standing(self, day: date) -> Self:
        """Units not closed by a day."""
        return self.filter(models.Q(closed_on=None) | models.Q(closed_on__gt=day))

    def with_counts(self, day: date) -> Self:
        """Units, each with its newest head-count by a day: ``staff``, ``women``, ``migrants``
        and ``counted_on``; None where nobody was counted by then."""
        newest = HeadCount.objects.filter(employer=models.OuterRef("pk"), on__lte=day)
        facts = {"staff": "staff", "women": "women", "migrants": "migrants", "counted_on": "on"}
        return self.annotate(
            **{
                name: models.Subquery(newest.order_by("-on").values(column)[:1])
                for name, column in facts.items()
            }
        )


class Employer(models.Model):
    """A unit with staff: enterprise, institution, organ or other body."""

    Kind = UnitKind

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="填报工会", related_name="+"
    )
    name = models.CharField("单位名称", max_length=80, help_text="法定全称")
    kind = models.CharField("单位性质", max_length=20, choices=UnitKind)
    economy = models.CharField("经济类型", max_length=16, choices=EconomyKind, blank=True)
    industry = models.CharField("所属行业", max_length=1, choices=Industry, blank=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    address = models.CharField("单位地址", max_length=100, blank=True)
    place = models.ForeignKey(
        Place, models.PROTECT, verbose_name="所在村居", null=True, blank=True, related_name="+"
    )
    union = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name="所属基层工会",
        null=True,
        blank=True,
        related_name="employers",
        help_text="尚未建会的单位留空",
    )
    contact = models.CharField("联系人", max_length=50, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    closed_on = models.DateField("注销日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = EmployerQuerySet.as_manager()

    class Meta:
        verbose_name = "用人单位"
        verbose_name_plural = "用人单位"
        ordering = ["organisation", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="employer_name_once",
                violation_error_message="本工会已登记过这个单位。",
            ),
            models.UniqueConstraint(
                fields=["organisation", "credit_code"],
                condition=~models.Q(credit_code=""),
                name="employer_credit_code_once",
                violation_error_message="本工会已登记过这个统一社会信用代码。",
            ),
            one_of("kind", UnitKind, name="employer_kind_known"),
            one_of("economy", EconomyKind, name="employer_economy_known", blank=True),
            one_of("industry", Industry, name="employer_industry_known", blank=True),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:employer", args=[self.pk])


class HeadCountQuerySet(ScopedQuerySet["HeadCount"]):
    view_permission = Permission.MEMBER_VIEW
    place_lookup = "employer__place"

    def latest_on(self, day: date) -> Self:
        """Each unit's newest count that is not later than a day, of units still open then."""
        newest = (
            HeadCount.objects.filter(employer=models.OuterRef("employer"), on__lte=day)
            .order_by("-on")
            .values("pk")[:1]
        )
        return self.filter(
            models.Q(employer__closed_on=None) | models.Q(employer__closed_on__gt=day),
            pk=models.Subquery(newest),
        )


class HeadCount(models.Model):
    """How many worked at a unit on a day."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    employer = models.ForeignKey(
        Employer, models.PROTECT, verbose_name="单位", related_name="head_counts"
    )
    on = models.DateField("统计日期")
    staff = models.PositiveIntegerField("职工人数")
    women = models.PositiveIntegerField("其中女职工", default=0)
    migrants = models.PositiveIntegerField("其中农民工", default=0)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = HeadCountQuerySet.as_manager()

    class Meta:
        verbose_name = "职工人数"
        verbose_name_plural = "职工人数"
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["employer", "on"],
                name="headcount_once_a_day",
                violation_error_message="这个单位在该日期已有人数，请直接修改那一条。",
            ),
            models.CheckConstraint(
                condition=models.Q(women__lte=models.F("staff")),
                name="headcount_women_within_staff",
                violation_error_message="女职工人数不能多于职工人数。",
            ),
            models.CheckConstraint(
                condition=models.Q(migrants__lte=models.F("staff")),
                name="headcount_migrants_within_staff",
                violation_error_message="农民工人数不能多于职工人数。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employer} {self.on:%Y-%m-%d}"
