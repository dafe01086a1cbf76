"""The members of a committee as the office types them, a line each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from members.rules.days import refuse
from unionhub import people

LONGEST_DUTY = 20
DUTIES = r"(常务|第一)?副?(组长|主任|主席|秘书长)|委员|成员"


def seats_of(text: str) -> list[tuple[str, str]]:
    """(duty, name) of each line ``组长 李明``; one duty may name several, a bare name is 成员.

    Raises ValidationError saying which line cannot be read.
    """
    seats: list[tuple[str, str]] = []
    for number, line in enumerate(text.splitlines(), 1):
        duty, names = _duty_and_names(line.strip())
        if len(duty) > LONGEST_DUTY:
            refuse("seats", f"第{number}行的职务超过{LONGEST_DUTY}个字，请按“职务 姓名”填写。")
        for name in names:
            try:
                seats.append((duty, people.clean_name(name)))
            except people.NameProblem as problem:
                refuse("seats", f"第{number}行：{problem.message}")
    return seats


def _duty_and_names(line: str) -> tuple[str, list[str]]:
    duty, names = "成员", line
    parts = re.split(r"[\s:：]+", line, maxsplit=1)
    known = re.match(DUTIES, line)
    if len(parts) == 2 and not re.search("[、，,]", parts[0]):
        duty, names = parts
    elif known:
        duty, names = known.group(), line[known.end() :]
    return duty, [name for name in re.split(r"[\s、，,]+", names) if name]


def seats_in_words(seats: Sequence[tuple[str, str]]) -> str:
    """The lines ``seats_of`` reads."""
    return "\n".join(f"{duty} {name}" for duty, name in seats)
