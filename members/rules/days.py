"""Days and ages, and refusing a day in words."""

from __future__ import annotations

from datetime import date
from typing import NoReturn

from django.core.exceptions import ValidationError


def birthday(born: date, years: int) -> date:
    """The day a person turns that old; born on 29 February, it is 1 March in a common year."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def age_on(born: date, day: date) -> int:
    """Full years of age."""
    years = day.year - born.year
    return years if birthday(born, years) <= day else years - 1


def not_after(day: date, limit: date, field: str, message: str) -> None:
    if day > limit:
        refuse(field, message)


def not_before(day: date, limit: date, field: str, message: str) -> None:
    if day < limit:
        refuse(field, message)


def refuse(field: str, message: str) -> NoReturn:
    raise ValidationError({field: ValidationError(message, code="refused")})
