"""The roll of members."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from members.listings.offices import OfficeFilter, employers, unions, yes_no
from members.listings.people import FIND_HINT
from members.models import (
    BEGINNINGS,
    ENDINGS,
    Card,
    CardKind,
    Membership,
    Person,
    Retention,
    by_name,
)
from unionhub.forms.base import DayInput
from unionhub.listing import Column, Listing
from unionhub.listing_filters import days
from unionhub.models import OrganisationChange, Place
from unionhub.people import masked_id
from unionhub.periods import today
from unionhub.scope import Scope

_GONE = {str(kind.value): str(kind.label) for kind in ENDINGS}
STANDING_WORDS = {"awake": "在籍", "rest": "保留会籍", **_GONE}
ROLL_STANDINGS = (
    ("awake", "在籍"),
    ("rest", "保留会籍"),
    ("gone", "已离会"),
    *((kind, f"已离会：{label}") for kind, label in _GONE.items()),
)


class ThenFilter(django_filters.ModelChoiceFilter):
    """By a unit or place of the day asked for, which stands on the row by its number."""

    def filter(self, qs: Any, value: Any) -> Any:
        return qs.filter(**{self.field_name: value.pk}) if value else qs


def places(request: Any) -> QuerySet[Place]:
    return Place.objects.visible_to(request.scope)


class RollFilter(OfficeFilter):
    """Members on a day, today unless another is asked; the day stands on every print-out.

    Spell, union, work, place, card and state are those of that day. Name, number and phone are
    as on file, whatever they were then. Asked for, those whose spell had ended by that day, by
    the kind of its end.
    """

    on = django_filters.DateFilter(label="在会截至", widget=DayInput, method="with_others")
    standing = django_filters.ChoiceFilter(
        label="会籍状态", choices=ROLL_STANDINGS, method="with_others"
    )
    begin_kind = django_filters.ChoiceFilter(
        label="入会方式", choices=[(kind.value, kind.label) for kind in BEGINNINGS]
    )
    union = django_filters.ModelChoiceFilter(label="所在基层工会", queryset=unions)
    place = ThenFilter(label="片区村居", field_name="place_then", queryset=places)
    employer = ThenFilter(label="工作单位", field_name="employer_then", queryset=employers)
    is_migrant = yes_no("农民工", "is_migrant_then")
    joined_on = days("入会日期")

    class Meta:
        model = Membership
        fields = ()

    def __init__(self, data: Any, *args: Any, **kwargs: Any) -> None:
        asked = data.copy()
        if not asked.get("on"):
            asked["on"] = today().isoformat()
        super().__init__(asked, *args, **kwargs)

    def with_others(self, rows: Any, _name: str, _value: Any) -> Any:
        """Day and state narrow the rows together: see filter_queryset."""
        return rows

    def filter_queryset(self, queryset: Any) -> Any:
        """The facts of the day first, so that every filter asks about that day; today's where
        the day cannot be read, which the form says."""
        day = self.form.cleaned_data.get("on") or today()
        standing = self.form.cleaned_data.get("standing")
        rows = super().filter_queryset(self.as_of(queryset, day))
        if standing == "gone":
            return rows.filter(left_on__lte=day)
        if not standing:
            return rows.as_of(day)
        return rows.filter(joined_on__lte=day, standing=standing)

    def as_of(self, rows: Any, day: date) -> Any:
        """Spells, each with what was so on a day."""
        mine = {"membership": OuterRef("pk")}
        held = Card.objects.filter(**mine, kind=CardKind.BOOK).held_on(day)
        rest = Retention.objects.filter(**mine).on(day)
        return rows.with_facts_then(day, named=True).annotate(
            union_then=_union_name_on(day),
            card_then=Subquery(held.values("number")[:1]),
            standing=_standing_on(day, Exists(rest)),
            left_then=Case(When(left_on__lte=day, then=F("left_on"))),
        )


def _union_name_on(day: date) -> Coalesce:
    """What the union of a spell was called on a day."""
    renamed = OrganisationChange.objects.filter(
        union=OuterRef("union"), step=OrganisationChange.Step.RENAMED, on__gt=day
    )
    return Coalesce(Subquery(renamed.order_by("on", "pk").values("before")[:1]), "union__name")


def _standing_on(day: date, resting: Exists) -> Case:
    """Where a spell stands on a day: ended (and how), at rest, or awake."""
    return Case(
        When(left_on__lte=day, then=F("end_kind")),
        When(resting, then=Value("rest")),
        default=Value("awake"),
        output_field=CharField(),
    )


def roll_rows(scope: Scope) -> QuerySet[Membership]:
    rows: QuerySet[Membership] = Membership.objects.visible_to(scope)
    return rows.select_related("organisation", "person").order_by(*by_name("person"), "pk")


def _find_members(rows: Any, text: str) -> Any:
    return rows.filter(person__in=Person.objects.find(text))


ROLL = Listing(
    title="会员花名册",
    unit="人",
    rows=roll_rows,
    filters=RollFilter,
    find=_find_members,
    find_hint=FIND_HINT,
    personal=True,
    columns=(
        Column("姓名", lambda m: m.person.name, width=10, link=True),
        Column("性别", lambda m: m.person.get_sex_display(), width=6, phone=False),
        Column("身份证号", lambda m: masked_id(m.person.id_number), width=20, phone=False),
        Column("联系电话", lambda m: m.person.phone, width=14),
        Column("片区村居", lambda m: m.place_name_then, width=12, phone=False),
        Column("工作单位", lambda m: m.employer_name_then, width=24, phone=False),
        Column("所在基层工会", lambda m: m.union_then, width=20, phone=False),
        Column("农民工", lambda m: "是" if m.is_migrant_then else "", width=8, phone=False),
        Column("入会日期", lambda m: m.joined_on, "day", 12),
        Column("会员证号", lambda m: m.card_then, width=22, phone=False),
        Column("会籍状态", lambda m: STANDING_WORDS[m.standing], "state", 10, phone=False),
        Column("离会日期", lambda m: m.left_then, "day", 12, phone=False),
    ),
    tones={"在籍": "good", "保留会籍": "info", **dict.fromkeys(_GONE.values(), "quiet")},
    empty="这一天没有符合条件的会员。到“人员”里打开一个人，点“入会申请”或“补录会籍”办理。",
)
