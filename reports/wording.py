"""How a paper says counts, sums, shares, places and days. Pure: plain values in, words out.

Counts of people and things up to ten are written in characters, two of anything is 两; above
ten they are written in digits. Sums are exact unless the office asks for 多, and 多 is only ever
said of an exact sum that is more than the round number before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_DOWN, Decimal

from unionhub.periods import Period

COUNTS = "零一两三四五六七八九十"
WAN = Decimal(10_000)
MOST_LISTED = 4  # named one by one; with more, the first two stand for all
MOST_QUOTED = 6
PLACE_WORDS = {"area": "片区", "village": "村", "community": "社区"}
PLACES_MIXED = "片区村居"
INNER_QUOTES = str.maketrans("“”", "‘’")
# Up to which day which words: the guiding thought the party's statutes name.
GUIDANCE = (
    (date(2012, 11, 14), "以“三个代表”重要思想为指导，全面贯彻落实科学发展观"),
    (date(2017, 10, 24), "以邓小平理论、“三个代表”重要思想、科学发展观为指导"),
    (date.max, "以习近平新时代中国特色社会主义思想为指导"),
)


def counted(number: int, measure: str) -> str:
    """2, 名 → 两名; 10, 人 → 十人; 11, 名 → 11名."""
    return f"{COUNTS[number] if 0 <= number <= 10 else number}{measure}"


def joined(words: Sequence[str]) -> str:
    """甲; 甲和乙; 甲、乙和丙."""
    if len(words) < 2:
        return "".join(words)
    return f"{'、'.join(words[:-1])}和{words[-1]}"


def listed(words: Sequence[str], all_of_them: str) -> str:
    """甲、乙和丙 while they are few, 甲、乙等 ``all_of_them`` (7个村) when they are many."""
    if len(words) <= MOST_LISTED:
        return joined(words)
    return f"{'、'.join(words[:2])}等{all_of_them}"


def places(named: Sequence[tuple[str, str]]) -> str:
    """(name, kind) of different places: 铁柱片和野里片; 甲村、乙村等6个村 when they are many."""
    kinds = {kind for _, kind in named}
    word = PLACE_WORDS.get(kinds.pop(), PLACES_MIXED) if len(kinds) == 1 else PLACES_MIXED
    return listed([name for name, _ in named], f"{len(named)}个{word}")


def quoted(texts: Iterable[str]) -> str:
    """“甲”“乙”: quotation marks side by side need no 、, and marks within marks are single ones:
    “弘扬‘雷锋精神’” (GB/T 15834-2011)."""
    return "".join(f"“{_bare(text).translate(INNER_QUOTES)}”" for text in texts)


def yuan(amount: Decimal) -> str:
    """An exact sum: 523.4元, 600元; in 万元 where two decimals say it exactly: 25.2万元."""
    if abs(amount) >= WAN and amount * 100 % WAN == 0:
        return f"{_plain(amount / WAN)}万元"
    return f"{_plain(amount)}元"


def round_yuan(amount: Decimal) -> str:
    """An exact sum said roundly: 523.4 → 500多元, 500 → 500元, 253417 → 25万余元.

    Rounded down to whole 万 from ten 万, to thousands from one 万, to hundreds from a hundred,
    to tens below; a sum under ten yuan stays exact.
    """
    if amount < 10:
        return yuan(amount)
    steps = ((10 * WAN, WAN), (WAN, Decimal(1000)), (Decimal(100), Decimal(100)))
    step = next((step for least, step in steps if amount >= least), Decimal(10))
    base = (amount / step).to_integral_value(ROUND_DOWN) * step
    if base == amount:
        return yuan(amount)
    return f"{_plain(base / WAN)}万余元" if base >= WAN else f"{_plain(base)}多元"


def percent(share: Decimal) -> str:
    """90.0 → 90%, 90.5 → 90.5%."""
    return f"{_plain(share)}%"


def day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"


def over_time(period: Period) -> str:
    """How a paper begins to look back: 半年来, never 一年来 of half a year."""
    words = {"H": "半年来", "Y": "一年来", "Q": "本季度", "S": "本统计年度", "F": "两节期间"}
    return words.get(_kind(period), "本月" if _kind(period) == "-" else "这一时期")


def in_time(period: Period) -> str:
    """The period without its year: 上半年, 第二季度, 6月; 期内 where there is no short form."""
    if _kind(period) == "Y":
        return "全年"
    if _kind(period) in ("H", "Q", "F", "-"):
        return period.label.partition("年")[2]
    return "期内"


def guidance(on: date) -> str:
    """The guiding thought as papers of that day name it."""
    return next(words for until, words in GUIDANCE if on < until)


def own_place(title: str) -> str:
    """The last word of a place's name, after 我 and 全: 兴发乡 → 乡, 某街道 → 街道, else 会."""
    found = re.search(r"(街道|苏木|[乡镇县市区旗])$", title)
    return found.group() if found else ""


def _bare(text: str) -> str:
    """The text without one pair of quotation marks around all of it."""
    inner = text[1:-1]
    whole = text.startswith("“") and text.endswith("”") and "”" not in inner.partition("“")[0]
    return inner if whole else text


def _kind(period: Period) -> str:
    """H Y Q S F of the code, - for a month, nothing for from–to."""
    found = re.fullmatch(r"\d{4}([HYQSF-])\d{0,2}", period.code)
    return found.group(1) if found else ""


def _plain(number: Decimal) -> str:
    """No exponent, no zeros behind the point."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
