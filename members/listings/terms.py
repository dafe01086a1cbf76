"""The lists of terms and their due days, of officers, ratings and regulations."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from members.listings.offices import OfficeFilter, unions, yes_no
from members.models import (
    HonourLevel,
    Officer,
    OfficerPost,
    Rating,
    RatingKind,
    Regulation,
    RegulationAct,
    Term,
)
from members.rules.terms import standing_of
from unionhub.listing import Column, Listing
from unionhub.listing_filters import days
from unionhub.periods import today
from unionhub.scope import Scope

STANDINGS = (
    ("overdue", "到期未换届"),
    ("soon", "三个月内到期"),
    ("running", "在任（全部）"),
    ("ended", "已届满"),
)
TERM_TONES = {"在任": "good", "三个月内到期": "warn", "到期未换届": "bad", "已届满": "quiet"}


def state_of(term: Term) -> str:
    return standing_of(term.due_on, term.ended_on, today())


class TermFilter(OfficeFilter):
    state = django_filters.ChoiceFilter(label="换届", choices=STANDINGS, method="by_state")
    union = django_filters.ModelChoiceFilter(label="工会", queryset=unions)
    due_on = days("应换届日期")
    began_on = days("选举日期")

    class Meta:
        model = Term
        fields = ()

    def by_state(self, rows: Any, _name: str, value: str) -> Any:
        day = today()
        if value == "ended":
            return rows.exclude(pk__in=rows.running(day).values("pk"))
        if value == "running":
            return rows.running(day).filter(union__closed_on=None)
        due = rows.due(day)
        return due.filter(due_on__lte=day) if value == "overdue" else due.filter(due_on__gt=day)


TERMS = Listing(
    title="工会换届",
    unit="届",
    rows=lambda scope: Term.objects.visible_to(scope).for_list(),
    filters=TermFilter,
    find=lambda rows, text: rows.filter(union__name__contains=text),
    find_hint="工会名称",
    columns=(
        Column("工会", lambda t: t.union.name, width=24, link=True),
        Column("届次", lambda t: f"第{t.number}届", width=8),
        Column("选举日期", lambda t: t.began_on, "day", 12, phone=False),
        Column("任期（年）", lambda t: t.years, "integer", 8, phone=False),
        Column("应换届日期", lambda t: t.due_on, "day", 12),
        Column("产生方式", lambda t: t.get_elected_by_display(), width=16, phone=False),
        Column("批复文号", lambda t: t.paper, width=18, phone=False),
        Column("届满日期", lambda t: t.ended_on, "day", 12, phone=False),
        Column("状态", state_of, "state", 12),
    ),
    tones=TERM_TONES,
    empty="没有符合条件的届次。在“工会概况”里打开一个工会，到“届次和干部”登记选举。",
)


def _officers(scope: Scope) -> QuerySet[Officer]:
    rows: QuerySet[Officer] = Officer.objects.visible_to(scope).select_related(
        "term__union", "term__organisation"
    )
    return rows.order_by("term__union__path", "-term__began_on", "pk")


class OfficerFilter(django_filters.FilterSet):
    union = django_filters.ModelChoiceFilter(
        label="工会", field_name="term__union", queryset=unions
    )
    post = django_filters.ChoiceFilter(label="工会职务", choices=OfficerPost.choices)
    full_time = yes_no("专职", "full_time")
    state = django_filters.ChoiceFilter(
        label="状态", choices=(("serving", "在任"), ("left", "已离任")), method="by_state"
    )

    class Meta:
        model = Officer
        fields = ()

    def by_state(self, rows: Any, _name: str, value: str) -> Any:
        serving = rows.serving(today())
        return serving if value == "serving" else rows.exclude(pk__in=serving.values("pk"))


OFFICERS = Listing(
    title="工会干部名册",
    unit="人",
    rows=_officers,
    filters=OfficerFilter,
    find=lambda rows, text: rows.filter(Q(name__contains=text) | Q(phone=text)),
    find_hint="姓名、电话",
    personal=True,
    columns=(
        Column("姓名", lambda o: o.name, width=10, link=True),
        Column("工会", lambda o: o.term.union.name, width=24),
        Column("工会职务", lambda o: o.get_post_display(), width=14),
        Column("专/兼职", lambda o: "专职" if o.full_time else "兼职", width=8, phone=False),
        Column("其他职务", lambda o: o.other_post, width=18, phone=False),
        Column("联系电话", lambda o: o.phone, width=14, phone=False),
        Column("届次", lambda o: f"第{o.term.number}届", width=8, phone=False),
        Column("任职日期", lambda o: o.from_on, "day", 12, phone=False),
        Column("离任日期", lambda o: o.until_on, "day", 12, phone=False),
        Column("状态", lambda o: "已离任" if o.until_on else "在任", "state", 8),
    ),
    tones={"在任": "good", "已离任": "quiet"},
    empty="没有符合条件的干部。在工会的“届次和干部”页登记。",
)


class RatingFilter(OfficeFilter):
    year = django_filters.NumberFilter(label="年度")
    kind = django_filters.ChoiceFilter(label="评定", choices=RatingKind.choices)
    level = django_filters.ChoiceFilter(label="级别", choices=HonourLevel.choices)
    union = django_filters.ModelChoiceFilter(label="工会", queryset=unions)

    class Meta:
        model = Rating
        fields = ()


RATINGS = Listing(
    title="达标评定",
    unit="项",
    rows=lambda scope: Rating.objects.visible_to(scope).for_list(),
    filters=RatingFilter,
    find=lambda rows, text: rows.filter(Q(union__name__contains=text) | Q(name__contains=text)),
    find_hint="工会、评定名称",
    columns=(
        Column("工会", lambda r: r.union.name, width=24, link=True),
        Column("年度", lambda r: str(r.year), width=8),
        Column("评定", lambda r: r.name or r.get_kind_display(), width=20),
        Column("级别", lambda r: r.get_level_display(), width=14, phone=False),
        Column("星级", lambda r: r.stars, "integer", 6, phone=False),
        Column("评定日期", lambda r: r.rated_on, "day", 12, phone=False),
        Column("文号", lambda r: r.paper, width=18, phone=False),
    ),
    empty="没有符合条件的评定。在工会的“评定”页登记。",
)


class RegulationFilter(OfficeFilter):
    act = django_filters.ChoiceFilter(label="新订或修订", choices=RegulationAct.choices)
    union = django_filters.ModelChoiceFilter(label="工会", queryset=unions)
    on = days("施行日期")

    class Meta:
        model = Regulation
        fields = ()


REGULATIONS = Listing(
    title="规章制度",
    unit="项",
    rows=lambda scope: Regulation.objects.visible_to(scope).for_list(),
    filters=RegulationFilter,
    find=lambda rows, text: rows.filter(Q(name__contains=text) | Q(union__name__contains=text)),
    find_hint="制度、工会名称",
    columns=(
        Column("制度名称", lambda r: r.name, width=30, link=True),
        Column("工会", lambda r: r.union.name, width=24),
        Column("新订或修订", lambda r: r.get_act_display(), width=10, phone=False),
        Column("施行日期", lambda r: r.on, "day", 12),
        Column("文号", lambda r: r.paper, width=18, phone=False),
    ),
    empty="没有符合条件的制度。在工会的“制度”页登记。",
)
