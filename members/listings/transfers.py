"""转入 and 转出: the transfers of an office from either side."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from members.listings.offices import offices, spans_offices
from members.models import Transfer, TransferState
from unionhub.listing import Column, Listing
from unionhub.listing_filters import days
from unionhub.models import path_range
from unionhub.people import masked_id
from unionhub.scope import Scope

TRANSFER_TONES = {"待接收": "warn", "已接收": "good", "已退回": "bad", "已撤回": "quiet"}


class TransferFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="状态", choices=TransferState.choices)
    on = days("转出日期")
    decided_on = days("办理日期")

    class Meta:
        model = Transfer
        fields = ()


class _CountyFilter(TransferFilter):
    """Offers the office only to those who look at several."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not spans_offices(self.request.scope):
            del self.filters["office"]


class OutFilter(_CountyFilter):
    office = django_filters.ModelChoiceFilter(
        label="转出工会", field_name="organisation", queryset=offices
    )


class InFilter(_CountyFilter):
    office = django_filters.ModelChoiceFilter(
        label="接收工会", field_name="to_office", queryset=offices
    )


def _out(scope: Scope) -> QuerySet[Transfer]:
    rows: QuerySet[Transfer] = Transfer.objects.visible_to(scope).for_list()
    return rows.below(scope.organisation.path)  # type: ignore[attr-defined, no-any-return]


def _in(scope: Scope) -> QuerySet[Transfer]:
    first, after = path_range(scope.organisation.path)
    rows: QuerySet[Transfer] = Transfer.objects.visible_to(scope).for_list()
    return rows.filter(to_office__path__gte=first, to_office__path__lt=after)


def _find(rows: Any, text: str) -> Any:
    """By name and by the number of the letter: what both sides are told."""
    return rows.filter(Q(person__name__contains=text) | Q(number=text))


FIRST = (
    Column("会员", lambda t: t.person.name, width=10, link=True),
    Column("性别", lambda t: t.person.get_sex_display(), width=6, phone=False),
    Column("证件号码", lambda t: masked_id(t.person.id_number), width=20, phone=False),
)
LAST = (
    Column("转接原因", lambda t: t.reason, width=20, phone=False),
    Column("介绍信编号", lambda t: t.number, width=22, phone=False),
    Column("转出日期", lambda t: t.on, "day", 12),
    Column("状态", lambda t: t.get_state_display(), "state", 8),
    Column("办理日期", lambda t: t.decided_on, "day", 12, phone=False),
)
TRANSFERS_OUT = Listing(
    title="转出会员",
    unit="人",
    rows=_out,
    filters=OutFilter,
    find=_find,
    find_hint="姓名、介绍信编号",
    personal=True,
    columns=(
        *FIRST,
        Column("原基层工会", lambda t: t.from_union, width=20, phone=False),
        Column("接收工会", lambda t: t.to_whom, width=24),
        *LAST,
    ),
    tones=TRANSFER_TONES,
    empty="没有符合条件的转出。在会员的“会籍”页上点“转出”办理。",
)
TRANSFERS_IN = Listing(
    title="转入会员",
    unit="人",
    rows=_in,
    filters=InFilter,
    find=_find,
    find_hint="姓名、介绍信编号",
    personal=True,
    columns=(
        *FIRST,
        Column("转出工会", lambda t: t.organisation, width=20),
        Column("原基层工会", lambda t: t.from_union, width=20, phone=False),
        Column("编入的工会", lambda t: t.to_union, width=20, phone=False),
        *LAST,
    ),
    tones=TRANSFER_TONES,
    empty="没有符合条件的转入。其他工会转来的会员在这里接收；外地转来的，在“人员”里登记后点“转入”。",
)
