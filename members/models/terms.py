"""届次, officers, ratings and regulations of a union."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from members.models.people import Person
from unionhub.models import Attachment, Organisation, ScopedQuerySet, one_of
from unionhub.permissions import Permission

SOON = timedelta(days=92)  # 三个月内: how long before a day it is warned of


class ElectedBy(models.TextChoices):
    """选举产生形式."""

    MEMBERS = "members", "会员大会选举"
    DELEGATES = "delegates", "会员代表大会选举"
    APPOINTED = "appointed", "上级工会指派"


class TermQuerySet(ScopedQuerySet["Term"]):
    view_permission = Permission.MEMBER_VIEW

    def running(self, day: date) -> Self:
        """Begun by a day and not yet followed by the next term or ended."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), began_on__lte=day)

    def overdue(self, day: date) -> Self:
        """Still running on a day on which a new one should have been elected."""
        return self.running(day).filter(due_on__lte=day)

    def due(self, day: date) -> Self:
        """Running in a union that still stands; due by a day or within three months of it."""
        open_now = self.running(day).filter(union__closed_on=None)
        return open_now.filter(due_on__lte=day + SOON)

    def for_list(self) -> Self:
        return self.select_related("organisation", "union").order_by("due_on", "pk")


class Term(models.Model):
    """本届工会委员会: from its election to the next one, which falls due on ``due_on``.

    ``organisation`` is the office that keeps the record, ``union`` the one whose term it is.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="填报工会", related_name="+"
    )
    union = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="工会", related_name="terms"
    )
    number = models.PositiveSmallIntegerField("届次", help_text="第几届，填数字")
    began_on = models.DateField("选举日期")
    years = models.PositiveSmallIntegerField("任期（年）", default=3, help_text="三年或五年")
    due_on = models.DateField("应换届日期", editable=False)
    ended_on = models.DateField("届满日期", null=True, blank=True, editable=False)
    elected_by = models.CharField("产生方式", max_length=10, choices=ElectedBy)
    paper = models.CharField("批复文号", max_length=40, blank=True)
    attachments = models.ManyToManyField(Attachment, verbose_name="选举材料", related_name="+")
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = "届次"
        verbose_name_plural = "届次"
        ordering = ["union", "-began_on"]
        indexes = [models.Index(fields=["organisation", "due_on"], name="term_by_due")]
        constraints = [
            one_of("elected_by", ElectedBy, name="term_elected_by_known"),
            models.UniqueConstraint(
                fields=["union", "number"],
                name="term_number_once",
                violation_error_message="这一届已登记过。",
            ),
            models.UniqueConstraint(
                fields=["union"],
                condition=Q(ended_on=None),
                name="term_one_running",
                violation_error_message="上一届还没有届满，请先办理换届。",
            ),
            models.CheckConstraint(
                condition=Q(years__gte=1, years__lte=5),
                name="term_years_known",
                violation_error_message="任期为一至五年。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
                name="term_ended_after_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.union} 第{self.number}届"

    def get_absolute_url(self) -> str:
        return reverse("members:union_terms", args=[self.union_id])


class OfficerPost(models.TextChoices):
    CHAIR = "chair", "主席"
    VICE_CHAIR = "vice_chair", "副主席"
    STANDING = "standing", "常委"
    MEMBER = "member", "委员"
    AUDIT_HEAD = "audit_head", "经审委主任"
    AUDIT_VICE = "audit_vice", "经审委副主任"
    AUDIT_MEMBER = "audit_member", "经审委委员"
    WOMEN_HEAD = "women_head", "女职工委主任"
    WOMEN_VICE = "women_vice", "女职工委副主任"
    WOMEN_MEMBER = "women_member", "女职工委委员"
    STAFF = "staff", "工会干事"


class OfficerQuerySet(ScopedQuerySet["Officer"]):
    view_permission = Permission.MEMBER_VIEW
    organisation_path = "term__organisation__path"

    def serving(self, day: date) -> Self:
        """In office on a day."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=day), from_on__lte=day)


