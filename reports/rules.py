"""Goals and figures as plain values: what a goal may be, whether it is reached."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

LARGEST_RATE = Decimal(100)
DECIMALS = {"元": Decimal("0.01"), "%": Decimal("0.1")}
Value = int | Decimal | None


def goal_problem(number: Decimal, unit: str) -> str:
    """Why this number cannot be a goal in this unit, in words; empty when it can."""
    if number < 0:
        return "目标值不能小于零。"
    if number != number.quantize(DECIMALS.get(unit, Decimal(1))):
        return {
            "元": "金额最多两位小数（到分）。",
            "%": "百分率最多一位小数，如 97.5。",
        }.get(unit, f"这项指标以“{unit}”计，目标应是整数。")
    if unit == "%" and number > LARGEST_RATE:
        return "百分率的目标不能超过 100。"
    return ""


def in_unit(number: Decimal, unit: str) -> int | Decimal:
    """A stored goal as the figure beside it is kept: 200.00 人 → 200, 97.50 % → 97.5."""
    step = DECIMALS.get(unit)
    if step is None:
        return int(number.quantize(Decimal(1), ROUND_HALF_UP))
    return number.quantize(step, ROUND_HALF_UP)


def reached(value: Value, goal: Decimal) -> bool:
    """Whether the value so far is at least the goal; what cannot be computed has not reached it."""
    return value is not None and value >= goal


def in_words(value: Value) -> str:
    """A figure as tables show it: 1,286; 1,234.50; 90.0; a dash where it cannot be computed."""
    return "—" if value is None else f"{value:,}"
