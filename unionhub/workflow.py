"""One table per record kind says who may move it from where to where.

Buttons, permission, history labels, the diagram in the docs and the tests read the same table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models

from unionhub.permissions import Permission
from unionhub.scope import Scope


class WrongState(ValidationError):
    """The record is no longer (or not yet) where this step begins."""


@dataclass(frozen=True, slots=True)
class Step:
    """A verb that moves a record from any of ``sources`` to ``target``.

    ``duty`` is the office duty the actor takes on with it (经办, 审核, 审批, 出纳);
    ``consequence`` is the sentence beside the button; ``opinion`` marks a required remark.
    """

    verb: str
    label: str
    sources: frozenset[str]
    target: str
    permission: Permission
    duty: str = ""
    consequence: str = ""
    opinion: bool = False


class Flow:
    """The steps of one kind of record."""

    def __init__(self, title: str, states: type[models.TextChoices], *steps: Step) -> None:
        self.title = title
        self.states = states
        self.steps = {step.verb: step for step in steps}
        if len(self.steps) != len(steps):
            raise ValueError(f"{title}: a verb appears twice")

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps.values())

    def open_to(self, scope: Scope, state: str) -> list[Step]:
        """Steps this post may take from this state, in the table's order."""
        return [s for s in self if state in s.sources and scope.may(s.permission)]

    def take(self, verb: str, state: str, scope: Scope) -> Step:
        """The step, if the post has the right and the state is one of its sources.

        Raises PermissionDenied without the right, WrongState from any other state.
        """
        step = self.steps.get(verb)
        if step is None or not scope.may(step.permission):
            raise PermissionDenied("当前岗位没有办理这一步的权限。")
        if state not in step.sources:
            now = self.states(state).label
            raise WrongState(
                f"当前状态为“{now}”，不能{step.label}。可能已有人办理，请刷新后核对。",
                code="wrong_state",
            )
        return step
