"""How a figure is said in a paper, and what is remembered of it: its value, rule and records."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reports import wording
from reports.indicators import Indicator, Value, completion
from reports.patterns import COMPLETION, TARGET, Token
from reports.sources import Sources
from unionhub.documents.blocks import Run


@dataclass(frozen=True, slots=True)
class Spoken:
    """A figure as the paper says it. ``opens`` is the indicator whose records stand behind it;
    ``records`` names them where they are not simply all of that indicator's."""

    key: str
    label: str
    value: Value
    unit: str
    text: str
    rule: str
    dated: str
    opens: str
    records: tuple[str, tuple[int, ...]] | None = None


class Voice:
    """Says figures for one copy of one paper and remembers which it said."""

    def __init__(self, sources: Sources, *, copy: str, rounded: bool) -> None:
        self.sources = sources
        self.copy = copy
        self.rounded = rounded
        self.spoken: dict[str, Spoken] = {}

    def money(self, amount: Decimal) -> str:
        return wording.round_yuan(amount) if self.rounded else wording.yuan(amount)

    def number(self, value: int | Decimal, unit: str) -> str:
        if unit == "元":
            return self.money(Decimal(value))
        return wording.percent(Decimal(value)) if unit == "%" else f"{value}{unit}"

    def bind(self, one: Indicator, text: str, **other: object) -> Run:
        """A run bound to an indicator's value, or to a part of it that ``other`` describes."""
        facts = {
            "key": one.key,
            "label": one.label,
            "value": self.sources.figures[one.key].value,
            "unit": one.unit,
            "rule": one.rule,
            "dated": one.dated,
            "opens": one.key,
            **other,
        }
        spoken = Spoken(text=text, **facts)  # type: ignore[arg-type]
        self.spoken[spoken.key] = spoken
        return Run(text, figure=spoken.key)

    def figure(self, one: Indicator) -> tuple[Run, ...]:
        """The value with its unit; nothing where it is unknown or nothing was counted."""
        value = self.sources.figures[one.key].value
        if value is None or (not value and not one.is_ratio):
            return ()
        return (self.bind(one, self.number(value, one.unit)),)

    def target(self, one: Indicator) -> tuple[Run, ...]:
        """The year's goal for an indicator; nothing where none is set."""
        target = self.sources.targets.get(one.key)
        if target is None:
            return ()
        run = self.bind(
            one,
            self.number(_whole(target.number), one.unit),
            key=str(Token(one.key, TARGET))[1:-1],
            label=f"{one.label}目标",
            value=target.number,
            rule=f"{target.year}年度目标{f'（{target.note}）' if target.note else ''}",
            dated="年度",
            records=(target._meta.label_lower, (target.pk,)),
        )
        return (run,)

    def completion(self, one: Indicator) -> tuple[Run, ...]:
        """How much of the goal is reached, in whole percent."""
        target = self.sources.targets.get(one.key)
        value = self.sources.figures[one.key].value
        reached = completion(value, target.number) if target else None
        if target is None or reached is None:
            return ()
        run = self.bind(
            one,
            f"{reached}%",
            key=str(Token(one.key, COMPLETION))[1:-1],
            label=f"{one.label}完成目标",
            value=reached,
            unit="%",
            rule="实际除以目标，四舍五入到百分之一",
            records=(target._meta.label_lower, (target.pk,)),
        )
        return (run,)


def _whole(number: Decimal) -> Decimal | int:
    return int(number) if number == int(number) else number
