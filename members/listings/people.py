"""The list of people."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet

from members.listings.offices import OfficeFilter, employers, yes_no
from members.models import (
    Education,
    Membership,
    Person,
    PoliticalStatus,
    WorkGroup,
    WorkStatus,
)
from unionhub.listing import Column, Listing
from unionhub.listing_filters import places
from unionhub.people import masked_id
from unionhub.periods import today
from unionhub.scope import Scope

IN, LEFT, NEVER = "在会", "已退会", "未入会"
MEMBER_TONES = {IN: "good", LEFT: "quiet", NEVER: "info"}
FIND_HINT = "姓名、拼音、证件号、电话、卡号"
STANDINGS = (
    ("in", "在会"),
    ("no_card", "在会未发证"),
    ("out", "不在会"),
    ("never", "未入会"),
    ("left", "已退会"),
)


def _people(scope: Scope) -> QuerySet[Person]:
    spells = Membership.objects.filter(person=OuterRef("pk"))
    rows: QuerySet[Person] = (
        Person.objects.visible_to(scope)
        .for_list()
        .annotate(
            is_member=Exists(spells.as_of(today())),
            was_member=Exists(spells),
            has_card=Exists(spells.as_of(today()).with_card_on(today())),
        )
    )
    return rows


def standing_of(person: Any) -> str:
    if person.is_member:
        return IN
    return LEFT if person.was_member else NEVER


class PersonFilter(OfficeFilter):
    place = places()
    employer = django_filters.ModelChoiceFilter(label="工作单位", queryset=employers)
    work_status = django_filters.ChoiceFilter(label="就业状况", choices=WorkStatus.choices)
    is_migrant = yes_no("农民工", "is_migrant")
    work_group = django_filters.ChoiceFilter(
        label="新就业形态", field_name="details__work_group", choices=WorkGroup.choices
    )
    education = django_filters.ChoiceFilter(
        label="学历", field_name="details__education", choices=Education.choices
    )
    political_status = django_filters.ChoiceFilter(
        label="政治面貌", field_name="details__political_status", choices=PoliticalStatus.choices
    )
    standing = django_filters.ChoiceFilter(label="会籍", choices=STANDINGS, method="by_standing")

    class Meta:
        model = Person
        fields = ()

    def by_standing(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(
            **{
                "in": {"is_member": True},
                "no_card": {"is_member": True, "has_card": False},
                "out": {"is_member": False},
                "never": {"was_member": False},
                "left": {"was_member": True, "is_member": False},
            }[value]
        )


def _find(rows: Any, text: str) -> Any:
    return rows.find(text).best_first(text)


PEOPLE = Listing(
    title="人员",
    unit="人",
    rows=_people,
    filters=PersonFilter,
    find=_find,
    find_hint=FIND_HINT,
    personal=True,
    columns=(
        Column("姓名", lambda p: p.name, width=10, link=True),
        Column("性别", lambda p: p.get_sex_display(), width=6, phone=False),
        Column("出生日期", lambda p: p.birth_date, "day", 12, phone=False),
        Column("身份证号", lambda p: masked_id(p.id_number), width=20, phone=False),
        Column("联系电话", lambda p: p.phone, width=14),
        Column("片区村居", lambda p: p.place, width=12, phone=False),
        Column("工作单位", lambda p: p.employer, width=24, phone=False),
        Column("就业状况", lambda p: p.get_work_status_display(), width=10, phone=False),
        Column("农民工", lambda p: "是" if p.is_migrant else "", width=8, phone=False),
        Column("会籍", standing_of, "state", 8),
    ),
    tones=MEMBER_TONES,
    empty="没有符合条件的人员。核对筛选条件，或点“登记人员”新增。",
)
