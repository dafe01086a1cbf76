"""What the machine must have is said by the checks, with what to install."""

import ctypes

import pytest
from django.core.checks import run_checks
from django.core.checks.registry import registry
from django.db import connection

from unionhub import checks
from unionhub.documents import fonts


def papers():
    return run_checks(tags=["papers"], include_deployment_checks=True)


def ids(messages):
    return [message.id for message in messages]


def test_a_machine_that_was_set_up_is_clean():
    assert papers() == []


def test_missing_fonts_are_an_error_that_says_how_to_repair(monkeypatch, settings, tmp_path):
    settings.FONTS = tmp_path
    monkeypatch.setattr(fonts, "SYSTEM_FOLDERS", ())
    (error,) = papers()
    assert error.id == "unionhub.E002"
    assert "bin/setup" in error.hint


def test_fallback_fonts_are_told_by_name(monkeypatch, settings, tmp_path):
    for name in ("NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc"):
        (tmp_path / name).touch()
    settings.FONTS = tmp_path
    monkeypatch.setattr(fonts, "SYSTEM_FOLDERS", ())
    (info,) = papers()
    assert info.id == "unionhub.I003"
    assert "fang: Noto Serif CJK SC" in info.msg


def test_a_missing_subsetter_is_a_warning_that_names_the_package(monkeypatch):
    def missing(name):
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", missing)
    (warning,) = papers()
    assert warning.id == "unionhub.W004"
    assert "libharfbuzz-subset0" in warning.hint


def test_a_start_does_not_look_at_the_machine():
    looked = registry.get_checks(include_deployment_checks=False)
    assert checks.papers_have_fonts not in looked
    assert checks.papers_have_a_subsetter not in looked


@pytest.mark.django_db(transaction=True)
def test_sqlite_that_may_lose_a_write_is_an_error():
    assert checks.sqlite_keeps_what_it_acknowledged(databases=["default"]) == []
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
    try:
        assert ids(run_checks(tags=["database"], databases=["default"])) == ["unionhub.E005"]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=FULL")
