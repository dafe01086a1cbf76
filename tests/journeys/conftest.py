"""A real browser, the demo office behind it, and people who sign in as people do."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, BrowserContext, Page

CHROMIUM = shutil.which("chromium")
OWN_PASSWORD = "a quiet harvest 2010"
# Playwright keeps an event loop in the test's thread; the tests' own queries there are safe.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    return {
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-gpu", "--no-first-run", *quiet],
    }


@pytest.fixture
def office(transactional_db: None) -> dict[str, dict[str, str]]:
    """The demo's accounts by username."""
    out = StringIO()
    call_command("demo", json=True, stdout=out)
    return {one["username"]: one for one in json.loads(out.getvalue())["accounts"]}


class Desk:
    """One person at one browser. Everything the page's policy refuses is a failure."""

    def __init__(self, browser: Browser, address: str, viewport: dict[str, int]) -> None:
        self.context: BrowserContext = browser.new_context(
            base_url=address, locale="zh-CN", viewport=viewport, accept_downloads=True
        )
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def sign_in(self, account: dict[str, str]) -> Page:
        """With the one-time password, then with one of their own choice."""
        page = self.page
        page.goto("/login/")
        page.get_by_label("账号").fill(account["username"])
        page.get_by_label("密码").fill(account["password"])
        page.get_by_role("button", name="登录").click()
        page.get_by_label("现密码").fill(account["password"])
        page.get_by_label("新密码", exact=False).first.fill(OWN_PASSWORD)
        page.get_by_label("再输一次新密码").fill(OWN_PASSWORD)
        page.get_by_role("button", name="保存新密码").click()
        page.get_by_role("heading", name="首页").wait_for()
        return page


@pytest.fixture
def sit_down(browser: Browser, live_server: Any, office: dict[str, Any]) -> Iterator[Any]:
    """Somebody of the demo sits down at a browser of their own and signs in."""
    desks: list[Desk] = []

    def sit(username: str, *, width: int = 1366, height: int = 768) -> Page:
        desk = Desk(browser, live_server.url, {"width": width, "height": height})
        desk.page.set_default_timeout(15_000)
        desks.append(desk)
        return desk.sign_in(office[username])

    yield sit
    complaints = [text for desk in desks for text in desk.complaints]
    for desk in desks:
        desk.context.close()
    assert complaints == []
