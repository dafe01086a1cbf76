"""汇总表: the county's workbook of a period, from the same computation as every other figure.

Sheet 1 is organisations × indicators; the ledgers hold the records behind it, and the last sheet
holds every figure against the papers of the period.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil

from reports import ledgers
from reports.indicators import (
    REGISTRY,
    Indicator,
    Value,
    activities,
    aid,
    figures_by_office,
    honours,
    members,
)
from reports.models import Summary
from reports.reconciling import Line, reconcile, reconciliation_sheet
from unionhub.models import Organisation
from unionhub.periods import Period
from unionhub.rates import percent
from unionhub.scope import Scope
from unionhub.snapshots import readers_block, snapshot
from unionhub.spreadsheets.values import Kind
from unionhub.spreadsheets.writing import TOTAL, Column, Sheet, write_workbook

OWN = "本级"
ORDER = (members.GROUP, honours.GROUP, aid.GROUP, activities.GROUP)
MOST_COLUMNS = 12  # indicators on one printed page, so that the type stays readable
NAME_WIDTH = 16
NOTES = (
    "合计由全部记录算出：比率按合计的分子、分母计算，不相加；同一人在几个单位得到帮扶的，"
    "合计只计一人，所以“人数”的合计可能小于各行之和。",
    "空格表示没有分母，比率无法计算。金额单位为元，比率为百分数。",
)

Values = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one office with all below it; of ``office`` None, the line 本级, without."""

    label: str
    values: Values
    office: Organisation | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Indicators of one kind of work: what the page shows as one table."""

    name: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What sheet 1 and the page show, and every figure held against the papers."""

    organisation: Organisation
    period: Period
    rows: tuple[Row, ...]
    total: Values
    lines: tuple[Line, ...]


def groups() -> list[Group]:
    """The indicators by kind of work, in the order the office names them."""
    known = sorted(REGISTRY.values(), key=lambda one: ORDER.index(one.group))
    return [Group(name, tuple(run)) for name, run in groupby(known, lambda one: one.group)]


def file_name(organisation: Organisation, period: Period) -> str:
    return f"{organisation}{period.label}汇总表.xlsx"


def compute(organisation: Organisation, period: Period, *, by: Scope) -> Tally:
    """The tally in a fixed number of queries, however many offices, records and papers."""
    papers = list(
        Summary.objects.visible_to(by)
        .below(organisation.path)
        .filter(since=period.since, until=period.until)
        .select_related("organisation", "frozen")
        .order_by("organisation__path", "-edition")
    )
    offices = _offices_below(organisation)
    asked = {one.pk: one for one in [organisation, *offices, *(p.organisation for p in papers)]}
    live = figures_by_office(organisation, asked.values(), period)
    own = _own(organisation, period, live[organisation.pk], [live[one.pk] for one in offices])
    rows = [
        Row(str(office), live[office.pk], office)
        for office in offices
        if _belongs(office, live[office.pk], period)
    ]
    return Tally(
        organisation,
        period,
        rows=(Row(OWN if rows else str(organisation), own), *rows),
        total=live[organisation.pk],
        lines=tuple(reconcile(organisation, papers, live)),
    )


def workbook(organisation: Organisation, period: Period, *, by: Scope) -> bytes:
    """The whole workbook, every sheet of it from one moment of the database.

    Ledgers are streamed, unless writing them would keep the whole office waiting. Raises
    TooManyRows when one is longer than a worksheet can be.
    """
    creator = str(by.organisation)
    with snapshot():
        sheets = list(_sheets(compute(organisation, period, by=by), by))
        if not readers_block():
            return write_workbook(sheets, creator=creator)
        sheets = [replace(sheet, rows=list(sheet.rows)) for sheet in sheets]
    return write_workbook(sheets, creator=creator)


def _offices_below(organisation: Organisation) -> list[Organisation]:
    """The offices next below, whatever unions stand between, in the order of the tree."""
    found: list[Organisation] = []
    below = Organisation.objects.below(organisation.path).exclude(pk=organisation.pk)
    for office in below.offices().order_by("path"):
        if not (found and office.path.startswith(found[-1].path)):
            found.append(office)
    return found


