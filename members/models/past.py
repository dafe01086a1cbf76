"""What was on file about a person's work and place before it changed.

A row is written with every change, never for a correction: with these, the roster as of any day
is the roster of that day.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, When

from members.models.details import PersonDetails
from members.models.employers import Employer
from members.models.lists import WorkGroup
from members.models.people import Person, WorkStatus
from unionhub.models import Place, User, one_of

Rows = TypeVar("Rows", bound=models.QuerySet[Any])
Day = date | F  # a day, or the row's own: F("joined_on")


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


def dated_facts(person: Person, details: PersonDetails | None) -> dict[str, Any]:
    """The dated facts as they are on file now; ``details``: None where nothing further is."""
    further = details or PersonDetails(person=person)
    return {
        name: getattr(further if name in PersonDetails.FACTS else person, name)
        for name in PersonPast.FACTS
    }


def with_facts_then(rows: Rows, way: str, day: Day, *, named: bool = False) -> Rows:
    """The rows, each with its person's dated facts as they were on a day.

    Each fact is annotated under its name and ``_then``, employer and place by their numbers and,
    if ``named``, as ``employer_name_then`` and ``place_name_then``. They may stand in any
    condition and cost one join, not a query each. A fact that was empty then is empty, whatever
    it is now. ``way`` leads from a row to its person. Rows that have the facts of a day already
    keep them.
    """
    given = rows.query.annotations
    if "past_number" not in given:
        rows = _joined(rows, way, day)
    facts = {f"{name}_then": _then(*columns) for name, columns in _columns(way, named).items()}
    return rows.annotate(**{name: fact for name, fact in facts.items() if name not in given})


def _joined(rows: Rows, way: str, day: Day) -> Rows:
    """The rows, each joined to the one past row of its person that holds on a day, if any."""
    link = FilteredRelation(f"{way}__past", condition=Q(**{f"{way}__past__until_on__gt": day}))
    joined = rows.alias(past_then=link).alias(
        past_until=F("past_then__until_on"), past_number=F("past_then__pk")
    )
    sooner = PersonPast.objects.filter(
        Q(until_on__lt=OuterRef("past_until"))
        | Q(until_on=OuterRef("past_until"), pk__lt=OuterRef("past_number")),
        person=OuterRef(way),
        until_on__gt=_outer(day),
    )
    return joined.filter(~Exists(sooner))


def _outer(day: Day) -> Any:
    """The day as a query inside sees it. An F keeps the name it was made of untyped."""
    return OuterRef(getattr(day, "name")) if isinstance(day, F) else day  # noqa: B009


def _columns(way: str, named: bool) -> dict[str, tuple[str, str]]:
    """Fact → (column of the past row, column of what holds now)."""
    facts = {}
    for name in PersonPast.FACTS:
        own = f"{way}__details" if name in PersonDetails.FACTS else way
        link = PersonPast._meta.get_field(name).is_relation
        facts[name] = (f"{name}_id", f"{own}__{name}_id") if link else (name, f"{own}__{name}")
        if link and named:
            facts[f"{name}_name"] = (f"{name}__name", f"{own}__{name}__name")
    return facts


def _then(past: str, now: str) -> Case:
    return Case(When(past_number__isnull=False, then=F(f"past_then__{past}")), default=F(now))
