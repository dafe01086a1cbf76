"""The one PDF function: checks the size of a paper, then has a confined process lay it out."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from unionhub.caging import run_caged
from unionhub.documents.blocks import Block, Chart, Facts, Table, to_data, words
from unionhub.documents.fonts import PaperRefused, find_fonts, fontconfig, work_folder
from unionhub.documents.layouts import LAYOUTS, LayoutName
from unionhub.documents.runs import printable

__all__ = ["PaperRefused", "check_size", "render_pdf"]
LONGEST_TEXT = 20_000  # characters of one paragraph or cell
MOST_CHARACTERS = 200_000
MOST_CELLS = 12_000  # near half a minute and 700 MB
MOST_BLOCKS = 2_000
WALL_SECONDS = 60
QUEUE_SECONDS = 120
_one_at_a_time = threading.Lock()


def render_pdf(
    blocks: Iterable[Block],
    *,
    title: str,
    author: str,
    layout: LayoutName = "gongwen",
    language: str = "zh-CN",
) -> bytes:
    """The paper as PDF: "gongwen" is the official document's page, "ledger" the landscape list.

    Equal blocks give equal bytes. Raises PaperRefused when the paper is too long or cannot be
    laid out in time, or when the machine has no faces to print with (FontsMissing).
    """
    if layout not in LAYOUTS:
        raise ValueError(f"unknown layout {layout!r}")
    blocks = list(blocks)
    check_size(blocks)
    fonts = find_fonts()
    work = work_folder()
    configuration = fontconfig(fonts, work)
    folders = {str(Path(font.path).parent) for font in fonts.chosen().values()}
    job = {
        "blocks": to_data(blocks),
        "layout": layout,
        "title": printable(title),
        "author": printable(author),
        "language": language,
        "fonts": fonts.to_data(),
        "folders": [*sorted(folders), str(work.resolve()), str(Path(__file__).parent)],
    }
    if not _one_at_a_time.acquire(timeout=QUEUE_SECONDS):
        raise PaperRefused("前面还有文件正在排版，请稍后再试。")
    try:
        return _run_child(job, configuration)
    finally:
        _one_at_a_time.release()


def check_size(blocks: list[Block]) -> None:
    """Refuse what no office prints before it costs time; the message names what is too long."""
    if len(blocks) > MOST_BLOCKS:
        raise PaperRefused(
            f"文件共有{len(blocks)}段，超过一次打印的上限{MOST_BLOCKS}段，请分开打印。"
        )
    cells = sum(_cells(block) for block in blocks)
    if cells > MOST_CELLS:
        raise PaperRefused(
            f"表格共有{cells}格，超过一次打印的上限{MOST_CELLS}格，"
            "请缩小范围分开打印，或导出为 Excel。"
        )
    texts = [text for block in blocks for text in words(block)]
    longest, total = max(map(len, texts), default=0), sum(map(len, texts))
    if longest > LONGEST_TEXT:
        raise PaperRefused(f"有一段文字长达{longest}字，超过上限{LONGEST_TEXT}字，请分段后再打印。")
    if total > MOST_CHARACTERS:
        raise PaperRefused(f"文件共{total}字，超过一次打印的上限{MOST_CHARACTERS}字，请分开打印。")


def _cells(block: Block) -> int:
    if isinstance(block, Table):
        return len(block.head) * len(block.rows)
    return len(block.rows) * 4 if isinstance(block, (Facts, Chart)) else 0


def _run_child(job: dict[str, Any], configuration: Path) -> bytes:
    try:
        done = run_caged(
            "unionhub.documents.child",
            json.dumps(job).encode(),
            seconds=WALL_SECONDS,
            environment={"FONTCONFIG_FILE": str(configuration)},
        )
    except subprocess.TimeoutExpired:
        raise PaperRefused("排版超过一分钟仍未完成，已停止。请减少内容，分开打印。") from None
    if done.status != 0 or not done.written.startswith(b"%PDF"):
        # What the process said is not repeated: it may quote the paper.
        raise PaperRefused(
            "排版没有完成，可能是内容过多。请减少内容后再试；如仍不行，请联系管理员。"
        )
    return done.written
