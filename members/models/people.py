"""人员: anyone the office knows — worker, member, elder, pupil, family."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from members.models.employers import Employer
from members.models.finding import named_by, ways_of
from members.models.lists import DocumentKind
from unionhub.crypto import keyed_hash
from unionhub.fields import DigestField, EncryptedField
from unionhub.models import Attachment, Organisation, Place, ScopedQuerySet, one_of
from unionhub.periods import today
from unionhub.permissions import Permission

PREFIX = "varchar_pattern_ops"  # on PostgreSQL; other databases pass it by


class Sex(models.TextChoices):
    MALE = "male", "男"
    FEMALE = "female", "女"


class WorkStatus(models.TextChoices):
    """就业状况 of the official member sheet, and two for people who are not workers."""

    AT_WORK = "at_work", "在岗"
    LAID_OFF = "laid_off", "待（下）岗"
    JOBLESS = "jobless", "失业"
    RETIRED = "retired", "退休"
    RESIGNED = "resigned", "退职"
    EARLY_RETIRED = "early_retired", "退养（内退）"
    SICK = "sick", "病休"
    PUPIL = "pupil", "在校学生"
    NOT_WORKER = "not_worker", "非职工"
    OTHER = "other", "其他"


class PersonPaper(models.TextChoices):
    """What is kept on file of a person beside the papers of a deed."""

    ID_COPY = "id_copy", "身份证复印件"
    FORM = "form", "登记表"
    CONTRACT = "contract", "劳动合同"
    OTHER = "other", "其他"


class IdDoubt(models.TextChoices):
    """Why a number on file should be held against the document, until somebody has."""

    DAMAGED = "damaged", "末三位是000"
    WRONG = "wrong", "校验不符"


def by_name(way: str = "") -> tuple[str, ...]:
    """The order people stand in on every list: by pinyin, as a roll is called.

    ``way`` leads from the listed record to the person.
    """
    return tuple(f"{way}__{name}" if way else name for name in ("pinyin", "name"))


class PersonQuerySet(ScopedQuerySet["Person"]):
    view_permission = Permission.MEMBER_VIEW
    place_lookup = "place"

    def for_list(self) -> Self:
        return self.select_related("organisation", "place", "employer").order_by(*by_name(), "pk")

    def find(self, text: str) -> Self:
        """By beginning of the name, the given name or its pinyin; by exact number, phone or card.

        Each way is a query of its own over one index, and the answers are put together: an OR
        of them would be answered by reading every person there is.
        """
        ways = [
            self.model.everything.order_by().filter(**way).values("pk") for way in ways_of(text)
        ]
        return self.filter(pk__in=ways[0].union(*ways[1:]))

    def best_first(self, text: str) -> Self:
        """Whom ``text`` names in full before those it is only the beginning of."""
        whole = models.Case(models.When(named_by(text), then=0), default=1)
        return self.order_by(whole, *by_name(), "pk")

    def alike(self, *, name: str, birth_date: date | None, phone: str, number: str) -> Self:
        """People who may be the one described: the same number, name and birthday, or phone."""
        asked = Q(pk__in=())
        if number:
            asked |= Q(id_digest=keyed_hash(number, "id_number"))
        if name and birth_date:
            asked |= Q(name=name, birth_date=birth_date)
        if phone:
            asked |= Q(phone=phone)
        return self.filter(asked)


class PersonManager(models.Manager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """People on the register: one merged into another, or withdrawn with the list it came by, is
    found by ``everything`` alone."""

    def get_queryset(self) -> PersonQuerySet:
        return PersonQuerySet(self.model, using=self._db).filter(removed_at=None)


class Person(models.Model):
    """One person of one office. Not the same as member (a spell) or beneficiary (a case).

    The identity number is sealed at rest; its keyed hash is unique within the office, and the
    same hash in another office means the same person there. The number of another document than
    the identity card is kept in the same place and the same way. Further facts: PersonDetails.

    ``pinyin`` orders a roll; ``spelt``, ``mixed``, ``initials``, ``given`` and ``phone_end`` are
    what a person is found by (``unionhub.people.find_keys``).
    """

    DocumentKind = DocumentKind
    IdDoubt = IdDoubt
    Sex = Sex
    WorkStatus = WorkStatus

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="填报工会", related_name="+"
    )
    name = models.CharField("姓名", max_length=50)
    pinyin = models.CharField(max_length=350, editable=False, default="")
    spelt = models.CharField(max_length=300, editable=False, default="")
    mixed = models.CharField(max_length=100, editable=False, default="")
    initials = models.CharField(max_length=50, editable=False, default="")
    given = models.CharField(max_length=50, editable=False, default="")
    document_kind = models.CharField(
        "证件类别", max_length=8, choices=DocumentKind, default=DocumentKind.ID_CARD
    )
    id_number = EncryptedField("id_number", "身份证号", blank=True)
    id_digest = DigestField("id_number")
    id_doubt = models.CharField(
        "证件号存疑", max_length=8, choices=IdDoubt, blank=True, default="", editable=False
    )
    sex = models.CharField("性别", max_length=6, choices=Sex, blank=True)
    birth_date = models.DateField("出生日期", null=True, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True, db_index=True)
    place = models.ForeignKey(
        Place, models.PROTECT, verbose_name="片区村居", null=True, blank=True, related_name="+"
    )
    address = models.CharField("详细住址", max_length=100, blank=True)
    employer = models.ForeignKey(
        Employer,
        models.PROTECT,
        verbose_name="工作单位",
        null=True,
        blank=True,
        related_name="people",
    )
    work_status = models.CharField(
        "就业状况", max_length=14, choices=WorkStatus, default=WorkStatus.AT_WORK
    )
    is_migrant = models.BooleanField("农民工", default=False)
    papers = models.ManyToManyField(
        Attachment, verbose_name="材料", blank=True, related_name="+", editable=False
    )
    phone_end = models.CharField(max_length=4, editable=False, default="")
    touched_on = models.DateField("最近核对日期", default=today, editable=False)
    removed_at = models.DateTimeField("移出时间", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = PersonManager()
    everything = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["organisation", "pinyin", "name"], name="person_by_pinyin"),
            # What people are found by, led by itself: a county looks through all its offices.
            *(
                models.Index(fields=[key], name=f"person_by_{key}", opclasses=[PREFIX])
                for key in ("name", "given", "spelt", "mixed", "initials")
            ),
            models.Index(fields=["id_digest"], name="person_by_id"),
            models.Index(fields=["phone_end"], name="person_by_phone_end"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "id_digest"],
                condition=Q(id_digest__isnull=False, removed_at=None),
                name="person_id_once_in_office",
                violation_error_message="本工会已登记过这个身份证号，请查找后在原记录上修改。",
            ),
            one_of("document_kind", DocumentKind, name="person_document_kind_known"),
            one_of("id_doubt", IdDoubt, name="person_id_doubt_known", blank=True),
            one_of("sex", Sex, name="person_sex_known", blank=True),
            one_of("work_status", WorkStatus, name="person_work_status_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:person", args=[self.pk])
