"""What a union has and does as a body: officers, committees, elections, rules, ratings."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from members.models import (
    Committee,
    CommitteeKind,
    Officer,
    Rating,
    RatingKind,
    Regulation,
    RegulationAct,
    Term,
)
from reports.indicators.registry import Family, Indicator
from reports.indicators.unions import GROUP, LAST_DAY
from unionhub.models import Organisation
from unionhub.periods import Period


def _bodies(period: Period) -> QuerySet[Any]:
    return Committee.objects.standing(period.last_day)


def _committees(period: Period) -> QuerySet[Any]:
    return Committee.objects.filter(**period.filter("formed_on"))


def _officers(period: Period) -> QuerySet[Any]:
    """Posts filled on the last day; somebody in two posts of one union is marked at the first."""
    day = period.last_day
    posts = Officer.objects.serving(day).filter(term__in=Term.objects.running(day))
    earlier = posts.filter(term=OuterRef("term"), name=OuterRef("name"), pk__lt=OuterRef("pk"))
    full = posts.filter(term=OuterRef("term"), name=OuterRef("name"), full_time=True)
    return posts.annotate(first_post=~Exists(earlier), all_day=Exists(full))


def _elections(period: Period) -> QuerySet[Any]:
    """Terms begun in the period after another one: a first election founds, it renews nothing."""
    before = Term.objects.filter(union=OuterRef("union"), began_on__lt=OuterRef("began_on"))
    due = before.order_by("-began_on").values("due_on")[:1]
    begun = Term.objects.filter(**period.filter("began_on"))
    return begun.annotate(previous_due=Subquery(due)).exclude(previous_due=None)


def _overdue(period: Period) -> QuerySet[Any]:
    """Terms that should have ended by the last day, of unions that still stand."""
    day = period.last_day
    return Term.objects.overdue(day).filter(union__in=Organisation.objects.standing(day))


def _regulations(period: Period) -> QuerySet[Any]:
    return Regulation.objects.filter(**period.filter("on"))


def _ratings(period: Period) -> QuerySet[Any]:
    return Rating.objects.filter(**period.filter("rated_on"))


BODIES = Family("bodies", _bodies, LAST_DAY)
COMMITTEES = Family("committees", _committees, "成立日期在期内")
OFFICERS = Family("officers", _officers, LAST_DAY, path="term__organisation")
ELECTIONS = Family("elections", _elections, "选举日期在期内")
OVERDUE = Family("terms_overdue", _overdue, LAST_DAY)
REGULATIONS = Family("regulations", _regulations, "施行日期在期内")
RATINGS = Family("ratings", _ratings, "评定日期在期内")

INDICATORS = (
    Indicator(
        "officers.full_time",
        "专职工会干部数",
        "人",
        GROUP,
        "期末在任、有专职职务的工会干部，同一工会的同名者算一人",
        OFFICERS,
        Q(first_post=True, all_day=True),
    ),
    Indicator(
        "officers.part_time",
        "兼职工会干部数",
        "人",
        GROUP,
        "期末在任、没有专职职务的工会干部，同一工会的同名者算一人",
        OFFICERS,
        Q(first_post=True, all_day=False),
    ),
    Indicator(
        "committees.women",
        "女职工委员会数",
        "个",
        GROUP,
        "期末未撤销的女职工委员会",
        BODIES,
        Q(kind=CommitteeKind.WOMEN),
    ),
    Indicator(
        "committees.audit",
        "经费审查组织数",
        "个",
        GROUP,
        "期末未撤销的经费审查委员会",
        BODIES,
        Q(kind=CommitteeKind.AUDIT),
    ),
    Indicator(
        "committees.formed",
        "成立领导小组数",
        "个",
        GROUP,
        "期内成立的领导小组",
        COMMITTEES,
        Q(kind=CommitteeKind.LEADING),
    ),
    Indicator("terms.held", "换届工会数", "个", GROUP, "期内换届选举的工会，不含首届", ELECTIONS),
    Indicator(
        "terms.on_time",
        "按期换届工会数",
        "个",
        GROUP,
        "期内换届、选举不晚于上一届应换届日期的工会",
        ELECTIONS,
        Q(previous_due__gte=F("began_on")),
    ),
    Indicator(
        "terms.overdue",
        "到期未换届工会数",
        "个",
        GROUP,
        "期末已到应换届日期、尚未换届的工会",
        OVERDUE,
    ),
    Indicator(
        "regulations.set",
        "新订制度数",
        "项",
        GROUP,
        "期内新订的规章制度",
        REGULATIONS,
        Q(act=RegulationAct.SET),
    ),
    Indicator(
        "regulations.revised",
        "修订制度数",
        "项",
        GROUP,
        "期内修订的规章制度",
        REGULATIONS,
        Q(act=RegulationAct.REVISED),
    ),
    *(
        Indicator(
            f"ratings.{kind.value}",
            f"评为{kind.label}数",
            "个",
            GROUP,
            f"期内被评为{kind.label}的工会，按评定次数",
            RATINGS,
            Q(kind=kind),
        )
        for kind in (
            RatingKind.SIX_GOOD,
            RatingKind.STARS,
            RatingKind.MODEL_HOME,
            RatingKind.HOME,
            RatingKind.BOTH_LOVE,
        )
    ),
)
