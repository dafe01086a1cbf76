"""How far goals are: the figure of the goal's year beside the goal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from reports.indicators import REGISTRY, Indicator, Value, completion, figures_by_office
from reports.models import Target
from reports.rules import in_unit, in_words, reached
from unionhub.models import Organisation
from unionhub.periods import Period

REACHED, SHORT = "达到", "未达到"


@dataclass(frozen=True, slots=True)
class Progress:
    """A goal with the value of its year so far, the office and all below it included."""

    target: Target
    value: Value

    @property
    def indicator(self) -> Indicator:
        return REGISTRY[self.target.key]

    @property
    def goal(self) -> int | Decimal:
        return in_unit(self.target.number, self.indicator.unit)

    @property
    def percent(self) -> int | None:
        """完成目标的百分之几; a rate is compared with its goal, not divided by it."""
        return None if self.indicator.is_ratio else completion(self.value, self.target.number)

    @property
    def state(self) -> str:
        return REACHED if reached(self.value, self.target.number) else SHORT

    @property
    def words(self) -> str:
        """223 / 200 万元: number of number."""
        return f"{in_words(self.value)} / {in_words(self.goal)} {self.indicator.unit}"

    @property
    def address(self) -> str:
        """The query of the figure's page for the goal's year."""
        return f"period={self.target.year:04}Y&organisation={self.target.organisation.code}"


def progress_of(targets: Iterable[Target], above: Organisation) -> dict[int, Progress]:
    """Target id → progress, for targets of offices at or below ``above``; a few queries a year.

    A goal whose indicator is no longer defined is left out.
    """
    known = [one for one in targets if one.key in REGISTRY]
    answer: dict[int, Progress] = {}
    for year in sorted({one.year for one in known}):
        own = [one for one in known if one.year == year]
        offices = {one.organisation_id: one.organisation for one in own}
        keys = {one.key for one in own}
        period = Period.parse(f"{year:04}Y")
        found = figures_by_office(above, offices.values(), period, keys)
        answer |= {one.pk: Progress(one, found[one.organisation_id][one.key]) for one in own}
    return answer
