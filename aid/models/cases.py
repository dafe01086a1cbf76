"""帮扶申请: one request for help, what is given in it, and every step it took."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q, Sum
from django.urls import reverse

from members.models import Person
from unionhub.fields import EncryptedField, YuanField
from unionhub.models import (
    Attachment,
    Organisation,
    Place,
    ScopedQuerySet,
    User,
    all_or_none,
    one_of,
)
from unionhub.permissions import Permission

if TYPE_CHECKING:
    from unionhub.periods import Period


class AidKind(models.TextChoices):
    MEDICAL = "medical", "医疗救助"
    EDUCATION = "education", "助学救助"
    ELDERLY = "elderly", "敬老慰问"
    LIVING = "living", "生活救助"
    TEMPORARY = "temporary", "临时救助"


class Beneficiary(models.TextChoices):
    """帮扶对象: what the person is at the time of the request; papers name it."""

    MIGRANT = "migrant", "外出务工人员"
    WORKER = "worker", "困难职工"
    RURAL_WORKER = "rural_worker", "农民工"
    PUPIL = "pupil", "学生"
    EMPTY_NEST = "empty_nest", "空巢老人"
    MODEL_WORKER = "model_worker", "困难劳模"
    OTHER = "other", "其他困难群众"


class CaseState(models.TextChoices):
    APPLIED = "applied", "已申请"
    VERIFIED = "verified", "已核实"
    REVIEWED = "reviewed", "已审核"
    NOTICED = "noticed", "公示中"
    APPROVED = "approved", "已审批"
    PAID = "paid", "已发放"
    CLOSED = "closed", "已结案"
    RETURNED = "returned", "已退回"
    WITHDRAWN = "withdrawn", "已撤回"
    REFUSED = "refused", "不予帮扶"


class Duty(models.TextChoices):
    """职责: who may not be the same person on one case is decided between these."""

    HANDLE = "handle", "经办"
    REVIEW = "review", "审核"
    APPROVE = "approve", "审批"
    PAY = "pay", "出纳"


class ExceptionGround(models.TextChoices):
    """Why one person took two duties that may be joined; printed on the approval form."""

    SMALL_OFFICE = "small_office", "本级工会仅有两人"
    SMALL_SUM = "small_sum", "小额救助"
    COMMITTEE = "committee", "委员会集体研究决定（附纪要）"


class LineForm(models.TextChoices):
    CASH = "cash", "资金"
    GOODS = "goods", "物资"


GIVEN = (CaseState.PAID, CaseState.CLOSED)


class AidCaseQuerySet(ScopedQuerySet["AidCase"]):
    view_permission = Permission.AID_VIEW
    place_lookup = "place"

    def given(self) -> Self:
        """Cases whose help has reached the person."""
        return self.filter(state__in=GIVEN)

    def paid_in(self, period: Period) -> Self:
        return self.given().filter(**period.filter("paid_on"))

    def for_list(self) -> Self:
        """With ``total``: the value of the lines in force."""
        return (
            self.select_related("person", "place", "organisation")
            .annotate(total=Sum("lines__value", filter=Q(lines__replacement=None)))
            .order_by("-applied_on", "-pk")
        )

    def find(self, text: str) -> Self:
        """By number or by the beneficiary, as the register finds people."""
        people = Person.objects.find(text).values("pk")
        return self.filter(Q(number__iexact=text.strip()) | Q(person__in=people))


class AidCase(models.Model):
    """One request of one person, from the knock on the door to the closed file."""

    Kind = AidKind
    Beneficiary = Beneficiary
    State = CaseState

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="受理工会", related_name="+"
    )
    number = models.CharField("编号", max_length=40, unique=True, editable=False)
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name="申请人", related_name="aid_cases"
    )
    kind = models.CharField("救助类别", max_length=12, choices=AidKind)
    beneficiary = models.CharField("帮扶对象", max_length=14, choices=Beneficiary)
    place = models.ForeignKey(Place, models.PROTECT, verbose_name="片区村居", related_name="+")
    reason = models.TextField("申请事由", max_length=500)
    illness = EncryptedField("illness", "病情", blank=True)
    school = models.CharField("就读学校", max_length=60, blank=True)
    applied_on = models.DateField("申请日期")
    visited_on = models.DateField("入户日期", null=True, blank=True)
    visitor_one = models.CharField("入户人一", max_length=50, blank=True)
    visitor_two = models.CharField("入户人二", max_length=50, blank=True)
    findings = models.TextField("核实情况", max_length=500, blank=True)
    notice_from = models.DateField("公示起始日", null=True, blank=True)
    notice_until = models.DateField("公示截止日", null=True, blank=True)
    approved_on = models.DateField("审批日期", null=True, blank=True)
    paid_on = models.DateField("发放日期", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=CaseState, default=CaseState.APPLIED)
    attachments = models.ManyToManyField(Attachment, related_name="+", blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = AidCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "帮扶申请"
        verbose_name_plural = "帮扶申请"
        ordering = ["-applied_on", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "paid_on"], name="case_by_payment"),
            models.Index(fields=["organisation", "state"], name="case_by_state"),
        ]
        constraints = [
            one_of("kind", AidKind, name="case_kind_known"),
            one_of("beneficiary", Beneficiary, name="case_beneficiary_known"),
            one_of("state", CaseState, name="case_state_known"),
            all_or_none("notice_from", "notice_until", name="case_notice_dates_together"),
            models.CheckConstraint(
                condition=Q(notice_from=None) | Q(notice_until__gte=F("notice_from")),
                name="case_notice_in_order",
                violation_error_message="公示截止日不能早于起始日。",
            ),
            models.CheckConstraint(
                condition=Q(visited_on=None, visitor_one="", visitor_two="")
                | (Q(visited_on__isnull=False) & ~Q(visitor_one="") & ~Q(visitor_two="")),
                name="case_visit_by_two",
                violation_error_message="入户核实须写明日期和两名入户人。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=GIVEN, paid_on__isnull=False, approved_on__isnull=False)
                | (~Q(state__in=GIVEN) & Q(paid_on=None)),
                name="case_paid_on_and_state",
            ),
            models.CheckConstraint(
                condition=Q(approved_on=None) | Q(state__in=[*GIVEN, CaseState.APPROVED]),
                name="case_approved_on_and_state",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("aid:case", args=[self.pk])


class AidLineQuerySet(models.QuerySet["AidLine"]):
    def in_force(self) -> Self:
        """Lines no correction has put another in the place of."""
        return self.filter(replacement=None)

    def total(self) -> Decimal:
        summed: Decimal | None = self.aggregate(sum=Sum("value"))["sum"]
        return summed or Decimal(0)


class AidLine(models.Model):
    """One thing given in a case: money, or goods with their value. Once the case is paid a line
    stands for ever; a correction adds the line that replaces it."""

    Form = LineForm

    case = models.ForeignKey(AidCase, models.PROTECT, related_name="lines")
    form = models.CharField("形式", max_length=6, choices=LineForm)
    item = models.CharField("名称", max_length=60, help_text="救助金，或物资名称如“大米、食用油”")
    quantity = models.CharField("数量", max_length=20, blank=True, help_text="物资填写，如“2袋”")
    value = YuanField("金额（折款）")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replacement"
    )

    objects = AidLineQuerySet.as_manager()

    class Meta:
        verbose_name = "帮扶内容"
        verbose_name_plural = "帮扶内容"
        ordering = ["pk"]
        constraints = [
            one_of("form", LineForm, name="line_form_known"),
            models.CheckConstraint(
                condition=Q(value__gt=0),
                name="line_value_positive",
                violation_error_message="金额（折款）应大于零。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.value}"


class CaseStep(models.Model):
    """One step of a case: who, in which duty, on which day, with what opinion. Never changed."""

    case = models.ForeignKey(AidCase, models.PROTECT, related_name="steps")
    verb = models.CharField(max_length=16)
    from_state = models.CharField(max_length=10, choices=CaseState, blank=True)
    to_state = models.CharField(max_length=10, choices=CaseState)
    on = models.DateField("日期")
    at = models.DateTimeField("登记时间", auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, verbose_name="办理人", related_name="+")
    role_key = models.CharField("岗位", max_length=12)
    duty = models.CharField("职责", max_length=8, choices=Duty)
    opinion = models.CharField("意见", max_length=200, blank=True)
    ground = models.CharField("兼任依据", max_length=14, choices=ExceptionGround, blank=True)

    class Meta:
        verbose_name = "办理步骤"
        verbose_name_plural = "办理步骤"
        ordering = ["pk"]
        constraints = [
            one_of("from_state", CaseState, name="case_step_from_known", blank=True),
            one_of("to_state", CaseState, name="case_step_to_known"),
            one_of("duty", Duty, name="case_step_duty_known"),
            one_of("ground", ExceptionGround, name="case_step_ground_known", blank=True),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.verb}"
