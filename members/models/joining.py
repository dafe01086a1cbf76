"""入会申请: applications to join, one by one or a whole list, decided by the union."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from members.models.memberships import Membership
from members.models.people import Person
from unionhub.models import (
    Attachment,
    Organisation,
    ScopedQuerySet,
    User,
    all_or_none,
    one_of,
)
from unionhub.permissions import Permission


class ApplicationState(models.TextChoices):
    WAITING = "waiting", "待审批"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"
    WITHDRAWN = "withdrawn", "已撤回"


class ApplicationWay(models.TextChoices):
    """How a person asked; the rules allow all three."""

    WRITTEN = "written", "书面"
    ORAL = "oral", "口头"
    ONLINE = "online", "网上"


class JoiningGroupQuerySet(ScopedQuerySet["JoiningGroup"]):
    view_permission = Permission.MEMBER_VIEW

    def for_list(self) -> Self:
        return self.select_related("organisation", "union").order_by("-applied_on", "-pk")


class JoiningGroup(models.Model):
    """集体登记入会: the applications of one list, decided together."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="填报工会", related_name="+"
    )
    union = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="加入的工会", related_name="+"
    )
    name = models.CharField("名称", max_length=60, help_text="如“兴发砖厂职工集体入会”")
    applied_on = models.DateField("申请日期")
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = JoiningGroupQuerySet.as_manager()

    class Meta:
        verbose_name = "集体入会"
        verbose_name_plural = "集体入会"
        ordering = ["-applied_on", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:joining_group", args=[self.pk])


class ApplicationQuerySet(ScopedQuerySet["Application"]):
    view_permission = Permission.MEMBER_VIEW
    place_lookup = "person__place"

    def for_list(self) -> Self:
        return self.select_related("organisation", "person__employer", "union", "group").order_by(
            "-applied_on", "-pk"
        )


class Application(models.Model):
    """One person's application to one union. Approval opens the spell."""

    State = ApplicationState
    Way = ApplicationWay

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="填报工会", related_name="+"
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name="申请人", related_name="applications"
    )
    union = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="加入的工会", related_name="+"
    )
    group = models.ForeignKey(
        JoiningGroup,
        models.PROTECT,
        verbose_name="集体入会",
        null=True,
        blank=True,
        related_name="applications",
    )
    applied_on = models.DateField("申请日期")
    way = models.CharField(
        "申请方式", max_length=8, choices=ApplicationWay, default=ApplicationWay.WRITTEN
    )
    state = models.CharField(
        "状态", max_length=10, choices=ApplicationState, default=ApplicationState.WAITING
    )
    entered_by = models.ForeignKey(User, models.PROTECT, verbose_name="经办人", related_name="+")
    decided_by = models.ForeignKey(
        User, models.PROTECT, verbose_name="审批人", null=True, blank=True, related_name="+"
    )
    decided_on = models.DateField("审批日期", null=True, blank=True)
    opinion = models.CharField("审批意见", max_length=200, blank=True)
    membership = models.OneToOneField(
        Membership,
        models.PROTECT,
        verbose_name="会籍",
        null=True,
        blank=True,
        related_name="application",
    )
    attachments = models.ManyToManyField(Attachment, verbose_name="申请材料", related_name="+")
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "入会申请"
        verbose_name_plural = "入会申请"
        ordering = ["-applied_on", "-pk"]
        indexes = [models.Index(fields=["organisation", "state"], name="application_by_state")]
        constraints = [
            one_of("way", ApplicationWay, name="application_way_known"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state=ApplicationState.WAITING),
                name="application_one_waiting",
                violation_error_message="此人已有待审批的入会申请。",
            ),
            all_or_none("decided_by", "decided_on", name="application_decided_by_and_on"),
            models.CheckConstraint(
                condition=Q(state=ApplicationState.APPROVED, membership__isnull=False)
                | Q(
                    state__in=[
                        ApplicationState.WAITING,
                        ApplicationState.REFUSED,
                        ApplicationState.WITHDRAWN,
                    ],
                    membership=None,
                ),
                name="application_approved_has_spell",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} 入会申请"

    def get_absolute_url(self) -> str:
        return reverse("members:application", args=[self.pk])
