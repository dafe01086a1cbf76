"""Rates: the one rounding rule, for figures, lists and pages alike."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

ONE_DECIMAL = Decimal("0.1")


def percent(part: int | Decimal | None, whole: int | Decimal | None) -> Decimal | None:
    """``part`` of ``whole`` in percent: half up, one decimal; None without a denominator."""
    if part is None or not whole:
        return None
    exact = Decimal(part) * 100 / Decimal(whole)
    return exact.quantize(ONE_DECIMAL, ROUND_HALF_UP)
