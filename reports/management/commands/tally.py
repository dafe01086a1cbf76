"""manage.py tally: the county's workbook of a period into a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from reports import tallies
from reports.actions.tallies import record_export
from reports.management import asked
from unionhub.spreadsheets.writing import TooManyRows
from unionhub.system import system_scope


class Command(BaseCommand):
    help = "生成某工会某期间的汇总表（Excel）：汇总、会员、帮扶、活动台账和对账。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        asked.add_arguments(parser)
        parser.add_argument("--out", required=True, type=Path, help="写到哪个文件（.xlsx）")
        parser.add_argument("--reason", default="命令行导出", help="用途，记入日志")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation, period = asked.organisation_and_period(options)
        by, reason = system_scope(organisation), options["reason"]
        try:
            content = tallies.workbook(organisation, period, by=by)
            record_export(organisation=organisation, period=period, reason=reason, by=by)
            asked.put(content, options["out"])
        except (ValidationError, TooManyRows, OSError) as error:
            words = " ".join(getattr(error, "messages", [str(error)]))
            raise CommandError(f"没有写出汇总表：{words}") from error
        self.stdout.write(f"{organisation}{period.label}汇总表已写到 {options['out']}。")
