"""会员证 and 会员服务卡: asked for, made, handed out against a signature, lost, replaced, void."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from members.models.memberships import Membership
from unionhub.fields import DigestField, EncryptedField
from unionhub.models import Attachment, Organisation, ScopedQuerySet, User, one_of
from unionhub.permissions import Permission


class CardKind(models.TextChoices):
    BOOK = "book", "会员证"
    SERVICE = "service", "会员服务卡"


class CardState(models.TextChoices):
    """Where a card stands. A lost one is replaced by another card and ends void."""

    ASKED = "asked", "待制"
    MADE = "made", "已制待领"
    HELD = "held", "已领"
    LOST = "lost", "挂失"
    VOID = "void", "作废"


class ListKind(models.TextChoices):
    MAKING = "making", "制证清单"
    HANDING = "handing", "领证签收表"


class CardListQuerySet(ScopedQuerySet["CardList"]):
    view_permission = Permission.MEMBER_VIEW

    def for_list(self) -> Self:
        return self.select_related("organisation", "made_by").order_by("-on", "-pk")


class CardList(models.Model):
    """Cards made or handed out together: the list that goes to the maker, or is signed."""

    Kind = ListKind

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="填报工会", related_name="+"
    )
    kind = models.CharField("清单", max_length=8, choices=ListKind)
    on = models.DateField("日期")
    handler = models.CharField("经手人", max_length=50, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", related_name="+")
    signed = models.ManyToManyField(Attachment, verbose_name="签收表扫描件", related_name="+")
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = CardListQuerySet.as_manager()

    class Meta:
        verbose_name = "会员证清单"
        verbose_name_plural = "会员证清单"
        ordering = ["-on", "-pk"]
        constraints = [one_of("kind", ListKind, name="card_list_kind_known")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("members:card_list", args=[self.pk])


class CardQuerySet(ScopedQuerySet["Card"]):
    view_permission = Permission.MEMBER_VIEW
    place_lookup = "membership__person__place"

    def held_on(self, day: date) -> Self:
        """Handed out by a day, not void by then, and not lost on it."""
        away = CardLoss.objects.filter(card=OuterRef("pk"), lost_on__lte=day, found_on__gt=day)
        return self.filter(
            ~Exists(away),
            Q(void_on=None) | Q(void_on__gt=day),
            Q(lost_on=None) | Q(lost_on__gt=day),
            issued_on__lte=day,
        )

    def standing(self) -> Self:
        """Not void: asked for, made, held or lost. A spell has one of a kind at most."""
        return self.filter(void_on=None)

    def for_list(self) -> Self:
        return self.select_related(
            "organisation",
            "membership__person__place",
            "membership__person__employer",
            "membership__union",
        ).order_by(F("issued_on").desc(nulls_first=True), "-number", "-pk")


class CardManager(models.Manager.from_queryset(CardQuerySet)):  # type: ignore[misc]
    """Cards that were: those of a spell that never was are found by ``everything`` alone."""

    def get_queryset(self) -> CardQuerySet:
        return CardQuerySet(self.model, using=self._db).filter(membership__voided_at=None)


class Card(models.Model):
    """A card of one spell. Each state has its day; ``issued_on`` is the day it was handed out.

    The office gives every card its number when it is made; the bank's number of a 会员服务卡 is
    sealed. ``lost_on`` is the loss that still stands.
    """

    Kind = CardKind
    State = CardState

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="填报工会", related_name="+"
    )
    membership = models.ForeignKey(
        Membership, models.PROTECT, verbose_name="会籍", related_name="cards"
    )
    kind = models.CharField("类别", max_length=8, choices=CardKind, default=CardKind.BOOK)
    state = models.CharField("状态", max_length=8, choices=CardState, default=CardState.HELD)
    number = models.CharField("证号", max_length=30, blank=True)
    bank_number = EncryptedField("card_number", "银行卡号", blank=True)
    bank_digest = DigestField("bank_number")
    asked_on = models.DateField("申领日期", null=True, blank=True)
    made_on = models.DateField("制证日期", null=True, blank=True)
    issued_on = models.DateField("发证日期", null=True, blank=True)
    lost_on = models.DateField("挂失日期", null=True, blank=True)
    void_on = models.DateField("作废日期", null=True, blank=True)
    void_reason = models.CharField("作废原因", max_length=100, blank=True)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        verbose_name="补发自",
        null=True,
        blank=True,
        related_name="replaced_by",
    )
    making = models.ForeignKey(
        CardList, models.PROTECT, null=True, blank=True, related_name="cards_made"
    )
    handing = models.ForeignKey(
        CardList, models.PROTECT, null=True, blank=True, related_name="cards_handed"
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = CardManager()
    everything = CardQuerySet.as_manager()

    class Meta:
        verbose_name = "会员证"
        verbose_name_plural = "会员证"
        ordering = ["-issued_on", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "state"], name="card_by_state"),
            models.Index(fields=["number"], name="card_by_number"),
            models.Index(fields=["bank_digest"], name="card_by_bank_number"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "number"],
                condition=~Q(number=""),
                name="card_number_once",
                violation_error_message="这个证号已经用过。",
            ),
            models.UniqueConstraint(
                fields=["membership", "kind"],
                condition=Q(void_on=None),
                name="card_one_valid",
                violation_error_message="此人已有有效会员证，补发前请先作废原证。",
            ),
            models.UniqueConstraint(
                fields=["organisation", "bank_digest"],
                condition=Q(void_on=None, bank_digest__isnull=False),
                name="card_bank_number_once",
                violation_error_message="这个银行卡号已登记在另一张有效的服务卡上。",
            ),
            one_of("kind", CardKind, name="card_kind_known"),
            models.CheckConstraint(
                condition=~Q(number="") | Q(state__in=[CardState.ASKED, CardState.VOID]),
                name="card_numbered_when_made",
                violation_error_message="已制的会员证要有证号。",
            ),
            models.CheckConstraint(
                condition=Q(state=CardState.VOID, void_on__isnull=False)
                | Q(state=CardState.LOST, void_on=None, lost_on__isnull=False)
                | Q(state=CardState.HELD, void_on=None, lost_on=None, issued_on__isnull=False)
                | Q(
                    state__in=[CardState.ASKED, CardState.MADE],
                    void_on=None,
                    lost_on=None,
                    issued_on=None,
                ),
                name="card_state_and_days",
            ),
        ]

    def __str__(self) -> str:
        return self.number or "（未编号）"

    def get_absolute_url(self) -> str:
        return reverse("members:person", args=[self.membership.person_id])


class CardLoss(models.Model):
    """A loss that is over: from the day it was reported until the day the card was found again."""

    card = models.ForeignKey(Card, models.PROTECT, related_name="losses")
    lost_on = models.DateField("挂失日期")
    found_on = models.DateField("找回日期")

    class Meta:
        verbose_name = "挂失记录"
        verbose_name_plural = "挂失记录"
        ordering = ["lost_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(found_on__gte=F("lost_on")), name="card_loss_found_after_lost"
            )
        ]

    def __str__(self) -> str:
        return f"{self.card} 挂失 {self.lost_on:%Y-%m-%d}"
