"""The first organisation and its administrator, for an office that starts without the demo."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from unionhub.actions import accounts, organisations
from unionhub.models import Organisation
from unionhub.periods import today
from unionhub.system import system_scope


class Command(BaseCommand):
    help = "开设本单位：登记最上一级工会和第一个管理员账号，打印一次性密码。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--code", required=True, help="编码，大写字母和数字，如 XINGFA")
        parser.add_argument("--name", required=True, help="工会名称，如 兴发乡工会")
        parser.add_argument("--place", default="", help="所在地简称，如 兴发乡")
        parser.add_argument(
            "--kind", default="township", choices=[str(kind) for kind in Organisation.OFFICE_KINDS]
        )
        parser.add_argument("--admin", default="admin", help="管理员账号，默认 admin")
        parser.add_argument("--admin-name", default="管理员", help="管理员姓名")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            office = organisations.found(
                code=options["code"],
                name=options["name"],
                place_name=options["place"],
                kind=options["kind"],
            )
            by = system_scope(office)
            user, password = accounts.open_account(
                by=by, username=options["admin"], name=options["admin_name"]
            )
            accounts.appoint(user=user, organisation=office, role_key="admin", since=today(), by=by)
        except ValidationError as error:
            raise CommandError("；".join(error.messages)) from None
        self.stdout.write(f"已开设“{office}”。管理员账号：{user.username}  一次性密码：{password}")
        self.stdout.write("请用它登录，再为各人开户、任命岗位。密码只显示这一次。")
