"""Readers: what one cell means. Each takes a cell as ``reading`` gives it, or raises CellProblem.

A blank cell is a problem to every reader; ``checking`` asks them about blanks only where a value
is required.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.db.models import Choices

from unionhub import people
from unionhub.money import MoneyProblem, read_yuan
from unionhub.periods import FIRST_YEAR, LAST_YEAR
from unionhub.spreadsheets.reading import Cell, CellError

T = TypeVar("T")
Reader = Callable[[Cell], Any]

EXACT = 10**15  # from here on a spreadsheet has changed the digits of a number
SHOWN = 20
_SERIALS = (10_000, 75_000)  # days 1927 to 2105 as numbers without a date format
_EPOCH = date(1899, 12, 30)
_TEXT_DAY = re.compile(
    r"(\d{4})(?:([-./])(\d{1,2})(?:\2(\d{1,2}))?|年(\d{1,2})月?(?:(\d{1,2})[日号]?)?)"
    r"(?:[T ]*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?",
    re.ASCII,
)
_WHOLE = re.compile(r"([+-]?(?:\d+|\d{1,3}(?:,\d{3})+))(?:\.0*)?[人名户次个家年岁元]?", re.ASCII)
YES_NO = {"yes": "是", "no": "否"}
_YES = frozenset(["是", "有", "对", "真", "√", "✓", "✔", "☑", "y", "yes", "true", "t", "1"])
_NO = frozenset(
    ["否", "无", "没有", "不是", "错", "假", "×", "✗", "✘", "☐", "x", "n", "no", "false", "f", "0"]
)


class CellProblem(ValueError):
    """A cell that cannot be taken. ``code`` is for programs, ``message`` for people.

    A number long enough to be somebody's is never repeated: it may stand in the wrong column.
    """

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = re.sub(r"\d{7,}[xX]?", "***", message)
        super().__init__(self.message)


def is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def fold(text: str) -> str:
    """What two spellings of one word have in common: width, case and blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def plain_text(cell: Cell) -> str:
    """A cell as the words it shows: one line, blanks at the ends gone, NFC."""
    _refuse_error(cell)
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, (int, float)):
        if abs(cell) >= EXACT:
            raise CellProblem(
                "precision_lost",
                "号码末几位已被表格软件改掉（按数字存放只保留15位）："
                "请把该列设为文本格式后重新填写。",
            )
        return str(cell)
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    visible = (" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in str(cell or ""))
    return unicodedata.normalize("NFC", " ".join("".join(visible).split()))


def text(longest: int = 200) -> Reader:
    """Words of at most so many characters."""

    def read(cell: Cell) -> str:
        words = plain_text(cell)
        if not words:
            raise CellProblem("missing", "未填写。")
        if len(words) > longest:
            raise CellProblem("text_length", f"文字过长：最多{longest}字，现为{len(words)}字。")
        return words

    return read


def day(cell: Cell) -> date:
    """A day: a date cell, 2010-06-30, 2010.6.30, 2010/6/30, 2010年6月30日, 20100630; a month
    without a day is its first day. A moment counts for the day it lies in.
    """
    _refuse_error(cell)
    if isinstance(cell, datetime):
        return _known(cell.date())
    if isinstance(cell, date):
        return _known(cell)
    if isinstance(cell, bool):
        raise _no_day(cell)
    if isinstance(cell, (int, float)):
        return _known(_numbered_day(cell))
    words = unicodedata.normalize("NFKC", plain_text(cell)).strip()
    if not words:
        raise CellProblem("day_missing", "日期未填写。")
    if re.fullmatch(r"\d{6}|\d{8}", words, re.ASCII):
        return _known(_numbered_day(int(words)))
    found = _TEXT_DAY.fullmatch(re.sub(r"\s*([-./年月日])\s*", r"\1", words))
    if found is None:
        raise _no_day(words)
    year, _, month, number, chinese_month, chinese_number = found.groups()
    return _known(_day_of(year, month or chinese_month, number or chinese_number or 1))


def _numbered_day(number: int | float) -> date:
    if isinstance(number, float):
        # 2010.6 typed into a plain cell; 2010.10 has become 2010.1 and could be either.
        year, _, month = repr(number).partition(".")
        if month == "1":
            raise CellProblem(
                "day_ambiguous",
                "年月按数字存放，分不清1月还是10月：请改成日期格式，或写成 2010年10月。",
            )
        if not re.fullmatch(r"\d{4}", year) or not re.fullmatch(r"0?[1-9]|1[12]", month):
            raise _no_day(number)
        return _day_of(year, month, 1)
    digits = str(number)
    if len(digits) == 8:
        return _day_of(digits[:4], digits[4:6], digits[6:])
    if len(digits) == 6:
        return _day_of(digits[:4], digits[4:], 1)
    if _SERIALS[0] <= number < _SERIALS[1]:
        return _EPOCH + timedelta(days=number)
    raise _no_day(number)


def _day_of(year: Any, month: Any, number: Any) -> date:
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        raise CellProblem(
            "day_invalid", f"没有{int(year)}年{int(month)}月{int(number)}日这一天，请核对。"
        ) from None


def _known(found: date) -> date:
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise CellProblem("day_range", f"年份{found.year}不合理，请核对。")
    return found


def _no_day(value: Any) -> CellProblem:
    return CellProblem(
        "day_format",
        f"日期“{str(value)[:SHOWN]}”看不懂，请写成 2010-06-30、2010.6.30 或 2010年6月。",
    )


def yuan(cell: Cell) -> Decimal:
    """An amount in yuan with at most two decimals: 1,234.50, ￥300, 500元, 25万元."""
    _refuse_error(cell)
    if cell is None or isinstance(cell, (date, datetime)):
        code = "money_missing" if cell is None else "money_format"
        raise CellProblem(code, "金额未填写。" if cell is None else "应为金额，现为日期。")
    assert not isinstance(cell, CellError)
    with _as_cell_problem():
        return read_yuan(cell)


def whole(cell: Cell) -> int:
    """A count, zero or more: 23, 1,200, 23人."""
    _refuse_error(cell)
    if is_blank(cell):
        raise CellProblem("number_missing", "数字未填写。")
    if isinstance(cell, int) and not isinstance(cell, bool):
        number = cell
    else:
        found = isinstance(cell, str) and _WHOLE.fullmatch(fold(cell))
        if not found:
            raise CellProblem(
                "number_format", f"“{str(cell)[:SHOWN]}”不是整数，请只填数字，例如 23。"
            )
        number = int(found[1].replace(",", ""))
    if not 0 <= number < 10**9:
        raise CellProblem("number_range", f"数字{number}不合理，请核对。")
    return number


def yes_no(cell: Cell) -> bool:
    """是 or 否, and the marks people put instead: √ ×, 有 无, 1 0."""
    _refuse_error(cell)
    if isinstance(cell, bool):
        return cell
    word = fold(plain_text(cell))
    if not word:
        raise CellProblem("yes_no_missing", "未填写，请填“是”或“否”。")
    if word in _YES or word in _NO:
        return word in _YES
    raise CellProblem("yes_no_format", f"“{word[:SHOWN]}”看不懂，请填“是”或“否”。")


class Choice:
    """Reads one of the entries of a list, by label or value, or by further words for them."""

    def __init__(self, choices: type[Choices], synonyms: Mapping[str, str], what: str) -> None:
        self.choices, self.what = choices, what
        self.known = {fold(str(value)): value for value in choices.values}
        self.known |= {fold(str(label)): value for value, label in choices.choices}
        self.known |= {fold(word): value for word, value in synonyms.items()}
        self.labels = "、".join(str(label) for label in choices.labels)

    def __call__(self, cell: Cell) -> Any:
        words = plain_text(cell)
        if not words:
            raise CellProblem("choice_missing", f"{self.what}未填写，应为：{self.labels}。")
        if fold(words) not in self.known:
            raise CellProblem(
                "choice_unknown", f"“{words[:SHOWN]}”不在可填内容中，应为：{self.labels}。"
            )
        return self.choices(self.known[fold(words)])


def choice(
    choices: type[Choices], synonyms: Mapping[str, str] | None = None, *, what: str = "该项"
) -> Choice:
    """One of the choices, by label or value; ``synonyms`` maps further words to values."""
    return Choice(choices, synonyms or {}, what)


def listed(read: Reader) -> list[tuple[str, str]]:
    """(value, label) of the list a reader reads from; empty where it reads no list."""
    if isinstance(read, Choice):
        return [(str(value), str(label)) for value, label in read.choices.choices]
    return list(YES_NO.items()) if read is yes_no else []


def answered(read: Reader, value: str) -> Any:
    """The value of an entry of ``listed``, as its reader would give it. Raises CellProblem."""
    if value not in dict(listed(read)):
        raise CellProblem("choice_unknown", f"“{value[:SHOWN]}”不在可填内容中。")
    return read.choices(value) if isinstance(read, Choice) else value == "yes"


def identity(cell: Cell) -> people.IdFacts:
    """An identity number as text; one that was kept as a number has lost its last digits."""
    _refuse_error(cell)
    with _as_cell_problem():
        if isinstance(cell, (int, float)) and abs(cell) >= EXACT:
            raise people.precision_lost()
        return people.check_id(_digits(cell))


def name(cell: Cell) -> str:
    """A person's name as it is kept."""
    _refuse_error(cell)
    with _as_cell_problem():
        return people.clean_name(_digits(cell))


def phone(cell: Cell) -> str:
    """A mobile or landline number."""
    _refuse_error(cell)
    with _as_cell_problem():
        return people.clean_phone(_digits(cell))


def _digits(cell: Cell) -> str:
    """Text and numbers as they stand; the readers of ``people`` clean them up themselves."""
    return cell if isinstance(cell, str) else "" if cell is None else str(cell)


def _refuse_error(cell: Cell) -> None:
    if isinstance(cell, CellError):
        raise CellProblem(
            "cell_error", "该格是公式错误或没有结果的公式（如 #N/A），请改填实际内容。"
        )


@contextmanager
def _as_cell_problem() -> Iterator[None]:
    try:
        yield
    except (MoneyProblem, people.FactProblem) as problem:
        raise CellProblem(problem.code, problem.message) from None
