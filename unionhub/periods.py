"""Stretches of business days: months, quarters, half-years and the others papers speak of.

A period is half-open: ``since`` is its first day, ``until`` the first day that is not in it.
Business dates are plain dates in the office's own time zone, which is named here and nowhere else.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")
FIRST_YEAR, LAST_YEAR = 1900, 2199
HELP = (
    "请使用 2010H1（上半年）、2010H2（下半年）、2010Y（全年）、2010Q2（季度）、2010-06（月份）、"
    "2010S（统计年度）、2010F（两节期间）或 2010-01-01..2010-06-30（起止日期）。"
)
_DAY = timedelta(days=1)
_ORDINALS = "一二三四"


def today() -> date:
    """The business date of this moment."""
    return datetime.now(OFFICE_ZONE).date()


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``since`` up to, not including, ``until``; ``code`` is how commands name it."""

    since: date
    until: date
    code: str

    def __post_init__(self) -> None:
        if self.since >= self.until:
            raise ValueError("期间的结束日期不能早于开始日期。")

    @classmethod
    def parse(cls, code: str, *, festival: tuple[date, date] | None = None) -> Period:
        """The period a code names. ``festival``: the office's own first and last day of 两节."""
        text = code.strip().upper()
        for kind in _KINDS:
            found = kind.pattern.fullmatch(text)
            if found is None:
                continue
            numbers = [int(group) for group in found.groups()]
            since, last = _span(kind, numbers, text)
            if festival is not None and kind is _FESTIVAL:
                since, last = festival
            if last < since:
                raise ValueError(f"期间“{text}”的结束日期早于开始日期。")
            return cls(since, last + _DAY, text)
        raise ValueError(f"看不懂期间“{code}”。{HELP}")

    @property
    def last_day(self) -> date:
        return self.until - _DAY

    @property
    def label(self) -> str:
        """How a paper writes it: 2010年上半年."""
        kind, numbers = self._kind()
        return kind.label(self, numbers)

    def filter(self, field: str) -> dict[str, date]:
        """Conditions for a queryset on a date field."""
        return {f"{field}__gte": self.since, f"{field}__lt": self.until}

    def contains(self, day: date) -> bool:
        return self.since <= day < self.until

    def previous(self) -> Period:
        """The period of the same kind just before this one."""
        kind, _ = self._kind()
        if kind is _FESTIVAL:
            return self.same_last_year()
        if kind is not _RANGE:
            return kind.starting(_months_on(self.since, -kind.months))
        if self.since.day == self.until.day == 1:
            since = _months_on(self.since, -_months_between(self.since, self.until))
        else:
            since = self.since - (self.until - self.since)
        return _range(since, self.since - _DAY)

    def same_last_year(self) -> Period:
        """The same stretch one year earlier; 29 February becomes the 28th.

        For 两节 that is the default window: the days an office set for one year say nothing
        about another.
        """
        kind, numbers = self._kind()
        if kind is _RANGE:
            return _range(_year_before(self.since), _year_before(self.last_day))
        return Period.parse(self.code.replace(str(numbers[0]), str(numbers[0] - 1), 1))

    def _kind(self) -> tuple[_Kind, list[int]]:
        for kind in _KINDS:
            found = kind.pattern.fullmatch(self.code)
            if found is not None:
                return kind, [int(group) for group in found.groups()]
        raise ValueError(f"看不懂期间“{self.code}”。{HELP}")