class Officer(models.Model):
    """Somebody in a post of a union within one term."""

    Post = OfficerPost

    term = models.ForeignKey(Term, models.PROTECT, related_name="officers")
    name = models.CharField("姓名", max_length=50)
    person = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name="登记人员",
        null=True,
        blank=True,
        related_name="offices",
    )
    post = models.CharField("工会职务", max_length=14, choices=OfficerPost)
    full_time = models.BooleanField("专职", default=False)
    other_post = models.CharField("其他职务", max_length=60, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    from_on = models.DateField("任职日期")
    until_on = models.DateField("离任日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = "工会干部"
        verbose_name_plural = "工会干部"
        ordering = ["term", "pk"]
        constraints = [
            one_of("post", OfficerPost, name="officer_post_known"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="officer_until_after_from",
                violation_error_message="离任日期不能早于任职日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_post_display()} {self.name}"

    def get_absolute_url(self) -> str:
        return self.term.get_absolute_url()

    @property
    def organisation_id(self) -> int:
        return self.term.organisation_id


class RatingKind(models.TextChoices):
    SIX_GOOD = "six_good", "“六好”工会"
    STARS = "stars", "星级工会"
    MODEL_HOME = "model_home", "模范职工之家"
    HOME = "home", "合格职工之家"
    MODEL_TEAM = "model_team", "模范职工小家"
    BOTH_LOVE = "both_love", "双爱双评先进单位"
    OTHER = "other", "其他"


class HonourLevel(models.TextChoices):
    """Who grants it."""

    NATION = "nation", "全国"
    PROVINCE = "province", "省（自治区）级"
    CITY = "city", "市（盟）级"
    COUNTY = "county", "县（旗）级"
    TOWNSHIP = "township", "乡镇级"
    UNIT = "unit", "单位级"


class RatingQuerySet(ScopedQuerySet["Rating"]):
    view_permission = Permission.MEMBER_VIEW

    def for_list(self) -> Self:
        return self.select_related("organisation", "union").order_by("-year", "union__path")


class Rating(models.Model):
    """达标评定: what a union was rated in a year."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="填报工会", related_name="+"
    )
    union = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="工会", related_name="ratings"
    )
    kind = models.CharField("评定", max_length=12, choices=RatingKind)
    name = models.CharField("名称", max_length=60, blank=True, help_text="“其他”时填写")
    level = models.CharField("级别", max_length=10, choices=HonourLevel)
    stars = models.PositiveSmallIntegerField("星级", null=True, blank=True)
    year = models.PositiveSmallIntegerField("年度")
    rated_on = models.DateField("评定日期")
    paper = models.CharField("文号", max_length=40, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = "达标评定"
        verbose_name_plural = "达标评定"
        ordering = ["-year", "pk"]
        constraints = [
            one_of("kind", RatingKind, name="rating_kind_known"),
            one_of("level", HonourLevel, name="rating_level_known"),
            models.UniqueConstraint(
                fields=["union", "kind", "name", "level", "year"],
                name="rating_once_a_year",
                violation_error_message="该工会这一年的这项评定已登记过。",
            ),
            models.CheckConstraint(
                condition=Q(stars=None) | Q(stars__gte=1, stars__lte=5),
                name="rating_stars_known",
                violation_error_message="星级为一至五星。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.union} {self.year}年{self.name or self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("members:union_ratings", args=[self.union_id])


class RegulationAct(models.TextChoices):
    SET = "set", "新订"
    REVISED = "revised", "修订"


class RegulationQuerySet(ScopedQuerySet["Regulation"]):
    view_permission = Permission.MEMBER_VIEW

    def for_list(self) -> Self:
        return self.select_related("organisation", "union").order_by("-on", "-pk")


class Regulation(models.Model):
    """规章制度 set up or revised on a day."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="填报工会", related_name="+"
    )
    union = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="工会", related_name="regulations"
    )
    name = models.CharField("制度名称", max_length=80, help_text="如“工会经费管理制度”")
    act = models.CharField("新订或修订", max_length=8, choices=RegulationAct)
    on = models.DateField("施行日期")
    paper = models.CharField("文号", max_length=40, blank=True)
    attachments = models.ManyToManyField(Attachment, verbose_name="制度文本", related_name="+")
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = RegulationQuerySet.as_manager()

    class Meta:
        verbose_name = "规章制度"
        verbose_name_plural = "规章制度"
        ordering = ["-on", "-pk"]
        constraints = [one_of("act", RegulationAct, name="regulation_act_known")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:union_regulations", args=[self.union_id])
