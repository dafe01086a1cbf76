"""Templates ask nothing, style nothing, fetch nothing; components see what they are passed."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.source import TEMPLATES, python_files, tree_of

PAGES = {path.relative_to(TEMPLATES).as_posix(): path for path in TEMPLATES.rglob("*.html")}
OURS = {path.name for path in TEMPLATES.iterdir()}
# Django, and crispy for its own, ask for these by name.
BY_DJANGO = {"403_csrf.html", "500.html", "404.html", "403.html", "bootstrap5/errors.html"}
# Namespaces are names, not addresses anybody fetches.
NAMESPACES = ("http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink")
QUERIES = re.compile(
    r"\.(all|filter|exclude|exists|first|last|order_by|count|visible_to|kept_by|objects)\b|_set\b"
)
# What the view counted before, and a loop's own counters: plain values of such names.
COUNTED = re.compile(r"paginator\.count|forloop\.\w+|\bone\.count|\bpapers\.all")
# Files people keep and open outside the product: they carry their own style.
KEPT = {"reports/summaries/file.html"}

texts = {name: path.read_text(encoding="utf-8") for name, path in PAGES.items()}


def without_comments(text: str) -> str:
    text = re.sub(r"{% comment .*?%}.*?{% endcomment %}", "", text, flags=re.S)
    return re.sub(r"{#.*?#}|<!--.*?-->", "", text, flags=re.S)


def found(pattern: str, flags: re.RegexFlag = re.I) -> dict[str, list[str]]:
    """Template → what of it matches."""
    hits = {
        name: [m.group(0) for m in re.finditer(pattern, without_comments(text), flags)]
        for name, text in texts.items()
    }
    return {name: matches for name, matches in hits.items() if matches}


def tags(text: str) -> list[str]:
    return re.findall(r"{[{%](.*?)[%}]}", without_comments(text), flags=re.S)


def named_in_python() -> set[str]:
    return {
        node.value
        for path in python_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.endswith(".html")
    }


def named_in_templates() -> set[str]:
    wanted = r"""{%\s*(?:include|extends)\s+["']([^"']+)["']"""
    return {name for text in texts.values() for name in re.findall(wanted, text)}


def test_every_template_is_used():
    unused = set(PAGES) - named_in_python() - named_in_templates() - BY_DJANGO
    # A status page may be rendered by its number.
    assert {name for name in unused if not re.fullmatch(r"\d{3}\.html", name)} == set()


def test_every_template_of_ours_asked_for_exists():
    ours = {name for name in named_in_templates() | named_in_python() if name.split("/")[0] in OURS}
    assert ours - set(PAGES) == set()


def test_no_styles_in_templates():
    assert set(found(r"\sstyle\s*=|<style\b")) == KEPT


def test_no_script_in_templates():
    assert found(r"<script(?![^>]*\bsrc=)[^>]*>") == {}
    assert found(r"\son[a-z]+\s*=\s*[\"']|javascript:") == {}


def test_no_page_needs_the_internet():
    hits = found(r"(?:https?:)?//[a-z0-9][^\s\"'<>]*")
    assert {n: [h for h in hs if not h.startswith(NAMESPACES)] for n, hs in hits.items()} == {
        name: [] for name in hits
    }


def test_nothing_goes_past_the_escaping():
    assert found(r"\|\s*safe\b|{%\s*autoescape\s+off") == {}


def test_templates_ask_no_questions():
    asked = {
        name: [t.strip() for t in tags(text) if QUERIES.search(COUNTED.sub("", t))]
        for name, text in texts.items()
    }
    assert {name: hits for name, hits in asked.items() if hits} == {}


def test_every_post_carries_its_token():
    naked = {
        name
        for name, text in texts.items()
        for form in re.findall(
            r"<form\b[^>]*method=.post.[^>]*>.*?</form>", text, flags=re.S | re.I
        )
        if "csrf_token" not in form
    }
    assert naked == set()


@pytest.mark.parametrize("name", sorted(n for n in PAGES if n.startswith("components/")))
def test_a_component_sees_only_what_it_is_passed(name):
    """All but forms, which need the token that only the page's own context holds."""
    includes = [
        (page, tag.strip())
        for page, text in texts.items()
        for tag in tags(text)
        if re.match(rf"""\s*include\s+["']{re.escape(name)}["']""", tag)
    ]
    if "csrf_token" in texts[name]:
        assert includes
        return
    assert {(page, tag) for page, tag in includes if not tag.endswith(" only")} == set()
