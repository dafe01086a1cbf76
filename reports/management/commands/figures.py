"""manage.py figures: every indicator of an organisation and period."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand

from reports.indicators import Figure, Value, figures
from reports.management import asked
from reports.rules import in_words
from unionhub.models import Organisation
from unionhub.periods import Period


class Command(BaseCommand):
    help = "列出一个工会（含下级）在一个期间的全部指标：名称、数值、单位、计数规则。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        asked.add_arguments(parser)
        parser.add_argument("--json", action="store_true", help="以 JSON 打印")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation, period = asked.organisation_and_period(options)
        found = list(figures(organisation, period).values())
        if options["json"]:
            answer = [_plain(one, organisation, period) for one in found]
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(f"{organisation}　{period.label}")
            for one in found:
                self.stdout.write(_line(one))


def _plain(one: Figure, organisation: Organisation, period: Period) -> dict[str, Any]:
    return {
        "key": one.key,
        "label": one.indicator.label,
        "unit": one.indicator.unit,
        "value": _number(one.value, one.indicator.unit),
        "rule": one.indicator.rule,
        "organisation": organisation.code,
        "period": period.code,
    }


def _number(value: Value, unit: str) -> str | float | int | None:
    """Yuan as a string, so that no reader rounds it; a rate as a number with one decimal."""
    if isinstance(value, Decimal):
        return str(value) if unit == "元" else float(value)
    return value


def _line(one: Figure) -> str:
    what = one.indicator
    return f"{what.key:<24}{in_words(one.value):>14} {what.unit}　{what.label}：{what.rule}"
