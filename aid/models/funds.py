"""资金台账: money by source, and the append-only rows every yuan leaves."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from unionhub.fields import YuanField
from unionhub.models import Organisation, ScopedQuerySet, User, one_of
from unionhub.permissions import Permission

if TYPE_CHECKING:
    from unionhub.periods import Period


class FundSource(models.TextChoices):
    """资金来源, the nine of the fund-raising table."""

    CENTRAL = "central", "中央财政"
    PROVINCE = "province", "省级财政"
    COUNTY = "county", "市县财政"
    UPPER_UNION = "upper_union", "上级工会补助"
    OWN = "own", "本级工会经费"
    DONATION = "donation", "社会捐助"
    UNIT = "unit", "行政拨付"
    INTEREST = "interest", "专户利息"
    OTHER = "other", "其他"


class EntryKind(models.TextChoices):
    """Income adds to a fund; a payment takes; a reversal takes one row of either back, whole."""

    INCOME = "income", "收入"
    PAYMENT = "payment", "发放"
    REVERSAL = "reversal", "冲销"


class CommitmentState(models.TextChoices):
    OPEN = "open", "已留用"
    USED = "used", "已发放"
    RELEASED = "released", "已释放"


class FundQuerySet(ScopedQuerySet["Fund"]):
    view_permission = Permission.FUND_VIEW


class Fund(models.Model):
    """One purse of an office. The counters are sums of its rows, kept so that room in the fund
    can be taken by one conditional UPDATE; the CHECK is the last net, never the first."""

    Source = FundSource

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="所属工会", related_name="+"
    )
    name = models.CharField("资金名称", max_length=60, help_text="如“2010年困难职工帮扶资金”")
    source = models.CharField("资金来源", max_length=12, choices=FundSource)
    opened_on = models.DateField("设立日期")
    closed_on = models.DateField("停用日期", null=True, blank=True)
    books_closed_to = models.DateField("已关账至", null=True, blank=True, editable=False)
    received = YuanField("累计收入", default=Decimal(0), editable=False)
    reserved = YuanField("已留用", default=Decimal(0), editable=False)
    spent = YuanField("累计发放", default=Decimal(0), editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = FundQuerySet.as_manager()

    class Meta:
        verbose_name = "资金"
        verbose_name_plural = "资金"
        ordering = ["organisation", "-opened_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="fund_name_once",
                violation_error_message="本工会已有同名的资金。",
            ),
            one_of("source", FundSource, name="fund_source_known"),
            models.CheckConstraint(
                condition=Q(received__gte=F("reserved") + F("spent")), name="fund_never_overdrawn"
            ),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, spent__gte=0), name="fund_counters_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("aid:fund", args=[self.pk])

    @property
    def room(self) -> Decimal:
        """可用余额: what may still be promised."""
        return self.received - self.reserved - self.spent

    @property
    def balance(self) -> Decimal:
        """账面余额: what is still in the purse, promised or not."""
        return self.received - self.spent


# Help given names its case, also where it is reversed; what came in never does (the CHECK below).
OF_A_CASE = Q(case__isnull=False)
IS_REVERSAL = Q(kind=EntryKind.REVERSAL, reverses__isnull=False)


class LedgerEntryQuerySet(ScopedQuerySet["LedgerEntry"]):
    view_permission = Permission.FUND_VIEW

    def given(self) -> Self:
        """Payments and their reversals: their sum, sign turned, is what was given."""
        return self.filter(OF_A_CASE)

    def came_in(self) -> Self:
        """Income and its reversals: their sum is what was received."""
        return self.exclude(OF_A_CASE)

    def dated_in(self, period: Period) -> Self:
        return self.filter(**period.filter("on"))

    def for_list(self) -> Self:
        return self.select_related("fund", "case__person", "recorded_by").order_by("on", "pk")

    def with_reversal(self) -> Self:
        """With the row that took each back, and the one it takes back."""
        return self.select_related("reversed_by__recorded_by", "reverses")


class LedgerEntry(models.Model):
    """One row of the ledger, never changed or deleted (the database refuses, see migrations).

    ``amount`` is signed: income adds to the fund, payments take from it, a reversal has the sign
    opposite to the row it takes back; ``goods`` is the part of it that is goods at their value,
    with the same sign. ``on`` is the business date; a reversal and a correction carry the date of
    the row they answer, their own moment is ``recorded_at``.
    """

    Kind = EntryKind

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    fund = models.ForeignKey(Fund, models.PROTECT, verbose_name="资金", related_name="entries")
    kind = models.CharField("类别", max_length=8, choices=EntryKind)
    on = models.DateField("日期")
    amount = YuanField("金额")
    goods = YuanField("其中物资折款", default=Decimal(0))
    case = models.ForeignKey(
        "aid.AidCase",
        models.PROTECT,
        verbose_name="帮扶申请",
        null=True,
        blank=True,
        related_name="entries",
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    note = models.CharField("摘要", max_length=120, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, verbose_name="登记人", related_name="+")
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "台账记录"
        verbose_name_plural = "资金台账"
        ordering = ["on", "pk"]
        indexes = [
            models.Index(fields=["organisation", "on"], name="entry_by_day"),
            models.Index(fields=["fund", "on"], name="entry_of_fund"),
        ]
        constraints = [
            one_of("kind", EntryKind, name="entry_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.INCOME, amount__gt=0, goods__gte=0, case=None)
                | Q(kind=EntryKind.PAYMENT, amount__lt=0, goods__lte=0, case__isnull=False)
                | Q(IS_REVERSAL, case__isnull=False, amount__gt=0, goods__gte=0)
                | Q(IS_REVERSAL, case=None, amount__lt=0, goods__lte=0),
                name="entry_sign_follows_kind",
            ),
            models.CheckConstraint(
                condition=Q(reverses=None) | Q(kind=EntryKind.REVERSAL),
                name="entry_only_reversals_reverse",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """What stands behind the row: the case it paid, or the income with its own page."""
        if self.case_id:
            return reverse("aid:case", args=[self.case_id])
        return reverse("aid:income", args=[self.pk])


class Commitment(models.Model):
    """Room in a fund taken by an approval; payment uses it up, revoking the approval frees it."""

    State = CommitmentState

    fund = models.ForeignKey(Fund, models.PROTECT, related_name="commitments")
    case = models.ForeignKey("aid.AidCase", models.PROTECT, related_name="commitments")
    amount = YuanField("金额")
    state = models.CharField("状态", max_length=8, choices=CommitmentState)
    made_on = models.DateField("留用日期")

    class Meta:
        verbose_name = "资金留用"
        verbose_name_plural = "资金留用"
        constraints = [
            one_of("state", CommitmentState, name="commitment_state_known"),
            # At most one promise or payment stands for a case: it can never be paid twice.
            models.UniqueConstraint(
                fields=["case"],
                condition=~Q(state=CommitmentState.RELEASED),
                name="commitment_one_standing",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="commitment_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.get_state_display()}"


def is_closed(fund: Fund, day: date) -> bool:
    """Whether the books of the month a day lies in are closed."""
    return fund.books_closed_to is not None and day <= fund.books_closed_to
