"""What the page of a case shows: facts, strip, lines, the acts open now and why others are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from aid import rules
from aid.listings import CASE_TONES
from aid.models import GIVEN, AidCase, AidLine, CasePaper, CaseStep, Correction, CorrectionState
from aid.printouts import day_text, in_words, round_of, span_text
from aid.views.fetching import fund_of, held_by, steps_of
from aid.workflow import CASE_FLOW, EDITABLE, LABELS, MAIN_PATH, REACHED
from unionhub.people import masked_id
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.reasons import ReasonAct
from unionhub.scope import Scope
from unionhub.workflow import Step

PAPER_WORDS = dict(CasePaper.choices)
STRIP_WORDS = {"done": "已办", "current": "待办"}


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
    held = held_by(steps, scope)
    own = case.organisation_id == scope.organisation.pk and scope.covers(case)
    asked = Correction.objects.filter(line__case=case, state=CorrectionState.ASKED)
    waiting = list(asked.select_related("line", "asked_by"))
    rights = _rights(case, scope, held, own=own)
    return {
        "case": case,
        "tone": CASE_TONES[case.get_state_display()],
        "facts": facts_of(case, illness),
        "texts": [(label, text) for label, text in _texts(case) if text],
        "strip": strip_of(case, steps),
        "rows": rows_of(case, {c.line_id for c in waiting}, rights["may_correct"]),
        "acts": acts_of(case, scope, held) if own else [],
        "waiting": [_correction(c, held, decides=rights["may_decide"]) for c in waiting],
        "timeline": [in_words(step) for step in reversed(steps)],
        "papers": [(file, PAPER_WORDS.get(file.kind, "")) for file in case.attachments.all()],
        "crumbs": [("帮扶申请", reverse("aid:cases")), (case.number, "")],
        "reason_acts": _reason_acts(case, scope, may_reveal=own and not illness),
        **rights,
    }


def _rights(case: AidCase, scope: Scope, held: set[str], *, own: bool) -> dict[str, bool]:
    """What else than a step this post may do here."""
    bar = rules.bar_on("handle", held)
    handles = own and scope.may(P.AID_HANDLE)
    free = handles and not (bar and bar.for_good)
    return {
        "may_attach": handles,
        "may_change": free and case.state in EDITABLE,
        "may_correct": free and case.state in GIVEN,
        "may_decide": own and scope.may(P.AID_APPROVE),
        "may_see_person": scope.may(P.MEMBER_VIEW),
    }


def _reason_acts(case: AidCase, scope: Scope, *, may_reveal: bool) -> list[ReasonAct]:
    acts = []
    if scope.may(P.EXPORT):
        acts.append(
            ReasonAct(
                key="print",
                label="打印审批表",
                url=reverse("aid:case_print", args=[case.pk]),
                example="报主席审批",
                buttons=(("print", "打印审批表（PDF）"),),
            )
        )
    if may_reveal and scope.may(P.REVEAL) and case.illness:
        acts.append(
            ReasonAct(
                key="reveal",
                label="查看病情",
                url=reverse("aid:case_reveal", args=[case.pk]),
                example="核对住院材料",
                buttons=(("reveal", "查看病情"),),
            )
        )
    return acts


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
        ("病情", illness or hidden),
        ("就读学校", case.school),
        ("入户日期", day_text(case.visited_on)),
        ("入户人", visitors),
        ("公示", span_text(case.notice_from, case.notice_until)),
        ("审批日期", day_text(case.approved_on)),
        ("列支资金", case.approved_on and fund_of(case)),
        ("发放日期", day_text(case.paid_on)),
        ("受理工会", case.organisation),
    ]
    return [(label, value) for label, value in facts if value]


def _texts(case: AidCase) -> list[tuple[str, str]]:
    return [("申请事由", case.reason), ("核实情况", case.findings)]


def strip_of(case: AidCase, steps: list[CaseStep]) -> list[dict[str, Any]]:
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
        current = on_path and place == rank + 1
        state = "done" if done else "current" if current else ""
        strip.append({"name": LABELS[verb], "state": state, "notes": _notes(case, step, state)})
    return strip


def _notes(case: AidCase, step: CaseStep | None, state: str) -> list[str]:
    """Day and name of what is done; the notice also says until when it hangs."""
    if state != "done" or step is None:
        return [word for word in (STRIP_WORDS.get(state),) if word]
    notes = [day_text(step.on), step.by.name]
    if step.verb == "post_notice" and case.notice_until:
        notes.append(f"至{day_text(case.notice_until)}")
    return notes


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


def _correction(correction: Correction, held: set[str], *, decides: bool) -> dict[str, Any]:
    bar = rules.bar_on("approve", held) if decides else None
    barred = bar.words if bar and bar.for_good else ""
    return {"row": correction, "may_decide": decides and not barred, "barred": barred}
