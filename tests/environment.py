"""Gives every test process an office of its own. A pytest plugin, loaded before the settings.

The settings read the environment and the keys while they load, and pytest-django loads them
before any conftest.py; so this is a plugin named in pyproject.toml. Under xdist each worker
imports it again and gets a further folder inside the one that the first process removes.

A skipped test is a failure where UNIONHUB_REQUIRE_ALL=1: the whole suite, or no green light.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from unionhub import keys

ROOT = Path(__file__).resolve().parent.parent
SHARED = "UNIONHUB_TEST_FOLDER"
if SHARED not in os.environ:
    os.environ[SHARED] = tempfile.mkdtemp(prefix="unionhub-test-")
    atexit.register(shutil.rmtree, os.environ[SHARED], ignore_errors=True)
folder = Path(tempfile.mkdtemp(dir=os.environ[SHARED]))

os.environ.update(
    UNIONHUB_TESTING="1",
    UNIONHUB_HTTPS="0",
    UNIONHUB_DATA=str(folder),
    UNIONHUB_STATIC=str(folder / "static"),
    UNIONHUB_FONTS=str(ROOT / "var" / "fonts"),
)
for name in ("DEBUG", "HOSTS", "PORT", "BIND"):
    os.environ.pop(f"UNIONHUB_{name}", None)
keys.ensure(folder / "keys")
# The server of static files warns where its folder is missing; a checkout has not collected any.
(folder / "static").mkdir()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Iterator[None]:
    yield
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if not skipped or os.environ.get("UNIONHUB_REQUIRE_ALL") != "1":
        return
    for report in skipped:
        reporter.write_line(f"SKIPPED, and UNIONHUB_REQUIRE_ALL=1: {report.nodeid}", red=True)
    if session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
