"""How the records behind a figure are listed: honours, allowances, dues."""

from __future__ import annotations

from members.pickers import months_paid
from reports.listings.row_sets import OFFICE, RowSet, listed
from unionhub.listing import Column
from unionhub.people import masked_id

HONOURS = RowSet(
    unit="项",
    personal=True,
    prepare=listed("person__place", "union", "employer", by=("-granted_on",)),
    columns=(
        Column("获得者", lambda h: h.holder_name, width=18, link=True),
        Column("荣誉", lambda h: h.get_kind_display(), width=14),
        Column("荣誉全称", lambda h: h.name, width=24, phone=False),
        Column("级别", lambda h: h.get_level_display(), width=12, phone=False),
        Column("授予日期", lambda h: h.granted_on, "day"),
        Column("授予单位", lambda h: h.granted_by, width=18, phone=False),
        Column("每年津贴", lambda h: h.allowance, "money", total="allowance", phone=False),
        OFFICE,
    ),
)
ALLOWANCES = RowSet(
    unit="笔",
    personal=True,
    prepare=listed("honour__person", "honour__union", by=("paid_on",)),
    columns=(
        Column("发放日期", lambda a: a.paid_on, "day"),
        Column("获得者", lambda a: a.honour.holder_name, width=18),
        Column("荣誉", lambda a: a.honour.get_kind_display(), width=14, phone=False),
        Column("津贴年度", lambda a: str(a.year), width=10, phone=False),
        Column("金额", lambda a: a.amount, "money", total="amount"),
        Column("凭证号", lambda a: a.voucher, width=14, phone=False),
        OFFICE,
    ),
)
DUES = RowSet(
    unit="笔",
    personal=True,
    prepare=listed("person", "employer", "union", by=("paid_on",)),
    columns=(
        Column("缴纳日期", lambda d: d.paid_on, "day", link=True),
        Column("类别", lambda d: d.get_kind_display(), phone=False),
        Column("缴纳人（单位）", lambda d: d.payer, width=20),
        Column(
            "证件号",
            lambda d: masked_id(d.person.id_number) if d.person else "",
            width=20,
            phone=False,
        ),
        Column("基层工会", lambda d: d.union, width=20, phone=False),
        Column(
            "所属月份",
            lambda d: months_paid(d),
            width=20,
            phone=False,
        ),
        Column("应缴", lambda d: d.due, "money", total="due", phone=False),
        Column("实缴", lambda d: d.amount, "money", total="amount"),
        Column("本级留成", lambda d: d.own, "money", total="own", phone=False),
        Column("上缴", lambda d: d.upper, "money", total="upper", phone=False),
        OFFICE,
    ),
)
