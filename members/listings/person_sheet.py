"""人员资料总表: every fact on file of each person, under the headings the import reads."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from members.listings.people import MEMBER_TONES, PEOPLE, standing_of
from members.models import Person, details_of
from unionhub.listing import Column, Listing
from unionhub.people import masked_id
from unionhub.scope import Scope


def _rows(scope: Scope) -> QuerySet[Person]:
    rows: QuerySet[Person] = PEOPLE.rows(scope).select_related("details")
    return rows


def _further(label: str, name: str, width: int = 12) -> Column:
    """A further fact as it is kept."""
    return Column(label, lambda p: getattr(details_of(p), name), width=width, phone=False)


def _chosen(label: str, name: str, width: int = 12) -> Column:
    """A further fact out of a list, in its word."""
    way = f"get_{name}_display"
    return Column(label, lambda p: getattr(details_of(p), way)(), width=width, phone=False)


def _day(label: str, name: str) -> Column:
    return Column(label, lambda p: getattr(details_of(p), name), "day", 12, phone=False)


def _yes_no(value: Any) -> str:
    return "是" if value else "否"


PERSON_SHEET = Listing(
    title="人员资料总表",
    unit="人",
    rows=_rows,
    filters=PEOPLE.filters,
    find=PEOPLE.find,
    find_hint=PEOPLE.find_hint,
    personal=True,
    numbered=True,
    printed=False,
    columns=(
        Column("姓名", lambda p: p.name, width=10, link=True),
        Column("性别", lambda p: p.get_sex_display(), width=6, phone=False),
        Column("出生日期", lambda p: p.birth_date, "day", 12, phone=False),
        Column("证件类别", lambda p: p.get_document_kind_display(), width=10, phone=False),
        Column(
            "证件号码",
            lambda p: masked_id(p.id_number),
            width=20,
            phone=False,
            unmasked=lambda p: p.id_number,
        ),
        _chosen("民族", "ethnicity", 10),
        _chosen("学历", "education", 10),
        _chosen("政治面貌", "political_status"),
        Column("联系电话", lambda p: p.phone, width=14),
        Column("片区村居", lambda p: p.place, width=12, phone=False),
        Column("详细住址", lambda p: p.address, width=24, phone=False),
        Column("工作单位", lambda p: p.employer, width=24, phone=False),
        Column("就业状况", lambda p: p.get_work_status_display(), width=10, phone=False),
        Column("农民工", lambda p: _yes_no(p.is_migrant), width=8, phone=False),
        _chosen("新就业形态", "work_group"),
        _further("岗位职务", "work_post"),
        Column("劳务派遣工", lambda p: _yes_no(details_of(p).dispatched), width=10, phone=False),
        _day("参加工作日期", "started_work_on"),
        _chosen("技术等级", "tech_grade", 22),
        _further("特长", "skills", 20),
        _chosen("户籍类型", "household_kind"),
        _further("户籍所在地", "registered_at", 20),
        _further("籍贯", "native_place"),
        _chosen("婚姻状况", "marital_status", 10),
        _further("紧急联系人", "emergency_name"),
        _further("与本人关系", "emergency_relation"),
        _further("紧急联系电话", "emergency_phone", 14),
        _day("同意留存资料日期", "consent_on"),
        Column("会籍", standing_of, "state", 8),
    ),
    tones=MEMBER_TONES,
    empty=PEOPLE.empty,
)
