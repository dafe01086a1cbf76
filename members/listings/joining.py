"""入会申请 and 集体入会."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet

from members.listings.offices import OfficeFilter, employers, unions
from members.listings.people import FIND_HINT
from members.models import Application, ApplicationState, ApplicationWay, JoiningGroup, Person
from unionhub.listing import Column, Listing
from unionhub.listing_filters import days, places
from unionhub.people import masked_id
from unionhub.scope import Scope

APPLICATION_TONES = {"待审批": "warn", "已批准": "good", "未批准": "bad", "已撤回": "quiet"}


class ApplicationFilter(OfficeFilter):
    state = django_filters.ChoiceFilter(label="状态", choices=ApplicationState.choices)
    way = django_filters.ChoiceFilter(label="申请方式", choices=ApplicationWay.choices)
    union = django_filters.ModelChoiceFilter(label="加入的工会", queryset=unions)
    employer = django_filters.ModelChoiceFilter(
        label="工作单位", field_name="person__employer", queryset=employers
    )
    place = places("person__place")
    applied_on = days("申请日期")
    decided_on = days("审批日期")

    class Meta:
        model = Application
        fields = ()


def _applications(scope: Scope) -> QuerySet[Application]:
    rows: QuerySet[Application] = (
        Application.objects.visible_to(scope)
        .for_list()
        .select_related("person__place", "entered_by", "decided_by")
    )
    return rows


def _find_applications(rows: Any, text: str) -> Any:
    return rows.filter(person__in=Person.objects.find(text))


APPLICATIONS = Listing(
    title="入会申请",
    unit="件",
    rows=_applications,
    filters=ApplicationFilter,
    find=_find_applications,
    find_hint=FIND_HINT,
    personal=True,
    columns=(
        Column("申请人", lambda a: a.person.name, width=10, link=True),
        Column("性别", lambda a: a.person.get_sex_display(), width=6, phone=False),
        Column("身份证号", lambda a: masked_id(a.person.id_number), width=20, phone=False),
        Column("工作单位", lambda a: a.person.employer, width=22, phone=False),
        Column("加入的工会", lambda a: a.union, width=20, phone=False),
        Column("申请日期", lambda a: a.applied_on, "day", 12),
        Column("方式", lambda a: a.get_way_display(), width=6, phone=False),
        Column("集体入会", lambda a: a.group, width=20, phone=False),
        Column("经办人", lambda a: a.entered_by.name, width=10, phone=False),
        Column("状态", lambda a: a.get_state_display(), "state", 8),
        Column("审批日期", lambda a: a.decided_on, "day", 12, phone=False),
    ),
    tones=APPLICATION_TONES,
    empty="没有符合条件的入会申请。在“人员”里打开一个人，点“入会申请”登记；多人一起入会的办“集体入会”。",
)


class GroupFilter(OfficeFilter):
    standing = django_filters.ChoiceFilter(
        label="状态", choices=(("waiting", "有待审批"), ("done", "已办完")), method="by_standing"
    )
    union = django_filters.ModelChoiceFilter(label="加入的工会", queryset=unions)
    applied_on = days("申请日期")

    class Meta:
        model = JoiningGroup
        fields = ()

    def by_standing(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(waiting__gt=0) if value == "waiting" else rows.filter(waiting=0)


def _groups(scope: Scope) -> QuerySet[JoiningGroup]:
    def of(state: ApplicationState) -> Count:
        return Count("applications", filter=Q(applications__state=state))

    rows: QuerySet[JoiningGroup] = (
        JoiningGroup.objects.visible_to(scope)
        .for_list()
        .annotate(
            asked=Count("applications"),
            waiting=of(ApplicationState.WAITING),
            approved=of(ApplicationState.APPROVED),
        )
    )
    return rows


GROUPS = Listing(
    title="集体入会",
    unit="份",
    rows=_groups,
    filters=GroupFilter,
    columns=(
        Column("名单名称", lambda g: g.name, width=28, link=True),
        Column("加入的工会", lambda g: g.union, width=22, phone=False),
        Column("申请日期", lambda g: g.applied_on, "day", 12, phone=False),
        Column("申请人数", lambda g: g.asked, "integer", 8),
        Column("待审批", lambda g: g.waiting, "integer", 8),
        Column("已批准", lambda g: g.approved, "integer", 8),
    ),
    empty="没有符合条件的名单。点“集体入会”登记一份：按单位、村居勾选，或粘贴姓名和身份证号。",
)
