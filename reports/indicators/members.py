"""Unions, staff, members and cards. Stocks are as at the period's last day."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from members.models import (
    NEW_FORM,
    Card,
    Committee,
    HeadCount,
    Membership,
    Sex,
    UnionProfile,
    UnitKind,
    WorkGroup,
)
from reports.indicators.registry import Family, Indicator
from unionhub.models import Organisation
from unionhub.periods import Period

GROUP = "组织和会员"
LAST_DAY = "期末最后一天的存量"


def _sheets() -> QuerySet[Any]:
    """Sheets of unions proper: neither the county federation nor the groups inside a union."""
    kinds = [Organisation.Kind.COUNTY, Organisation.Kind.GROUP]
    return UnionProfile.objects.exclude(union__kind__in=kinds)


def _unions(period: Period) -> QuerySet[Any]:
    return _sheets().filter(union__in=Organisation.objects.standing(period.last_day))


def _new_unions(period: Period) -> QuerySet[Any]:
    return _sheets().filter(**period.filter("union__opened_on"))


def _head_counts(period: Period) -> QuerySet[Any]:
    return HeadCount.objects.latest_on(period.last_day)


def _members(period: Period) -> QuerySet[Any]:
    held = Card.objects.filter(membership=OuterRef("pk")).held_on(period.last_day)
    return Membership.objects.as_of(period.last_day).annotate(has_card=Exists(held))


def _joined(period: Period) -> QuerySet[Any]:
    return Membership.objects.filter(**period.filter("joined_on"))


def _left(period: Period) -> QuerySet[Any]:
    return Membership.objects.filter(**period.filter("left_on"))


def _cards(period: Period) -> QuerySet[Any]:
    return Card.objects.filter(**period.filter("issued_on"))


def _committees(period: Period) -> QuerySet[Any]:
    return Committee.objects.filter(**period.filter("formed_on"))


UNIONS = Family("unions", _unions, LAST_DAY)
NEW_UNIONS = Family("new_unions", _new_unions, "建会日期在期内")
HEAD_COUNTS = Family("head_counts", _head_counts, "各单位截至期末最近一次统计的人数")
MEMBERS = Family("members", _members, LAST_DAY)
JOINED = Family("joined", _joined, "入会日期在期内")
LEFT = Family("left", _left, "离会日期在期内")
CARDS = Family("cards", _cards, "发证日期在期内")
COMMITTEES = Family("committees", _committees, "成立日期在期内")

# 新就业形态: the four groups that are counted everywhere, by their keys.
GROUPS = (
    ("truck_drivers", WorkGroup.TRUCK),
    ("ride_drivers", WorkGroup.RIDE),
    ("couriers", WorkGroup.COURIER),
    ("food_riders", WorkGroup.FOOD),
)

INDICATORS = (
    Indicator(
        "unions.total",
        "工会组织数",
        "个",
        GROUP,
        "已登记概况、未撤销的工会，不含县总工会和工会小组",
        UNIONS,
    ),
    Indicator(
        "unions.units",
        "涵盖单位数",
        "个",
        GROUP,
        "各工会涵盖单位数之和",
        UNIONS,
        measure="sum",
        over="units_covered",
    ),
    Indicator("unions.new", "新建工会数", "个", GROUP, "期内新建的工会", NEW_UNIONS),
    Indicator(
        "unions.new_incoming",
        "新建域外投资企业工会数",
        "个",
        GROUP,
        "期内新建，且概况标明为外来投资企业",
        NEW_UNIONS,
        Q(incoming=True),
    ),
    Indicator(
        "unions.new_private",
        "新建私营企业工会数",
        "个",
        GROUP,
        "期内新建，单位性质为私营企业，不含外来投资",
        NEW_UNIONS,
        Q(incoming=False, unit_kind=UnitKind.PRIVATE),
    ),
    Indicator(
        "unions.new_other",
        "新建其他工会数",
        "个",
        GROUP,
        "期内新建，不属外来投资和私营企业",
        NEW_UNIONS,
        Q(incoming=False) & ~Q(unit_kind=UnitKind.PRIVATE),
    ),
    Indicator(
        "employers.total",
        "在册单位数",
        "个",
        GROUP,
        "截至期末统计过职工人数、未注销的用人单位",
        HEAD_COUNTS,
    ),
    Indicator(
        "staff.total",
        "职工人数",
        "人",
        GROUP,
        "各单位最近一次统计的职工人数之和",
        HEAD_COUNTS,
        measure="sum",
        over="staff",
    ),
    Indicator(
        "staff.women",
        "女职工人数",
        "人",
        GROUP,
        "各单位最近一次统计的女职工人数之和",
        HEAD_COUNTS,
        measure="sum",
        over="women",
    ),
    Indicator(
        "staff.migrants",
        "农民工人数",
        "人",
        GROUP,
        "各单位最近一次统计的农民工人数之和",
        HEAD_COUNTS,
        measure="sum",
        over="migrants",
    ),
    Indicator("members.total", "会员人数", "人", GROUP, "期末在会的会员", MEMBERS),
    Indicator(
        "members.women",
        "女会员人数",
        "人",
        GROUP,
        "期末在会的女会员",
        MEMBERS,
        Q(person__sex=Sex.FEMALE),
    ),
    Indicator(
        "members.migrants",
        "农民工会员人数",
        "人",
        GROUP,
        "期末在会的农民工会员",
        MEMBERS,
        Q(person__is_migrant=True),
    ),
    Indicator(
        "members.with_card",
        "持证会员人数",
        "人",
        GROUP,
        "期末在会且持有有效会员证的会员",
        MEMBERS,
        Q(has_card=True),
    ),
    Indicator(
        "members.without_card",
        "未发证会员人数",
        "人",
        GROUP,
        "期末在会而没有有效会员证的会员",
        MEMBERS,
        Q(has_card=False),
    ),
    Indicator("members.joined", "新发展会员人数", "人", GROUP, "期内入会的会员", JOINED),
    Indicator(
        "members.joined_migrants",
        "新发展农民工会员人数",
        "人",
        GROUP,
        "期内入会的农民工会员",
        JOINED,
        Q(person__is_migrant=True),
    ),
    Indicator("members.left", "离会人数", "人", GROUP, "期内离会的会员", LEFT),
    Indicator(
        "members.new_form",
        "新就业形态会员人数",
        "人",
        GROUP,
        "期末在会、登记为货车司机、网约车司机、快递员、外卖配送员或其他新就业形态的会员",
        MEMBERS,
        Q(person__details__work_group__in=NEW_FORM),
    ),
    *(
        Indicator(
            f"members.{key}",
            f"{group.label}会员人数",
            "人",
            GROUP,
            f"期末在会、登记为{group.label}的会员",
            MEMBERS,
            Q(person__details__work_group=group),
        )
        for key, group in GROUPS
    ),
    Indicator("cards.issued", "发放会员证数", "本", GROUP, "期内发出的会员证", CARDS),
    Indicator(
        "members.rate",
        "入会率",
        "%",
        GROUP,
        "会员人数除以职工人数，保留一位小数",
        part="members.total",
        whole="staff.total",
    ),
    Indicator(
        "members.card_rate",
        "发证率",
        "%",
        GROUP,
        "持证会员人数除以会员人数，保留一位小数",
        part="members.with_card",
        whole="members.total",
    ),
    Indicator("committees.formed", "成立领导小组数", "个", GROUP, "期内成立的领导小组", COMMITTEES),
)
