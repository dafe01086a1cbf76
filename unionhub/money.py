"""Yuan in and out: Decimal here, whole fen in the database, floats only out of sheets."""

from __future__ import annotations

import re
from decimal import Decimal

from cn2an import an2cn

FEN = Decimal("0.01")
LARGEST = Decimal("9999999999.99")
_NOISE = Decimal("0.000001")
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|[+-]?\.\d+", re.ASCII)
_WIDE = {0xFF01 + n: 0x21 + n for n in range(94)} | {
    0x3000: 0x20,
    0xA5: 0x20,
    0xFFE5: 0x20,
    0x2212: 0x2D,
}


class MoneyProblem(ValueError):
    """An amount that cannot be taken. ``code`` is for programs, ``message`` for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def yuan_text(amount: Decimal) -> str:
    """1234.5 → 1,234.50."""
    return f"{_exact(amount):,.2f}"


def capital_yuan(amount: Decimal) -> str:
    """The amount in the figures vouchers want: 107000.53 → 壹拾万柒仟元伍角叁分."""
    return str(an2cn(f"{_exact(amount):.2f}", "rmb"))


def to_fen(amount: Decimal) -> int:
    """Whole fen; more than two decimals is an error, never a rounding."""
    return int(_exact(amount) * 100)


def from_fen(fen: int) -> Decimal:
    """Yuan with two decimals."""
    return Decimal(fen).scaleb(-2)


def read_yuan(value: str | int | float | Decimal) -> Decimal:
    """An amount as somebody wrote it: 1,234.5  ￥300  500元  25万元  12.30 (number of a sheet).

    A float may carry binary noise below 1e-6 yuan (0.1 + 0.2); a third decimal is refused.
    """
    if isinstance(value, bool):
        raise MoneyProblem("money_format", "金额应为数字，请改成数字。")
    if isinstance(value, float):
        return _from_float(value)
    amount = Decimal(value) if isinstance(value, (int, Decimal)) else _from_text(value)
    return _in_range(_exact(amount))


def _from_float(value: float) -> Decimal:
    exact = Decimal(repr(value))
    if not exact.is_finite():
        raise MoneyProblem("money_format", "金额不是有效的数字，请重新填写。")
    _in_range(exact)
    rounded = exact.quantize(FEN)
    if abs(exact - rounded) >= _NOISE:
        raise _too_fine()
    return rounded


def _from_text(text: str) -> Decimal:
    plain = "".join(text.translate(_WIDE).split())
    if not plain:
        raise MoneyProblem("money_missing", "金额未填写。")
    plain = re.sub(r"^(?:人民币|RMB|CNY)", "", plain, flags=re.IGNORECASE)
    plain = re.sub(r"(?:圆|元)?整?$", "", plain)
    ten_thousands = plain.endswith("万")
    plain = plain.removesuffix("万")
    if not _NUMBER.fullmatch(plain):
        raise MoneyProblem(
            "money_format", f"金额“{text.strip()[:20]}”看不懂，请只填数字，例如 1234.50。"
        )
    amount = Decimal(plain.replace(",", ""))
    return amount * 10_000 if ten_thousands else amount


def _exact(amount: Decimal) -> Decimal:
    """The amount with two decimals, or an error where that would change it."""
    if not amount.is_finite():
        raise MoneyProblem("money_format", "金额不是有效的数字，请重新填写。")
    _in_range(amount)
    rounded = amount.quantize(FEN)
    if rounded != amount:
        raise _too_fine()
    return rounded


def _in_range(amount: Decimal) -> Decimal:
    if abs(amount) > LARGEST:
        raise MoneyProblem("money_range", f"金额超出范围，最大为{LARGEST:,}元，请核对单位。")
    return amount


def _too_fine() -> MoneyProblem:
    return MoneyProblem("money_decimals", "金额最多保留两位小数（到分），请核对后重填。")
