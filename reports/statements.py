"""What a token says in a paper: words of the office, figures, and sentences composed from cases.

A token with nothing to say gives no runs. Sums of help are the indicators' own values, and counts
are counts of the very rows the indicators count, so sentence, table and tally agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from aid.models import AidKind, Beneficiary
from reports import wording
from reports.indicators import REGISTRY, Indicator, Value, completion
from reports.models import Copy
from reports.patterns import COMPLETION, TARGET, Token
from reports.sources import Helped, Sources
from unionhub.documents.blocks import Run

K = TypeVar("K")
MOST_NAMED = 6
# What is given, by kind of help: as money, and as goods.
GIVEN_WORDS = {
    AidKind.MEDICAL: ("医疗救助", "医疗救助物资"),
    AidKind.EDUCATION: ("助学救助", "助学物资"),
    AidKind.ELDERLY: ("慰问金", "生活用品和物资"),
    AidKind.LIVING: ("生活救助", "生活用品和物资"),
    AidKind.TEMPORARY: ("临时救助", "救助物资"),
}
# Kinds whose beneficiaries the internal copy calls by name.
NAMED_KINDS = (AidKind.EDUCATION,)


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
    """Says tokens for one copy of one paper and remembers the figures it said."""

    def __init__(self, sources: Sources, *, copy: str, rounded: bool) -> None:
        self.sources = sources
        self.copy = copy
        self.rounded = rounded
        self.spoken: dict[str, Spoken] = {}

    def say(self, token: Token) -> tuple[Run, ...]:
        """The runs of a token; none when there is nothing to say. Raises KeyError for a key
        that is no indicator, word or sentence."""
        if token.key in WORDS:
            return (Run(WORDS[token.key](self.sources)),)
        if token.key in SENTENCES:
            return SENTENCES[token.key](self)
        one = REGISTRY[token.key]
        if token.mode == TARGET:
            return self._target(one)
        if token.mode == COMPLETION:
            return self._completion(one)
        return self._figure(one)

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

    def _figure(self, one: Indicator) -> tuple[Run, ...]:
        """The value with its unit; nothing where it is unknown or nothing was counted."""
        value = self.sources.figures[one.key].value
        if value is None or (not value and not one.is_ratio):
            return ()
        return (self.bind(one, self.number(value, one.unit)),)

    def _target(self, one: Indicator) -> tuple[Run, ...]:
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

    def _completion(self, one: Indicator) -> tuple[Run, ...]:
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


# ── help given ──────────────────────────────────────────────────────────────────────────────


def help_of(voice: Voice, kind: AidKind) -> tuple[Run, ...]:
    """为铁柱片和野里片的两名外出务工人员提供医疗救助523.4元."""
    helped = [one for one in voice.sources.helped if one.kind == kind]
    amount = voice.sources.figures[f"aid.{kind.value}.amount"].value or Decimal(0)
    if not helped or amount <= 0:
        return ()
    groups = _by(helped, lambda one: one.beneficiary)
    several = len(groups) > 1
    runs: list[Run] = []
    for beneficiary, group in groups.items():
        runs.append(Run("，为" if runs else "为"))
        if voice.copy == Copy.INTERNAL and kind in NAMED_KINDS:
            runs += _by_name(voice, kind, beneficiary, group, alone=not several)
        else:
            runs += _by_count(voice, kind, beneficiary, group, alone=not several)
    money = voice.bind(REGISTRY[f"aid.{kind.value}.amount"], voice.money(Decimal(amount)))
    given = _given(kind, Decimal(amount), voice.sources.goods.get(kind.value, Decimal(0)))
    return (*runs, Run(f"{'，共' if several else ''}提供{given}"), money)


def every_help(voice: Voice) -> tuple[Run, ...]:
    """The sentences of all kinds, one after the other."""
    runs: list[Run] = []
    for kind in AidKind:
        if said := help_of(voice, kind):
            runs += [Run("；"), *said] if runs else said
    return tuple(runs)


def _by_count(
    voice: Voice, kind: AidKind, beneficiary: str, group: list[Helped], *, alone: bool
) -> list[Run]:
    """铁柱片和野里片的两名外出务工人员."""
    number = len({one.identity for one in group})
    run = _people(voice, kind, beneficiary, group, wording.counted(number, "名"), alone=alone)
    return [Run(f"{_places(group)}的"), run, Run(_noun(beneficiary))]


def _by_name(
    voice: Voice, kind: AidKind, beneficiary: str, group: list[Helped], *, alone: bool
) -> list[Run]:
    """中寨村的马关旺和栽根村的杨学昌; the first few where they are many."""
    people = list(_by(group, lambda one: one.identity).values())
    named = [cases[0] for cases in people[:MOST_NAMED]]
    words = [
        f"{some[0].place_name}的{'、'.join(one.name for one in some)}"
        for some in _by(named, lambda one: one.place).values()
    ]
    more = len(people) > MOST_NAMED
    text = "、".join(words) if more else wording.joined(words)
    run = _people(voice, kind, beneficiary, group, text, alone=alone)
    return [run, Run(f"等{len(people)}名{_noun(beneficiary)}" if more else "")]


def _people(
    voice: Voice, kind: AidKind, beneficiary: str, group: list[Helped], text: str, *, alone: bool
) -> Run:
    """The people of one group, bound to the indicator itself where they are all of its people."""
    one = REGISTRY[f"aid.{kind.value}.people"]
    if alone:
        return voice.bind(one, text)
    return voice.bind(
        one,
        text,
        key=f"{one.key}:{beneficiary}",
        label=f"{one.label}（{_noun(beneficiary)}）",
        value=len({helped.identity for helped in group}),
        rule=f"{one.rule}，帮扶对象为{_noun(beneficiary)}",
        records=("aid.aidcase", tuple(helped.case for helped in group)),
    )


def _places(group: Iterable[Helped]) -> str:
    named = {one.place: (one.place_name, one.place_kind) for one in group}
    return wording.places(list(named.values()))


def _noun(beneficiary: str) -> str:
    if beneficiary == Beneficiary.OTHER:
        return "困难群众"
    return str(Beneficiary(beneficiary).label)


def _given(kind: AidKind, amount: Decimal, goods: Decimal) -> str:
    as_money, as_goods = GIVEN_WORDS[kind]
    if not goods:
        return as_money
    return f"{as_goods}共计" if goods == amount else f"{as_money}和物资共计"


def _by(rows: Iterable[Helped], of: Callable[[Helped], K]) -> dict[K, list[Helped]]:
    """Rows by a key, keys in the order met."""
    groups: dict[K, list[Helped]] = {}
    for row in rows:
        groups.setdefault(of(row), []).append(row)
    return groups


# ── other sentences ─────────────────────────────────────────────────────────────────────────


def slogans(voice: Voice) -> tuple[Run, ...]:
    """“你我互助携手健康”等三条宣传口号."""
    texts = voice.sources.slogans
    if not texts:
        return ()
    one = REGISTRY["publicity.slogans"]
    count = voice.sources.figures[one.key].value or 0
    more = "等" if len(texts) > wording.MOST_QUOTED or count != len(texts) else ""
    quoted = wording.quoted(texts[: wording.MOST_QUOTED])
    return (Run(quoted + more), voice.bind(one, wording.counted(int(count), "条")), Run("宣传口号"))


def committees(voice: Voice) -> tuple[Run, ...]:
    """医疗互助活动领导小组, each by its name."""
    return _named(voice, "committees.formed", wording.joined(voice.sources.committees))


def themes(voice: Voice) -> tuple[Run, ...]:
    """“亚运会”, the themes of the sport and culture events held."""
    return _named(voice, "events.recreation", wording.quoted(voice.sources.themes))


def survey(voice: Voice) -> tuple[Run, ...]:
    """每一位工会会员（118名） where one survey reached as many as there are, else 52名会员."""
    reached = int(voice.sources.figures["events.surveyed"].value or 0)
    members = int(voice.sources.figures["members.total"].value or 0)
    if not reached:
        return ()
    if 0 < members <= voice.sources.widest_survey:
        run = voice.bind(REGISTRY["members.total"], wording.counted(members, "名"))
        return (Run("每一位工会会员（"), run, Run("）"))
    run = voice.bind(REGISTRY["events.surveyed"], wording.counted(reached, "名"))
    return (run, Run("工会会员"))


def _named(voice: Voice, key: str, text: str) -> tuple[Run, ...]:
    return (voice.bind(REGISTRY[key], text),) if text else ()


SENTENCES: dict[str, Callable[[Voice], tuple[Run, ...]]] = {
    "帮扶.各类": every_help,
    **{
        f"帮扶.{kind.label}": (lambda voice, kind=kind: help_of(voice, kind))  # type: ignore[misc]
        for kind in AidKind
    },
    "宣传.口号": slogans,
    "组织.领导小组": committees,
    "调查.会员": survey,
    "活动.主题": themes,
}
WORDS: dict[str, Callable[[Sources], str]] = {
    "工会": lambda s: s.organisation.name,
    "地方": lambda s: s.organisation.title,
    "本地": lambda s: f"我{_own(s)}" if _own(s) else "本单位",
    "全域": lambda s: f"全{_own(s) or '会'}",
    "上级": lambda s: s.above,
    "期间": lambda s: s.period.label,
    "时段": lambda s: wording.in_time(s.period),
    "年度": lambda s: f"{s.period.last_day.year}年",
    "历时": lambda s: wording.over_time(s.period),
    "指导思想": lambda s: wording.guidance(s.period.last_day),
}
# Every key a text may name, with what writers call it.
NAMES: dict[str, str] = {
    **{one.key: one.label for one in REGISTRY.values()},
    **{key: key for key in (*SENTENCES, *WORDS)},
}


def _own(sources: Sources) -> str:
    return wording.own_place(sources.organisation.title)


def vocabulary(voice: Voice) -> Sequence[tuple[str, list[tuple[str, str]]]]:
    """What a writer may use, by group: (token as typed, what it says now)."""
    groups: dict[str, list[tuple[str, str]]] = {"写法": [], "成句": []}
    for key in WORDS:
        groups["写法"].append((str(Token(key)), _now(voice, Token(key))))
    for key in SENTENCES:
        groups["成句"].append((str(Token(key)), _now(voice, Token(key))))
    for one in REGISTRY.values():
        group = groups.setdefault(one.group, [])
        group.append((str(Token(one.label)), _now(voice, Token(one.key))))
        if one.key in voice.sources.targets:
            target = _now(voice, Token(one.key, TARGET))
            group.append((str(Token(one.label, TARGET)), target))
    return list(groups.items())


def _now(voice: Voice, token: Token) -> str:
    return "".join(run.text for run in voice.say(token))
