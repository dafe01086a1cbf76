"""审批表: the request, what was found, every opinion with name and date, exceptions named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from aid.models import AidCase, AidLine, CaseStep
from aid.rules import total_of
from aid.workflow import LABELS, MAIN_PATH
from unionhub.documents import blocks
from unionhub.money import capital_yuan, yuan_text
from unionhub.people import masked_id


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step as it is shown, the same on screen and paper."""

    verb: str
    label: str
    who: str
    on: str
    duty: str
    opinion: str
    ground: str

    @property
    def sentence(self) -> str:
        """Opinion first, then who in which duty and when, then why one person did both."""
        signed = f"{self.duty}：{self.who}　{self.on}"
        ground = f"兼任依据：{self.ground}" if self.ground else ""
        return "　".join(part for part in (self.opinion, signed, ground) if part)


def in_words(step: CaseStep) -> StepWords:
    return StepWords(
        verb=step.verb,
        label=LABELS.get(step.verb, step.verb),
        who=step.by.name,
        on=day_text(step.on),
        duty=step.get_duty_display(),
        opinion=step.opinion,
        ground=step.get_ground_display(),
    )


def day_text(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def span_text(first: date | None, last: date | None) -> str:
    return f"{day_text(first)}至{day_text(last)}" if first and last else ""


def round_of(steps: Iterable[CaseStep]) -> list[CaseStep]:
    """The request, and the steps since it was last submitted again."""
    rows = list(steps)
    opened = [number for number, step in enumerate(rows) if step.verb == "resubmit"]
    first = [step for step in rows[:1] if step.verb == "apply"]
    return first + rows[opened[-1] :] if opened else rows


def approval_form(
    case: AidCase, lines: Sequence[AidLine], steps: Sequence[CaseStep], fund: str
) -> list[blocks.Block]:
    """困难帮扶审批表 of one case; the identity number masked, the diagnosis left out."""
    whole, _ = total_of((line.form, line.value) for line in lines)
    taken = [in_words(step) for step in round_of(steps)]
    return [
        blocks.Title(("困难帮扶审批表",)),
        blocks.SubLine((f"填报单位：{case.organisation}", f"编号：{case.number}")),
        blocks.Facts(_facts(case, fund)),
        blocks.Table(
            caption="帮扶内容",
            head=("形式", "名称", "数量", "金额（元）"),
            rows=[
                (line.get_form_display(), line.item, line.quantity, yuan_text(line.value))
                for line in lines
            ],
            align=("text", "text", "text", "money"),
            foot=("合计", f"大写：{capital_yuan(whole)}", "", yuan_text(whole)),
        ),
        blocks.Facts([[(step.label, step.sentence)] for step in taken if step.verb in PRINTED]),
        blocks.SignOff(("经办", "审核", "审批", "领取人签名")),
    ]


PRINTED = frozenset({*MAIN_PATH, "refuse", "correct_ask", "correct", "correct_refuse"})


def _facts(case: AidCase, fund: str) -> list[list[tuple[str, str]]]:
    person = case.person
    rows = [
        [("姓名", person.name), ("性别", person.get_sex_display())],
        [("证件号", masked_id(person.id_number)), ("片区村居", str(case.place))],
        [("救助类别", case.get_kind_display()), ("帮扶对象", case.get_beneficiary_display())],
        [("申请日期", day_text(case.applied_on)), ("发放日期", day_text(case.paid_on))],
        [("申请事由", case.reason)],
    ]
    if case.school:
        rows.append([("就读学校", case.school)])
    if case.visited_on:
        visitors = f"{case.visitor_one}、{case.visitor_two}"
        rows += [
            [("入户日期", day_text(case.visited_on)), ("入户人", visitors)],
            [("核实情况", case.findings)],
        ]
    if case.notice_from:
        rows.append([("公示", span_text(case.notice_from, case.notice_until))])
    if fund:
        rows.append([("列支资金", fund)])
    return rows
