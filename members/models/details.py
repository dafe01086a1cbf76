"""人员资料: what the official member sheet asks of a person beyond identity, phone and work."""

from __future__ import annotations

from django.db import models

from members.models.lists import (
    Education,
    Ethnicity,
    HouseholdKind,
    MaritalStatus,
    PoliticalStatus,
    TechGrade,
    WorkGroup,
)
from members.models.people import Person
from unionhub.models import Attachment, one_of


class PersonDetails(models.Model):
    """One person's further facts, all optional; made when the first of them is filled in.

    Whoever may see or change the person may see or change these; they travel with the person.
    """

    person = models.OneToOneField(
        Person, models.PROTECT, verbose_name="人员", related_name="details", editable=False
    )
    ethnicity = models.CharField("民族", max_length=2, choices=Ethnicity, blank=True)
    education = models.CharField("学历", max_length=10, choices=Education, blank=True)
    political_status = models.CharField(
        "政治面貌", max_length=12, choices=PoliticalStatus, blank=True
    )
    tech_grade = models.CharField("技术等级", max_length=4, choices=TechGrade, blank=True)
    skills = models.CharField("特长", max_length=200, blank=True)
    marital_status = models.CharField("婚姻状况", max_length=8, choices=MaritalStatus, blank=True)
    household_kind = models.CharField("户籍类型", max_length=8, choices=HouseholdKind, blank=True)
    registered_at = models.CharField("户籍所在地", max_length=100, blank=True)
    native_place = models.CharField("籍贯", max_length=50, blank=True)
    work_group = models.CharField("新就业形态", max_length=8, choices=WorkGroup, blank=True)
    work_post = models.CharField("岗位职务", max_length=50, blank=True)
    dispatched = models.BooleanField("劳务派遣工", default=False)
    started_work_on = models.DateField("参加工作日期", null=True, blank=True)
    emergency_name = models.CharField("紧急联系人", max_length=50, blank=True)
    emergency_relation = models.CharField("与本人关系", max_length=20, blank=True)
    emergency_phone = models.CharField("紧急联系电话", max_length=20, blank=True)
    consent_on = models.DateField("同意留存资料日期", null=True, blank=True)
    photo = models.ForeignKey(
        Attachment,
        models.PROTECT,
        verbose_name="照片",
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    version = models.PositiveIntegerField(default=0, editable=False)

    # The names under which these facts are given to the actions on people.
    FACTS = (
        "ethnicity",
        "education",
        "political_status",
        "tech_grade",
        "skills",
        "marital_status",
        "household_kind",
        "registered_at",
        "native_place",
        "work_group",
        "work_post",
        "dispatched",
        "started_work_on",
        "emergency_name",
        "emergency_relation",
        "emergency_phone",
        "consent_on",
    )

    class Meta:
        verbose_name = "人员资料"
        verbose_name_plural = "人员资料"
        constraints = [
            one_of("ethnicity", Ethnicity, name="details_ethnicity_known", blank=True),
            one_of("education", Education, name="details_education_known", blank=True),
            one_of("political_status", PoliticalStatus, name="details_political_known", blank=True),
            one_of("tech_grade", TechGrade, name="details_tech_grade_known", blank=True),
            one_of("marital_status", MaritalStatus, name="details_marital_known", blank=True),
            one_of("household_kind", HouseholdKind, name="details_household_known", blank=True),
            one_of("work_group", WorkGroup, name="details_work_group_known", blank=True),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def emergency(self) -> str:
        """Whom to call, in one line: 马晓红 妻子 13812345678."""
        near = (self.emergency_name, self.emergency_relation, self.emergency_phone)
        return " ".join(part for part in near if part)


def details_of(person: Person) -> PersonDetails:
    """The person's further facts; an empty, unsaved record where none are on file."""
    return getattr(person, "details", None) or PersonDetails(person=person)
