"""How members stand and why they left: at rest, known by their number, gone by each kind."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from members.models import NEW_FORM, ChangeKind, DocumentKind, Membership, Retention, Sex
from reports.indicators.members import JOINED, LEFT, MEMBERS
from reports.indicators.registry import Family, Indicator
from reports.indicators.unions import GROUP, LAST_DAY
from unionhub.periods import Period


def _retained(period: Period) -> QuerySet[Any]:
    day = period.last_day
    return Membership.objects.as_of(day).retained_on(day)


def _newly_retained(period: Period) -> QuerySet[Any]:
    """A member who came to rest twice in the period is one member."""
    begun = Retention.objects.filter(membership=OuterRef("pk"), **period.filter("from_on"))
    return Membership.objects.filter(Exists(begun))


RETAINED = Family("retained", _retained, LAST_DAY)
NEWLY_RETAINED = Family("newly_retained", _newly_retained, "保留起始日期在期内")

# Why a spell ended, by the key of the figure; what has gone to another union is counted apart.
ENDS = (
    ("resigned", ChangeKind.LEAVE),
    ("lapsed", ChangeKind.LAPSE),
    ("expelled", ChangeKind.EXPEL),
    ("died", ChangeKind.DIE),
)

INDICATORS = (
    Indicator(
        "members.retained", "保留会籍人数", "人", GROUP, "期末在会、正在保留会籍的会员", RETAINED
    ),
    Indicator(
        "members.newly_retained",
        "新办保留会籍人数",
        "人",
        GROUP,
        "期内开始保留会籍的会员",
        NEWLY_RETAINED,
    ),
    Indicator(
        "members.real_name",
        "实名认证会员人数",
        "人",
        GROUP,
        "期末在会、登记了居民身份证号并经校验的会员",
        MEMBERS,
        Q(person__id_digest__isnull=False, person__document_kind=DocumentKind.ID_CARD),
    ),
    Indicator(
        "members.real_name_rate",
        "实名认证率",
        "%",
        GROUP,
        "实名认证会员人数除以会员人数，保留一位小数",
        part="members.real_name",
        whole="members.total",
    ),
    Indicator(
        "members.joined_women",
        "新发展女会员人数",
        "人",
        GROUP,
        "期内入会的女会员，不含转入",
        JOINED,
        Q(begin_kind=ChangeKind.JOIN, person__sex=Sex.FEMALE),
    ),
    Indicator(
        "members.joined_new_form",
        "新发展新就业形态会员人数",
        "人",
        GROUP,
        "期内入会、登记为新就业形态的会员，不含转入",
        JOINED,
        Q(begin_kind=ChangeKind.JOIN, work_group_then__in=NEW_FORM),
    ),
    *(
        Indicator(
            f"members.{key}",
            f"{kind.label}人数",
            "人",
            GROUP,
            f"期内{kind.label}的会员",
            LEFT,
            Q(end_kind=kind),
        )
        for key, kind in ENDS
    ),
)
