"""Why a workbook is not read, and how far one may go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

SAVE_AGAIN = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”后重新上传。"


class WorkbookRefused(ValidationError):
    """A file that is not read as a workbook. The message says why and how to repair it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message, code=code)
        # Declared here because the parent class sets them on single errors only.
        self.code: str = code
        self.message: Any = message


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a workbook is taken; sizes in bytes, times in seconds."""

    size: int = 20 * 2**20
    members: int = 1_000
    unpacked: int = 200 * 2**20
    ratio: int = 200  # unpacked to packed, of parts over ``small``
    small: int = 2 * 2**20
    rows: int = 20_100  # 20,000 lines and what stands above and below them
    columns: int = 200
    cells: int = 1_000_000
    cell_characters: int = 32_767
    characters: int = 20_000_000
    memory: int = 640 * 2**20
    cpu_seconds: int = 40
    wall_seconds: int = 60


def odd(what: str) -> WorkbookRefused:
    """The archive is not as a spreadsheet program writes it."""
    return WorkbookRefused("archive", f"的内部结构不正常（{what}），不能接收。{SAVE_AGAIN}")


def damaged() -> WorkbookRefused:
    return WorkbookRefused("damaged", f"已损坏或没有传完整。请重新导出或复制一份；{SAVE_AGAIN}")
