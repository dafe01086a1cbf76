"""Sentences of help, composed from the cases: whom, where, how many, what, how much.

Sums are the indicators' own values, and counts are counts of the very rows the indicators count,
so sentence, table and tally agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TypeVar

from aid.models import AidKind, Beneficiary
from reports import wording
from reports.indicators import REGISTRY
from reports.models import Copy
from reports.sources import Helped
from reports.voice import Voice
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
    goods = voice.sources.goods.get(kind.value, Decimal(0))
    given = _given(kind, Decimal(amount), goods, several=several)
    return (*runs, Run(given), money)


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
    people = _people_of(group)
    text = wording.counted(len(people), "名")
    run = _people(voice, kind, beneficiary, group, text, alone=alone)
    return [Run(f"{_places(people)}的"), run, Run(_noun(beneficiary))]


def _by_name(
    voice: Voice, kind: AidKind, beneficiary: str, group: list[Helped], *, alone: bool
) -> list[Run]:
    """中寨村的马关旺和栽根村的杨学昌; the first few where they are many."""
    people = _people_of(group)
    words = [
        f"{some[0].place_name}的{'、'.join(one.name for one in some)}"
        for some in _by(people[:MOST_NAMED], lambda one: one.place).values()
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


def _people_of(group: list[Helped]) -> list[Helped]:
    """One case for each person, the first: who was helped twice is named once, in one place."""
    return [cases[0] for cases in _by(group, lambda one: one.identity).values()]


def _places(people: Iterable[Helped]) -> str:
    named = {one.place: (one.place_name, one.place_kind) for one in people}
    return wording.places(list(named.values()))


def _noun(beneficiary: str) -> str:
    if beneficiary == Beneficiary.OTHER:
        return "困难群众"
    return str(Beneficiary(beneficiary).label)


def _given(kind: AidKind, amount: Decimal, goods: Decimal, *, several: bool) -> str:
    """提供医疗救助, with goods 提供医疗救助和物资共计; several groups have 共 before it instead."""
    as_money, as_goods = GIVEN_WORDS[kind]
    what = as_money if not goods else as_goods if goods == amount else f"{as_money}和物资"
    if several:
        return f"，共提供{what}"
    return f"提供{what}共计" if goods else f"提供{what}"


def _by(rows: Iterable[Helped], of: Callable[[Helped], K]) -> dict[K, list[Helped]]:
    """Rows by a key, keys in the order met."""
    groups: dict[K, list[Helped]] = {}
    for row in rows:
        groups.setdefault(of(row), []).append(row)
    return groups
