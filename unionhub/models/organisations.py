"""The tree of union organisations and the places papers name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.urls import reverse
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from unionhub.models.base import ScopedQuerySet, one_of, path_range
from unionhub.permissions import Permission

if TYPE_CHECKING:
    from unionhub.scope import Scope


class OrganisationKind(models.TextChoices):
    COUNTY = "county", "县总工会"
    TOWNSHIP = "township", "乡镇工会"
    VILLAGE = "village", "村（社区）工会"
    ENTERPRISE = "enterprise", "企业工会"
    INSTITUTION = "institution", "机关事业单位工会"
    JOINT = "joint", "联合工会"
    GROUP = "group", "工会小组"


class PlaceKind(models.TextChoices):
    AREA = "area", "片区"
    VILLAGE = "village", "村"
    COMMUNITY = "community", "社区"
    OTHER = "other", "其他"


class OrganisationQuerySet(MP_NodeQuerySet):
    """Organisations are scoped by their own path."""

    def visible_to(self, scope: Scope | None) -> Self:
        """The acting organisation and all below it; a place-bound post sees its own only."""
        if scope is None:
            return self.none()
        if scope.place is not None:
            return self.filter(pk=scope.organisation.pk)
        return self.below(scope.organisation.path)

    def below(self, path: str) -> Self:
        first, after = path_range(path)
        return self.filter(path__gte=first, path__lt=after)

    def offices(self) -> Self:
        """Organisations that keep records of their own: county and township offices."""
        return self.filter(kind__in=Organisation.OFFICE_KINDS)

    def standing(self, day: Any) -> Self:
        """Open on a day: founded by then and not yet closed."""
        return self.filter(
            models.Q(closed_on=None) | models.Q(closed_on__gt=day),
            models.Q(opened_on=None) | models.Q(opened_on__lte=day),
        )


class OrganisationManager(MP_NodeManager.from_queryset(OrganisationQuerySet)):  # type: ignore[misc]
    """treebeard's manager gives its own queryset whatever it was made from."""

    def get_queryset(self) -> OrganisationQuerySet:
        return OrganisationQuerySet(self.model, using=self._db).order_by("path")


class Organisation(MP_Node):
    """工会组织: county federation, township union, and the grass-roots unions below it."""

    Kind = OrganisationKind

    OFFICE_KINDS = (OrganisationKind.COUNTY, OrganisationKind.TOWNSHIP)

    code = models.SlugField(
        "编码", max_length=20, unique=True, help_text="大写字母和数字，建后不改"
    )
    name = models.CharField("工会名称", max_length=60)
    place_name = models.CharField(
        "所在地简称", max_length=20, blank=True, help_text="写进公文的叫法，如“兴发乡”"
    )
    kind = models.CharField("类型", max_length=12, choices=Kind)
    opened_on = models.DateField("建会日期", null=True, blank=True)
    closed_on = models.DateField("撤销日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = OrganisationManager()

    class Meta:
        verbose_name = "工会组织"
        verbose_name_plural = "工会组织"
        constraints = [one_of("kind", OrganisationKind, name="organisation_kind_known")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("unionhub:organisation", args=[self.pk])

    @property
    def organisation_id(self) -> int:
        """An organisation keeps itself: scope checks treat it like any record."""
        return self.pk

    @property
    def title(self) -> str:
        """How a paper calls the place it speaks of: 兴发乡; the name where none is set."""
        return self.place_name or self.name

    @property
    def is_office(self) -> bool:
        return self.kind in self.OFFICE_KINDS

    def keeper(self) -> Organisation:
        """The office that keeps the records of this union: itself, or the nearest above it."""
        paths = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        offices = Organisation.objects.offices().filter(path__in=paths)
        office: Organisation = offices.order_by("-depth")[0]
        return office


class PlaceQuerySet(ScopedQuerySet["Place"]):
    view_permission = Permission.ORGANISATION_VIEW
    place_lookup = "pk"

    def visible_to(self, scope: Scope | None) -> Self:
        """Places are names on forms: every post sees those of its own office and below."""
        if scope is None:
            return self.none()
        if scope.place is not None:
            return self.filter(pk=scope.place.pk)
        return self.below(scope.organisation.path)

    def active(self) -> Self:
        return self.filter(closed=False)


class Place(models.Model):
    """片区、村、社区: the place every person and case has and papers name."""

    Kind = PlaceKind

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="所属工会", related_name="places"
    )
    name = models.CharField("名称", max_length=20, help_text="写进公文的叫法，如“铁柱片”“石板村”")
    kind = models.CharField("类型", max_length=12, choices=Kind, default=Kind.VILLAGE)
    closed = models.BooleanField("已停用", default=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "片区村居"
        verbose_name_plural = "片区村居"
        ordering = ["organisation", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="place_name_once"),
            one_of("kind", PlaceKind, name="place_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("unionhub:place", args=[self.pk])


class OrganisationStep(models.TextChoices):
    FOUNDED = "founded", "成立"
    RENAMED = "renamed", "更名"
    MOVED = "moved", "划转"
    CLOSED = "closed", "撤销"


class OrganisationChange(models.Model):
    """沿革: one dated step in the life of a union; rows are added, never edited."""

    Step = OrganisationStep

    union = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="工会", related_name="changes"
    )
    step = models.CharField("沿革", max_length=8, choices=OrganisationStep)
    on = models.DateField("日期")
    before = models.CharField("变更前", max_length=80, blank=True)
    after = models.CharField("变更后", max_length=80, blank=True)
    reason = models.CharField("原因", max_length=100, blank=True)
    paper = models.CharField("文号", max_length=40, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "工会沿革"
        verbose_name_plural = "工会沿革"
        ordering = ["on", "pk"]
        constraints = [one_of("step", OrganisationStep, name="organisation_step_known")]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.on:%Y-%m-%d}"
