"""A workbook as plain data, read in a process of its own; what is odd about it is refused.

Nothing an uploaded file does can hang or end the process that asks: the archive is judged by its
directory, its XML by a parser that allows no DTD, and cells are built under limits of memory,
processor time and wall clock.
"""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from unionhub.caging import run_caged
from unionhub.spreadsheets.archive import check_kind
from unionhub.spreadsheets.refusing import SAVE_AGAIN, Limits, WorkbookRefused

QUEUE_SECONDS = 60
LIMITS = Limits()
_one_at_a_time = threading.Lock()


class CellError:
    """What stands where a formula has no result (#N/A, #REF!) or a number is none."""

    def __repr__(self) -> str:
        return "ERROR"


ERROR = CellError()
Cell = str | int | float | bool | date | datetime | CellError | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet. ``rows``: Excel's row number and the cells from column A on; blank rows and
    trailing blank cells are left out, text of nothing but blanks is None, whole numbers are int.

    Numbers beyond fifteen digits are not what was typed: the spreadsheet program has changed them.
    ``merged``: areas over several rows as (first row, first column, last row, last column).
    """

    name: str
    hidden: bool = False
    rows: tuple[tuple[int, tuple[Cell, ...]], ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """All worksheets in order. Hidden ones are named but not read."""

    name: str
    sheets: tuple[Sheet, ...]


def read_workbook(content: bytes, name: str, *, limits: Limits = LIMITS) -> Workbook:
    """The worksheets of an xlsx file. Raises WorkbookRefused; ``name`` is only for its message."""
    try:
        check_kind(content, limits)
        return Workbook(name, tuple(_sheets(_lines(content, limits))))
    except WorkbookRefused as refusal:
        raise WorkbookRefused(refusal.code, f"“{name}”{refusal.message}") from None


def _lines(content: bytes, limits: Limits) -> list[Any]:
    if not _one_at_a_time.acquire(timeout=QUEUE_SECONDS):
        raise WorkbookRefused("busy", "暂时不能读取：前面还有文件正在处理，请稍后再传。")
    try:
        done = run_caged(
            "unionhub.spreadsheets.child",
            json.dumps(asdict(limits)).encode() + b"\n" + content,
            seconds=limits.wall_seconds,
        )
    except subprocess.TimeoutExpired:
        raise _too_heavy() from None
    finally:
        _one_at_a_time.release()
    if done.status != 0:
        raise _too_heavy()
    lines = [json.loads(line) for line in done.written.splitlines()]
    if lines and "refused" in lines[-1]:
        raise WorkbookRefused(*lines[-1]["refused"])
    if not lines or lines.pop() != {"end": True}:
        raise _too_heavy()
    return lines


def _too_heavy() -> WorkbookRefused:
    return WorkbookRefused(
        "too_heavy",
        "内容过多或结构异常，读取时超出限度，已停止。请删去多余的工作表和格式，或分成几个文件；"
        f"{SAVE_AGAIN}",
    )


def _sheets(lines: Iterable[Any]) -> list[Sheet]:
    found: list[tuple[dict[str, Any], list[tuple[int, tuple[Cell, ...]]]]] = []
    for line in lines:
        if isinstance(line, dict):
            found.append((line, []))
        else:
            found[-1][1].append((line[0], tuple(_cell(cell) for cell in line[1])))
    return [
        Sheet(head["sheet"], head["hidden"], tuple(rows), tuple(map(tuple, head["merged"])))
        for head, rows in found
    ]


def _cell(value: Any) -> Cell:
    if not isinstance(value, dict):
        return value
    if "d" in value:
        return date.fromisoformat(value["d"])
    return datetime.fromisoformat(value["t"]) if "t" in value else ERROR
