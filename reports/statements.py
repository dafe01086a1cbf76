"""What a token says in a paper: words of the office, figures, composed sentences.

A token with nothing to say gives no runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aid.models import AidKind
from members.models import RatingKind
from reports import wording
from reports.helping import every_help, help_of
from reports.indicators import REGISTRY
from reports.patterns import COMPLETION, TARGET, Token
from reports.sources import Sources
from reports.voice import Voice
from unionhub.documents.blocks import Run

# New unions by the kinds papers name, and the ratings they state, in the order they state them.
NEW_KINDS = (("incoming", "域外投资企业"), ("private", "私营企业"), ("other", "其他"))
RATED = (RatingKind.SIX_GOOD, RatingKind.STARS, RatingKind.MODEL_HOME, RatingKind.HOME)


def say(voice: Voice, token: Token) -> tuple[Run, ...]:
    """The runs of a token; none when there is nothing to say. Raises KeyError for a key that is
    no indicator, word or sentence."""
    if token.key in WORDS:
        return (Run(WORDS[token.key](voice.sources)),)
    if token.key in SENTENCES:
        return SENTENCES[token.key](voice)
    one = REGISTRY[token.key]
    if token.mode == TARGET:
        return voice.target(one)
    return voice.completion(one) if token.mode == COMPLETION else voice.figure(one)


def slogans(voice: Voice) -> tuple[Run, ...]:
    """“你我互助携手健康”等三条宣传口号."""
    texts = voice.sources.slogans
    if not texts:
        return ()
    count = int(voice.sources.figures["publicity.slogans"].value or 0)
    number = voice.bind(REGISTRY["publicity.slogans"], wording.counted(count, "条"))
    return (Run(_quoted(texts, count)), number, Run("宣传口号"))


def committees(voice: Voice) -> tuple[Run, ...]:
    """医疗互助活动领导小组, each by its name; 甲、乙等七个领导小组 when they are many."""
    names = voice.sources.committees
    if not names:
        return ()
    one = REGISTRY["committees.formed"]
    count = int(voice.sources.figures[one.key].value or 0)
    return (voice.bind(one, wording.listed(names, f"{wording.counted(count, '个')}领导小组")),)


def new_unions(voice: Voice) -> tuple[Run, ...]:
    """新建工会3个，其中域外投资企业1个、私营企业2个; kinds that founded none are not named."""
    whole = voice.figure(REGISTRY["unions.new"])
    if not whole:
        return ()
    kinds = [(label, voice.figure(REGISTRY[f"unions.new_{key}"])) for key, label in NEW_KINDS]
    told = [(label, figure) for label, figure in kinds if figure]
    runs: tuple[Run, ...] = (Run("新建工会"), *whole)
    for n, (label, figure) in enumerate(told):
        runs += (Run(f"{'、' if n else '，其中'}{label}"), *figure)
    return runs


def ratings(voice: Voice) -> tuple[Run, ...]:
    """1个工会被评为“六好”工会，2个工会被评为模范职工之家."""
    runs: tuple[Run, ...] = ()
    for kind in RATED:
        if figure := voice.figure(REGISTRY[f"ratings.{kind.value}"]):
            runs += (Run("，" if runs else ""), *figure, Run(f"工会被评为{kind.label}"))
    return runs


def themes(voice: Voice) -> tuple[Run, ...]:
    """“亚运会”这一主题, of the sport and culture events held; “甲”“乙”两个主题."""
    texts = voice.sources.themes
    if not texts:
        return ()
    count = f"{wording.counted(len(texts), '个')}主题" if len(texts) > 1 else "这一主题"
    quoted = voice.bind(REGISTRY["events.recreation"], _quoted(texts, len(texts)))
    return (quoted, Run(count))


def survey(voice: Voice) -> tuple[Run, ...]:
    """每一位工会会员（118名） where one survey reached as many as there are, else 52名工会会员.

    Several surveys may have met the same people, so their sum is person-times: 工会会员90人次.
    """
    reached = int(voice.sources.figures["events.surveyed"].value or 0)
    members = int(voice.sources.figures["members.total"].value or 0)
    widest = voice.sources.widest_survey
    if not reached:
        return ()
    if 0 < members <= widest:
        run = voice.bind(REGISTRY["members.total"], wording.counted(members, "名"))
        return (Run("每一位工会会员（"), run, Run("）"))
    one = REGISTRY["events.surveyed"]
    if reached > widest:
        return (Run("工会会员"), voice.bind(one, f"{reached}人次"))
    return (voice.bind(one, wording.counted(reached, "名")), Run("工会会员"))


def _quoted(texts: Sequence[str], count: int) -> str:
    """The texts in quotation marks, 等 behind them where they are not all of ``count``."""
    some = texts[: wording.MOST_QUOTED]
    return wording.quoted(some) + ("等" if len(some) != count else "")


SENTENCES: dict[str, Callable[[Voice], tuple[Run, ...]]] = {
    "帮扶.各类": every_help,
    **{
        f"帮扶.{kind.label}": (lambda voice, kind=kind: help_of(voice, kind))  # type: ignore[misc]
        for kind in AidKind
    },
    "宣传.口号": slogans,
    "组织.领导小组": committees,
    "组织.新建工会": new_unions,
    "组织.评定": ratings,
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
    return "".join(run.text for run in say(voice, token))
