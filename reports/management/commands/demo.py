"""manage.py demo: the demo office into an empty database."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.demo.loading import NotEmpty, load
from reports.demo.offices import Account


class Command(BaseCommand):
    help = "把演示单位（开鲁县总工会、兴发乡等三个乡镇）装入空数据库，打印账号和一次性密码。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="以 JSON 打印地址和账号")
        parser.add_argument(
            "--if-empty", action="store_true", help="数据库不为空时不做任何事，也不算失败"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            accounts = load()
        except NotEmpty:
            if options["if_empty"]:
                return
            raise CommandError("数据库不是空的，没有装入演示数据，也没有改动任何记录。") from None
        if options["json"]:
            answer = {"address": address(), "accounts": [asdict(one) for one in accounts]}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.stdout.write(sheet(accounts))


def address() -> str:
    """Where bin/run will listen."""
    host = os.environ.get("UNIONHUB_BIND") or "127.0.0.1"
    return f"http://{host}:{os.environ.get('UNIONHUB_PORT') or 8000}/"


def sheet(accounts: list[Account]) -> str:
    """The accounts as a table to copy down: the passwords are shown only this once."""
    lines = [f"演示数据已装入。网址 {address()}", "账号和一次性密码（只显示这一次，请记下）："]
    lines += [
        f"  {one.username:<12} {one.password}  {one.organisation}·{one.role}" for one in accounts
    ]
    return "\n".join(lines)
