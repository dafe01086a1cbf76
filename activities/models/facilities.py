"""阵地: fitness stations, bookrooms, rest stops and the other places the union keeps."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from unionhub.models import Organisation, Place, ScopedQuerySet, User, one_of
from unionhub.permissions import Permission


class FacilityKind(models.TextChoices):
    FITNESS = "fitness", "健身站点"
    BOOKROOM = "bookroom", "职工书屋"
    REST_STOP = "rest_stop", "户外劳动者驿站"
    AID_SHOP = "aid_shop", "帮扶超市"
    AID_CENTRE = "aid_centre", "帮扶中心（站点）"
    HOME = "home", "职工之家"
    OTHER = "other", "其他"


class FacilityQuerySet(ScopedQuerySet["Facility"]):
    view_permission = Permission.ACTIVITY_VIEW
    place_lookup = "place"

    def in_use(self, day: date) -> Self:
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day), opened_on__lte=day)

    def for_list(self) -> Self:
        return self.select_related("place", "organisation").order_by("kind", "name", "pk")


class Facility(models.Model):
    Kind = FacilityKind

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="填报工会", related_name="+"
    )
    kind = models.CharField("类别", max_length=12, choices=FacilityKind)
    name = models.CharField("名称", max_length=60)
    place = models.ForeignKey(
        Place, models.PROTECT, verbose_name="片区村居", null=True, blank=True, related_name="+"
    )
    keeper = models.CharField("负责人", max_length=50, blank=True)
    opened_on = models.DateField("建成日期")
    closed_on = models.DateField("停用日期", null=True, blank=True)
    note = models.TextField("备注", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = FacilityQuerySet.as_manager()

    class Meta:
        verbose_name = "阵地"
        verbose_name_plural = "阵地"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="facility_name_once",
                violation_error_message="本工会已登记过这个阵地。",
            ),
            one_of("kind", FacilityKind, name="facility_kind_known"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="facility_closed_after_opened",
                violation_error_message="停用日期不能早于建成日期。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("activities:facility", args=[self.pk])


class FacilityAdjustmentQuerySet(ScopedQuerySet["FacilityAdjustment"]):
    view_permission = Permission.ACTIVITY_VIEW
    organisation_path = "facility__organisation__path"
    place_lookup = "facility__place"


class FacilityAdjustment(models.Model):
    """活动调整: what was changed at a facility on a day (hours, equipment, activities)."""

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="adjustments")
    on = models.DateField("调整日期")
    what = models.CharField("调整内容", max_length=200)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = FacilityAdjustmentQuerySet.as_manager()

    class Meta:
        verbose_name = "阵地调整"
        verbose_name_plural = "阵地调整"
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.facility} {self.on:%Y-%m-%d}"
