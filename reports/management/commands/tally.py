"""manage.py tally: the county's workbook of a period into a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports import tallies
from reports.actions.tallies import record_export
from unionhub.models import Organisation
from unionhub.periods import Period
from unionhub.spreadsheets.writing import TooManyRows
from unionhub.system import system_scope


class Command(BaseCommand):
    help = "生成某工会某期间的汇总表（Excel）：汇总、会员、帮扶、活动台账和对账。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", required=True, help="工会编码，如 KAILU")
        parser.add_argument("--period", required=True, help="期间，如 2010H1")
        parser.add_argument("--out", required=True, type=Path, help="写到哪个文件（.xlsx）")
        parser.add_argument("--reason", default="命令行导出", help="用途，记入日志")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.offices().filter(code=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"没有编码为“{options['organisation']}”的县、乡镇工会。")
        try:
            period = Period.parse(options["period"])
        except ValueError as error:
            raise CommandError(str(error)) from None
        by, reason = system_scope(organisation), options["reason"]
        try:
            content = tallies.workbook(organisation, period, by=by)
            record_export(organisation=organisation, period=period, reason=reason, by=by)
            options["out"].write_bytes(content)
        except (TooManyRows, OSError) as error:
            raise CommandError(f"没有写出汇总表：{error}") from error
        self.stdout.write(f"{organisation}{period.label}汇总表已写到 {options['out']}。")
