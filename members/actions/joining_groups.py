"""集体入会: the applications of one list, entered and decided together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from members.actions import _applying
from members.models import Application, ApplicationWay, JoiningGroup, Person
from members.rules.joining import LONGEST_LIST
from unionhub import audit, changes
from unionhub.audit import Deed
from unionhub.models import Organisation
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope


@transaction.atomic
def enter(
    *,
    union: Organisation,
    name: str,
    people: Sequence[Person],
    by: Scope,
    applied_on: date | None = None,
    way: str = ApplicationWay.WRITTEN,
) -> JoiningGroup:
    """Take down the applications of a list, all or none.

    Raises ValidationError naming everybody who cannot apply, and why.
    """
    by.check(Permission.MEMBER_EDIT, JoiningGroup(organisation=by.organisation))
    if not people:
        raise ValidationError({"people": "请先勾选或粘贴要入会的人。"}, code="none")
    if len(people) > LONGEST_LIST:
        raise ValidationError({"people": f"一次最多{LONGEST_LIST}人，请分几次登记。"})
    day = applied_on or today()
    locked = _applying.lock_people(people, by, Permission.MEMBER_EDIT)
    group, diff = changes.create(
        JoiningGroup, organisation=by.organisation, union=union, name=name.strip(), applied_on=day
    )
    deeds, problems = [Deed("joining_group.enter", group, diff)], []
    for person in locked:
        try:
            application, values = _applying.enter(
                person=person, union=union, applied_on=day, way=way, group=group, by=by
            )
        except ValidationError as error:
            problems += [f"{person}：{text}" for text in error.messages]
        else:
            deeds.append(Deed("application.enter", application, values))
    if problems:
        raise ValidationError({"people": problems})
    audit.record_many(by=by, deeds=deeds)
    return group


@transaction.atomic
def approve(
    *,
    group: JoiningGroup,
    applications: Iterable[Application],
    by: Scope,
    on: date | None = None,
    opinion: str = "",
) -> JoiningGroup:
    """Take in those ticked in one act, all or none; each has a spell and rows of the log of its
    own.

    Raises ValidationError naming everybody who cannot be taken in, and why.
    """
    by.check(Permission.MEMBER_APPROVE, group)
    chosen = sorted(applications, key=lambda one: one.person_id)
    if not chosen:
        raise ValidationError({"applications": "请勾选要批准的人。"}, code="none")
    if any(one.group_id != group.pk for one in chosen):
        raise ValidationError({"applications": "勾选的人不在这份名单里，请刷新后重选。"})
    _applying.lock_people([one.person for one in chosen], by, Permission.MEMBER_APPROVE)
    deeds: list[Deed] = []
    problems = []
    for one in chosen:
        try:
            deeds += _applying.admit(one, by, on, opinion)
        except ValidationError as error:
            problems += [f"{one.person}：{text}" for text in error.messages]
    if problems:
        raise ValidationError({"applications": problems})
    audit.record_many(by=by, deeds=deeds)
    return group
