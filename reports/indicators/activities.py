"""Events held, people reached, facilities, publicity."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from activities.models import (
    Event,
    EventKind,
    Facility,
    FacilityAdjustment,
    FacilityKind,
    PublicityItem,
    PublicityKind,
)
from reports.indicators.registry import Family, Indicator
from unionhub.periods import Period

GROUP = "活动和阵地"


def _held(period: Period) -> QuerySet[Any]:
    return Event.objects.held_in(period)


def _in_use(period: Period) -> QuerySet[Any]:
    return Facility.objects.in_use(period.last_day)


def _adjustments(period: Period) -> QuerySet[Any]:
    return FacilityAdjustment.objects.filter(**period.filter("on"))


def _publicity(period: Period) -> QuerySet[Any]:
    return PublicityItem.objects.dated_in(period)


HELD = Family("events_held", _held, "活动结束日期在期内")
IN_USE = Family("facilities", _in_use, "期末最后一天的存量")
ADJUSTED = Family("adjustments", _adjustments, "调整日期在期内", "facility__organisation")
PUBLICITY = Family("publicity", _publicity, "宣传日期在期内")
SPORT_AND_CULTURE = Q(kind__in=[EventKind.SPORT, EventKind.CULTURE])

INDICATORS = (
    Indicator("events.total", "举办活动场次", "场", GROUP, "期内已举办的各类活动", HELD),
    Indicator(
        "events.person_times",
        "参加活动人次",
        "人次",
        GROUP,
        "各活动参加人次之和",
        HELD,
        measure="sum",
        over="person_times",
    ),
    Indicator(
        "events.cost",
        "活动支出",
        "元",
        GROUP,
        "各活动实际支出之和",
        HELD,
        measure="sum",
        over="cost",
    ),
    Indicator(
        "events.recreation",
        "文体活动场次",
        "场",
        GROUP,
        "期内举办的体育健身、文艺活动",
        HELD,
        SPORT_AND_CULTURE,
    ),
    Indicator(
        "events.recreation_times",
        "文体活动人次",
        "人次",
        GROUP,
        "文体活动参加人次之和",
        HELD,
        SPORT_AND_CULTURE,
        "sum",
        "person_times",
    ),
    Indicator(
        "events.trained",
        "培训人次",
        "人次",
        GROUP,
        "培训的参加人次之和",
        HELD,
        Q(kind=EventKind.TRAINING),
        "sum",
        "person_times",
    ),
    Indicator(
        "events.surveyed",
        "调查会员人数",
        "人",
        GROUP,
        "会员调查走到的人数之和",
        HELD,
        Q(kind=EventKind.SURVEY),
        "sum",
        "heads",
    ),
    Indicator("facilities.total", "在用阵地数", "个", GROUP, "期末在用的阵地", IN_USE),
    Indicator(
        "facilities.fitness",
        "健身站点数",
        "个",
        GROUP,
        "期末在用的健身站点",
        IN_USE,
        Q(kind=FacilityKind.FITNESS),
    ),
    Indicator(
        "facilities.bookrooms",
        "职工书屋数",
        "个",
        GROUP,
        "期末在用的职工书屋",
        IN_USE,
        Q(kind=FacilityKind.BOOKROOM),
    ),
    Indicator(
        "facilities.adjusted",
        "调整健身站点数",
        "个",
        GROUP,
        "期内调整过活动的健身站点",
        ADJUSTED,
        Q(facility__kind=FacilityKind.FITNESS),
        "things",
        "facility",
    ),
    Indicator("publicity.items", "宣传件数", "件", GROUP, "期内的各类宣传", PUBLICITY),
    Indicator(
        "publicity.slogans",
        "宣传口号数",
        "条",
        GROUP,
        "期内制定的宣传口号",
        PUBLICITY,
        Q(kind=PublicityKind.SLOGAN),
    ),
    Indicator(
        "publicity.reach",
        "宣传覆盖人次",
        "人次",
        GROUP,
        "各项宣传覆盖人次之和",
        PUBLICITY,
        measure="sum",
        over="reach",
    ),
)
