"""Unions by kind, the units they cover and the staff there. Stocks are as at the last day."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from members.models import HeadCount, UnionProfile, UnionType, UnitKind
from reports.indicators.registry import Family, Indicator
from unionhub.models import Organisation
from unionhub.periods import Period

GROUP = "组织和会员"
LAST_DAY = "期末最后一天的存量"
NEW_DAY = "建会日期在期内"

# What the kinds of the official sheet are counted together as.
INSTITUTIONS = (UnitKind.PUBLIC_FUNDED, UnitKind.PUBLIC_OTHER)
SOCIETIES = (
    UnitKind.SOCIETY,
    UnitKind.PRIVATE_NONPROFIT,
    UnitKind.FOUNDATION,
    UnitKind.OTHER,
)
DOMESTIC = (
    UnitKind.STATE,
    UnitKind.COLLECTIVE,
    UnitKind.COOPERATIVE,
    UnitKind.ASSOCIATED,
    UnitKind.STATE_SOLE,
    UnitKind.LIMITED,
    UnitKind.STATE_HELD,
    UnitKind.SHARES,
    UnitKind.PRIVATE,
    UnitKind.DOMESTIC,
)
ENTERPRISES = (*DOMESTIC, UnitKind.HKMT, UnitKind.FOREIGN)


def _sheets(period: Period) -> QuerySet[Any]:
    """Sheets of unions proper: neither the county federation nor the groups inside a union."""
    kinds = [Organisation.Kind.COUNTY, Organisation.Kind.GROUP]
    sheets = UnionProfile.objects.exclude(union__kind__in=kinds)
    return sheets.with_units(period.last_day)


def _unions(period: Period) -> QuerySet[Any]:
    return _sheets(period).filter(union__in=Organisation.objects.standing(period.last_day))


def _new_unions(period: Period) -> QuerySet[Any]:
    return _sheets(period).filter(**period.filter("union__opened_on"))


def _closed_unions(period: Period) -> QuerySet[Any]:
    return _sheets(period).filter(**period.filter("union__closed_on"))


def _head_counts(period: Period) -> QuerySet[Any]:
    return HeadCount.objects.latest_on(period.last_day)


UNIONS = Family("unions", _unions, LAST_DAY)
NEW_UNIONS = Family("new_unions", _new_unions, NEW_DAY)
CLOSED_UNIONS = Family("closed_unions", _closed_unions, "撤销日期在期内")
HEAD_COUNTS = Family("head_counts", _head_counts, "各单位截至期末最近一次统计的人数")

JOINT = Q(union_type=UnionType.JOINT) | Q(union__kind=Organisation.Kind.JOINT)


def _unions_of(key: str, label: str, rule: str, where: Q) -> Indicator:
    return Indicator(f"unions.{key}", label, "个", GROUP, rule, UNIONS, where)


def _staff(key: str, label: str, rule: str) -> Indicator:
    name = {"total": "staff"}.get(key, key)
    return Indicator(
        f"staff.{key}", label, "人", GROUP, rule, HEAD_COUNTS, measure="sum", over=name
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
    _unions_of(
        "enterprises", "企业工会数", "单位性质为各类企业的工会", Q(unit_kind__in=ENTERPRISES)
    ),
    _unions_of(
        "institutions", "事业单位工会数", "单位性质为事业单位的工会", Q(unit_kind__in=INSTITUTIONS)
    ),
    _unions_of("organs", "机关工会数", "单位性质为机关的工会", Q(unit_kind=UnitKind.ORGAN)),
    _unions_of(
        "self_employed",
        "个体经济组织工会数",
        "单位性质为个体经济组织的工会",
        Q(unit_kind=UnitKind.SELF_EMPLOYED),
    ),
    _unions_of(
        "societies",
        "社会组织工会数",
        "单位性质为社会团体、民办非企业单位、基金会和其他组织的工会",
        Q(unit_kind__in=SOCIETIES),
    ),
    _unions_of("domestic", "内资企业工会数", "单位性质为内资企业的工会", Q(unit_kind__in=DOMESTIC)),
    _unions_of(
        "hkmt",
        "港澳台商投资企业工会数",
        "单位性质为港澳台商投资企业的工会",
        Q(unit_kind=UnitKind.HKMT),
    ),
    _unions_of(
        "foreign",
        "外商投资企业工会数",
        "单位性质为外商投资企业的工会",
        Q(unit_kind=UnitKind.FOREIGN),
    ),
    _unions_of("joint", "联合工会数", "类型为联合工会的工会", JOINT),
    Indicator(
        "unions.units",
        "涵盖单位数",
        "个",
        GROUP,
        "各工会涵盖单位数之和：登记了单位的按期末存续的单位，未登记的按概况所填",
        UNIONS,
        measure="sum",
        over="units",
    ),
    Indicator(
        "unions.joint_units",
        "联合工会涵盖单位数",
        "个",
        GROUP,
        "联合工会的涵盖单位数之和：登记了单位的按期末存续的单位，未登记的按概况所填",
        UNIONS,
        JOINT,
        measure="sum",
        over="units",
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
    Indicator("unions.closed", "撤销工会数", "个", GROUP, "期内撤销的工会", CLOSED_UNIONS),
    Indicator(
        "employers.total",
        "在册单位数",
        "个",
        GROUP,
        "截至期末统计过职工人数、未注销的用人单位",
        HEAD_COUNTS,
    ),
    _staff("total", "职工人数", "各单位最近一次统计的职工人数之和"),
    _staff("women", "女职工人数", "各单位最近一次统计的女职工人数之和"),
    _staff("migrants", "农民工人数", "各单位最近一次统计的农民工人数之和"),
)
