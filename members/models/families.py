"""家庭成员: who belongs to a person's household, linked where they are on the register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F, Q

from members.models.people import Person
from unionhub.models import Organisation, ScopedQuerySet, one_of
from unionhub.permissions import Permission
from unionhub.scope import Scope


class Relation(models.TextChoices):
    """与本人关系."""

    SPOUSE = "spouse", "配偶"
    CHILD = "child", "子女"
    PARENT = "parent", "父母"
    PARENT_IN_LAW = "parent_in_law", "配偶父母"
    SIBLING = "sibling", "兄弟姐妹"
    GRANDPARENT = "grandparent", "祖父母"
    GRANDCHILD = "grandchild", "孙子女"
    OTHER = "other", "其他"


class FamilyTieQuerySet(ScopedQuerySet["FamilyTie"]):
    view_permission = Permission.MEMBER_VIEW

    def visible_to(self, scope: Scope | None) -> Self:
        """A place-bound post sees a tie from whichever of its two ends it sees."""
        if scope is None or scope.place is None or not scope.may(self.view_permission):
            return super().visible_to(scope)
        either = Q(person__place=scope.place) | Q(relative__place=scope.place)
        return self.below(scope.organisation.path).filter(either)

    def of(self, people: Iterable[Person]) -> Self:
        """Ties with one of these people at either end, removed ones too."""
        kin = list(people)
        return self.filter(Q(person__in=kin) | Q(relative__in=kin))

    def standing(self) -> Self:
        return self.filter(removed_on=None)


class FamilyTie(models.Model):
    """A relative of a person: by name, or as another person on the register.

    The tie of two people on the register is kept once and shown on both their pages.
    """

    Relation = Relation

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="family")
    relation = models.CharField("关系", max_length=14, choices=Relation)
    relative = models.ForeignKey(
        Person,
        models.PROTECT,
        verbose_name="登记人员",
        null=True,
        blank=True,
        related_name="family_of",
    )
    name = models.CharField("姓名", max_length=50, blank=True)
    workplace = models.CharField("工作单位或就读学校", max_length=80, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    removed_on = models.DateField("移出日期", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = FamilyTieQuerySet.as_manager()

    class Meta:
        verbose_name = "家庭成员"
        verbose_name_plural = "家庭成员"
        ordering = ["pk"]
        constraints = [
            one_of("relation", Relation, name="family_relation_known"),
            models.CheckConstraint(
                condition=Q(relative__isnull=False, name="") | (Q(relative=None) & ~Q(name="")),
                name="family_name_or_person",
                violation_error_message="请选定登记人员，或填写姓名。",
            ),
            models.CheckConstraint(
                condition=~Q(relative=F("person")),
                name="family_not_oneself",
                violation_error_message="不能把本人登记为自己的家庭成员。",
            ),
            models.UniqueConstraint(
                fields=["person", "relative"],
                condition=Q(relative__isnull=False, removed_on=None),
                name="family_tie_once",
                violation_error_message="这两人已登记为一家人。",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.relative)
