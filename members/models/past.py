"""What was on file about a person's work and place before it changed.

A row is written with every change, never for a correction: with these, the roster as of any day
is the roster of that day.
"""

from __future__ import annotations

from django.db import models

from members.models.employers import Employer
from members.models.lists import WorkGroup
from members.models.people import Person, WorkStatus
from unionhub.models import Place, User, one_of


class PersonPast(models.Model):
    """Work and place as they were until ``until_on`` (that day not included); never edited.

    Of several rows of one person the one that holds on a day is the first, by ``until_on`` and
    then by number, whose ``until_on`` is later; where there is none, the person's own facts hold.
    """

    # The facts that are dated, as Person and PersonDetails call them.
    FACTS = (
        "employer",
        "place",
        "work_status",
        "is_migrant",
        "work_group",
        "work_post",
        "dispatched",
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="past")
    until_on = models.DateField("变动日期")
    employer = models.ForeignKey(
        Employer, models.PROTECT, verbose_name="工作单位", null=True, blank=True, related_name="+"
    )
    place = models.ForeignKey(
        Place, models.PROTECT, verbose_name="片区村居", null=True, blank=True, related_name="+"
    )
    work_status = models.CharField("就业状况", max_length=14, choices=WorkStatus)
    is_migrant = models.BooleanField("农民工", default=False)
    work_group = models.CharField("新就业形态", max_length=8, choices=WorkGroup, blank=True)
    work_post = models.CharField("岗位职务", max_length=50, blank=True)
    dispatched = models.BooleanField("劳务派遣工", default=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "从业经历"
        verbose_name_plural = "从业经历"
        ordering = ["person", "until_on", "pk"]
        indexes = [models.Index(fields=["person", "until_on", "id"], name="past_of_person")]
        constraints = [
            one_of("work_status", WorkStatus, name="past_work_status_known"),
            one_of("work_group", WorkGroup, name="past_work_group_known", blank=True),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.until_on:%Y-%m-%d}前"
