"""The cards, the members without one, and the lists of cards made and handed out."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from members.listings.offices import OfficeFilter, employers, unions, yes_no
from members.listings.people import FIND_HINT
from members.models import Card, CardKind, CardList, CardState, ListKind, Membership, Person
from unionhub.listing import Column, Listing
from unionhub.listing_filters import days, places
from unionhub.people import masked_card, masked_id
from unionhub.periods import today
from unionhub.scope import Scope

UNASKED = "none"
TONES = {
    "待制": "info",
    "已制待领": "warn",
    "已领": "good",
    "挂失": "bad",
    "作废": "quiet",
    "未申领": "warn",
}


class CardFilter(OfficeFilter):
    state = django_filters.ChoiceFilter(label="状态", choices=CardState.choices)
    kind = django_filters.ChoiceFilter(label="类别", choices=CardKind.choices)
    union = django_filters.ModelChoiceFilter(
        label="所在基层工会", field_name="membership__union", queryset=unions
    )
    employer = django_filters.ModelChoiceFilter(
        label="工作单位", field_name="membership__person__employer", queryset=employers
    )
    place = places("membership__person__place")
    issued_on = days("发证日期")

    class Meta:
        model = Card
        fields = ()


def _find_cards(rows: Any, text: str) -> Any:
    return rows.filter(membership__person__in=Person.objects.find(text))


CARDS = Listing(
    title="会员证",
    unit="张",
    rows=lambda scope: Card.objects.visible_to(scope).for_list(),
    filters=CardFilter,
    find=_find_cards,
    find_hint=f"证号、{FIND_HINT}",
    personal=True,
    columns=(
        Column("姓名", lambda c: c.membership.person.name, width=10, link=True),
        Column("会员证号", lambda c: c.number, width=22),
        Column("类别", lambda c: c.get_kind_display(), width=10, phone=False),
        Column(
            "身份证号",
            lambda c: masked_id(c.membership.person.id_number),
            width=20,
            phone=False,
            unmasked=lambda c: c.membership.person.id_number,
        ),
        Column("所在基层工会", lambda c: c.membership.union, width=18, phone=False),
        Column(
            "银行卡号",
            lambda c: masked_card(c.bank_number),
            width=22,
            phone=False,
            unmasked=lambda c: c.bank_number,
        ),
        Column("制证日期", lambda c: c.made_on, "day", 12, phone=False),
        Column("发证日期", lambda c: c.issued_on, "day", 12, phone=False),
        Column("作废日期", lambda c: c.void_on, "day", 12, phone=False),
        Column("状态", lambda c: c.get_state_display(), "state", 8),
    ),
    tones=TONES,
    empty="没有符合条件的会员证。到“未办证会员”里勾选申领。",
)


def _without(scope: Scope) -> QuerySet[Membership]:
    """Members today who hold no valid card, each with how far one of theirs has come."""
    own = Card.objects.filter(membership=OuterRef("pk"))
    coming = own.standing().order_by("-pk").values("state")[:1]
    rows: QuerySet[Membership] = (
        Membership.objects.visible_to(scope)
        .as_of(today())
        .filter(~Exists(own.held_on(today())))
        .annotate(progress=Subquery(coming))
        .for_list()
    )
    return rows


def progress_of(member: Any) -> str:
    return CardState(member.progress).label if member.progress else "未申领"


def unasked(member: Any) -> bool:
    """Whether a card can be asked for now."""
    return member.progress is None


class WithoutFilter(OfficeFilter):
    progress = django_filters.ChoiceFilter(
        label="办证进度",
        choices=(
            (UNASKED, "未申领"),
            *((s.value, s.label) for s in (CardState.ASKED, CardState.MADE, CardState.LOST)),
        ),
        method="by_progress",
    )
    union = django_filters.ModelChoiceFilter(label="所在基层工会", queryset=unions)
    employer = django_filters.ModelChoiceFilter(
        label="工作单位", field_name="person__employer", queryset=employers
    )
    place = places("person__place")
    is_migrant = yes_no("农民工", "person__is_migrant")
    joined_on = days("入会日期")

    class Meta:
        model = Membership
        fields = ()

    def by_progress(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(progress=None if value == UNASKED else value)


def _find_members(rows: Any, text: str) -> Any:
    return rows.filter(person__in=Person.objects.find(text))


WITHOUT = Listing(
    title="未办证会员",
    unit="人",
    rows=_without,
    filters=WithoutFilter,
    find=_find_members,
    find_hint=FIND_HINT,
    personal=True,
    columns=(
        Column("姓名", lambda m: m.person.name, width=10, link=True),
        Column("性别", lambda m: m.person.get_sex_display(), width=6, phone=False),
        Column(
            "身份证号",
            lambda m: masked_id(m.person.id_number),
            width=20,
            phone=False,
            unmasked=lambda m: m.person.id_number,
        ),
        Column("联系电话", lambda m: m.person.phone, width=14),
        Column("片区村居", lambda m: m.person.place, width=12, phone=False),
        Column("工作单位", lambda m: m.person.employer, width=24, phone=False),
        Column("所在基层工会", lambda m: m.union, width=20, phone=False),
        Column("入会日期", lambda m: m.joined_on, "day", 12, phone=False),
        Column("办证进度", progress_of, "state", 10),
    ),
    tones=TONES,
    empty="符合条件的会员都有有效的会员证。",
)


class CardListFilter(OfficeFilter):
    kind = django_filters.ChoiceFilter(label="清单", choices=ListKind.choices)
    on = days("日期")
    scanned = django_filters.ChoiceFilter(
        label="扫描件", choices=(("yes", "已上传"), ("no", "未上传")), method="by_scan"
    )

    class Meta:
        model = CardList
        fields = ()

    def by_scan(self, rows: Any, _name: str, value: str) -> Any:
        return rows.filter(scans__gt=0) if value == "yes" else rows.filter(scans=0)


def _card_lists(scope: Scope) -> QuerySet[CardList]:
    rows: QuerySet[CardList] = (
        CardList.objects.visible_to(scope)
        .for_list()
        .annotate(
            made=Count("cards_made", distinct=True),
            handed=Count("cards_handed", distinct=True),
            scans=Count("signed", distinct=True),
        )
    )
    return rows


def _scanned(batch: Any) -> str:
    if batch.kind == ListKind.MAKING and not batch.scans:
        return "不用"
    return "已上传" if batch.scans else "未上传"


CARD_LISTS = Listing(
    title="制证清单和领证签收表",
    unit="份",
    rows=_card_lists,
    filters=CardListFilter,
    columns=(
        Column("日期", lambda b: b.on, "day", 12, link=True),
        Column("清单", lambda b: b.get_kind_display(), width=14),
        Column("张数", lambda b: b.made + b.handed, "integer", 8),
        Column("经手（发放）人", lambda b: b.handler, width=12, phone=False),
        Column("登记人", lambda b: b.made_by.name, width=12, phone=False),
        Column("签收扫描件", _scanned, "state", 10),
    ),
    tones={"已上传": "good", "未上传": "warn", "不用": "quiet"},
    empty="还没有制证清单和领证签收表。到“会员证”里勾选，登记制证或发放。",
)
