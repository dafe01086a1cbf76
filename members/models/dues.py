"""会费 of members and 拨缴经费 of units: an append-only ledger, and the dated rates behind it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from members.models.employers import Employer
from members.models.people import Person
from unionhub.fields import YuanField
from unionhub.models import Organisation, ScopedQuerySet, User, one_of
from unionhub.permissions import Permission


class DuesRateQuerySet(ScopedQuerySet["DuesRate"]):
    view_permission = Permission.DUES_VIEW

    def for_list(self) -> Self:
        return self.select_related("organisation").order_by("organisation__path", "-from_on")

    def in_force(self, office: Organisation, day: date) -> DuesRate:
        """What holds for an office on a day: the newest of the nearest office that set any.

        The law's own where none did: a rate that is not stored.
        """
        step = Organisation.steplen
        paths = [office.path[:end] for end in range(step, len(office.path) + 1, step)]
        rows = self.filter(organisation__path__in=paths, from_on__lte=day)
        nearest = rows.select_related("organisation").order_by("-organisation__depth", "-from_on")
        return nearest.first() or DuesRate(
            from_on=date(1992, 4, 3), member_rate=MEMBER_RATE, unit_rate=UNIT_RATE, own_share=OWN
        )


# By law, in percent: of the basic wage, of all wages, of what units pay; the rest goes up.
MEMBER_RATE, UNIT_RATE, OWN = Decimal("0.5"), Decimal(2), Decimal(60)


class DuesRate(models.Model):
    """Rates from a day on, in percent. The law: 0.5 of the basic wage, 2 of all wages, 60 to 40.

    ``organisation``: the office that set it; it holds for that office and those below it which
    have set none of their own.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    from_on = models.DateField("施行日期")
    member_rate = models.DecimalField("会费比例（%）", max_digits=5, decimal_places=2)
    unit_rate = models.DecimalField("拨缴经费比例（%）", max_digits=5, decimal_places=2)
    own_share = models.DecimalField("本级留成（%）", max_digits=5, decimal_places=2)
    paper = models.CharField("依据文号", max_length=40, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = DuesRateQuerySet.as_manager()

    class Meta:
        verbose_name = "经费比例"
        verbose_name_plural = "经费比例"
        ordering = ["-from_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "from_on"],
                name="dues_rate_once_a_day",
                violation_error_message="该日期已有比例，请直接修改那一条。",
            ),
            models.CheckConstraint(
                condition=Q(own_share__gte=0, own_share__lte=100)
                & Q(member_rate__gt=0, member_rate__lte=100)
                & Q(unit_rate__gt=0, unit_rate__lte=100),
                name="dues_rate_percent",
                violation_error_message="比例应在0到100之间。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on:%Y-%m-%d}起的比例"


class DuesKind(models.TextChoices):
    MEMBER = "member", "会费"
    UNIT = "unit", "拨缴经费"
    PREPARATORY = "preparatory", "建会筹备金"


class DuesQuerySet(ScopedQuerySet["Dues"]):
    view_permission = Permission.DUES_VIEW

    def covering(self, month: date) -> Self:
        """Payments for a month, given by its first day."""
        return self.filter(from_month__lte=month, to_month__gte=month)

    def touching(self, from_month: date, to_month: date) -> Self:
        """Payments for some month from one to another."""
        return self.filter(from_month__lte=to_month, to_month__gte=from_month)

    def beginning_in(self, from_month: date, to_month: date) -> Self:
        """Payments whose first month is one of these: where they are counted, once each."""
        return self.filter(from_month__gte=from_month, from_month__lte=to_month)

    def standing(self) -> Self:
        """Without those taken back, and the rows that took them back."""
        return self.filter(reverses=None, reversed_by=None)

    def for_list(self) -> Self:
        return self.select_related(
            "organisation", "union", "person", "employer", "recorded_by", "reversed_by"
        ).order_by("-paid_on", "-pk")


class Dues(models.Model):
    """One payment received, for whole months; taken back by its reverse, never edited.

    ``base``: the wages it is reckoned from, in yuan; ``due`` what the rate of that time asks;
    ``amount`` what came in, negative in a reversal. ``own`` and ``upper`` are its two shares and
    add up to it to the fen. Months are given by their first days.
    """

    Kind = DuesKind

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="填报工会", related_name="+"
    )
    kind = models.CharField("类别", max_length=12, choices=DuesKind)
    union = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name="基层工会",
        null=True,
        blank=True,
        related_name="+",
    )
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name="会员", null=True, blank=True, related_name="dues"
    )
    employer = models.ForeignKey(
        Employer, models.PROTECT, verbose_name="单位", null=True, blank=True, related_name="dues"
    )
    from_month = models.DateField("所属起月")
    to_month = models.DateField("所属止月")
    base = YuanField("工资基数（元）", null=True, blank=True)
    due = YuanField("应缴（元）", null=True, blank=True)
    amount = YuanField("实缴（元）")
    own = YuanField("本级留成（元）")
    upper = YuanField("上缴（元）")
    paid_on = models.DateField("缴纳日期")
    voucher = models.CharField("凭证号", max_length=30, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    reason = models.CharField("冲销原因", max_length=100, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = DuesQuerySet.as_manager()

    class Meta:
        verbose_name = "会费和经费"
        verbose_name_plural = "会费和经费"
        ordering = ["-paid_on", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "paid_on"], name="dues_by_day"),
            models.Index(fields=["person", "to_month"], name="dues_of_person"),
        ]
        constraints = [
            one_of("kind", DuesKind, name="dues_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=DuesKind.MEMBER, person__isnull=False, employer=None)
                | Q(
                    kind__in=[DuesKind.UNIT, DuesKind.PREPARATORY],
                    person=None,
                    employer__isnull=False,
                ),
                name="dues_from_whom",
            ),
            models.CheckConstraint(
                condition=Q(to_month__gte=F("from_month")),
                name="dues_months_in_order",
                violation_error_message="止月不能早于起月。",
            ),
            models.CheckConstraint(
                condition=Q(amount=F("own") + F("upper")), name="dues_shares_add_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payer} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("members:dues_payment", args=[self.pk])

    @property
    def payer(self) -> Person | Employer | None:
        return self.person or self.employer
