"""会籍: a person's spells of membership, each with its dated changes, and the cards."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from members.models.people import Person, by_name
from unionhub.models import Organisation, ScopedQuerySet, User, all_or_none, one_of
from unionhub.permissions import Permission


class ChangeKind(models.TextChoices):
    """会籍变化类型. Joining opens a spell, leaving closes it."""

    JOIN = "join", "入会"
    LEAVE = "leave", "退会"


class MembershipQuerySet(ScopedQuerySet["Membership"]):
    view_permission = Permission.MEMBER_VIEW
    place_lookup = "person__place"

    def as_of(self, day: date) -> Self:
        """Spells running on a day; the day of leaving is no longer in the spell."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=day), joined_on__lte=day)

    def with_card_on(self, day: date) -> Self:
        """Spells whose member held a valid card on a day."""
        held = Card.objects.filter(membership=OuterRef("pk")).held_on(day)
        return self.filter(Exists(held))

    def for_list(self) -> Self:
        return self.select_related(
            "organisation", "person__place", "person__employer", "union"
        ).order_by(*by_name("person"), "pk")


class Membership(models.Model):
    """One spell: from the day of joining until the day of leaving (not included)."""

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
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = MembershipQuerySet.as_manager()

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
                condition=Q(left_on=None),
                name="membership_one_open",
                violation_error_message="此人已在会，不能重复入会。",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")),
                name="membership_left_after_joined",
                violation_error_message="离会日期不能早于入会日期。",
            ),
            all_or_none("left_on", "left_reason", name="membership_left_on_and_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person} 会籍"

    def get_absolute_url(self) -> str:
        return reverse("members:person", args=[self.person_id])


class MembershipChange(models.Model):
    """会籍变化: one dated step of a spell; rows are added, never edited."""

    Kind = ChangeKind

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="changes")
    kind = models.CharField("变化类型", max_length=8, choices=ChangeKind)
    on = models.DateField("变化日期")
    reason = models.CharField("原因", max_length=100, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "会籍变化"
        verbose_name_plural = "会籍变化"
        ordering = ["on", "pk"]
        constraints = [one_of("kind", ChangeKind, name="membership_change_kind_known")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%Y-%m-%d}"


class CardQuerySet(ScopedQuerySet["Card"]):
    view_permission = Permission.MEMBER_VIEW
    place_lookup = "membership__person__place"

    def held_on(self, day: date) -> Self:
        """Handed out by a day and not void by then."""
        return self.filter(Q(void_on=None) | Q(void_on__gt=day), issued_on__lte=day)

    def for_list(self) -> Self:
        return self.select_related(
            "organisation", "membership__person", "membership__union"
        ).order_by("-issued_on", "-number")


class Card(models.Model):
    """会员证: handed out to a member on a day; void from a day on."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="填报工会", related_name="+"
    )
    membership = models.ForeignKey(
        Membership, models.PROTECT, verbose_name="会籍", related_name="cards"
    )
    number = models.CharField("证号", max_length=30)
    issued_on = models.DateField("发证日期")
    void_on = models.DateField("作废日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = "会员证"
        verbose_name_plural = "会员证"
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                name="card_number_once",
                violation_error_message="这个证号已经用过。",
            ),
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(void_on=None),
                name="card_one_valid",
                violation_error_message="此人已有有效会员证，补发前请先作废原证。",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("members:person", args=[self.membership.person_id])
