"""会员信息采集表: the official sheet, its twenty columns in its order."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters
from django.db.models import OuterRef, QuerySet, Subquery

from members.listings.memberships import ROLL, RollFilter, roll_rows
from members.models import (
    ChangeKind,
    Education,
    Membership,
    MembershipChange,
    PersonDetails,
    PoliticalStatus,
    WorkGroup,
    WorkStatus,
    details_of,
)
from unionhub.listing import Column, Listing
from unionhub.people import masked_id
from unionhub.scope import Scope


class CollectionFilter(RollFilter):
    """Members on a day, each with the last change of the spell by that day."""

    work_group = django_filters.ChoiceFilter(
        label="新就业形态", field_name="work_group_then", choices=WorkGroup.choices
    )
    education = django_filters.ChoiceFilter(
        label="学历", field_name="person__details__education", choices=Education.choices
    )
    political_status = django_filters.ChoiceFilter(
        label="政治面貌",
        field_name="person__details__political_status",
        choices=PoliticalStatus.choices,
    )

    def as_of(self, rows: Any, day: date) -> Any:
        steps = MembershipChange.objects.filter(membership=OuterRef("pk"), on__lte=day)
        last = steps.order_by("-on", "-pk")
        facts = ("kind", "on", "reason")
        told = {f"change_{fact}": Subquery(last.values(fact)[:1]) for fact in facts}
        return super().as_of(rows, day).annotate(**told)


def _rows(scope: Scope) -> QuerySet[Membership]:
    return roll_rows(scope).select_related("person__details")


def _further(member: Membership) -> PersonDetails:
    return details_of(member.person)


COLLECTION = Listing(
    title="会员信息采集表",
    unit="人",
    rows=_rows,
    filters=CollectionFilter,
    find=ROLL.find,
    find_hint=ROLL.find_hint,
    personal=True,
    numbered=True,
    printed=False,
    columns=(
        Column("姓名", lambda m: m.person.name, width=10, link=True),
        Column("性别", lambda m: m.person.get_sex_display(), width=6, phone=False),
        Column("出生日期", lambda m: m.person.birth_date, "day", 12, phone=False),
        Column("民族", lambda m: _further(m).get_ethnicity_display(), width=10, phone=False),
        Column("就业状况", lambda m: WorkStatus(m.work_status_then).label, width=12, phone=False),
        Column(
            "有效证件类别", lambda m: m.person.get_document_kind_display(), width=12, phone=False
        ),
        Column(
            "证件号码",
            lambda m: masked_id(m.person.id_number),
            width=20,
            phone=False,
            unmasked=lambda m: m.person.id_number,
        ),
        Column("学历", lambda m: _further(m).get_education_display(), width=10, phone=False),
        Column("技术等级", lambda m: _further(m).get_tech_grade_display(), width=14, phone=False),
        Column("移动电话", lambda m: m.person.phone, width=14),
        Column(
            "户籍类型", lambda m: _further(m).get_household_kind_display(), width=10, phone=False
        ),
        Column("户籍所在地", lambda m: _further(m).registered_at, width=20, phone=False),
        Column("会籍变化类型", lambda m: ChangeKind(m.change_kind or "join").label, width=8),
        Column("会籍变化日期", lambda m: m.change_on or m.joined_on, "day", 12, phone=False),
        Column("会籍变化原因", lambda m: m.change_reason or "", width=16, phone=False),
        Column(
            "政治面貌", lambda m: _further(m).get_political_status_display(), width=12, phone=False
        ),
        Column("工作单位", lambda m: m.employer_name_then, width=24, phone=False),
        Column("籍贯", lambda m: _further(m).native_place, width=12, phone=False),
        Column("是否农民工会员", lambda m: "是" if m.is_migrant_then else "否", width=8),
    ),
    empty=ROLL.empty,
)
