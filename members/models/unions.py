"""工会概况 and 领导小组: what is on file about each union and its standing bodies."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Length, Substr
from django.urls import reverse

from members.models.employers import Employer, HeadCount, UnitKind
from members.models.lists import EconomyKind, Industry
from members.models.memberships import Membership
from members.models.terms import SOON, Officer
from unionhub.fields import YuanField
from unionhub.models import Attachment, Organisation, ScopedQuerySet, one_of
from unionhub.permissions import Permission


class UnionType(models.TextChoices):
    """基层工会类型 of the official organisation sheet."""

    SINGLE = "single", "独立基层工会"
    JOINT = "joint", "联合基层工会"
    FEDERATION = "federation", "工会联合会"
    INDUSTRY = "industry", "产业（系统）工会"
    GENERAL = "general", "总工会"


class CommitteeKind(models.TextChoices):
    """What a standing body is; the first three a union elects with each term."""

    WOMEN = "women", "女职工委员会"
    AUDIT = "audit", "经费审查委员会"
    BRANCH = "branch", "分会（小组）"
    MEDIATION = "mediation", "劳动争议调解委员会"
    LEADING = "leading", "领导小组"
    OTHER = "other", "其他"


class UnionProfileQuerySet(ScopedQuerySet["UnionProfile"]):
    view_permission = Permission.MEMBER_VIEW

    def for_list(self) -> Self:
        return self.select_related("organisation", "union").order_by("union__path")

    def certificates_ending(self, day: date) -> Self:
        """Of unions that still stand, with a certificate that has run out or does so soon."""
        return self.filter(union__closed_on=None, legal_until__lte=day + SOON)

    def with_units(self, day: date) -> Self:
        """Sheets, each with ``units``, how many units the union covers on a day: those on the
        register; where none is, the number the sheet was given."""
        units = Employer.objects.standing(day)
        counted = _of_union(units, "union", models.Count("pk"))
        whole = models.IntegerField()
        return self.annotate(units=Coalesce(counted, F("units_covered"), output_field=whole))

    def with_numbers(self, day: date) -> Self:
        """Sheets, each with what is never typed, on a day: ``units``, ``staff`` by the newest
        head-counts of its units, ``members``, who is ``chair_now`` and the ``parent`` union."""
        chairs = Officer.objects.serving(day).filter(
            term__union=OuterRef("union"), post=Officer.Post.CHAIR
        )
        up = Substr("union__path", 1, Length("union__path") - Organisation.steplen)
        parent = Organisation.objects.filter(path=OuterRef("up"))
        return self.with_units(day).annotate(
            staff=_of_union(HeadCount.objects.latest_on(day), "employer__union", Sum("staff")),
            members=_of_union(
                Membership.objects.as_of(day), "union", models.Count("pk"), nothing=0
            ),
            chair_now=Coalesce(
                Subquery(chairs.order_by("-from_on").values("name")[:1]), F("chair")
            ),
            up=up,
            parent=Subquery(parent.values("name")[:1]),
        )


def _of_union(rows: Any, way: str, measure: Any, nothing: int | None = None) -> Any:
    """The measure of those of these rows that lead to the union of a sheet."""
    lines = rows.filter(**{way: OuterRef("union")}).order_by().values(way)
    found = Subquery(lines.annotate(found=measure).values("found"))
    return found if nothing is None else Coalesce(found, nothing)


class UnionProfile(models.Model):
    """The sheet of one union: owner kind of its unit, chair, units covered.

    ``organisation`` is the office that keeps the sheet, ``union`` the union it is about.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    union = models.OneToOneField(
        Organisation, models.PROTECT, verbose_name="工会", related_name="profile"
    )
    union_type = models.CharField("基层工会类型", max_length=12, choices=UnionType, blank=True)
    credit_code = models.CharField("工会统一社会信用代码", max_length=18, blank=True)
    unit_name = models.CharField("单位名称", max_length=80, blank=True)
    unit_code = models.CharField("单位统一社会信用代码", max_length=18, blank=True)
    unit_address = models.CharField("单位地址", max_length=100, blank=True)
    unit_region = models.CharField("单位所在政区", max_length=60, blank=True)
    unit_kind = models.CharField("单位性质", max_length=20, choices=UnitKind, blank=True)
    economy = models.CharField("经济类型", max_length=16, choices=EconomyKind, blank=True)
    industry = models.CharField("所属行业", max_length=1, choices=Industry, blank=True)
    incoming = models.BooleanField(
        "外来投资企业", default=False, help_text="域外客商投资企业单独统计"
    )
    units_covered = models.PositiveIntegerField("涵盖单位数", default=1)
    chair = models.CharField("工会主席", max_length=50, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    email = models.EmailField("工会邮箱", blank=True)
    postcode = models.CharField("邮编", max_length=6, blank=True)
    founding_paper = models.CharField("批复文号", max_length=40, blank=True)
    founding_files = models.ManyToManyField(
        Attachment, verbose_name="建会材料", related_name="+", editable=False
    )
    has_seal = models.BooleanField("工会印章", default=False)
    legal_number = models.CharField("法人资格证书编号", max_length=30, blank=True)
    legal_until = models.DateField("法人资格证书有效期至", null=True, blank=True)
    own_account = models.BooleanField("单独经费账户", default=False)
    yearly_funds = YuanField("经费数额（元/年）", null=True, blank=True)
    shows_plate = models.BooleanField("工会亮牌子", default=False)
    shows_chair = models.BooleanField("主席亮身份", default=False)
    groups_count = models.PositiveIntegerField("分会、小组数", default=0)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = UnionProfileQuerySet.as_manager()

    class Meta:
        verbose_name = "工会概况"
        verbose_name_plural = "工会概况"
        constraints = [
            one_of("unit_kind", UnitKind, name="union_profile_kind_known", blank=True),
            one_of("union_type", UnionType, name="union_profile_type_known", blank=True),
            one_of("economy", EconomyKind, name="union_profile_economy_known", blank=True),
            one_of("industry", Industry, name="union_profile_industry_known", blank=True),
            models.UniqueConstraint(
                fields=["organisation", "credit_code"],
                condition=~Q(credit_code=""),
                name="union_profile_code_once",
                violation_error_message="本工会已登记过这个工会统一社会信用代码。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.union} 概况"

    def get_absolute_url(self) -> str:
        return reverse("members:union", args=[self.union_id])


class CommitteeQuerySet(ScopedQuerySet["Committee"]):
    view_permission = Permission.MEMBER_VIEW

    def standing(self, day: date) -> Self:
        """Set up by a day and not dissolved by then."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), formed_on__lte=day)

    def for_list(self) -> Self:
        return (
            self.select_related("organisation", "union")
            .annotate(size=models.Count("seats"))
            .order_by("-formed_on", "pk")
        )


class Committee(models.Model):
    """领导小组、委员会: a standing body with its members."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="填报工会", related_name="+"
    )
    union = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name="所属工会",
        null=True,
        blank=True,
        related_name="committees",
        help_text="本级工会的留空",
    )
    kind = models.CharField(
        "类别", max_length=10, choices=CommitteeKind, default=CommitteeKind.LEADING
    )
    name = models.CharField("名称", max_length=60, help_text="如“医疗互助活动领导小组”")
    purpose = models.CharField("职责", max_length=200, blank=True)
    formed_on = models.DateField("成立日期")
    ended_on = models.DateField("撤销日期", null=True, blank=True)
    paper = models.CharField("文号", max_length=40, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = "领导小组"
        verbose_name_plural = "领导小组"
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=models.F("formed_on")),
                name="committee_ended_after_formed",
                violation_error_message="撤销日期不能早于成立日期。",
            ),
            one_of("kind", CommitteeKind, name="committee_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:committee", args=[self.pk])


class Seat(models.Model):
    """A member of a committee, by name and duty: 组长 副组长 成员."""

    committee = models.ForeignKey(Committee, models.CASCADE, related_name="seats")
    name = models.CharField("姓名", max_length=50)
    duty = models.CharField("职务", max_length=20, default="成员")

    class Meta:
        verbose_name = "成员"
        verbose_name_plural = "成员"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.duty} {self.name}"
