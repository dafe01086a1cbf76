"""Members and cards. Stocks are as at the period's last day."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from members.models import NEW_FORM, Card, ChangeKind, Membership, Sex, WorkGroup
from reports.indicators.registry import Family, Indicator
from reports.indicators.unions import GROUP, LAST_DAY
from unionhub.periods import Period


def _members(period: Period) -> QuerySet[Any]:
    held = Card.objects.filter(membership=OuterRef("pk")).held_on(period.last_day)
    standing = Membership.objects.as_of(period.last_day).annotate(has_card=Exists(held))
    rows: QuerySet[Any] = standing.with_facts_then(period.last_day)
    return rows


def _joined(period: Period) -> QuerySet[Any]:
    """Spells begun, with work and place as they were on the day they began."""
    begun = Membership.objects.filter(**period.filter("joined_on"))
    rows: QuerySet[Any] = begun.with_facts_then(F("joined_on"))
    return rows


def _left(period: Period) -> QuerySet[Any]:
    """Spells ended, with work and place as they were on the day they ended."""
    ended = Membership.objects.filter(**period.filter("left_on"))
    rows: QuerySet[Any] = ended.with_facts_then(F("left_on"))
    return rows


def _cards(period: Period) -> QuerySet[Any]:
    return Card.objects.filter(**period.filter("issued_on"))


MEMBERS = Family("members", _members, LAST_DAY)
JOINED = Family("joined", _joined, "入会日期在期内")
LEFT = Family("left", _left, "离会日期在期内")
CARDS = Family("cards", _cards, "发证日期在期内")

# A member who is new to the union movement, not one who came over from another union.
DEVELOPED = Q(begin_kind=ChangeKind.JOIN)

# 新就业形态: the four groups that are counted everywhere, by their keys.
GROUPS = (
    ("truck_drivers", WorkGroup.TRUCK),
    ("ride_drivers", WorkGroup.RIDE),
    ("couriers", WorkGroup.COURIER),
    ("food_riders", WorkGroup.FOOD),
)

INDICATORS = (
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
        "期末在会、当时登记为农民工的会员",
        MEMBERS,
        Q(is_migrant_then=True),
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
    Indicator(
        "members.joined",
        "新发展会员人数",
        "人",
        GROUP,
        "期内入会的会员，不含转入",
        JOINED,
        DEVELOPED,
    ),
    Indicator(
        "members.joined_migrants",
        "新发展农民工会员人数",
        "人",
        GROUP,
        "期内入会、入会时登记为农民工的会员，不含转入",
        JOINED,
        DEVELOPED & Q(is_migrant_then=True),
    ),
    Indicator(
        "members.moved_in",
        "转入会员人数",
        "人",
        GROUP,
        "期内由其他工会转入的会员，含本级各基层工会之间转接",
        JOINED,
        Q(begin_kind=ChangeKind.IN),
    ),
    Indicator(
        "members.moved_out",
        "转出会员人数",
        "人",
        GROUP,
        "期内转往其他工会的会员，含本级各基层工会之间转接",
        LEFT,
        Q(end_kind=ChangeKind.OUT),
    ),
    Indicator(
        "members.left", "离会人数", "人", GROUP, "期内会籍结束的会员，含转出、退会和去世等", LEFT
    ),
    Indicator(
        "members.new_form",
        "新就业形态会员人数",
        "人",
        GROUP,
        "期末在会、登记为货车司机、网约车司机、快递员、外卖配送员或其他新就业形态的会员",
        MEMBERS,
        Q(work_group_then__in=NEW_FORM),
    ),
    *(
        Indicator(
            f"members.{key}",
            f"{group.label}会员人数",
            "人",
            GROUP,
            f"期末在会、登记为{group.label}的会员",
            MEMBERS,
            Q(work_group_then=group),
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
)
