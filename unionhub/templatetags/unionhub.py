"""Filters of every template; none of them asks the database."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template

from unionhub import people
from unionhub.listing import Kind
from unionhub.listing import shown as shown_cell

register = template.Library()

register.filter("masked_id", people.masked_id)
register.filter("masked_phone", people.masked_phone)
register.filter("masked_card", people.masked_card)


@register.filter
def yuan(value: Any) -> str:
    """1234.5 → 1,234.50; empty stays empty."""
    return "" if value in (None, "") else f"{value:,.2f}"


@register.filter
def day(value: date | None) -> str:
    """2010-06-30 → 2010年6月30日."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


@register.filter
def shown(value: Any, kind: Kind) -> str:
    """A list cell in words."""
    return shown_cell(value, kind)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """The value of a key of a mapping handed over by the view."""
    return mapping.get(key)
