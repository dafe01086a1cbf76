"""What the page of a case shows: facts, strip, lines, the acts open now and why others are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from aid import rules
from aid.listings import CASE_TONES
from aid.models import GIVEN, AidCase, AidLine, CasePaper, CaseStep, Correction, CorrectionState
from aid.printouts import day_text, in_words, round_of, span_text
from aid.views.fetching import held_by, steps_of
from aid.workflow import CASE_FLOW, EDITABLE, LABELS, MAIN_PATH, REACHED
from unionhub.people import masked_id
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.scope import Scope
from unionhub.workflow import Step


@dataclass(frozen=True, slots=True)
class Act:
    """A step open to this post: its button with what it does, or in words why there is none."""

    label: str
    url: str
    consequence: str
    note: str = ""
    barred: str = ""


def page_of(case: AidCase, scope: Scope, *, illness: str = "") -> dict[str, Any]:
    """Everything the template needs; ``illness`` only when it was just revealed."""
    steps = steps_of(case)
    own = case.organisation_id == scope.organisation.pk and scope.covers(case)
    held = held_by(steps, scope)
    handles = own and scope.may(P.AID_HANDLE)
    corrections = list(
        Correction.objects.filter(line__case=case).select_related("line", "asked_by", "decided_by")
    )
    waiting = [c for c in corrections if c.state == CorrectionState.ASKED]
    may_ask = handles and case.state in GIVEN
    return {
        "case": case,
        "tone": CASE_TONES[case.get_state_display()],
        "facts": facts_of(case, illness),
        "strip": strip_of(case, steps),
        "rows": rows_of(case, {c.line_id for c in waiting}, may_ask),
        "acts": acts_of(case, scope, held) if own else [],
        "may_change": handles and case.state in EDITABLE and not _barred(held),
        "may_attach": handles,
        "may_print": scope.may(P.EXPORT),
        "may_reveal": own and scope.may(P.REVEAL) and bool(case.illness) and not illness,
        "may_see_person": scope.may(P.MEMBER_VIEW),
        "waiting": [_correction(c, scope, held, own) for c in waiting],
        "timeline": [in_words(step) for step in reversed(steps)],
        "papers": [
            {"file": file, "kind": dict(CasePaper.choices).get(file.kind, file.kind)}
            for file in case.attachments.all()
        ],
        "crumbs": [("帮扶申请", reverse("aid:cases")), (case.number, "")],
    }


def facts_of(case: AidCase, illness: str) -> list[tuple[str, Any]]:
    person = case.person
    hidden = "已填写（不显示）" if case.illness else ""
    visitors = "、".join(name for name in (case.visitor_one, case.visitor_two) if name)
    facts = [
        ("申请人", f"{person.name}　{person.get_sex_display()}"),
        ("证件号", masked_id(person.id_number)),
        ("片区村居", case.place),
        ("救助类别", case.get_kind_display()),
        ("帮扶对象", case.get_beneficiary_display()),
        ("申请日期", day_text(case.applied_on)),
        ("申请事由", case.reason),
        ("病情", illness or hidden),
        ("就读学校", case.school),
        ("入户日期", day_text(case.visited_on)),
        ("入户人", visitors),
        ("核实情况", case.findings),
        ("公示", span_text(case.notice_from, case.notice_until)),
        ("审批日期", day_text(case.approved_on)),
        ("发放日期", day_text(case.paid_on)),
        ("受理工会", case.organisation),
    ]
    always = {"申请事由", "申请日期"}
    return [(label, value) for label, value in facts if value or label in always]


def strip_of(case: AidCase, steps: list[CaseStep]) -> list[dict[str, str]]:
    """The main path: what is done by whom and when, what is next, what is to come."""
    taken = {step.verb: step for step in round_of(steps)}
    on_path = case.state in REACHED
    rank = REACHED.index(case.state) if on_path else -1
    strip = []
    for place, verb in enumerate(MAIN_PATH):
        step = taken.get(verb)
        done = place <= rank if on_path else step is not None
        if verb == "approve" and case.approved_on is None:
            done = False
        note = f"{in_words(step).on}　{step.by.name}" if done and step else ""
        if verb == "post_notice" and done and case.notice_until:
            note = f"至{day_text(case.notice_until)}"
        current = on_path and place == rank + 1
        state = "done" if done else "current" if current else ""
        word = "已办" if done else "待办" if current else ""
        strip.append({"name": LABELS[verb], "state": state, "note": note or word})
    return strip


def rows_of(case: AidCase, waiting: set[int], may_ask: bool) -> list[dict[str, Any]]:
    """Lines in force, each with the values it had before and where to ask for another."""
    lines = list(case.lines.all())
    by_pk = {line.pk: line for line in lines}
    replaced = {line.replaces_id for line in lines}
    return [
        {
            "line": line,
            "before": _before(line, by_pk),
            "waiting": line.pk in waiting,
            "ask": may_ask and line.pk not in waiting,
        }
        for line in lines
        if line.pk not in replaced
    ]


def _before(line: AidLine, by_pk: dict[int, AidLine]) -> list[AidLine]:
    chain = []
    while line.replaces_id:
        line = by_pk[line.replaces_id]
        chain.append(line)
    return chain


def acts_of(case: AidCase, scope: Scope, held: set[str]) -> list[Act]:
    return [_act(case, step, held) for step in CASE_FLOW.open_to(scope, case.state)]


def _act(case: AidCase, step: Step, held: set[str]) -> Act:
    bar = rules.bar_on(step.duty, held)
    barred = bar.words if bar and bar.for_good else ""
    if step.verb == "approve" and not barred:
        barred = rules.notice_bar(today(), case.notice_until)
    return Act(
        label=step.label,
        url=reverse("aid:case_step", args=[case.pk, step.verb]),
        consequence=step.consequence,
        note=bar.words if bar and not barred else "",
        barred=barred,
    )


def _barred(held: set[str]) -> bool:
    bar = rules.bar_on("handle", held)
    return bar is not None and bar.for_good


def _correction(correction: Correction, scope: Scope, held: set[str], own: bool) -> dict[str, Any]:
    decides = own and scope.may(P.AID_APPROVE)
    bar = rules.bar_on("approve", held) if decides else None
    barred = bar.words if bar and bar.for_good else ""
    return {"row": correction, "may_decide": decides and not barred, "barred": barred}
