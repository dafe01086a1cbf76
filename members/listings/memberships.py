"""The roll of members."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import OuterRef, Subquery

from members.listings.offices import OfficeFilter, employers, unions, yes_no
from members.listings.people import FIND_HINT
from members.models import Card, Membership, Person
from unionhub.forms.base import DayInput
from unionhub.listing import Column, Listing
from unionhub.listing_filters import days, places
from unionhub.people import masked_id
from unionhub.periods import today


class RollFilter(OfficeFilter):
    """Members on a day, today unless another is asked; the day stands on every print-out."""

    on = django_filters.DateFilter(label="在会截至", widget=DayInput, method="as_of")
    union = django_filters.ModelChoiceFilter(label="所在基层工会", queryset=unions)
    place = places("person__place")
    employer = django_filters.ModelChoiceFilter(
        label="工作单位", field_name="person__employer", queryset=employers
    )
    is_migrant = yes_no("农民工", "person__is_migrant")
    joined_on = days("入会日期")

    class Meta:
        model = Membership
        fields = ()

    def __init__(self, data: Any, *args: Any, **kwargs: Any) -> None:
        asked = data.copy()
        if not asked.get("on"):
            asked["on"] = today().isoformat()
        super().__init__(asked, *args, **kwargs)

    def as_of(self, rows: Any, _name: str, value: date) -> Any:
        held = Card.objects.filter(membership=OuterRef("pk")).held_on(value)
        return rows.as_of(value).annotate(card_number=Subquery(held.values("number")[:1]))


def _find_members(rows: Any, text: str) -> Any:
    return rows.filter(person__in=Person.objects.find(text))


ROLL = Listing(
    title="会员花名册",
    unit="人",
    rows=lambda scope: Membership.objects.visible_to(scope).for_list(),
    filters=RollFilter,
    find=_find_members,
    find_hint=FIND_HINT,
    personal=True,
    columns=(
        Column("姓名", lambda m: m.person.name, width=10, link=True),
        Column("性别", lambda m: m.person.get_sex_display(), width=6, phone=False),
        Column("身份证号", lambda m: masked_id(m.person.id_number), width=20, phone=False),
        Column("联系电话", lambda m: m.person.phone, width=14),
        Column("片区村居", lambda m: m.person.place, width=12, phone=False),
        Column("工作单位", lambda m: m.person.employer, width=24, phone=False),
        Column("所在基层工会", lambda m: m.union, width=20, phone=False),
        Column("农民工", lambda m: "是" if m.person.is_migrant else "", width=8, phone=False),
        Column("入会日期", lambda m: m.joined_on, "day", 12),
        Column("会员证号", lambda m: getattr(m, "card_number", None), width=22, phone=False),
    ),
    empty="这一天没有符合条件的会员。到“人员”里打开一个人，点“入会”办理。",
)
