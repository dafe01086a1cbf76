"""The records behind a figure: which columns each kind of record is listed with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.expressions import CombinedExpression

from members.models import by_name
from reports.indicators import Indicator
from reports.rules import in_words
from unionhub.fields import YuanField
from unionhub.listing import Column, Listing
from unionhub.people import masked_id
from unionhub.scope import Scope

Rows = QuerySet[Any]
OFFICE = Column("填报工会", lambda r: r.organisation, width=18, phone=False)


@dataclass(frozen=True, kw_only=True)
class RowSet:
    """How the rows of a family are listed. ``prepare`` fetches what the columns show."""

    unit: str
    columns: tuple[Column, ...]
    prepare: Callable[[Rows], Rows]
    personal: bool = False


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


def _listed(*related: str, by: tuple[str, ...]) -> Callable[[Rows], Rows]:
    return lambda rows: rows.select_related("organisation", *related).order_by(*by, "pk")


def _given(rows: Rows) -> Rows:
    """What was given counts up in the figure and down in the ledger."""
    zero = Value(0, output_field=YuanField())

    def turned(name: str) -> CombinedExpression:
        return CombinedExpression(zero, "-", F(name), output_field=YuanField())

    return _listed("case__person", "fund", by=("on",))(
        rows.annotate(given=turned("amount"), given_goods=turned("goods"))
    )


UNIONS = RowSet(
    unit="个",
    prepare=_listed("union", by=("union__path",)),
    columns=(
        Column("工会名称", lambda p: p.union, width=28, link=True),
        Column("类型", lambda p: p.union.get_kind_display(), phone=False),
        Column("单位性质", lambda p: p.get_unit_kind_display(), width=16, phone=False),
        Column("外来投资", lambda p: "是" if p.incoming else "", phone=False),
        Column("建会日期", lambda p: p.union.opened_on, "day"),
        Column("涵盖单位数", lambda p: p.units_covered, "integer", total="units_covered"),
        OFFICE,
    ),
)
SPELLS = RowSet(
    unit="人",
    personal=True,
    prepare=_listed("person__place", "person__employer", by=by_name("person")),
    columns=(
        Column("姓名", lambda m: m.person.name, width=10, link=True),
        Column("证件号", lambda m: masked_id(m.person.id_number), width=20, phone=False),
        Column("性别", lambda m: m.person.get_sex_display(), width=6, phone=False),
        Column("农民工", lambda m: "是" if m.person.is_migrant else "", width=8, phone=False),
        Column("片区村居", lambda m: m.person.place, phone=False),
        Column("工作单位", lambda m: m.person.employer, width=24, phone=False),
        Column("入会日期", lambda m: m.joined_on, "day"),
        Column("离会日期", lambda m: m.left_on, "day"),
        Column("离会原因", lambda m: m.left_reason, width=16, phone=False),
        OFFICE,
    ),
)
CARDS = RowSet(
    unit="本",
    personal=True,
    prepare=_listed("membership__person", by=("issued_on",)),
    columns=(
        Column("证号", lambda c: c.number, width=18, link=True),
        Column("持证人", lambda c: c.membership.person.name),
        Column("发证日期", lambda c: c.issued_on, "day"),
        Column("作废日期", lambda c: c.void_on, "day", phone=False),
        OFFICE,
    ),
)
HEAD_COUNTS = RowSet(
    unit="个单位",
    prepare=_listed("employer", by=("employer__name",)),
    columns=(
        Column("单位", lambda c: c.employer, width=28),
        Column("统计日期", lambda c: c.on, "day", phone=False),
        Column("职工人数", lambda c: c.staff, "integer", total="staff"),
        Column("其中女职工", lambda c: c.women, "integer", total="women"),
        Column("其中农民工", lambda c: c.migrants, "integer", total="migrants", phone=False),
        OFFICE,
    ),
)
COMMITTEES = RowSet(
    unit="个",
    prepare=_listed(by=("formed_on",)),
    columns=(
        Column("名称", lambda c: c.name, width=28, link=True),
        Column("成立日期", lambda c: c.formed_on, "day"),
        Column("文号", lambda c: c.paper, width=18, phone=False),
        OFFICE,
    ),
)
OFFICERS = RowSet(
    unit="个职务",
    prepare=lambda rows: rows.select_related("term__organisation", "term__union").order_by(
        "term__union__path", "pk"
    ),
    columns=(
        Column("姓名", lambda o: o.name, width=10),
        Column("工会", lambda o: o.term.union, width=28),
        Column("工会职务", lambda o: o.get_post_display(), width=14),
        Column("专职或兼职", lambda o: "专职" if o.full_time else "兼职", width=10),
        Column("任职日期", lambda o: o.from_on, "day", phone=False),
        Column("填报工会", lambda o: o.term.organisation, width=18, phone=False),
    ),
)
TERMS = RowSet(
    unit="届",
    prepare=_listed("union", by=("union__path",)),
    columns=(
        Column("工会", lambda t: t.union, width=28, link=True),
        Column("届次", lambda t: f"第{t.number}届", width=8),
        Column("选举日期", lambda t: t.began_on, "day"),
        Column("应换届日期", lambda t: t.due_on, "day"),
        OFFICE,
    ),
)
REGULATIONS = RowSet(
    unit="项",
    prepare=_listed("union", by=("on",)),
    columns=(
        Column("制度名称", lambda r: r.name, width=32, link=True),
        Column("工会", lambda r: r.union, width=28, phone=False),
        Column("新订或修订", lambda r: r.get_act_display(), width=10),
        Column("施行日期", lambda r: r.on, "day"),
        OFFICE,
    ),
)
RATINGS = RowSet(
    unit="次",
    prepare=_listed("union", by=("rated_on",)),
    columns=(
        Column("工会", lambda r: r.union, width=28, link=True),
        Column("评定", lambda r: r.name or r.get_kind_display(), width=20),
        Column("级别", lambda r: r.get_level_display(), width=12),
        Column("评定日期", lambda r: r.rated_on, "day"),
        OFFICE,
    ),
)
CASES = RowSet(
    unit="件",
    personal=True,
    prepare=_listed("person", "place", by=("applied_on",)),
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
    prepare=_listed("fund", by=("on",)),
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
    prepare=_listed("place", by=("ends_on",)),
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
    prepare=_listed("place", by=("kind", "name")),
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
    prepare=_listed(by=("on",)),
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
    "cards": CARDS,
    "committees": COMMITTEES,
    "bodies": COMMITTEES,
    "closed_unions": UNIONS,
    "officers": OFFICERS,
    "elections": TERMS,
    "terms_overdue": TERMS,
    "regulations": REGULATIONS,
    "ratings": RATINGS,
    "cases_applied": CASES,
    "cases_paid": CASES,
    "money_given": GIVEN,
    "money_received": INCOME,
    "events_held": EVENTS,
    "facilities": FACILITIES,
    "adjustments": ADJUSTMENTS,
    "publicity": PUBLICITY,
}
