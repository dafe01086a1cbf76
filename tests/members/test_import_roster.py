"""manage.py import_roster: what it says, writes and answers; and being killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from members.models import Employer, Membership, Person
from tests.members.sheets import cells_of, number, roster
from tests.members.test_imports_applying import BAD, FULL, MA, WANG
from unionhub.models import AuditEvent

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(xingfa, tmp_path):
    """Runs the command on a file of these bytes: (exit code, report)."""

    def command(content, *options, organisation="XINGFA"):
        file, report = tmp_path / "花名册.xlsx", tmp_path / "report.json"
        file.write_bytes(content)
        report.unlink(missing_ok=True)
        code = 0
        try:
            call_command(
                "import_roster",
                str(file),
                "--organisation",
                organisation,
                "--report",
                str(report),
                *options,
            )
        except CommandError as error:
            code = error.returncode
        return code, json.loads(report.read_text()) if report.exists() else None

    return command


def test_a_clean_roster_is_taken_in_and_twice_is_as_once(run):
    code, told = run(roster(MA, WANG, head=FULL))
    assert (code, told["rows"], told["new"], told["refused"]) == (0, 2, 2, 0)
    assert Person.objects.count() == Membership.objects.count() == 2
    assert Employer.objects.get().name == "兴发砖厂"
    event = AuditEvent.objects.get(verb="sheet.apply")
    assert (event.username, event.organisation_code) == ("system", "XINGFA")
    code, told = run(roster(MA, WANG, head=FULL))
    assert (code, told["new"], told["unchanged"]) == (0, 0, 2)
    assert Person.objects.count() == 2


def test_checking_takes_nothing_in(run):
    code, told = run(roster(MA, head=FULL), "--check")
    assert (code, told["new"]) == (0, 1)
    assert told["accepted_rows"][0]["values"]["employer"] == "兴发砖厂"
    assert not Person.objects.exists()
    assert not Employer.objects.exists()


def test_a_bad_row_holds_all_back_unless_the_good_are_taken(run):
    content = roster(("马关旺", number(1)), BAD)
    code, told = run(content)
    assert (code, told["refused"], Person.objects.count()) == (1, 1, 0)
    assert told["refused_rows"][0]["row"] == 3
    assert told["refused_rows"][0]["problems"][0]["code"] == "id_length"
    code, _ = run(content, "--take-good")
    assert (code, Person.objects.count()) == (1, 1)


def test_the_marked_workbook(run, tmp_path):
    target = tmp_path / "marked.xlsx"
    run(roster(("马关旺", number(1)), BAD), "--take-good", "--returned", str(target))
    results = [row[-1] for row in cells_of(target.read_bytes())]
    assert results[:2] == ["处理结果", "已新增"]
    assert results[2].startswith("有误，未导入")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html></html>"])
def test_a_file_that_cannot_be_read(run, content):
    code, told = run(content)
    assert (code, told["rows"]) == (2, 0)
    assert told["refused_file"]["message"]


def test_an_office_that_does_not_exist(run):
    assert run(roster(MA, head=FULL), organisation="NOWHERE") == (2, None)


# --- killed in the middle -------------------------------------------------------------------------
KILLED = """
import os, signal, sys
import django
django.setup()
from django.core.management import call_command
from django.db.backends.utils import CursorWrapper
left, execute = int(sys.argv[2]), CursorWrapper.execute
def counting(self, sql, params=None):
    global left
    left -= sql.startswith(("INSERT", "UPDATE"))
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(self, sql, params)
CursorWrapper.execute = counting
call_command("import_roster", sys.argv[1], "--organisation", "XINGFA")
"""
PREPARE = """
import django
django.setup()
from django.core.management import call_command
from unionhub.models import Organisation
call_command("migrate", verbosity=0)
Organisation.objects.add_root({"code": "XINGFA", "name": "兴发乡工会", "kind": "township"})
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A folder of its own with keys and an empty database: (python, folder)."""
    folder = tmp_path_factory.mktemp("killed")
    unset = ("DATABASE_URL", "UNIONHUB_TESTING")
    environment = {k: v for k, v in os.environ.items() if k not in unset} | {
        "UNIONHUB_DATA": str(folder),
        "UNIONHUB_HTTPS": "0",
        "UNIONHUB_DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "unionhub.settings",
        "PYTHONPATH": str(ROOT),
    }

    def python(*arguments):
        command = [sys.executable, *arguments]
        return subprocess.run(command, env=environment, cwd=folder, check=False).returncode

    assert python("-m", "unionhub.keys") == 0
    assert python("-c", PREPARE) == 0
    return python, folder


def found_in(folder):
    """(people, spells, applied runs, breaches) of the database left behind."""
    with closing(sqlite3.connect(folder / "unionhub.sqlite3")) as base:
        counts = [
            base.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in (
                "members_person",
                "members_membership",
                "unionhub_importrun WHERE state = 'applied'",
            )
        ]
        breaches = base.execute("PRAGMA foreign_key_check").fetchall()
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return *counts, breaches


def test_killed_in_the_middle_it_is_all_or_nothing(office):
    """And the run says which: nothing is applied without its people, nobody without a run."""
    python, folder = office
    head = (*FULL[:3], "入会日期")
    people = [(f"职工{n}", number(n), "2010-3-1") for n in range(1, 301)]
    (folder / "花名册.xlsx").write_bytes(roster(*people, head=head))
    for left in (2, 12, 25, 40, 60, 90):
        code = python("-c", KILLED, "花名册.xlsx", str(left))
        if code == 0:
            break
        assert code == -signal.SIGKILL
        assert found_in(folder) == (0, 0, 0, [])
    else:
        assert python("-c", KILLED, "花名册.xlsx", "0") == 0
    assert found_in(folder) == (300, 300, 1, [])
