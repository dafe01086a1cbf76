"""What is typed and chosen is kept whichever key or button comes next."""

from __future__ import annotations

from activities.models import Facility
from members.models import Person


def standing(page):
    """The head of a list and its chips, to see what it is narrowed to."""
    return page.locator("h1").inner_text(), page.locator(".chips").inner_text()


def test_a_search_and_the_filters_beside_it_count_together(sit_down):
    clerk = sit_down("xf_clerk")
    name = Person.objects.filter(is_migrant=True).latest("pk").name
    clerk.goto("/members/people/")
    clerk.get_by_label("查找", exact=True).fill(name)
    clerk.get_by_role("button", name="查询").click()
    clerk.get_by_text(f"查找：{name}").wait_for()
    clerk.get_by_label("农民工").select_option(label="是")
    clerk.get_by_role("button", name="找", exact=True).click()
    clerk.get_by_text("农民工：是").wait_for()
    assert f"查找：{name}" in standing(clerk)[1]
    assert "find" not in clerk.url
    clerk.get_by_label("查找", exact=True).fill("")
    clerk.get_by_role("button", name="查询").click()
    clerk.get_by_text(f"查找：{name}").wait_for(state="detached")
    assert "农民工：是" in standing(clerk)[1]


def test_a_form_is_ready_for_typing_and_saved_by_keys_alone(sit_down):
    clerk = sit_down("xf_clerk")
    clerk.goto("/activities/facilities/add/")
    assert clerk.evaluate("document.activeElement.name") == "kind"
    clerk.keyboard.press("Control+Enter")
    clerk.get_by_role("alert").wait_for()
    assert "problems" in clerk.evaluate("document.activeElement.className")
    clerk.get_by_label("名称").fill("中寨村职工书屋")
    clerk.get_by_label("类别").select_option(label="职工书屋")
    clerk.get_by_label("建成日期").fill("2026-01-01")
    clerk.locator("h1").click()
    clerk.keyboard.press("Control+Enter")
    clerk.get_by_role("heading", name="中寨村职工书屋").wait_for()
    assert Facility.objects.filter(name="中寨村职工书屋").exists()
