"""The ledgers of honours and of dues behind a tally: which rows, which columns."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet, Sum

from members.models import Dues, Honour
from members.pickers import months_paid
from unionhub.people import masked_id
from unionhub.periods import Period
from unionhub.scope import Scope
from unionhub.spreadsheets.writing import Column, Value

HONOURS = (
    Column("填报工会", width=16),
    Column("获得者", width=18),
    Column("身份证号", width=20),
    Column("荣誉", width=14),
    Column("荣誉全称", width=24),
    Column("级别", width=12),
    Column("授予日期", "day", 12),
    Column("授予单位", width=18),
    Column("撤销日期", "day", 12),
    Column("每年津贴（元）", "money", 14, total=True),
    Column("期内发放（元）", "money", 14, total=True),
)
DUES = (
    Column("填报工会", width=16),
    Column("缴纳日期", "day", 12),
    Column("类别", width=11),
    Column("缴纳人（单位）", width=20),
    Column("身份证号", width=20),
    Column("基层工会", width=20),
    Column("所属月份", width=20),
    Column("应缴（元）", "money", 13, total=True),
    Column("实缴（元）", "money", 13, total=True),
    Column("本级留成（元）", "money", 13, total=True),
    Column("上缴（元）", "money", 13, total=True),
    Column("凭证号", width=12),
)


def honours(period: Period, by: Scope) -> QuerySet[Any]:
    """Honours that stood on some day of the period or were paid an allowance in it."""
    paid = Q(**period.filter("allowances__paid_on"))
    stood = Q(granted_on__lt=period.until) & (Q(revoked_on=None) | Q(revoked_on__gt=period.since))
    rows = Honour.objects.visible_to(by).annotate(given=Sum("allowances__amount", filter=paid))
    return rows.filter(stood | Q(given__isnull=False)).select_related(
        "organisation", "person", "union"
    )


def honour_row(honour: Any) -> tuple[Value, ...]:
    return (
        honour.organisation.name,
        honour.holder_name,
        masked_id(honour.person.id_number) if honour.person else "",
        honour.get_kind_display(),
        honour.name,
        honour.get_level_display(),
        honour.granted_on,
        honour.granted_by,
        honour.revoked_on,
        honour.allowance,
        honour.given,
    )


def dues(period: Period, by: Scope) -> QuerySet[Any]:
    """What came in on days of the period; a reversal carries the day of its row."""
    rows = Dues.objects.visible_to(by).filter(**period.filter("paid_on"))
    return rows.select_related("organisation", "person", "employer", "union")


def dues_row(row: Any) -> tuple[Value, ...]:
    return (
        row.organisation.name,
        row.paid_on,
        row.get_kind_display(),
        str(row.payer),
        masked_id(row.person.id_number) if row.person else "",
        row.union.name if row.union else "",
        months_paid(row),
        row.due,
        row.amount,
        row.own,
        row.upper,
        row.voucher,
    )
