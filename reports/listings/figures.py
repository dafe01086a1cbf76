"""The records behind a figure: which columns each kind of record is listed with."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Value
from django.db.models.expressions import CombinedExpression

from reports.indicators import Indicator
from reports.indicators.splits import Split
from reports.listings.honour_sets import ALLOWANCES, DUES, HONOURS
from reports.listings.row_sets import (
    CARDS,
    COMMITTEES,
    HEAD_COUNTS,
    OFFICE,
    OFFICERS,
    RATINGS,
    REGULATIONS,
    SPELLS,
    TERMS,
    UNIONS,
    Rows,
    RowSet,
    listed,
)
from reports.rules import in_words
from unionhub.fields import YuanField
from unionhub.listing import Column, Kind, Listing
from unionhub.people import masked_id
from unionhub.scope import Scope


def rows_listing(one: Indicator, title: str, rows: Rows, value: Any) -> Listing:
    """The list of these rows; ``value`` is the figure they make."""
    if one.family is None:
        raise ValueError(f"{one.key} is a ratio: it has no rows")
    chosen = ROWS[one.family.key]

    def fetched(_scope: Scope) -> Rows:
        return chosen.prepare(rows)

    return Listing(
        title=title,
        unit=chosen.unit,
        rows=fetched,
        columns=chosen.columns,
        personal=chosen.personal,
        empty=f"这一期没有计入“{one.label}”的记录，指标为 {in_words(value)}{one.unit}。",
    )


def split_listing(one: Indicator, split: Split, title: str, lines: Rows) -> Listing:
    """A figure by its parts; they are summed beneath only where they add up to it."""
    kind: Kind = "money" if one.unit == "元" else "integer"
    adds_up = one.measure in ("rows", "sum") and one.sign == 1
    return Listing(
        title=title,
        unit="类",
        rows=lambda _scope: lines,
        columns=(
            Column(split.label, lambda line: split.named(line["part"]), width=32),
            Column(
                f"{one.label}（{one.unit}）",
                lambda line: line["value"] * one.sign,
                kind,
                18,
                total="value" if adds_up else "",
            ),
        ),
        empty=f"这一期没有计入“{one.label}”的记录。",
    )


def _given(rows: Rows) -> Rows:
    """What was given counts up in the figure and down in the ledger."""
    zero = Value(0, output_field=YuanField())

    def turned(name: str) -> CombinedExpression:
        return CombinedExpression(zero, "-", F(name), output_field=YuanField())

    return listed("case__person", "fund", by=("on",))(
        rows.annotate(given=turned("amount"), given_goods=turned("goods"))
    )


CASES = RowSet(
    unit="件",
    personal=True,
    prepare=listed("person", "place", by=("applied_on",)),
    columns=(
        Column("编号", lambda c: c.number, width=20, link=True),
        Column("申请人", lambda c: c.person.name),
        Column("证件号", lambda c: masked_id(c.person.id_number), width=20, phone=False),
        Column("片区村居", lambda c: c.place, phone=False),
        Column("救助类别", lambda c: c.get_kind_display(), phone=False),
        Column("帮扶对象", lambda c: c.get_beneficiary_display(), width=14, phone=False),
        Column("申请日期", lambda c: c.applied_on, "day", phone=False),
        Column("发放日期", lambda c: c.paid_on, "day"),
        Column("状态", lambda c: c.get_state_display(), "state", 8, phone=False),
        OFFICE,
    ),
)
GIVEN = RowSet(
    unit="笔",
    personal=True,
    prepare=_given,
    columns=(
        Column("日期", lambda e: e.on, "day", link=True),
        Column("类别", lambda e: e.get_kind_display(), phone=False),
        Column("帮扶申请", lambda e: e.case, width=20, phone=False),
        Column("受助人", lambda e: e.case.person.name),
        Column("发放额", lambda e: e.given, "money", total="given"),
        Column("其中物资", lambda e: e.given_goods, "money", total="given_goods", phone=False),
        Column("资金", lambda e: e.fund, width=24, phone=False),
        OFFICE,
    ),
)
INCOME = RowSet(
    unit="笔",
    prepare=listed("fund", by=("on",)),
    columns=(
        Column("日期", lambda e: e.on, "day", link=True),
        Column("类别", lambda e: e.get_kind_display(), phone=False),
        Column("资金", lambda e: e.fund, width=28),
        Column("资金来源", lambda e: e.fund.get_source_display(), width=14, phone=False),
        Column("摘要", lambda e: e.note, width=24, phone=False),
        Column("收入", lambda e: e.amount, "money", total="amount"),
        OFFICE,
    ),
)
EVENTS = RowSet(
    unit="场",
    prepare=listed("place", by=("ends_on",)),
    columns=(
        Column("活动名称", lambda e: e.name, width=28, link=True),
        Column("类别", lambda e: e.get_kind_display(), phone=False),
        Column("结束日期", lambda e: e.ends_on, "day"),
        Column("参加人数", lambda e: e.heads, "integer", total="heads", phone=False),
        Column("参加人次", lambda e: e.person_times, "integer", total="person_times"),
        Column("支出", lambda e: e.cost, "money", total="cost", phone=False),
        OFFICE,
    ),
)
FACILITIES = RowSet(
    unit="个",
    prepare=listed("place", by=("kind", "name")),
    columns=(
        Column("名称", lambda f: f.name, width=24, link=True),
        Column("类别", lambda f: f.get_kind_display(), width=14),
        Column("片区村居", lambda f: f.place, phone=False),
        Column("建成日期", lambda f: f.opened_on, "day"),
        OFFICE,
    ),
)
ADJUSTMENTS = RowSet(
    unit="次",
    prepare=lambda rows: rows.select_related("facility__organisation").order_by("on", "pk"),
    columns=(
        Column("阵地", lambda a: a.facility, width=24),
        Column("调整日期", lambda a: a.on, "day"),
        Column("调整内容", lambda a: a.what, width=40),
        Column("填报工会", lambda a: a.facility.organisation, width=18, phone=False),
    ),
)
PUBLICITY = RowSet(
    unit="件",
    prepare=listed(by=("on",)),
    columns=(
        Column("内容", lambda p: p.text, width=40, link=True),
        Column("类别", lambda p: p.get_kind_display(), phone=False),
        Column("日期", lambda p: p.on, "day"),
        Column("渠道", lambda p: p.channel, width=18, phone=False),
        Column("覆盖人次", lambda p: p.reach, "integer", total="reach"),
        OFFICE,
    ),
)

# Family key → how its rows are listed.
ROWS: dict[str, RowSet] = {
    "unions": UNIONS,
    "new_unions": UNIONS,
    "head_counts": HEAD_COUNTS,
    "members": SPELLS,
    "joined": SPELLS,
    "left": SPELLS,
    "retained": SPELLS,
    "newly_retained": SPELLS,
    "cards": CARDS,
    "committees": COMMITTEES,
    "bodies": COMMITTEES,
    "closed_unions": UNIONS,
    "officers": OFFICERS,
    "elections": TERMS,
    "terms_overdue": TERMS,
    "regulations": REGULATIONS,
    "ratings": RATINGS,
    "honours": HONOURS,
    "honours_granted": HONOURS,
    "allowances_due": HONOURS,
    "allowances": ALLOWANCES,
    "dues": DUES,
    "dues_owing": SPELLS,
    "cases_applied": CASES,
    "cases_paid": CASES,
    "money_given": GIVEN,
    "money_received": INCOME,
    "events_held": EVENTS,
    "facilities": FACILITIES,
    "adjustments": ADJUSTMENTS,
    "publicity": PUBLICITY,
}
