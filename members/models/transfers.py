"""组织关系转接: a member moves to another union; both sides have to act."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from members.models.memberships import Membership
from members.models.people import Person
from unionhub.models import (
    Organisation,
    ScopedQuerySet,
    User,
    all_or_none,
    one_of,
    path_range,
)
from unionhub.models.organisations import OrganisationQuerySet
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope


class TransferState(models.TextChoices):
    WAITING = "waiting", "待接收"
    ACCEPTED = "accepted", "已接收"
    REFUSED = "refused", "已退回"
    WITHDRAWN = "withdrawn", "已撤回"


class TransferQuerySet(ScopedQuerySet["Transfer"]):
    """Seen from both sides; who receives sees what it needs to decide and no more."""

    view_permission = Permission.MEMBER_VIEW
    place_lookup = "person__place"

    def visible_to(self, scope: Scope | None) -> Self:
        sent = super().visible_to(scope)
        if scope is None or scope.place is not None or not scope.may(self.view_permission):
            return sent
        first, after = path_range(scope.organisation.path)
        received = Q(to_office__path__gte=first, to_office__path__lt=after)
        return self.filter(Q(pk__in=sent.values("pk")) | received)

    def for_list(self) -> Self:
        return self.select_related(
            "organisation", "person", "from_union", "to_office", "to_union"
        ).order_by("-on", "-pk")


class Transfer(models.Model):
    """One transfer out of ``organisation``.

    To an office of this system (``to_office``) it waits until that office accepts it; to a union
    outside (``to_name``) until its receipt comes back, which the sender records. Acceptance ends
    the spell here and, inside the system, opens one there on a copy of the person's file.
    """

    State = TransferState

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="转出工会", related_name="+"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name="会员", related_name="transfers"
    )
    membership = models.ForeignKey(
        Membership, models.PROTECT, verbose_name="会籍", related_name="transfers"
    )
    from_union = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="原基层工会", related_name="+"
    )
    to_office = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name="接收工会",
        null=True,
        blank=True,
        related_name="+",
    )
    to_name = models.CharField(
        "外地接收工会", max_length=80, blank=True, help_text="接收工会不在本系统时填写全称"
    )
    number = models.CharField("介绍信编号", max_length=30, blank=True)
    on = models.DateField("转出日期")
    reason = models.CharField("转接原因", max_length=100)
    state = models.CharField(
        "状态", max_length=10, choices=TransferState, default=TransferState.WAITING
    )
    sent_by = models.ForeignKey(User, models.PROTECT, verbose_name="转出经办", related_name="+")
    decided_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="接收经办", null=True, blank=True, related_name="+"
    )
    decided_on = models.DateField("办理日期", null=True, blank=True)
    opinion = models.CharField("办理意见", max_length=200, blank=True)
    to_union = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name="接收的基层工会",
        null=True,
        blank=True,
        related_name="+",
    )
    arrived = models.OneToOneField(
        Membership,
        models.PROTECT,
        verbose_name="转入后的会籍",
        null=True,
        blank=True,
        related_name="came_by",
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = "组织关系转接"
        verbose_name_plural = "组织关系转接"
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "state"], name="transfer_by_sender"),
            models.Index(fields=["to_office", "state"], name="transfer_by_receiver"),
        ]
        constraints = [
            one_of("state", TransferState, name="transfer_state_known"),
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(state=TransferState.WAITING),
                name="transfer_one_waiting",
                violation_error_message="此人已有待接收的转接，不用再办。",
            ),
            models.CheckConstraint(
                condition=Q(to_office=None) ^ Q(to_name=""),
                name="transfer_to_one_side",
                violation_error_message="接收工会：本系统内的请选择，外地的请填写全称，二者填一项。",
            ),
            all_or_none("decided_by", "decided_on", name="transfer_decided_by_and_on"),
        ]

    def __str__(self) -> str:
        return f"{self.person} 转接"

    def get_absolute_url(self) -> str:
        return reverse("members:transfer", args=[self.pk])

    @property
    def to_whom(self) -> str:
        return str(self.to_office) if self.to_office else self.to_name


def receivers_of(scope: Scope) -> OrganisationQuerySet:
    """Offices a member may be sent to: those of this system that are open, but the own. Who
    sends is told their names and nothing else of them."""
    offices = Organisation.objects.offices().standing(today())
    rows: OrganisationQuerySet = offices.exclude(pk=scope.organisation.pk).order_by("path")
    return rows
