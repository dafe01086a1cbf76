"""Arithmetic of an event's counts: people, person-times, and the names listed beside them.

人数 counts different people, 人次 counts each session anew, so 人次 is never the smaller one.
The names listed are optional: fewer than 人数 is ordinary, more is a slip somebody must mend.
"""

from __future__ import annotations

from collections.abc import Iterable


def person_times_of(heads: int, given: int | None) -> int:
    """Person-times as stated; left blank they equal the people, as at an event of one session."""
    return heads if given is None else given


def count_problems(
    *, heads: int | None, women: int | None, person_times: int | None
) -> dict[str, str]:
    """Field → what is wrong with the counts of an event that was held; empty when they agree."""
    problems = {}
    if heads is None:
        problems["heads"] = "已举办的活动须填参加人数，没有人参加填0。"
        return problems
    if person_times is not None and person_times < heads:
        problems["person_times"] = f"参加人次不能少于参加人数（{heads}人），请核对两个数。"
    if women is not None and women > heads:
        problems["women"] = f"女性人数不能多于参加人数（{heads}人），请核对两个数。"
    return problems


def list_warnings(
    *,
    heads: int | None,
    women: int | None,
    person_times: int | None,
    listed: Iterable[tuple[str, int]],
) -> list[str]:
    """What the list of names says against the counts, in words.

    ``listed`` holds (sex, sessions) of every name. Counts not yet given are not compared.
    """
    rows = list(listed)
    named, sessions = len(rows), sum(count for _sex, count in rows)
    named_women = sum(sex == "female" for sex, _count in rows)
    compared = (
        (named, heads, "名单有{}人，多于参加人数{}人"),
        (named_women, women, "名单中女性有{}人，多于所填女性{}人"),
        (sessions, person_times, "名单合计{}人次，多于参加人次{}人次"),
    )
    return [
        f"{words.format(found, stated)}：请核对名单，或更正人数。"
        for found, stated, words in compared
        if stated is not None and found > stated
    ]
