"""资料待完善: the work list of files that lack something, a tab for each thing they may lack."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from members.listings.offices import unions
from members.listings.people import FIND_HINT, PEOPLE, PersonFilter, standing_of
from members.models import UNTOUCHED, Membership, Person, lacks, still_here
from unionhub.listing import Column, Listing
from unionhub.people import masked_id
from unionhub.periods import today
from unionhub.scope import Scope

WANTS = (
    ("number", "缺证件号"),
    ("doubt", "证件号存疑"),
    ("phone", "缺电话"),
    ("card", "在会未发证"),
    ("look", "一年未核对"),
)


def _lacks() -> dict[str, Q]:
    """Conditions on the rows of PEOPLE, which say who is a member and has a card."""
    return {**lacks(today()), "card": Q(is_member=True, has_card=False)}


def _anything() -> Q:
    asked = Q()
    for lack in _lacks().values():
        asked |= lack
    return asked


def _rows(scope: Scope) -> QuerySet[Person]:
    people: Any = PEOPLE.rows(scope)
    return still_here(people).filter(_anything())


def _words(person: Any) -> str:
    """What this file lacks, in one line."""
    found = {
        "number": person.id_digest is None,
        "doubt": bool(person.id_doubt),
        "phone": not person.phone,
        "card": person.is_member and not person.has_card,
        "look": person.touched_on < today() - UNTOUCHED,
    }
    told = [label for key, label in WANTS if found[key]]
    if person.id_doubt:
        told[told.index("证件号存疑")] = f"证件号存疑（{person.get_id_doubt_display()}）"
    return "、".join(told)


class WantingFilter(PersonFilter):
    is_migrant = work_group = education = political_status = None
    union = django_filters.ModelChoiceFilter(
        label="所在基层工会", queryset=unions, method="by_union"
    )
    want = django_filters.ChoiceFilter(label="缺什么", choices=WANTS, method="by_want")

    def by_want(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(_lacks()[value])

    def by_union(self, rows: Any, _name: str, value: Any) -> Any:
        spells = Membership.objects.filter(person=OuterRef("pk"), union=value)
        return rows.filter(Exists(spells.as_of(today())))


WANTING = Listing(
    title="资料待完善",
    unit="人",
    rows=_rows,
    filters=WantingFilter,
    find=PEOPLE.find,
    find_hint=FIND_HINT,
    personal=True,
    columns=(
        Column("姓名", lambda p: p.name, width=10, link=True),
        Column("待完善", _words, width=28),
        Column("身份证号", lambda p: masked_id(p.id_number), width=20, phone=False),
        Column("联系电话", lambda p: p.phone, width=14, phone=False),
        Column("片区村居", lambda p: p.place, width=12, phone=False),
        Column("工作单位", lambda p: p.employer, width=24, phone=False),
        Column("会籍", standing_of, "state", 8, phone=False),
        Column("最近核对", lambda p: p.touched_on, "day", 12),
    ),
    tones=PEOPLE.tones,
    empty="没有资料待完善的人员。",
)


def tabs_of(rows: QuerySet[Any], asked: QueryDict) -> list[tuple[str, str, bool]]:
    """A tab with its count for each thing a file may lack, counted in one query; the other
    filters stay as they are. ``rows``: filtered by everything but what is wanting."""
    counts = {key: Count("pk", filter=lack) for key, lack in _lacks().items()}
    found = rows.order_by().aggregate(everything=Count("pk"), **counts)
    tabs = (("", "全部", found["everything"]), *((k, label, found[k]) for k, label in WANTS))
    return [
        (f"{label} {count}", f"?{_asking(asked, key)}", asked.get("want", "") == key)
        for key, label, count in tabs
    ]


def _asking(asked: QueryDict, want: str) -> str:
    query = asked.copy()
    for name in ("page", "want"):
        query.pop(name, None)
    if want:
        query["want"] = want
    return query.urlencode()