def half_year_of(day: date) -> Period:
    """The half-year a day lies in."""
    return Period.parse(f"{day.year}H{1 if day.month <= 6 else 2}")


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of period: its code, its length in months, its words."""

    pattern: re.Pattern[str]
    months: int
    first: Callable[[list[int]], date]
    label: Callable[[Period, list[int]], str]
    code: str = ""

    def starting(self, since: date) -> Period:
        """The period of this kind that begins on a day."""
        last = _months_on(since, self.months) - _DAY
        half, quarter = (since.month + 5) // 6, (since.month + 2) // 3
        code = self.code.format(year=last.year, month=since.month, quarter=quarter, half=half)
        return Period(since, last + _DAY, code)


def _span(kind: _Kind, numbers: list[int], text: str) -> tuple[date, date]:
    """First and last day a code names."""
    years = (numbers[0], numbers[3]) if kind is _RANGE else (numbers[0],)
    if not all(FIRST_YEAR <= year <= LAST_YEAR for year in years):
        raise ValueError(f"期间“{text}”的年份应在{FIRST_YEAR}年至{LAST_YEAR}年之间。")
    try:
        since = kind.first(numbers)
        if kind is _RANGE:
            return since, date(*numbers[3:])
    except ValueError:
        raise ValueError(f"期间“{text}”里有不存在的日期。{HELP}") from None
    if kind is _FESTIVAL:
        return since, date(numbers[0], 2, 28)
    return since, _months_on(since, kind.months) - _DAY


def _months_on(day: date, months: int) -> date:
    """A first of a month moved by whole months."""
    count = day.year * 12 + day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _months_between(since: date, until: date) -> int:
    return (until.year - since.year) * 12 + until.month - since.month


def _year_before(day: date) -> date:
    if (day.month, day.day) == (2, 29) and not isleap(day.year - 1):
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def _range(since: date, last: date) -> Period:
    return Period(since, last + _DAY, f"{since.isoformat()}..{last.isoformat()}")


def _in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _from_to(period: Period) -> str:
    since, last = period.since, period.last_day
    if since == last:
        return _in_words(since)
    end = _in_words(last) if since.year != last.year else f"{last.month}月{last.day}日"
    return f"{_in_words(since)}至{end}"


def _statistical(period: Period, numbers: list[int]) -> str:
    span = f"{_in_words(period.since)}至{_in_words(period.last_day)}"
    return f"{numbers[0]}统计年度（{span}）"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.ASCII)


_HALF = _Kind(
    _pattern(r"(\d{4})H([12])"),
    6,
    lambda n: date(n[0], n[1] * 6 - 5, 1),
    lambda _period, n: f"{n[0]}年{'上下'[n[1] - 1]}半年",
    "{year:04}H{half}",
)
_YEAR = _Kind(
    _pattern(r"(\d{4})Y"), 12, lambda n: date(n[0], 1, 1), lambda _p, n: f"{n[0]}年", "{year:04}Y"
)
_QUARTER = _Kind(
    _pattern(r"(\d{4})Q([1-4])"),
    3,
    lambda n: date(n[0], n[1] * 3 - 2, 1),
    lambda _period, n: f"{n[0]}年第{_ORDINALS[n[1] - 1]}季度",
    "{year:04}Q{quarter}",
)
_MONTH = _Kind(
    _pattern(r"(\d{4})-(\d{2})"),
    1,
    lambda n: date(n[0], n[1], 1),
    lambda _period, n: f"{n[0]}年{n[1]}月",
    "{year:04}-{month:02}",
)
_STATISTICAL = _Kind(
    _pattern(r"(\d{4})S"), 12, lambda n: date(n[0] - 1, 10, 1), _statistical, "{year:04}S"
)
_FESTIVAL = _Kind(
    _pattern(r"(\d{4})F"), 0, lambda n: date(n[0] - 1, 12, 15), lambda _p, n: f"{n[0]}年两节期间"
)
_RANGE = _Kind(
    _pattern(r"(\d{4})-(\d{2})-(\d{2})\.\.(\d{4})-(\d{2})-(\d{2})"),
    0,
    lambda n: date(*n[:3]),
    lambda period, _numbers: _from_to(period),
)
_KINDS = (_HALF, _YEAR, _QUARTER, _MONTH, _STATISTICAL, _FESTIVAL, _RANGE)
