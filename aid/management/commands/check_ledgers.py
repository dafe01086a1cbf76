"""Whether every fund's counters are the sums of its rows, and every payment that of its lines."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q, Sum

from aid.models import (
    GIVEN,
    AidCase,
    AidLine,
    Commitment,
    CommitmentState,
    Fund,
    LedgerEntry,
)
from unionhub.money import yuan_text


class Command(BaseCommand):
    help = "核对资金台账：计数与明细、发放与帮扶内容是否一致；有不符时列出并以1退出。"

    def handle(self, *args: Any, **options: Any) -> None:
        found = [*fund_differences(), *case_differences()]
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"共{len(found)}处不符。")
        self.stdout.write(
            f"已核对{Fund.objects.count()}项资金、{LedgerEntry.objects.count()}笔台账，全部相符。"
        )


def fund_differences() -> Iterator[str]:
    """One sentence for each counter that is not the sum of its rows."""
    income = _sums(LedgerEntry.objects.came_in(), "fund")
    paid = _sums(LedgerEntry.objects.given(), "fund")
    promised = _sums(Commitment.objects.filter(state=CommitmentState.OPEN), "fund")
    for fund in Fund.objects.select_related("organisation").order_by("pk"):
        facts = (
            ("累计收入", fund.received, income.get(fund.pk, Decimal(0))),
            ("已留用", fund.reserved, promised.get(fund.pk, Decimal(0))),
            ("累计发放", fund.spent, -paid.get(fund.pk, Decimal(0))),
        )
        for label, counter, rows in facts:
            if counter != rows:
                yield (
                    f"{fund.organisation} “{fund}”{label}为{yuan_text(counter)}元，"
                    f"明细合计{yuan_text(rows)}元"
                )


def case_differences() -> Iterator[str]:
    """One sentence for each case whose payments are not the lines in force."""
    given = AidCase.objects.filter(state__in=GIVEN)
    paid = _sums(LedgerEntry.objects.given(), "case")
    lines = _sums(AidLine.objects.in_force().filter(case__in=given), "case", "value")
    wanted = Q(pk__in=given.values("pk")) | Q(entries__isnull=False)
    for case in AidCase.objects.filter(wanted).distinct().order_by("pk"):
        out = -paid.get(case.pk, Decimal(0))
        due = lines.get(case.pk, Decimal(0))
        if out != due:
            yield f"{case.number} 台账发放{yuan_text(out)}元，帮扶内容合计{yuan_text(due)}元"


def _sums(rows: Any, by: str, value: str = "amount") -> dict[int, Decimal]:
    """Sum of ``value`` for each ``by``."""
    return dict(rows.order_by().values_list(by).annotate(sum=Sum(value)))
