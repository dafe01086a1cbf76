"""疑似重复: pairs of records of one office that may be one person, the likeliest first.

Two records of one office cannot have one identity number: the database refuses the second. What
is left are numbers that were not given, or not right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, Window

from members.models.merges import Distinct
from members.models.people import PersonQuerySet
from unionhub.people import name_key

SAME_BIRTHDAY, SAME_PHONE, SAME_UNIT = "同名同生日", "电话相同，姓名相近", "同名同单位，证件号不全"


class Pair(NamedTuple):
    """Two people by number, the earlier first, and what makes them alike."""

    first: int
    second: int
    why: tuple[str, ...]


def likely_pairs(people: PersonQuerySet) -> list[Pair]:
    """Pairs among these people that nobody has told apart yet; four queries, however many."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    named = _sharing(people.exclude(birth_date=None), "name", "birth_date")
    for one, other in _pairs(named, "name", "birth_date"):
        found[one["pk"], other["pk"]].append(SAME_BIRTHDAY)
    calling = _sharing(people.exclude(phone=""), "phone")
    for one, other in _pairs(calling, "phone"):
        if similar(one["name"], other["name"]) or one["spelt"] == other["spelt"]:
            found[one["pk"], other["pk"]].append(SAME_PHONE)
    working = _sharing(people.exclude(employer=None), "name", "employer")
    for one, other in _pairs(working, "name", "employer"):
        if one["id_digest"] is None or other["id_digest"] is None:
            found[one["pk"], other["pk"]].append(SAME_UNIT)
    told = Distinct.objects.filter(first__in=people.order_by().values("pk"))
    for pair in told.values_list("first", "second"):
        found.pop(pair, None)
    pairs = [Pair(*numbers, tuple(why)) for numbers, why in found.items()]
    return sorted(pairs, key=lambda pair: (-len(pair.why), pair.first, pair.second))


def similar(name: str, other: str) -> bool:
    """One name written in two ways, or with one character different."""
    one, two = name_key(name), name_key(other)
    if len(one) != len(two):
        return False
    return sum(a != b for a, b in zip(one, two, strict=True)) <= 1


def _sharing(people: PersonQuerySet, *facts: str) -> Iterable[dict[str, Any]]:
    """Those who have these facts in common with somebody, neighbours next to each other."""
    shared = Window(Count("pk"), partition_by=[F(fact) for fact in facts])
    rows: Any = people.order_by().annotate(sharing=shared).filter(Q(sharing__gt=1))
    return rows.order_by(*facts, "pk").values(
        "pk", "name", "birth_date", "phone", "employer", "spelt", "id_digest"
    )


def _pairs(
    rows: Iterable[dict[str, Any]], *facts: str
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    alike: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        alike[tuple(row[fact] for fact in facts)].append(row)
    for group in alike.values():
        yield from combinations(group, 2)
