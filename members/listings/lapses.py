"""自动退会待定: members who gave no sign for six months, for somebody to look at."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.urls import reverse

from members.listings.offices import OfficeFilter, employers, unions
from members.listings.people import FIND_HINT
from members.models import Membership, Person
from members.signs import dues_paid, silent
from unionhub.listing import Column, Listing
from unionhub.listing_filters import places
from unionhub.people import masked_id
from unionhub.periods import today
from unionhub.scope import Scope


class LapseFilter(OfficeFilter):
    union = django_filters.ModelChoiceFilter(label="所在基层工会", queryset=unions)
    place = places("person__place")
    employer = django_filters.ModelChoiceFilter(
        label="工作单位", field_name="person__employer", queryset=employers
    )

    class Meta:
        model = Membership
        fields = ()


def with_last_dues(rows: QuerySet[Membership]) -> QuerySet[Membership]:
    """Spells, each with the first day of the last month dues were paid for."""
    paid = dues_paid().filter(person=OuterRef("person")).order_by().values("person")
    return rows.annotate(paid_to=Subquery(paid.annotate(last=Max("to_month")).values("last")))


def _silent(scope: Scope) -> QuerySet[Membership]:
    return with_last_dues(silent(Membership.objects.visible_to(scope).for_list(), today()))


def _find(rows: Any, text: str) -> Any:
    return rows.filter(person__in=Person.objects.find(text))


def month_words(row: Any) -> str:
    return f"{row.paid_to.year}年{row.paid_to.month}月" if row.paid_to else "没有记录"


LAPSES = Listing(
    title="自动退会待定",
    unit="人",
    rows=_silent,
    filters=LapseFilter,
    find=_find,
    find_hint=FIND_HINT,
    personal=True,
    address=lambda m: reverse("members:silent_member", args=[m.pk]),
    columns=(
        Column("姓名", lambda m: m.person.name, width=10, link=True),
        Column("身份证号", lambda m: masked_id(m.person.id_number), width=20, phone=False),
        Column("联系电话", lambda m: m.person.phone, width=14),
        Column("片区村居", lambda m: m.person.place, width=12, phone=False),
        Column("工作单位", lambda m: m.person.employer, width=22, phone=False),
        Column("所在基层工会", lambda m: m.union, width=20, phone=False),
        Column("入会日期", lambda m: m.joined_on, "day", 12, phone=False),
        Column("会费交至", month_words, width=12),
    ),
    empty=(
        "没有待定的会员。工会收过会费、本人满六个整月没有交、也没有参加活动的会员列在这里；"
        "保留会籍的不在内。"
    ),
)
