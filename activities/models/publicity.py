"""宣传: slogans, banners, leaflets, boards and news items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse

from unionhub.models import Organisation, ScopedQuerySet, one_of
from unionhub.permissions import Permission

if TYPE_CHECKING:
    from unionhub.periods import Period


class PublicityKind(models.TextChoices):
    SLOGAN = "slogan", "宣传口号"
    BANNER = "banner", "横幅标语"
    LEAFLET = "leaflet", "宣传单（册）"
    BOARD = "board", "宣传栏（板报）"
    NEWS = "news", "信息报道"
    TALK = "talk", "宣讲咨询"
    OTHER = "other", "其他"


class PublicityItemQuerySet(ScopedQuerySet["PublicityItem"]):
    view_permission = Permission.ACTIVITY_VIEW

    def dated_in(self, period: Period) -> Self:
        return self.filter(**period.filter("on"))

    def for_list(self) -> Self:
        return self.select_related("organisation").order_by("-on", "pk")


class PublicityItem(models.Model):
    Kind = PublicityKind

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="填报工会", related_name="+"
    )
    kind = models.CharField("类别", max_length=8, choices=PublicityKind)
    text = models.CharField("内容（标题）", max_length=120)
    on = models.DateField("日期")
    channel = models.CharField("渠道", max_length=60, blank=True, help_text="如“入户宣传、广播”")
    copies = models.PositiveIntegerField("份数", null=True, blank=True)
    reach = models.PositiveIntegerField("覆盖人次", null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = PublicityItemQuerySet.as_manager()

    class Meta:
        verbose_name = "宣传"
        verbose_name_plural = "宣传"
        indexes = [models.Index(fields=["organisation", "on"], name="publicity_by_day")]
        constraints = [one_of("kind", PublicityKind, name="publicity_kind_known")]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("activities:publicity_item", args=[self.pk])
