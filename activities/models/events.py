"""活动: what was done, when and where, with how many people."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from members.models import Person, by_name
from unionhub.fields import YuanField
from unionhub.models import Attachment, Organisation, Place, ScopedQuerySet, one_of
from unionhub.permissions import Permission

if TYPE_CHECKING:
    from unionhub.periods import Period
    from unionhub.scope import Scope


class EventKind(models.TextChoices):
    SPORT = "sport", "体育健身"
    CULTURE = "culture", "文艺活动"
    TRAINING = "training", "培训"
    CONTEST = "contest", "竞赛"
    STUDY = "study", "学习教育"
    MEETING = "meeting", "会议"
    PUBLICITY = "publicity", "宣传活动"
    VISIT = "visit", "走访慰问"
    SURVEY = "survey", "会员调查"
    VOLUNTEER = "volunteer", "志愿服务"
    JOB_FAIR = "job_fair", "就业服务"
    OTHER = "other", "其他"


class EventState(models.TextChoices):
    PLANNED = "planned", "计划"
    HELD = "held", "已举办"
    CANCELLED = "cancelled", "已取消"


class EventQuerySet(ScopedQuerySet["Event"]):
    view_permission = Permission.ACTIVITY_VIEW
    place_lookup = "place"

    def held_in(self, period: Period) -> Self:
        """Held, and ended inside the period."""
        return self.filter(state=EventState.HELD, **period.filter("ends_on"))

    def for_list(self) -> Self:
        return self.select_related("place", "organisation").order_by("-begins_on", "-pk")


class Event(models.Model):
    """One event. ``heads`` are different people, ``person_times`` count each session anew."""

    Kind = EventKind
    State = EventState

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="填报工会", related_name="+"
    )
    kind = models.CharField("活动类别", max_length=10, choices=EventKind)
    name = models.CharField("活动名称", max_length=60)
    theme = models.CharField(
        "主题", max_length=60, blank=True, help_text="如“迎接亚运会”，可写进总结"
    )
    begins_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    place = models.ForeignKey(
        Place, models.PROTECT, verbose_name="片区村居", null=True, blank=True, related_name="+"
    )
    venue = models.CharField("地点", max_length=60, blank=True)
    organiser = models.CharField("主办", max_length=60, blank=True)
    purpose = models.TextField("活动内容", max_length=1000, blank=True)
    heads = models.PositiveIntegerField("参加人数", null=True, blank=True, help_text="不同的人")
    women = models.PositiveIntegerField("其中女", null=True, blank=True)
    person_times = models.PositiveIntegerField(
        "参加人次", null=True, blank=True, help_text="多场活动每场分别计数"
    )
    cost = YuanField("实际支出", default=Decimal(0), blank=True)
    write_up = models.TextField("活动小结", max_length=2000, blank=True)
    cancel_reason = models.CharField("取消原因", max_length=100, blank=True)
    state = models.CharField("状态", max_length=10, choices=EventState, default=EventState.PLANNED)
    attachments = models.ManyToManyField(Attachment, related_name="+", blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "活动"
        verbose_name_plural = "活动"
        ordering = ["-begins_on", "-pk"]
        indexes = [models.Index(fields=["organisation", "ends_on"], name="event_by_end")]
        constraints = [
            one_of("kind", EventKind, name="event_kind_known"),
            one_of("state", EventState, name="event_state_known"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")),
                name="event_days_in_order",
                violation_error_message="结束日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=~Q(state=EventState.HELD)
                | Q(heads__isnull=False, person_times__isnull=False),
                name="event_held_is_counted",
                violation_error_message="已举办的活动须填参加人数和人次。",
            ),
            models.CheckConstraint(
                condition=Q(heads=None) | Q(person_times=None) | Q(person_times__gte=F("heads")),
                name="event_times_at_least_heads",
                violation_error_message="参加人次不能少于参加人数。",
            ),
            models.CheckConstraint(
                condition=Q(women=None) | Q(heads__isnull=False, women__lte=F("heads")),
                name="event_women_within_heads",
                violation_error_message="女性人数不能多于参加人数。",
            ),
            models.CheckConstraint(
                condition=Q(state=EventState.CANCELLED) ^ Q(cancel_reason=""),
                name="event_cancelled_with_reason",
                violation_error_message="取消活动须写明原因。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("activities:event", args=[self.pk])

    @property
    def days(self) -> str:
        """2010-05-01, or 2010-05-01 至 2010-05-03."""
        first, last = f"{self.begins_on:%Y-%m-%d}", f"{self.ends_on:%Y-%m-%d}"
        return first if first == last else f"{first} 至 {last}"

    @property
    def where(self) -> str:
        """Place and venue as one reads them: 铁柱片 文化广场."""
        return " ".join(str(part) for part in (self.place, self.venue) if part)


class ParticipationQuerySet(ScopedQuerySet["Participation"]):
    view_permission = Permission.ACTIVITY_VIEW
    organisation_path = "event__organisation__path"
    place_lookup = "event__place"

    def visible_to(self, scope: Scope | None) -> Self:
        """A place-bound post sees, of the list of an event at its place, its own people only."""
        rows = super().visible_to(scope)
        if scope is None or scope.place is None:
            return rows
        return rows.filter(person__place=scope.place)

    def for_list(self) -> Self:
        return self.select_related("event", "person").order_by(*by_name("person"), "pk")


class Participation(models.Model):
    """A person of the register who took part; optional beside the event's own counts."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="participations")
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name="参加人", related_name="participations"
    )
    sessions = models.PositiveIntegerField("参加场次", default=1)
    result = models.CharField("成绩（结果）", max_length=60, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = "参加记录"
        verbose_name_plural = "参加记录"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"],
                name="participation_once",
                violation_error_message="此人已在参加名单中。",
            ),
            models.CheckConstraint(
                condition=Q(sessions__gte=1), name="participation_has_a_session"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.person}"
