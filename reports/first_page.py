"""What the first page shows beside what waits: how far goals are, this half-year against last.

Every part looks after its own rights: without the right there is nothing in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from reports.indicators import REGISTRY, Indicator, Value, figures
from reports.models import Target
from reports.progress import Progress, progress_of
from reports.rules import in_words
from unionhub.periods import Period, half_year_of, today
from unionhub.permissions import Permission as P
from unionhub.scope import Scope

COMPARED = (
    "members.joined",
    "aid.people",
    "aid.amount",
    "events.total",
    "events.person_times",
)
# The deeds an office begins most often; everything else is one click away in the menu.
SHORTCUTS = (
    ("登记人员", "members:person_add", P.MEMBER_EDIT),
    ("登记帮扶申请", "aid:case_find", P.AID_HANDLE),
    ("登记活动", "activities:event_add", P.ACTIVITY_EDIT),
    ("登记资金收入", "aid:funds", P.FUND_EDIT),
    ("编写总结", "reports:summary_add", P.SUMMARY_WRITE),
    ("下达目标", "reports:target_add", P.TARGET_EDIT),
    ("导出汇总表", "reports:tallies", P.TALLY_EXPORT),
    ("账号岗位", "unionhub:accounts", P.ACCOUNT_MANAGE),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A figure of this half-year beside the same half-year of last year."""

    indicator: Indicator
    now: Value
    before: Value
    url: str

    @property
    def words(self) -> tuple[str, str]:
        return in_words(self.now), in_words(self.before)

    @property
    def change(self) -> str:
        """+3, -1,200.00, 持平."""
        moved = Decimal(self.now or 0) - Decimal(self.before or 0)
        if not moved:
            return "持平"
        return f"{moved:+,.2f}" if self.indicator.unit == "元" else f"{moved:+,.0f}"

    @property
    def largest(self) -> Value:
        return max(self.now or 0, self.before or 0) or 1


def goals(scope: Scope) -> list[Progress]:
    """The own office's goals of this year."""
    rows = Target.objects.kept_by(scope).filter(year=today().year, key__in=REGISTRY)
    targets = sorted(rows.select_related("organisation"), key=lambda t: list(REGISTRY).index(t.key))
    return list(progress_of(targets, scope.organisation).values())


def comparison(scope: Scope) -> tuple[Period, list[Comparison]]:
    """This half-year so far against the same half-year of last year."""
    period = half_year_of(today())
    if not scope.may(P.FIGURE_VIEW):
        return period, []
    office = scope.organisation
    now = figures(office, period, COMPARED)
    before = figures(office, period.same_last_year(), COMPARED)
    query = f"period={period.code}&organisation={office.code}"
    return period, [
        Comparison(
            REGISTRY[key],
            now[key].value,
            before[key].value,
            f"{reverse('reports:figure_rows', args=[key])}?{query}"
            if _may_see(scope, key, period)
            else "",
        )
        for key in COMPARED
    ]


def shortcuts(scope: Scope) -> list[tuple[str, str]]:
    return [(label, reverse(name)) for label, name, right in SHORTCUTS if scope.may(right)]


def _may_see(scope: Scope, key: str, period: Period) -> bool:
    right: P = REGISTRY[key].rows(period).view_permission  # type: ignore[attr-defined]
    return scope.may(right)
