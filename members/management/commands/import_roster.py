"""manage.py import_roster: a roster of people from a workbook, checked and taken in."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from members.imports.people import ROSTER
from members.imports.report import report
from unionhub.actions import sheets
from unionhub.models import ImportRun, Organisation
from unionhub.scope import Scope
from unionhub.spreadsheets.importing import Entry, marks_of, notes_of, refuse_unread
from unionhub.spreadsheets.refusing import WorkbookRefused
from unionhub.spreadsheets.returning import marked_workbook
from unionhub.system import system_scope

REFUSED_ROWS, REFUSED_FILE = 1, 2


class Command(BaseCommand):
    help = (
        "导入人员名册（Excel）：先检查，再导入检查过的内容；没有登记的单位、村居一并新建。"
        "退出码：0 已导入或检查无误，1 有行被拒，2 文件不能读取。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="名册文件（.xlsx）")
        parser.add_argument("--organisation", required=True, help="工会编码，如 XINGFA")
        parser.add_argument("--check", action="store_true", help="只检查，不导入")
        parser.add_argument("--take-good", action="store_true", help="有行被拒时，只导入正确的行")
        parser.add_argument("--report", type=Path, help="检查结果写到哪个文件（.json）")
        parser.add_argument("--returned", type=Path, help="标注后的名册写到哪个文件（.xlsx）")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.offices().filter(code=options["organisation"]).first()
        if organisation is None:
            raise CommandError(
                f"没有编码为“{options['organisation']}”的县、乡镇工会。", returncode=REFUSED_FILE
            )
        by = system_scope(organisation)
        content, run, lines = self._check(options, by)
        if not options["check"]:
            run, lines = self._apply(run, lines, by, options["take_good"])
        self._write(options["report"], report(lines))
        if options["returned"]:
            self._hand_back(
                content, run, marks_of(lines, run.notes, run.state), options["returned"], by
            )
        self._tell(run, lines)

    def _check(self, options: Any, by: Scope) -> tuple[bytes, ImportRun, list[Entry]]:
        path = options["file"]
        try:
            content = path.read_bytes()
            lines, checked = ROSTER.read(content, path.name)
            refuse_unread(checked)
        except OSError as error:
            raise CommandError(f"不能读取 {path}：{error}", returncode=REFUSED_FILE) from error
        except WorkbookRefused as refusal:
            told = {"refused_file": {"code": refusal.code, "message": refusal.messages[0]}}
            self._write(options["report"], report([]) | told)
            raise CommandError(refusal.messages[0], returncode=REFUSED_FILE) from None
        notes = notes_of(checked, ROSTER.columns)
        run = sheets.check(
            kind=ROSTER,
            content=content,
            name=path.name,
            lines=lines,
            notes=notes,
            by=by,
            options={"new_names": True},
        )
        return content, run, lines

    def _apply(
        self, run: ImportRun, lines: list[Entry], by: Scope, take_good: bool
    ) -> tuple[ImportRun, list[Entry]]:
        """Take the lines in; where some are refused or none says anything new, nothing is."""
        if (run.refused and not take_good) or not run.good_count:
            return run, lines
        try:
            run = sheets.apply(
                kind=ROSTER, run=run, by=by, version=run.version, take_good=take_good
            )
        except ValidationError as error:
            raise CommandError("".join(error.messages), returncode=REFUSED_ROWS) from None
        return run, lines

    def _hand_back(
        self, content: bytes, run: ImportRun, marks: Any, target: Path, by: Scope
    ) -> None:
        try:
            marked = marked_workbook(content, marks)
            sheets.hand_back(kind=ROSTER, run=run, by=by)
            target.write_bytes(marked)
        except (WorkbookRefused, OSError) as error:
            self.stderr.write(f"没有写出标注后的名册：{error}")

    def _write(self, path: Path | None, told: dict[str, Any]) -> None:
        if path is None:
            return
        try:
            path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        except OSError as error:
            raise CommandError(f"没有写出检查结果：{error}") from error

    def _tell(self, run: ImportRun, lines: list[Entry]) -> None:
        for entry in lines:
            for problem in entry.problems:
                self.stdout.write(f"{entry.sheet} 第{entry.row}行 {problem.message}")
        applied = run.state == ImportRun.State.APPLIED
        counts = f"新增{run.new}、更新{run.updated}、未变{run.unchanged}、有误{run.refused}"
        state = "已导入" if applied else "未导入" if run.good_count else "没有要导入的内容"
        told = f"{state}：{counts}。"
        if run.refused:
            raise CommandError(told, returncode=REFUSED_ROWS)
        self.stdout.write(told)
