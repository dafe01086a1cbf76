"""How the records behind a figure are listed; those of the register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from members.models import by_name
from unionhub.listing import Column
from unionhub.people import masked_id

Rows = QuerySet[Any]
OFFICE = Column("填报工会", lambda r: r.organisation, width=18, phone=False)


@dataclass(frozen=True, kw_only=True)
class RowSet:
    """How the rows of a family are listed. ``prepare`` fetches what the columns show."""

    unit: str
    columns: tuple[Column, ...]
    prepare: Callable[[Rows], Rows]
    personal: bool = False


def listed(*related: str, by: tuple[str, ...]) -> Callable[[Rows], Rows]:
    return lambda rows: rows.select_related("organisation", *related).order_by(*by, "pk")


UNIONS = RowSet(
    unit="个",
    prepare=listed("union", by=("union__path",)),
    columns=(
        Column("工会名称", lambda p: p.union, width=28, link=True),
        Column("类型", lambda p: p.union.get_kind_display(), phone=False),
        Column("单位性质", lambda p: p.get_unit_kind_display(), width=16, phone=False),
        Column("外来投资", lambda p: "是" if p.incoming else "", phone=False),
        Column("建会日期", lambda p: p.union.opened_on, "day"),
        Column("涵盖单位数", lambda p: p.units, "integer", total="units"),
        OFFICE,
    ),
)
SPELLS = RowSet(
    unit="人",
    personal=True,
    prepare=listed("person__place", "person__employer", by=by_name("person")),
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
    prepare=listed("membership__person", by=("issued_on",)),
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
    prepare=listed("employer", by=("employer__name",)),
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
    prepare=listed(by=("formed_on",)),
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
    prepare=listed("union", by=("union__path",)),
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
    prepare=listed("union", by=("on",)),
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
    prepare=listed("union", by=("rated_on",)),
    columns=(
        Column("工会", lambda r: r.union, width=28, link=True),
        Column("评定", lambda r: r.name or r.get_kind_display(), width=20),
        Column("级别", lambda r: r.get_level_display(), width=12),
        Column("评定日期", lambda r: r.rated_on, "day"),
        OFFICE,
    ),
)
