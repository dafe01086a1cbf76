"""manage.py write_docs: the pages of docs/ that are read from tables in the code."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from unionhub.permissions import LABELS, Permission
from unionhub.roles import ROLES
from unionhub.workflow import Flow, Step

WRITTEN = "Written by `manage.py write_docs`; change the tables it names, then run it again."

ROLES_LEAD = """\
A post is a user, an organisation and one of these roles (`unionhub/roles.py`). Seeing reaches down
the tree; changing does not: a post changes the records of its own organisation only, unless a verb
says otherwise (a county sets goals for its townships). A 联络员 is bound to one place and sees that
place only.
"""
SYSTEM_NOTE = """\
Commands act as the role 系统 (`system`), which holds every permission. No post may carry it and
nobody can log in as it.
"""
FLOWS_LEAD = """\
Who may move a record from which state to which. Buttons, refusals, history and tests read the same
tables. *Duty* is what the actor takes on with the step; which duties one person may not join on one
record is in [decision 7](decisions/0007-duties-not-titles.md). *Remark* marks a step that has to be
given a reason.
"""


class Command(BaseCommand):
    help = "由代码中的岗位表和流程表写出 docs/roles.md、docs/flows.md；--check 只核对是否最新。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="只核对，不写；过时则以 1 退出")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.BASE_DIR / "docs"
        stale = []
        for name, text in pages().items():
            path = folder / name
            if path.exists() and path.read_text(encoding="utf-8") == text:
                continue
            stale.append(name)
            if not options["check"]:
                folder.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
        if stale and options["check"]:
            raise CommandError(f"已过时：{'、'.join(stale)}。请运行 manage.py write_docs。")
        self.stdout.write(f"已写出：{'、'.join(stale)}。" if stale else "已是最新。")


def pages() -> dict[str, str]:
    """File name → text of every page that is read from the code."""
    return {"roles.md": _joined(_roles()), "flows.md": _joined(_flows())}


def registered_flows() -> list[Flow]:
    """The flow tables of all apps; each app names its own as ``flows`` on its config."""
    return [
        import_string(name)
        for config in apps.get_app_configs()
        for name in getattr(config, "flows", ())
    ]


def _joined(lines: Iterator[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield _row(head)
    yield "|" + "---|" * len(head)
    yield from (_row(row) for row in rows)
    yield ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _roles() -> Iterator[str]:
    yield from ("# Roles and permissions", "", WRITTEN, "")
    yield ROLES_LEAD
    rows = [(role.label, f"`{role.key}`", role.sentence) for role in ROLES.values()]
    yield from _table(("role", "key", "what it is for"), rows)
    yield SYSTEM_NOTE
    yield from ("## Who may do what", "")
    yield from _table(
        ("permission", "key", *(role.label for role in ROLES.values())),
        [
            (
                LABELS[one],
                f"`{one}`",
                *("●" if one in role.permissions else "" for role in ROLES.values()),
            )
            for one in Permission
        ],
    )


def _flows() -> Iterator[str]:
    yield from ("# Flows", "", WRITTEN, "")
    yield FLOWS_LEAD
    for flow in registered_flows():
        yield from _flow(flow)


def _flow(flow: Flow) -> Iterator[str]:
    yield from (f"## {flow.title}", "", "```mermaid", "stateDiagram-v2")
    for value, label in flow.states.choices:
        yield f"    {value}: {label}"
    yield f"    [*] --> {flow.states.values[0]}"
    left = set()
    for step in flow:
        for source in _in_order(flow, step):
            left.add(source)
            yield f"    {source} --> {step.target}: {step.label}"
    for value in flow.states.values:
        if value not in left:
            yield f"    {value} --> [*]"
    yield from ("```", "")
    yield from _table(
        ("step", "key", "from", "to", "permission", "held by", "duty", "remark", "consequence"),
        [_step(flow, step) for step in flow],
    )


def _step(flow: Flow, step: Step) -> tuple[str, ...]:
    holders = [role.label for role in ROLES.values() if step.permission in role.permissions]
    return (
        step.label,
        f"`{step.verb}`",
        " ".join(str(flow.states(source).label) for source in _in_order(flow, step)),
        str(flow.states(step.target).label),
        f"`{step.permission}`",
        " ".join(holders),
        str(getattr(step.duty, "label", step.duty)),
        "●" if step.opinion else "",
        step.consequence,
    )


def _in_order(flow: Flow, step: Step) -> list[str]:
    """The step's sources in the order of the states, so that the page never depends on a hash."""
    return [value for value in flow.states.values if value in step.sources]
