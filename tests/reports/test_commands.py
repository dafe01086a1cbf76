"""What the three commands of reports share: whose paper, which file, how a failure is told."""

import json
import os
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reports import printing
from tests.factories.kernel import below
from tests.factories.papers import source_half_year
from unionhub.documents.fonts import PaperRefused
from unionhub.models import AuditEvent

COMMANDS = ("figures", "summary", "tally")
pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path):
    def command(name, organisation="XINGFA", period="2010H1", out=None, **more):
        asked = {"organisation": organisation, "period": period, **more}
        if name != "figures":
            asked["out"] = out or tmp_path / "out"
        if name == "summary":
            asked.setdefault("format", "json")
        call_command(name, **asked)

    return command


@pytest.mark.parametrize("name", COMMANDS)
def test_only_offices_have_figures_and_papers(name, xingfa, run):
    below(xingfa, "TIEZHU", "铁柱村工会", "village")

    for code in ("TIEZHU", "NOBODY", "xingfa", ""):
        with pytest.raises(CommandError, match=f"没有编码为“{code}”的县、乡镇工会") as refused:
            run(name, organisation=code)
        assert refused.value.returncode == 1


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("period", ["2010H3", "2010-13", "2010-02-29..2010-03-01", "2010H1 2010H2"])
def test_a_period_that_is_none_is_refused(name, xingfa, run, tmp_path, period):
    with pytest.raises(CommandError, match="期间"):
        run(name, period=period)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize(
    "period", ["2010H2", "2010Y", "2010Q2", "2010-06", "2010S", "2010f", "2010-01-01..2010-06-30"]
)
def test_every_kind_of_period_is_served(name, xingfa, run, period):
    run(name, period=period)


@pytest.mark.parametrize("name", COMMANDS)
def test_an_office_that_was_closed_keeps_its_figures(name, xingfa, run):
    source_half_year(xingfa)
    xingfa.closed_on = date(2011, 1, 1)
    xingfa.save()

    run(name)


@pytest.mark.parametrize("name", ["summary", "tally"])
def test_a_file_that_cannot_be_written_is_said_and_the_old_one_stays(
    name, xingfa, run, tmp_path, monkeypatch
):
    old = tmp_path / "paper"
    old.write_bytes(b"old")
    with pytest.raises(CommandError, match=r"没有写出.*No such file"):
        run(name, out=tmp_path / "none" / "paper")
    with pytest.raises(CommandError, match=r"没有写出.*Is a directory"):
        run(name, out=tmp_path)

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(CommandError, match="No space left"):
        run(name, out=old)
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("paper", b"old")]


def test_an_old_file_is_replaced_and_a_pipe_is_written_to(xingfa, run, tmp_path):
    old = tmp_path / "paper.json"
    old.write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to(old)

    run("summary", out=link)

    assert json.loads(old.read_bytes())["organisation"] == "XINGFA"
    assert link.is_symlink()
    run("summary", out=Path(os.devnull))
    assert Path(os.devnull).is_char_device()


def test_a_refusal_is_told_in_words(xingfa, run, monkeypatch, tmp_path):
    def refuse(*_args, **_names):
        raise PaperRefused("有一段文字太长。")

    monkeypatch.setattr(printing, "render", refuse)
    with pytest.raises(CommandError, match=r"^没有写出总结：有一段文字太长。$"):
        run("summary", format="pdf", internal=True)
    with pytest.raises(CommandError, match="没有写出汇总表：汇总表含个人信息"):
        run("tally", reason=" ")

    assert list(tmp_path.iterdir()) == []
    assert not AuditEvent.objects.filter(verb__in=["summary.internal", "tally.export"]).exists()
