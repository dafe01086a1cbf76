"""Honours and their allowances; dues of members and what units pay."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from members.models import Allowance, Dues, DuesKind, Honour, HonourKind, Membership, Retention
from reports.indicators.registry import Family, Indicator
from reports.indicators.unions import LAST_DAY
from unionhub.periods import Period

GROUP = "荣誉和经费"
HELD_KINDS = (
    ("model_workers", HonourKind.MODEL_WORKER, "人（集体）"),
    ("medals", HonourKind.LABOUR_MEDAL, "人（集体）"),
    ("certificates", HonourKind.LABOUR_CERTIFICATE, "个"),
    ("pioneers", HonourKind.PIONEER, "个"),
    ("craftsmen", HonourKind.CRAFTSMAN, "人"),
)


def _standing(period: Period) -> QuerySet[Any]:
    return Honour.objects.standing(period.last_day)


def _granted(period: Period) -> QuerySet[Any]:
    return Honour.objects.filter(**period.filter("granted_on"))


def _due(period: Period) -> QuerySet[Any]:
    return Honour.objects.due_in(period.last_day.year)


def _allowances(period: Period) -> QuerySet[Any]:
    return Allowance.objects.filter(**period.filter("paid_on"))


def _dues(period: Period) -> QuerySet[Any]:
    return Dues.objects.filter(**period.filter("paid_on"))


def _owing(period: Period) -> QuerySet[Any]:
    """Members on the last day who are not at rest then, and whether they paid for some month."""
    day = period.last_day
    resting = Retention.objects.on(day).filter(membership=OuterRef("pk"))
    paid = Dues.objects.standing().touching(period.since.replace(day=1), day.replace(day=1))
    return (
        Membership.objects.as_of(day)
        .filter(~Exists(resting))
        .annotate(has_paid=Exists(paid.filter(person=OuterRef("person"))))
    )


HONOURS = Family("honours", _standing, LAST_DAY)
GRANTED = Family("honours_granted", _granted, "授予日期在期内")
DUE = Family("allowances_due", _due, "期末所在年度应发的津贴")
ALLOWANCES = Family("allowances", _allowances, "发放日期在期内（冲销随原记录日期）")
DUES = Family("dues", _dues, "缴纳日期在期内（冲销随原记录日期）")
OWING = Family("dues_owing", _owing, LAST_DAY)

MEMBER = Q(kind=DuesKind.MEMBER)
UNIT = Q(kind=DuesKind.UNIT)
STANDS = Q(reverses=None, reversed_by=None)


def _of_kind(key: str, kind: HonourKind, unit: str) -> tuple[Indicator, Indicator]:
    """How many stand at the end, and how many were granted."""
    name = kind.label
    return (
        Indicator(
            f"honours.{key}", f"{name}数", unit, GROUP, f"期末保持的{name}", HONOURS, Q(kind=kind)
        ),
        Indicator(
            f"honours.new_{key}",
            f"新授{name}数",
            unit,
            GROUP,
            f"期内授予的{name}",
            GRANTED,
            Q(kind=kind),
        ),
    )


def _money(key: str, label: str, rule: str, where: Q, over: str = "amount") -> Indicator:
    return Indicator(f"dues.{key}", label, "元", GROUP, rule, DUES, where, "sum", over)


INDICATORS = (
    Indicator("honours.total", "荣誉数", "项", GROUP, "期末保持的各类荣誉", HONOURS),
    Indicator("honours.new", "新获荣誉数", "项", GROUP, "期内授予的各类荣誉", GRANTED),
    *(one for row in HELD_KINDS for one in _of_kind(*row)),
    Indicator(
        "honours.allowance_due",
        "荣誉津贴应发",
        "元",
        GROUP,
        "期末所在年度各项荣誉的年津贴之和",
        DUE,
        measure="sum",
        over="allowance",
    ),
    Indicator(
        "honours.allowance_paid",
        "荣誉津贴发放",
        "元",
        GROUP,
        "期内发放减冲销",
        ALLOWANCES,
        measure="sum",
        over="amount",
    ),
    Indicator(
        "honours.model_allowance_paid",
        "劳模津贴发放",
        "元",
        GROUP,
        "期内发给劳动模范的津贴，减冲销",
        ALLOWANCES,
        Q(honour__kind=HonourKind.MODEL_WORKER),
        "sum",
        "amount",
    ),
    Indicator(
        "dues.payers",
        "缴纳会费人数",
        "人",
        GROUP,
        "期内缴过会费的不同的人",
        DUES,
        MEMBER & STANDS,
        "people",
        "person",
    ),
    _money("member", "会费收入", "期内收到的会费，减冲销", MEMBER),
    Indicator(
        "dues.owing",
        "应缴会费会员数",
        "人",
        GROUP,
        "期末在会、未保留会籍的会员",
        OWING,
    ),
    Indicator(
        "dues.owing_paid",
        "已缴会费会员数",
        "人",
        GROUP,
        "应缴会费的会员中，缴过期内任一月会费的",
        OWING,
        Q(has_paid=True),
    ),
    Indicator(
        "dues.member_rate",
        "会费收缴率",
        "%",
        GROUP,
        "已缴会费会员数除以应缴会费会员数",
        part="dues.owing_paid",
        whole="dues.owing",
    ),
    _money("unit", "拨缴经费收入", "期内收到的拨缴经费，减冲销", UNIT),
    _money("unit_due", "拨缴经费应缴", "期内登记的拨缴经费的应缴额", UNIT, "due"),
    Indicator(
        "dues.unit_rate",
        "拨缴经费收缴率",
        "%",
        GROUP,
        "拨缴经费收入除以登记的应缴额",
        part="dues.unit",
        whole="dues.unit_due",
    ),
    _money("unit_own", "拨缴经费本级留成", "期内拨缴经费留在本级的部分", UNIT, "own"),
    _money("unit_upper", "拨缴经费上缴", "期内拨缴经费上缴的部分", UNIT, "upper"),
    _money(
        "preparatory",
        "建会筹备金收入",
        "期内收到的建会筹备金，减冲销",
        Q(kind=DuesKind.PREPARATORY),
    ),
    _money("total", "会费和经费收入合计", "会费、拨缴经费、建会筹备金之和", Q()),
)
