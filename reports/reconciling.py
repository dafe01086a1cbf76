"""对账: every figure of the period's papers beside what the records say now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reports.freezing import BrokenSeal, Frozen, FrozenFigure, thaw
from reports.indicators import REGISTRY, Value
from reports.models import Summary
from reports.rules import in_words
from unionhub.models import Organisation
from unionhub.periods import Period
from unionhub.spreadsheets.values import Kind, Typed
from unionhub.spreadsheets.values import Value as Cell
from unionhub.spreadsheets.writing import Column, Sheet

Values = Mapping[str, Value]

DRAFT = "草稿：数值随记录变动，签发后固定"
SAME = "一致"
CHANGED = "签发后记录有变动"
RULE_CHANGED = "指标口径在签发后改过"
NOT_THEN = "签发时没有这项指标"
NOT_NOW = "这项指标已停用"
NO_PAPER = "本期没有本级总结，无可核对"

COLUMNS = (
    Column("工会", width=18),
    Column("版次", width=8),
    Column("状态", width=8),
    Column("成文日期", "day", 12),
    Column("指标", width=24),
    Column("单位", width=6),
    Column("总结中的数", "number", 15),
    Column("现在的数", "number", 15),
    Column("差额", "number", 13),
    Column("正文", width=8),
    Column("说明", width=30),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of one paper. ``paper`` is the value signed, or of a draft the live one."""

    organisation: Organisation
    summary: Summary | None
    label: str
    unit: str
    paper: Value
    live: Value
    note: str
    said: bool = False  # whether the signed text states it

    @property
    def difference(self) -> Value:
        """现在的数 less 总结中的数; None where either is missing."""
        if self.paper is None or self.live is None:
            return None
        return self.live - self.paper

    @property
    def differs(self) -> bool:
        """Whether the records no longer bear out what was signed."""
        signed = self.summary is not None and self.summary.state == Summary.State.SIGNED
        return signed and self.note != SAME

    @property
    def in_words(self) -> str:
        then, now = in_words(self.paper), in_words(self.live)
        return f"{self.organisation} {self.label}：签发 {then}，现在 {now}（{self.note}）"


def reconcile(
    organisation: Organisation, papers: Sequence[Summary], live: Mapping[int, Values]
) -> Iterator[Line]:
    """Every figure of every paper, in the papers' order; ``live`` by organisation.

    The organisation's own totals come first, also when it has no paper of its own.
    """
    if all(paper.organisation_id != organisation.pk for paper in papers):
        for key, one in REGISTRY.items():
            value = live[organisation.pk][key]
            yield Line(organisation, None, one.label, one.unit, None, value, NO_PAPER)
    for paper in papers:
        if paper.state == Summary.State.DRAFT:
            yield from _draft(paper, live[paper.organisation_id])
        else:
            yield from _signed(paper, live[paper.organisation_id])


def _draft(paper: Summary, live: Values) -> Iterator[Line]:
    for key, one in REGISTRY.items():
        yield Line(paper.organisation, paper, one.label, one.unit, live[key], live[key], DRAFT)


def _signed(paper: Summary, live: Values) -> Iterator[Line]:
    try:
        frozen = thaw(paper.frozen)
    except BrokenSeal as broken:
        yield Line(paper.organisation, paper, "全部", "", None, None, str(broken))
        return
    for key in [*REGISTRY, *(key for key in frozen.figures if key not in REGISTRY)]:
        yield _compared(paper, key, frozen, live.get(key))


def _compared(paper: Summary, key: str, frozen: Frozen, live: Value) -> Line:
    then = frozen.figures.get(key)
    named = REGISTRY.get(key) or frozen.figures[key]
    return Line(
        paper.organisation,
        paper,
        named.label,
        named.unit,
        then.value if then else None,
        live,
        _note(key, then, live),
        said=key in frozen.used,
    )


def _note(key: str, then: FrozenFigure | None, value: Value) -> str:
    if then is None:
        return NOT_THEN
    if key not in REGISTRY:
        return NOT_NOW
    if then.value == value:
        return SAME
    return CHANGED if then.rule == REGISTRY[key].rule else RULE_CHANGED


def reconciliation_sheet(
    organisation: Organisation, period: Period, lines: Sequence[Line]
) -> Sheet:
    papers = {line.summary.pk for line in lines if line.summary}
    differing = sum(line.differs for line in lines)
    return Sheet(
        name="对账",
        title=f"{organisation}{period.label}汇总表与工作总结对账",
        subtitle=(f"核对总结 {len(papers)} 份", f"已签发而与现在的数不一致的 {differing} 项"),
        columns=COLUMNS,
        rows=[_row(line) for line in lines],
        notes=(
            "总结签发后，其中的数不再变动；汇总表和指标随记录变动。差额＝现在的数－总结中的数。",
            "“正文”一栏写“已写入”的，是签发的总结正文里说到的数。“现在的数”包含该工会及其下级的记录，与汇总表同一算法。",
        ),
    )


def _row(line: Line) -> tuple[Cell, ...]:
    kind: Kind = _KINDS.get(line.unit, "integer")
    summary = line.summary
    return (
        str(line.organisation),
        f"第{summary.edition}版" if summary else "",
        summary.get_state_display() if summary else "无总结",
        summary.dated if summary else None,
        line.label,
        line.unit,
        Typed(line.paper, kind),
        Typed(line.live, kind),
        Typed(line.difference, kind),
        "已写入" if line.said else "",
        line.note,
    )


_KINDS: dict[str, Kind] = {"元": "money", "%": "number"}