def _own(
    organisation: Organisation, period: Period, total: Values, below: Sequence[Values]
) -> Values:
    """The figures of what the organisation keeps itself, without the offices below it.

    What adds up is the rest of the total; people, who may be known to several, are counted.
    """
    if not below:
        return total
    own: Values = {}
    for key, one in REGISTRY.items():
        if one.adds_up:
            own[key] = (total[key] or 0) - sum(values[key] or 0 for values in below)
    own |= _own_people(organisation, period)
    for key, one in REGISTRY.items():
        if one.is_ratio:
            own[key] = percent(own[one.part], own[one.whole])
    return own


def _own_people(organisation: Organisation, period: Period) -> Values:
    """One query for each family that people are counted in."""
    found: Values = {}
    families = {one.family for one in REGISTRY.values() if one.family and not one.adds_up}
    for family in families:
        counted = [one for one in REGISTRY.values() if one.family == family and not one.adds_up]
        rows = family.rows(period).filter(**{family.path: organisation}).order_by()
        values = rows.aggregate(**{f"v{n}": one.aggregate() for n, one in enumerate(counted)})
        found |= {one.key: values[f"v{n}"] for n, one in enumerate(counted)}
    return found


def _belongs(office: Organisation, values: Values, period: Period) -> bool:
    """Whether the office stood at any time of the period, or has records in it all the same."""
    opened = office.opened_on is None or office.opened_on < period.until
    standing = opened and (office.closed_on is None or office.closed_on > period.since)
    return standing or any(values.values())


def _sheets(tally: Tally, by: Scope) -> Iterator[Sheet]:
    yield summary_sheet(tally)
    yield from ledgers.sheets(tally.organisation, tally.period, by=by)
    yield reconciliation_sheet(tally.organisation, tally.period, tally.lines)


def summary_sheet(tally: Tally) -> Sheet:
    """Organisations × indicators, printed on as many pages as keep it readable."""
    columns = [Column("单位名称", width=NAME_WIDTH)]
    keys = [one.key for group in groups() for one in group.indicators]
    for group in groups():
        for page in _pages(group.indicators):
            columns += [_column(one, group.name, one is page[0]) for one in page]
    return Sheet(
        name="汇总",
        title=f"{tally.organisation}{tally.period.label}工会工作汇总表",
        subtitle=(f"填报单位：{tally.organisation}", days_of(tally.period)),
        columns=columns,
        rows=[(row.label, *(row.values[key] for key in keys)) for row in tally.rows],
        totals=(TOTAL, *(tally.total[key] for key in keys)),
        notes=NOTES,
        frozen=1,
    )


def _pages(indicators: Sequence[Indicator]) -> list[list[Indicator]]:
    """A group's indicators by printed page, about as many on each; those of one subject
    (人数 人次 金额) stay together, unless they alone are more than a page holds."""
    needed = ceil(len(indicators) / MOST_COLUMNS)
    fair = ceil(len(indicators) / needed)
    pages: list[list[Indicator]] = [[]]
    for _, run in groupby(indicators, lambda one: one.key.rpartition(".")[0]):
        for part in _parts(list(run)):
            full = len(pages[-1]) >= fair and len(pages) < needed
            if full or len(pages[-1]) + len(part) > MOST_COLUMNS:
                pages.append([])
            pages[-1] += part
    return pages


def _parts(subject: list[Indicator]) -> list[list[Indicator]]:
    """The subject whole, or in parts of about one size where a page cannot hold it."""
    size = ceil(len(subject) / ceil(len(subject) / MOST_COLUMNS))
    return [subject[start : start + size] for start in range(0, len(subject), size)]


def _column(one: Indicator, group: str, new_page: bool) -> Column:
    return Column(
        f"{one.label}\n（{one.unit}）",
        kind_of(one),
        width=12 if one.unit == "元" else 8.5,
        group=group,
        new_page=new_page,
    )


def kind_of(one: Indicator) -> Kind:
    """How a figure is written; a rate is its percent number, as ``figures`` gives it."""
    return {"元": "money", "%": "number"}.get(one.unit, "integer")  # type: ignore[return-value]


def days_of(period: Period) -> str:
    return f"期间：{period.since.isoformat()} 至 {period.last_day.isoformat()}"
