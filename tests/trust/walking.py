"""Walking the product as somebody does: from the first page by every link and button shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Any
from urllib.parse import urljoin, urlsplit

from django import forms
from django.test import Client
from django.urls import Resolver404, resolve

from unionhub.listing_columns import Selection

LINK = re.compile(r'\bhref="(/[^"]*)"')
ONCE_EACH = 2  # addresses of one route that are opened
# Deeds that end the walk itself.
LEFT_ALONE = ("/logout/", "/post/", "/static/", "/password/")


@dataclass
class Posting:
    """A form on a page that is sent by POST: where to, and what it sends as it stands."""

    action: str
    data: dict[str, Any] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.found = url, list[Posting]()
        self._posting: Posting | None = None
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urljoin(self.url, has.get("action") or self.url)
            self._posting = Posting(action) if has.get("method", "").lower() == "post" else None
            if self._posting:
                self.found.append(self._posting)
        elif self._posting is not None:
            self._read(self._posting, tag, has)

    def _read(self, posting: Posting, tag: str, has: dict[str, str]) -> None:
        name, kind = has.get("name", ""), has.get("type", "")
        if tag == "button" and name:
            posting.buttons.append((name, has.get("value", "")))
        elif tag == "input" and name and kind != "submit":
            if kind not in ("checkbox", "radio") or "checked" in has:
                posting.data[name] = has.get("value", "on" if kind == "checkbox" else "")
        elif tag == "select":
            self._select = name
            posting.data.setdefault(name, "")
        elif tag == "option" and "selected" in has:
            posting.data[self._select] = has.get("value", "")
        elif tag == "textarea":
            self._area = name
            posting.data[name] = ""

    def handle_data(self, data: str) -> None:
        if self._area and self._posting is not None:
            self._posting.data[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._posting is not None:
            # A first line end belongs to the markup, not to the text.
            self._posting.data[self._area] = self._posting.data[self._area].removeprefix("\n")
            self._area = ""
        elif tag == "form":
            self._posting = None


def is_page(answer: Any) -> bool:
    return answer.headers.get("Content-Type", "").startswith("text/html")


def postings(answer: Any) -> list[Posting]:
    reader = _Reader(answer.wsgi_request.get_full_path())
    reader.feed(answer.content.decode())
    return [p for p in reader.found if not p.action.startswith(LEFT_ALONE)]


def links(answer: Any) -> list[str]:
    found = (unescape(link).split("#")[0] for link in LINK.findall(answer.content.decode()))
    return [link for link in dict.fromkeys(found) if not link.startswith(LEFT_ALONE)]


def route_of(url: str) -> str:
    try:
        return resolve(urlsplit(url).path).route
    except Resolver404:
        return url


def walk(client: Client, begin: tuple[str, ...] = ("/",)) -> dict[str, Any]:
    """Address → answer of every page reached: those to begin with, and a few of each route."""
    answers: dict[str, Any] = {}
    ahead, seen = list(begin), Counter[str]()
    while ahead:
        url = ahead.pop(0)
        route = route_of(url)
        if url in answers or (url not in begin and seen[route] >= ONCE_EACH):
            continue
        seen[route] += 1
        answers[url] = answer = client.get(url)
        if answer.status_code == 302:
            ahead.append(urljoin(url, answer.url))
        elif is_page(answer):
            ahead += links(answer)
    return answers


def forms_on(answer: Any) -> Iterator[forms.BaseForm]:
    """Every form a page was rendered with, also those of filters and rows."""
    met: set[int] = set()
    for layer in answer.context or ():
        for context in layer.dicts if hasattr(layer, "dicts") else [layer]:
            for value in context.values():
                found = value.form if isinstance(value, Selection) else value
                if isinstance(found, forms.BaseForm) and id(found) not in met:
                    met.add(id(found))
                    yield found


SAMPLES: dict[type[forms.Field], str] = {
    forms.DateField: "2010-03-20",
    forms.DecimalField: "90",
    forms.IntegerField: "3",
    forms.SlugField: "sample1",
    forms.CharField: "样本",
}


def sample(bound: Any) -> str:
    """A value a field takes, for one that stands empty."""
    one = bound.field
    if isinstance(one, forms.ModelChoiceField):
        first = one.queryset.first()
        return str(one.prepare_value(first)) if first is not None else ""
    if isinstance(one, forms.ChoiceField):
        return next((str(key) for key, _ in _flat(one.choices) if key), "")
    return next((text for kind, text in SAMPLES.items() if isinstance(one, kind)), "")


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, words in choices:
        if isinstance(words, (list, tuple)):
            yield from _flat(words)
        else:
            yield key, words


def completed(
    answer: Any, form: forms.BaseForm, fitting: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Any]:
    """What the page's own form would send, with every required field filled in: what is blank by
    what is ``fitting``, else by a sample."""
    own = next(p for p in postings(answer) if set(form.fields) & set(p.data) or not form.fields)
    data = {name: value or fitting.get(name, "") for name, value in own.data.items()}
    for bound in form:
        if bound.field.required and not data.get(bound.html_name):
            data[bound.html_name] = sample(bound)
    return data
