"""The office's own workbook back, with what became of each line in a last column.

Made in a process of its own, like reading: the file is still one that somebody sent. Formulas
give way to the values that were read, pictures and charts are left out.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from unionhub.caging import run_caged
from unionhub.spreadsheets.reading import LIMITS
from unionhub.spreadsheets.refusing import Limits, WorkbookRefused

HEADING = "处理结果"
SECONDS = 120


@dataclass(slots=True)
class Marks:
    """What is written on one worksheet: beside ``heading_row`` the new heading; row → words;
    and the cells (row, column from 1) to be marked.
    """

    heading_row: int
    lines: dict[int, str] = field(default_factory=dict)
    cells: list[tuple[int, int]] = field(default_factory=list)


def marked_workbook(
    content: bytes, marks: Mapping[str, Marks], *, limits: Limits = LIMITS
) -> bytes:
    """A copy of a workbook that was read, with marks by sheet. Raises WorkbookRefused."""
    orders = {name: asdict(mark) for name, mark in marks.items()}
    given = json.dumps({"limits": asdict(limits), "marks": orders}).encode() + b"\n" + content
    try:
        done = run_caged("unionhub.spreadsheets.marking", given, seconds=SECONDS)
    except subprocess.TimeoutExpired:
        raise _too_large() from None
    if done.status != 0 or not done.written.startswith(b"PK"):
        raise _too_large()
    return done.written


def _too_large() -> WorkbookRefused:
    return WorkbookRefused(
        "not_marked", "原表过大或结构特殊，不能在上面标注；请按页面上列出的行号和原因修改。"
    )


def line_words(
    word: str, problems: Sequence[str], warnings: Sequence[str], changes: Sequence[str]
) -> str:
    """What the last column says of a line."""
    told = [f"{word}：{'；'.join(problems or changes)}" if problems or changes else word]
    if warnings and not problems:
        told.append(f"提醒：{'；'.join(warnings)}")
    return "。".join(part.rstrip("。") for part in told)
