"""The records behind a tally: members, help given, events, facilities, publicity of a period.

Identity numbers are masked text. Diagnoses are not read at all. Rows are streamed, in one query
a sheet. A post sees a ledger only if it may see its records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, Sum

from activities.models import Event, Facility, PublicityItem
from aid.models import GIVEN, AidCase, LedgerEntry
from members.models import Card, Membership, by_name
from reports import money_ledgers
from unionhub.models import Organisation
from unionhub.people import masked_id
from unionhub.periods import Period
from unionhub.permissions import Permission
from unionhub.scope import Scope
from unionhub.spreadsheets.writing import Column, Sheet, Value

AT_ONCE = 2000
OFFICE = Column("填报工会", width=16)

MEMBERS = (
    OFFICE,
    Column("姓名", width=9),
    Column("性别", width=6),
    Column("身份证号", width=20),
    Column("农民工", width=7),
    Column("工作单位", width=22),
    Column("所在基层工会", width=22),
    Column("片区村居", width=10),
    Column("入会方式", width=8),
    Column("入会日期", "day", 11),
    Column("离会日期", "day", 11),
    Column("会员证号", width=23),
    Column("期末", width=8),
)
CASES = (
    OFFICE,
    Column("编号", width=20),
    Column("救助类别", width=10),
    Column("帮扶对象", width=13),
    Column("姓名", width=10),
    Column("身份证号", width=21),
    Column("片区村居", width=12),
    Column("发放日期", "day", 12),
    Column("金额（元）", "money", 13, total=True),
    Column("其中物资折款（元）", "money", 20, total=True),
)
EVENTS = (
    OFFICE,
    Column("类别", width=10),
    Column("活动名称", width=30),
    Column("片区村居", width=12),
    Column("地点", width=18),
    Column("开始日期", "day", 12),
    Column("结束日期", "day", 12),
    Column("参加人数", "integer", 10, total=True),
    Column("参加人次", "integer", 10, total=True),
    Column("支出（元）", "money", 13, total=True),
)
FACILITIES = (
    OFFICE,
    Column("类别", width=14),
    Column("名称", width=30),
    Column("片区村居", width=12),
    Column("负责人", width=10),
    Column("建成日期", "day", 12),
    Column("期内最近一次调整", "day", 16),
)
PUBLICITY = (
    OFFICE,
    Column("类别", width=14),
    Column("内容（标题）", width=44),
    Column("日期", "day", 12),
    Column("渠道", width=18),
    Column("份数", "integer", 9, total=True),
    Column("覆盖人次", "integer", 10, total=True),
)


def sheets(organisation: Organisation, period: Period, *, by: Scope) -> Iterator[Sheet]:
    """The ledgers this post may see, of the organisation and all below it."""
    if by.may(Permission.MEMBER_VIEW):
        rows = members(organisation, period, by)
        yield _sheet("会员台账", MEMBERS, map(member_row(period), rows), organisation, period)
        kept = _stream(money_ledgers.honours(period, by), organisation, "granted_on")
        rows_of = map(money_ledgers.honour_row, kept)
        yield _sheet("荣誉台账", money_ledgers.HONOURS, rows_of, organisation, period)
    if by.may(Permission.DUES_VIEW):
        came_in = _stream(money_ledgers.dues(period, by), organisation, "paid_on")
        rows_of = map(money_ledgers.dues_row, came_in)
        yield _sheet("会费和经费台账", money_ledgers.DUES, rows_of, organisation, period)
    if by.may(Permission.AID_VIEW):
        cases = helped(organisation, period, by)
        yield _sheet("帮扶台账", CASES, map(case_row, cases), organisation, period)
    if by.may(Permission.ACTIVITY_VIEW):
        held = events(organisation, period, by)
        yield _sheet("活动台账", EVENTS, map(event_row, held), organisation, period)
        places = facilities(organisation, period, by)
        yield _sheet("阵地台账", FACILITIES, map(facility_row, places), organisation, period)
        items = publicity(organisation, period, by)
        yield _sheet("宣传台账", PUBLICITY, map(publicity_row, items), organisation, period)


def _sheet(
    name: str,
    columns: tuple[Column, ...],
    rows: Iterable[tuple[Value, ...]],
    organisation: Organisation,
    period: Period,
) -> Sheet:
    numbered = ((number, *row) for number, row in enumerate(rows, 1))
    return Sheet(
        name=name,
        title=f"{organisation}{period.label}{name}",
        subtitle=f"期间：{period.since.isoformat()} 至 {period.last_day.isoformat()}",
        columns=(Column("序号", "integer", 7), *columns),
        rows=numbered,
    )


def _stream(rows: QuerySet[Any], organisation: Organisation, *order: str) -> Iterable[Any]:
    """Rows of the organisation and all below it, office by office, a few thousand at a time."""
    return (
        rows.below(organisation.path)  # type: ignore[attr-defined]
        .order_by("organisation__path", *order, "pk")
        .iterator(chunk_size=AT_ONCE)
    )


def members(organisation: Organisation, period: Period, by: Scope) -> Iterable[Membership]:
    """Spells that ran on any day of the period: joined, left and standing members."""
    card = Card.objects.filter(membership=OuterRef("pk")).held_on(period.last_day)
    rows = (
        Membership.objects.visible_to(by)
        .filter(Q(left_on=None) | Q(left_on__gte=period.since), joined_on__lt=period.until)
        .select_related("organisation", "union", "person__employer", "person__place")
        .annotate(card=Subquery(card.order_by("-issued_on", "-pk").values("number")[:1]))
    )
    return _stream(rows, organisation, *by_name("person"))


def member_row(period: Period) -> Any:
    def row(spell: Any) -> tuple[Value, ...]:
        person = spell.person
        standing = spell.left_on is None or spell.left_on > period.last_day
        return (
            spell.organisation.name,
            person.name,
            person.get_sex_display(),
            masked_id(person.id_number),
            person.is_migrant,
            person.employer.name if person.employer else "",
            spell.union.name,
            person.place.name if person.place else "",
            spell.get_begin_kind_display(),
            spell.joined_on,
            spell.left_on,
            spell.card or "",
            "在会" if standing else "已离会",
        )

    return row


def helped(organisation: Organisation, period: Period, by: Scope) -> Iterable[AidCase]:
    """Cases paid in the period, with what the ledger gave on days of the period.

    A correction carries the day of the row it corrects; whatever day that is, a case with money
    dated in the period stands here, so that the sheet adds up to the ledger.
    """
    entries = LedgerEntry.objects.given().dated_in(period).values("case")
    dated = Q(**period.filter("entries__on"))
    rows = (
        AidCase.objects.visible_to(by)
        .filter(Q(pk__in=entries) | Q(state__in=GIVEN, **period.filter("paid_on")))
        .select_related("organisation", "person", "place")
        .defer("illness", "reason", "findings")
        .annotate(
            given=Sum("entries__amount", filter=dated), goods=Sum("entries__goods", filter=dated)
        )
    )
    return _stream(rows, organisation, "paid_on", "number")


def case_row(case: Any) -> tuple[Value, ...]:
    return (
        case.organisation.name,
        case.number,
        case.get_kind_display(),
        case.get_beneficiary_display(),
        case.person.name,
        masked_id(case.person.id_number),
        case.place.name,
        case.paid_on,
        -(case.given or Decimal(0)),
        -(case.goods or Decimal(0)),
    )


def events(organisation: Organisation, period: Period, by: Scope) -> Iterable[Event]:
    """Events held, by the day they ended."""
    rows = Event.objects.visible_to(by).held_in(period).select_related("organisation", "place")
    return _stream(rows, organisation, "ends_on")


def event_row(event: Any) -> tuple[Value, ...]:
    return (
        event.organisation.name,
        event.get_kind_display(),
        event.name,
        event.place.name if event.place else "",
        event.venue,
        event.begins_on,
        event.ends_on,
        event.heads,
        event.person_times,
        event.cost,
    )


def facilities(organisation: Organisation, period: Period, by: Scope) -> Iterable[Facility]:
    """Facilities in use on the last day, with the last adjustment made in the period."""
    made = Q(**period.filter("adjustments__on"))
    rows = (
        Facility.objects.visible_to(by)
        .in_use(period.last_day)
        .select_related("organisation", "place")
        .annotate(adjusted_on=Max("adjustments__on", filter=made))
    )
    return _stream(rows, organisation, "kind", "name")


def facility_row(facility: Any) -> tuple[Value, ...]:
    return (
        facility.organisation.name,
        facility.get_kind_display(),
        facility.name,
        facility.place.name if facility.place else "",
        facility.keeper,
        facility.opened_on,
        facility.adjusted_on,
    )


def publicity(organisation: Organisation, period: Period, by: Scope) -> Iterable[PublicityItem]:
    rows = PublicityItem.objects.visible_to(by).dated_in(period).select_related("organisation")
    return _stream(rows, organisation, "on")


def publicity_row(item: Any) -> tuple[Value, ...]:
    return (
        item.organisation.name,
        item.get_kind_display(),
        item.text,
        item.on,
        item.channel,
        item.copies,
        item.reach,
    )
