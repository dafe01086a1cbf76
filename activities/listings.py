"""The lists of events, facilities and publicity."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet

from activities.models import (
    Event,
    EventKind,
    EventState,
    Facility,
    FacilityKind,
    PublicityItem,
    PublicityKind,
)
from unionhub.listing import Column, Listing
from unionhub.listing_filters import days, places

EVENT_TONES = {
    EventState.PLANNED.label: "info",
    EventState.HELD.label: "good",
    EventState.CANCELLED.label: "quiet",
}


class EventFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label="类别", choices=EventKind.choices)
    state = django_filters.ChoiceFilter(label="状态", choices=EventState.choices)
    begins_on = days("开始日期")
    place = places()

    class Meta:
        model = Event
        fields = ()


def _find_events(rows: QuerySet[Event], text: str) -> QuerySet[Event]:
    return rows.filter(Q(name__contains=text) | Q(theme__contains=text) | Q(venue__contains=text))


EVENTS = Listing(
    title="活动",
    unit="场",
    rows=lambda scope: Event.objects.visible_to(scope).for_list(),
    filters=EventFilter,
    find=_find_events,
    find_hint="活动名称、主题、地点",
    columns=(
        Column("活动名称", lambda e: e.name, width=28, link=True),
        Column("类别", lambda e: e.get_kind_display(), width=10, phone=False),
        Column("日期", lambda e: e.days, width=24),
        Column("地点", lambda e: e.where, width=20, phone=False),
        Column("参加人数", lambda e: e.heads, "integer", 9, total="heads", phone=False),
        Column(
            "参加人次", lambda e: e.person_times, "integer", 9, total="person_times", phone=False
        ),
        Column("支出", lambda e: e.cost, "money", 12, total="cost", phone=False),
        Column("填报工会", lambda e: e.organisation, width=16, phone=False),
        Column("状态", lambda e: e.get_state_display(), "state", 8),
    ),
    tones=EVENT_TONES,
    empty="没有符合条件的活动。办过的活动可以补记：点“登记活动”，勾选“已举办”并填人数。",
)


class FacilityFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label="类别", choices=FacilityKind.choices)
    place = places()
    state = django_filters.ChoiceFilter(
        label="状态", choices=[("open", "在用"), ("closed", "停用")], method="in_state"
    )

    class Meta:
        model = Facility
        fields = ()

    def in_state(self, rows: QuerySet[Facility], _name: str, state: str) -> QuerySet[Facility]:
        return rows.filter(closed_on__isnull=state == "open")


def facility_state(facility: Facility) -> str:
    return "停用" if facility.closed_on else "在用"


FACILITY_TONES = {"在用": "good", "停用": "quiet"}
FACILITIES = Listing(
    title="阵地",
    unit="个",
    rows=lambda scope: Facility.objects.visible_to(scope).for_list(),
    filters=FacilityFilter,
    columns=(
        Column("名称", lambda f: f.name, width=24, link=True),
        Column("类别", lambda f: f.get_kind_display(), width=16),
        Column("片区村居", lambda f: f.place, width=12, phone=False),
        Column("负责人", lambda f: f.keeper, width=10, phone=False),
        Column("建成日期", lambda f: f.opened_on, "day", 12, phone=False),
        Column("停用日期", lambda f: f.closed_on, "day", 12, phone=False),
        Column("填报工会", lambda f: f.organisation, width=16, phone=False),
        Column("状态", facility_state, "state", 8),
    ),
    tones=FACILITY_TONES,
    empty="还没有登记阵地：健身站点、职工书屋、驿站等，逐个登记后可记活动调整。",
)


class PublicityFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label="类别", choices=PublicityKind.choices)
    on = days("日期")

    class Meta:
        model = PublicityItem
        fields = ()


PUBLICITY = Listing(
    title="宣传",
    unit="条",
    rows=lambda scope: PublicityItem.objects.visible_to(scope).for_list(),
    filters=PublicityFilter,
    find=lambda rows, text: rows.filter(Q(text__contains=text) | Q(channel__contains=text)),
    find_hint="内容、渠道",
    columns=(
        Column("内容（标题）", lambda p: p.text, width=36, link=True),
        Column("类别", lambda p: p.get_kind_display(), width=14),
        Column("日期", lambda p: p.on, "day", 12),
        Column("渠道", lambda p: p.channel, width=18, phone=False),
        Column("份数", lambda p: p.copies, "integer", 8, total="copies", phone=False),
        Column("覆盖人次", lambda p: p.reach, "integer", 9, total="reach", phone=False),
        Column("填报工会", lambda p: p.organisation, width=16, phone=False),
    ),
    empty="还没有登记宣传：口号、横幅、宣传单等，登记后口号可写进总结。",
)
