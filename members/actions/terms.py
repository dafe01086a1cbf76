"""换届 and officers: elections, who takes office and leaves it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from members.models import Officer, Person, Term
from members.rules import terms as rules
from unionhub import audit, changes
from unionhub.actions import attachments
from unionhub.models import Attachment, Organisation
from unionhub.people import FactProblem, clean_name, clean_phone
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope


@transaction.atomic
def elect(*, union: Organisation, by: Scope, **values: Any) -> Term:
    """Take down an election: the running term ends that day, with all its officers in office, and
    the next one begins; it falls due after its years. The first of a union ends none."""
    by.check(Permission.MEMBER_EDIT, union.keeper())
    locked = changes.lock(union)  # two elections of one union wait for each other
    if locked.closed_on is not None:
        raise ValidationError("该工会已撤销，不再换届。", code="closed")
    running = locked.terms.filter(ended_on=None).first()
    began = values["began_on"]
    rules.check_election(began_on=began, last_began_on=running and running.began_on, today=today())
    if running is not None:
        _end(running, began)
    values["due_on"] = rules.due_on(began, values["years"])
    term, diff = changes.create(Term, organisation=by.organisation, union=locked, **values)
    audit.record(by=by, verb="term.elect", target=term, changes=diff)
    return term


@transaction.atomic
def change(*, term: Term, by: Scope, version: int | None = None, **values: Any) -> Term:
    """Correct what is on file about a term; its due day follows its election and years."""
    by.check(Permission.MEMBER_EDIT, term)
    current = changes.lock(term, version)
    began = values.get("began_on", current.began_on)
    _shift(current, began)
    due = rules.due_on(began, values.get("years", current.years))
    diff = changes.apply(current, {**values, "due_on": due})
    if diff:
        audit.record(by=by, verb="term.change", target=current, changes=diff)
    return current


@transaction.atomic
def attach(*, term: Term, upload: Any, by: Scope) -> Attachment:
    """Hang one of the papers of an election on its term."""
    by.check(Permission.MEMBER_EDIT, term)
    current = changes.lock(term)
    paper = attachments.add(
        upload=upload, permission=Permission.MEMBER_EDIT, by=by, record=current, kind="选举材料"
    )
    current.attachments.add(paper)
    audit.record(by=by, verb="term.attach", target=current, note=str(paper))
    return paper


@transaction.atomic
def take_office(*, term: Term, by: Scope, **values: Any) -> Officer:
    """Somebody takes a post in a term; there is one chair at a time."""
    by.check(Permission.MEMBER_EDIT, term)
    locked = changes.lock(term)
    clean = _clean(values, by)
    _check_office(locked, None, clean)
    if locked.ended_on is not None:  # an earlier term, filled in later
        clean.setdefault("until_on", locked.ended_on)
    officer, diff = changes.create(Officer, term=locked, **clean)
    audit.record(by=by, verb="officer.take", target=officer, changes=diff)
    return officer


@transaction.atomic
def change_officer(
    *, officer: Officer, by: Scope, version: int | None = None, **values: Any
) -> Officer:
    """Correct what is on file about somebody in office."""
    by.check(Permission.MEMBER_EDIT, officer)
    term = changes.lock(officer.term)
    current = changes.lock(officer, version)
    clean = _clean(values, by)
    _check_office(term, current, clean)
    diff = changes.apply(current, clean)
    if diff:
        audit.record(by=by, verb="officer.change", target=current, changes=diff)
    return current


@transaction.atomic
def leave_office(*, officer: Officer, until_on: date, by: Scope, note: str = "") -> Officer:
    """Somebody leaves office within the term."""
    by.check(Permission.MEMBER_EDIT, officer)
    term = changes.lock(officer.term)
    current = changes.lock(officer)
    if current.until_on is not None:
        raise ValidationError(f"已于{current.until_on}离任，不用再办。", code="left")
    rules.check_leaving_office(
        until_on=until_on, from_on=current.from_on, ended_on=term.ended_on, today=today()
    )
    diff = changes.apply(current, {"until_on": until_on})
    audit.record(by=by, verb="officer.leave", target=current, changes=diff, note=note)
    return current


def _end(term: Term, day: date) -> None:
    """The term is over, and whoever served in it until then leaves with it."""
    changes.apply(term, {"ended_on": day})
    term.officers.filter(until_on=None).update(until_on=day, version=F("version") + 1)


def _shift(term: Term, began: date) -> None:
    """An election stays after the one before it, and before its officers' days; the term it ended
    ends with it on the new day."""
    before = term.union.terms.filter(number__lt=term.number).order_by("-number").first()
    last = before and before.began_on
    rules.check_election(began_on=began, last_began_on=last, today=today())
    if term.officers.filter(from_on__lt=began).exists():
        raise ValidationError({"began_on": "本届有干部的任职日期早于这一天，请先改任职日期。"})
    if before is not None and before.ended_on == term.began_on != began:
        changes.apply(before, {"ended_on": began})
        before.officers.filter(until_on=term.began_on).update(
            until_on=began, version=F("version") + 1
        )


def _check_office(term: Term, officer: Officer | None, values: dict[str, Any]) -> None:
    start = values["from_on"]
    rules.check_taking_office(from_on=start, began_on=term.began_on, ended_on=term.ended_on)
    if values["post"] != Officer.Post.CHAIR or term.ended_on is not None:
        return
    if officer is not None and officer.until_on is not None:
        return
    chairs = term.officers.filter(post=Officer.Post.CHAIR, until_on=None)
    others = chairs if officer is None else chairs.exclude(pk=officer.pk)
    if others.exists():
        raise ValidationError({"post": "本届已有在任的主席：请先给原主席办理离任，再登记新主席。"})


def _clean(values: dict[str, Any], by: Scope) -> dict[str, Any]:
    """Name and phone in one form, the person from the own office's register."""
    clean = dict(values)
    for field, tidy in (("name", clean_name), ("phone", clean_phone)):
        if clean.get(field):
            try:
                clean[field] = tidy(clean[field])
            except FactProblem as problem:
                raise ValidationError({field: problem.message}) from None
    person: Person | None = clean.get("person")
    if person is not None and person.organisation_id != by.organisation.pk:
        raise ValidationError({"name": "只能关联本工会登记的人员。"})
    return clean
