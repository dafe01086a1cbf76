"""The lines of a case: written, put in words for the audit trail, added up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from aid import rules
from aid.models import AidCase, AidLine
from unionhub.money import yuan_text

Line = Mapping[str, Any]


def write(case: AidCase, lines: Sequence[Line]) -> list[str]:
    if not lines:
        raise ValidationError("请至少填写一项帮扶内容（资金或物资）。", code="no_lines")
    for number, values in enumerate(lines, 1):
        line = AidLine(case=case, **values)
        try:
            line.full_clean()
        except ValidationError as error:
            text = "；".join(error.messages)
            raise ValidationError(f"帮扶内容第{number}项：{text}", code="line") from error
        line.save(force_insert=True)
    return [words(line) for line in case.lines.all()]


def rewrite(case: AidCase, lines: Sequence[Line]) -> dict[str, list[Any]]:
    """Put other lines in the place of those of an unpaid case; what changed, if anything."""
    before = [words(line) for line in case.lines.all()]
    if lines and before == [words(AidLine(**line)) for line in lines]:
        return {}
    case.lines.all().delete()
    return {"lines": [before, write(case, lines)]}


def words(line: AidLine) -> str:
    return f"{line.get_form_display()} {line.item} {line.quantity} {yuan_text(line.value)}元"


def totals(case: AidCase) -> tuple[Decimal, Decimal]:
    return rules.total_of(case.lines.in_force().values_list("form", "value"))
