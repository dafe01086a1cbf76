"""Help given. Money is counted from the ledger alone, people and cases from paid cases."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from aid.models import AidCase, AidKind, Beneficiary, LedgerEntry
from reports.indicators.registry import Family, Indicator
from unionhub.periods import Period

GROUP = "帮扶救助"


def _applied(period: Period) -> QuerySet[Any]:
    return AidCase.objects.filter(**period.filter("applied_on"))


def _paid(period: Period) -> QuerySet[Any]:
    return AidCase.objects.paid_in(period)


def _given(period: Period) -> QuerySet[Any]:
    return LedgerEntry.objects.given().dated_in(period)


def _income(period: Period) -> QuerySet[Any]:
    return LedgerEntry.objects.came_in().dated_in(period)


APPLIED = Family("cases_applied", _applied, "申请日期在期内")
PAID = Family("cases_paid", _paid, "发放日期在期内")
GIVEN = Family("money_given", _given, "台账业务日期在期内（更正随原记录日期）")
INCOME = Family("money_received", _income, "台账业务日期在期内（冲销随原记录日期）")


def _of_kind(kind: AidKind) -> tuple[Indicator, Indicator, Indicator]:
    """People, cases and yuan of one kind of help."""
    name = kind.label
    return (
        Indicator(
            f"aid.{kind.value}.people",
            f"{name}人数",
            "人",
            GROUP,
            f"期内得到{name}的不同的人",
            PAID,
            Q(kind=kind),
            "people",
            "person",
        ),
        Indicator(
            f"aid.{kind.value}.cases",
            f"{name}人次",
            "人次",
            GROUP,
            f"期内发放的{name}件数",
            PAID,
            Q(kind=kind),
        ),
        Indicator(
            f"aid.{kind.value}.amount",
            f"{name}金额",
            "元",
            GROUP,
            f"{name}发放减冲销，含物资折款",
            GIVEN,
            Q(case__kind=kind),
            "sum",
            "amount",
            -1,
        ),
    )


INDICATORS = (
    Indicator("aid.applied", "受理帮扶申请数", "件", GROUP, "期内受理的申请", APPLIED),
    Indicator(
        "aid.people",
        "帮扶人数",
        "人",
        GROUP,
        "期内得到帮扶的不同的人",
        PAID,
        measure="people",
        over="person",
    ),
    Indicator("aid.cases", "帮扶人次", "人次", GROUP, "期内发放的帮扶件数", PAID),
    Indicator(
        "aid.amount",
        "帮扶金额",
        "元",
        GROUP,
        "发放减冲销，含物资折款",
        GIVEN,
        measure="sum",
        over="amount",
        sign=-1,
    ),
    Indicator(
        "aid.goods",
        "其中物资折款",
        "元",
        GROUP,
        "发放减冲销中的物资部分",
        GIVEN,
        measure="sum",
        over="goods",
        sign=-1,
    ),
    *(one for kind in AidKind for one in _of_kind(kind)),
    Indicator(
        "aid.migrants",
        "帮扶外出务工人员人数",
        "人",
        GROUP,
        "期内得到帮扶的外出务工人员",
        PAID,
        Q(beneficiary=Beneficiary.MIGRANT),
        "people",
        "person",
    ),
    Indicator(
        "aid.empty_nest",
        "慰问空巢老人人数",
        "人",
        GROUP,
        "期内得到帮扶的空巢老人",
        PAID,
        Q(beneficiary=Beneficiary.EMPTY_NEST),
        "people",
        "person",
    ),
    Indicator(
        "funds.received",
        "筹集资金",
        "元",
        GROUP,
        "收入减冲销，含物资折款",
        INCOME,
        measure="sum",
        over="amount",
    ),
)
