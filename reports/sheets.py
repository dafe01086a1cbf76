"""Figures as a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reports.indicators import Figure, Value
from unionhub.models import Organisation
from unionhub.periods import Period
from unionhub.spreadsheets.writing import Column, Sheet, write_workbook

COLUMNS = (
    Column("类别", width=14),
    Column("指标", width=26),
    Column("数值", "number", width=16),
    Column("单位", width=8),
    Column("年度目标", "number", width=14),
    Column("计数规则", width=44),
    Column("日期口径", width=30),
)


def figures_workbook(
    organisation: Organisation, period: Period, found: Sequence[Figure], goals: Mapping[str, Value]
) -> bytes:
    """Every figure of the period with its unit, the goal of the year and the rule it counts by."""
    sheet = Sheet(
        name="指标",
        title=f"{organisation}{period.label}指标",
        subtitle=(f"填报单位：{organisation}", f"期间：{period.label}"),
        columns=COLUMNS,
        rows=[_row(one, goals.get(one.key)) for one in found],
    )
    return write_workbook([sheet], creator=str(organisation))


def _row(one: Figure, goal: Value) -> tuple[Value | str, ...]:
    what = one.indicator
    return (what.group, what.label, one.value, what.unit, goal, what.rule, what.dated)
