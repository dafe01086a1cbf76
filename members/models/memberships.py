"""会籍: a person's spells of membership, each with its dated changes, and the cards."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from members.models.past import Day, with_facts_then
from members.models.people import Person, by_name
from unionhub.models import Attachment, Organisation, ScopedQuerySet, User, all_or_none, one_of
from unionhub.permissions import Permission


class ChangeKind(models.TextChoices):
    """会籍变化类型: the six of the official sheet, and what they leave unsaid.

    Two open a spell, five close one, two set it at rest and wake it, one declares it never was.
    """

    JOIN = "join", "入会"
    IN = "in", "转入"
    RETAIN = "retain", "保留会籍"
    RESUME = "resume", "恢复会籍"
    OUT = "out", "转出"
    LEAVE = "leave", "退会"
    LAPSE = "lapse", "自动退会"
    EXPEL = "expel", "除名"
    DIE = "die", "去世"
    VOID = "void", "撤销登记"


BEGINNINGS = (ChangeKind.JOIN, ChangeKind.IN)
ENDINGS = (
    ChangeKind.OUT,
    ChangeKind.LEAVE,
    ChangeKind.LAPSE,
    ChangeKind.EXPEL,
    ChangeKind.DIE,
)


class MembershipQuerySet(ScopedQuerySet["Membership"]):
    view_permission = Permission.MEMBER_VIEW
    place_lookup = "person__place"

    def as_of(self, day: date) -> Self:
        """Spells running on a day; the day of leaving is no longer in the spell."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=day), joined_on__lte=day)

    def with_card_on(self, day: date) -> Self:
        """Spells whose member held a valid card on a day."""
        card: Any = self.model._meta.get_field("cards").related_model
        held = card._default_manager.filter(membership=OuterRef("pk")).held_on(day)
        return self.filter(Exists(held))

    def retained_on(self, day: date) -> Self:
        """Spells at rest on a day: still members, without dues, vote or office."""
        return self.filter(Exists(Retention.objects.filter(membership=OuterRef("pk")).on(day)))

    def with_facts_then(self, day: Day, *, named: bool = False) -> Self:
        """Spells, each with its member's work and place as they were on a day."""
        return with_facts_then(self, "person", day, named=named)

    def for_list(self) -> Self:
        return self.select_related(
            "organisation", "person__place", "person__employer", "union"
        ).order_by(*by_name("person"), "pk")


class MembershipManager(models.Manager.from_queryset(MembershipQuerySet)):  # type: ignore[misc]
    """Spells that were: one declared void never was, and is found by ``everything`` alone."""

    def get_queryset(self) -> MembershipQuerySet:
        return MembershipQuerySet(self.model, using=self._db).filter(voided_at=None)


class Membership(models.Model):
    """One spell: from the day of joining until the day of leaving (not included).

    ``begin_kind`` and ``end_kind`` are the changes that opened and closed it. A spell that begins
    with 转入 carries the day its member first joined a union.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="填报工会", related_name="+"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name="会员", related_name="memberships"
    )
    union = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="所在基层工会", related_name="memberships"
    )
    joined_on = models.DateField("入会日期")
    left_on = models.DateField("离会日期", null=True, blank=True)
    left_reason = models.CharField(  # noqa: DJ001 — null is "not left", tied to left_on
        "离会原因", max_length=100, null=True, blank=True
    )
    begin_kind = models.CharField(
        "入会方式",
        max_length=8,
        choices=[(kind.value, kind.label) for kind in BEGINNINGS],
        default=ChangeKind.JOIN,
    )
    end_kind = models.CharField(
        "离会方式",
        max_length=8,
        choices=[(kind.value, kind.label) for kind in ENDINGS],
        blank=True,
    )
    carried_since = models.DateField("原入会日期", null=True, blank=True)
    voided_at = models.DateTimeField("撤销登记时间", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = MembershipManager()
    everything = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "会籍"
        verbose_name_plural = "会籍"
        ordering = ["-joined_on", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "joined_on"], name="membership_by_joining"),
            models.Index(fields=["organisation", "left_on"], name="membership_by_leaving"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(left_on=None, voided_at=None),
                name="membership_one_open",
                violation_error_message="此人已在会，不能重复入会。",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="membership_left_after_joined",
                violation_error_message="离会日期不能早于入会日期。",
            ),
            all_or_none("left_on", "left_reason", name="membership_left_on_and_reason"),
            models.CheckConstraint(
                condition=Q(left_on=None, end_kind="")
                | Q(left_on__isnull=False, end_kind__in=ENDINGS),
                name="membership_left_on_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(begin_kind__in=BEGINNINGS), name="membership_begin_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} 会籍"

    def get_absolute_url(self) -> str:
        return reverse("members:person", args=[self.person_id])

    @property
    def member_since(self) -> date:
        """The day of first joining, carried along through transfers."""
        return self.carried_since or self.joined_on


class RetentionQuerySet(models.QuerySet["Retention"]):
    def on(self, day: date) -> Self:
        """Running on a day; the day of waking is no longer in it."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=day), from_on__lte=day)


class Retention(models.Model):
    """保留会籍: a time within a spell in which the member is at rest (retired, out of work)."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="retentions")
    from_on = models.DateField("保留起始日期")
    until_on = models.DateField("恢复日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = RetentionQuerySet.as_manager()

    class Meta:
        verbose_name = "保留会籍"
        verbose_name_plural = "保留会籍"
        ordering = ["from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(until_on=None),
                name="retention_one_open",
                violation_error_message="此人已在保留会籍，不用再办。",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")),
                name="retention_until_after_from",
                violation_error_message="恢复日期不能早于保留起始日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership} 保留"


class MembershipChange(models.Model):
    """会籍变化: one dated step of a spell; rows are added, never edited."""

    Kind = ChangeKind

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="changes")
    kind = models.CharField("变化类型", max_length=8, choices=ChangeKind)
    on = models.DateField("变化日期")
    reason = models.CharField("原因", max_length=100, blank=True)
    other_side = models.CharField("对方工会", max_length=80, blank=True)
    paper = models.CharField("依据文号或材料", max_length=60, blank=True)
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, verbose_name="材料", null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "会籍变化"
        verbose_name_plural = "会籍变化"
        ordering = ["on", "pk"]
        constraints = [one_of("kind", ChangeKind, name="membership_change_kind_known")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%Y-%m-%d}"
