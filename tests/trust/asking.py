"""Every address of the product with numbers of real records in it, and what an answer gives away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from io import BytesIO
from itertools import product
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile, is_zipfile

from django.db import connection
from django.test import Client
from django.urls import URLPattern

from aid.workflow import CASE_FLOW
from reports.printing import MEDIA
from tests.helpers import sign_in
from tests.trust.world import Township
from unionhub.checks import all_patterns
from unionhub.scope import Scope

ABSENT = 987654
# What a number in an address names, by the longest beginning of the route that is listed here.
RECORDS: dict[str, Callable[[Township], list[Any]]] = {
    "organisations/": lambda t: [t.organisation, t.records["union"]],
    "places/": lambda t: [t.place],
    "accounts/": lambda t: [t.records["account"], t.records["new_account"]],
    "members/people/": lambda t: [t.records["person"]],
    "members/duplicates/": lambda t: [t.records["person"]],
    "members/merges/": lambda t: [t.records["merge"]],
    "members/imports/people/": lambda t: [t.records["roster"]],
    "members/roll/": lambda t: [t.records["membership"]],
    "members/applications/": lambda t: [t.records["application"]],
    "members/transfers/": lambda t: [t.records["transfer"]],
    "members/joining/": lambda t: [t.records["joining_group"]],
    "members/cards/": lambda t: [t.records["card"]],
    "members/card-lists/": lambda t: [t.records["card_list"]],
    "members/employers/": lambda t: [t.records["employer"]],
    "members/employers/head-counts/": lambda t: [t.records["head_count"]],
    "members/unions/": lambda t: [t.organisation, t.records["union"]],
    "members/terms/": lambda t: [t.records["term"]],
    "members/officers/": lambda t: [t.records["officer"]],
    "members/regulations/": lambda t: [t.records["regulation"]],
    "members/ratings/": lambda t: [t.records["rating"]],
    "members/committees/": lambda t: [t.records["committee"]],
    "members/honours/": lambda t: [t.records["honour"]],
    "members/allowances/": lambda t: [t.records["allowance"]],
    "members/dues/payments/": lambda t: [t.records["dues"], t.records["unit_dues"]],
    "members/dues/unions/": lambda t: [t.organisation, t.records["union"]],
    "members/dues/rates/": lambda t: [t.records["rate"]],
    "aid/cases/": lambda t: [t.records["cases"][s] for s in ("applied", "noticed", "paid")],
    "aid/people/": lambda t: [t.records["person"]],
    "aid/lines/": lambda t: [t.records["line"]],
    "aid/corrections/": lambda t: [t.records["correction"]],
    "aid/funds/": lambda t: [t.records["fund"]],
    "aid/income/": lambda t: [t.records["income"]],
    "activities/events/": lambda t: [t.records["event"], t.records["held"]],
    "activities/people/": lambda t: [t.records["person"]],
    "activities/facilities/": lambda t: [t.records["facility"]],
    "activities/publicity/": lambda t: [t.records["item"]],
    "targets/": lambda t: [t.records["target"]],
    "summaries/": lambda t: [t.records["draft"], t.records["signed"]],
}
# Which of an office's files an address under this beginning names.
FILES = {
    "aid/": "paper",
    "activities/": "photo",
    "members/honours/": "certificate",
    "members/card-lists/": "card_scan",
    "members/applications/": "application_paper",
    "members/roll/": "spell_paper",
    "members/people/": "person_paper",
    "members/unions/": "founding_paper",
    "members/terms/": "term_paper",
    "members/regulations/": "regulation_text",
}
# What the other parts of an address may be.
PARTS: dict[str, Callable[[Township, str], list[Any]]] = {
    "attachment": lambda t, route: [
        t.records[next(word for start, word in FILES.items() if route.startswith(start))].pk,
    ],
    "other": lambda t, _: [t.records["twin"].pk],
    "tie": lambda t, _: [t.records["tie"].pk],
    "post": lambda t, _: [t.records["account"].posts.get().pk],
    "verb": lambda *_: list(CASE_FLOW.steps),
    "key": lambda *_: ["lead"],
    "form": lambda *_: list(MEDIA),
}
# Addresses with a part that is no record: whose it is stands in the query. See QUERIED.
BY_QUERY = {
    "figures/<str:key>/": [{"key": "members.total"}],
    "figures/<str:key>/by/<slug:by>/": [{"key": "members.total", "by": "unit"}],
}
NUMBER = re.compile(r"<int:(\w+)>")
SPOT = re.compile(r"<\w+:(\w+)>")
# Where a member may be sent is chosen by the names of the open offices, and nothing else of them.
CHOOSES_OFFICE = re.compile(r"/members/roll/\d+/transfer/")
OFFERED = re.compile(r'<option value="\d+">\w+乡工会</option>')


class Unfilled(Exception):
    """An address whose parts nobody has told this hunt about."""


def routes() -> list[tuple[str, URLPattern]]:
    """Every address that names a record."""
    return [
        (route, pattern)
        for route, pattern in all_patterns()
        if pattern.pattern.converters and route not in BY_QUERY
    ]


def plain_routes() -> list[tuple[str, URLPattern]]:
    """Every address that names none: lists, forms of new records, the first page."""
    return [(route, pattern) for route, pattern in all_patterns() if not SPOT.search(route)]


def values_of(town: Township, route: str) -> list[dict[str, Any]]:
    """Values of the parts of a route, in every mixture. Raises Unfilled."""
    spots = SPOT.findall(route)
    choices = []
    for spot in spots:
        if spot == "pk":
            known = [start for start in RECORDS if route.startswith(start)]
            if not known:
                raise Unfilled(route)
            choices.append([one.pk for one in RECORDS[max(known, key=len)](town)])
        elif spot in PARTS:
            choices.append(PARTS[spot](town, route))
        else:
            raise Unfilled(route)
    return [dict(zip(spots, mix, strict=True)) for mix in product(*choices)]


def filled(route: str, values: dict[str, Any]) -> str:
    return "/" + SPOT.sub(lambda spot: str(values[spot[1]]), route)


def absent(route: str, values: dict[str, Any]) -> str:
    """The same address of records that do not exist."""
    numbers = set(NUMBER.findall(route))
    return filled(route, {k: ABSENT if k in numbers else v for k, v in values.items()})


def addresses(town: Township) -> Iterator[tuple[str, str]]:
    """(address of a record of this office, the same of a record that does not exist)."""
    for route, _ in routes():
        for values in values_of(town, route):
            yield filled(route, values), absent(route, values)


def signed_in(scope: Scope) -> Client:
    return sign_in(Client(), scope)


# ---- What an answer gives away -------------------------------------------------------------


def text_of(answer: Any) -> str:
    """Everything a reader could find in an answer: headers, body, the parts of a workbook."""
    body = answer.getvalue() if hasattr(answer, "getvalue") else answer.content
    heads = "\n".join(f"{name}: {unquote(value)}" for name, value in answer.headers.items())
    if is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as parts:
            body = b"\n".join(parts.read(name) for name in parts.namelist())
    return heads + unescape(body.decode("utf-8", "replace"))


def leaks(answer: Any, tell_tales: tuple[str, ...], typed: str = "") -> list[str]:
    """The words of an office that an answer bears, what was ``typed`` and stands there again
    left aside."""
    text = text_of(answer)
    text = text.replace(typed, "") if typed else text
    if CHOOSES_OFFICE.fullmatch(answer.wsgi_request.path):
        text = OFFERED.sub("", text)
    return [word for word in tell_tales if word in text]


def bare(answer: Any) -> str:
    """The body without what differs between any two answers: the token, the address itself."""
    text = answer.content.decode("utf-8", "replace")
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return text.replace(answer.wsgi_request.get_full_path(), "")


# ---- What a request wrote ------------------------------------------------------------------

WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO) "?(\w+)', re.I)
UNMINDED = ("django_session", "axes_")


@contextmanager
def writes_noted() -> Iterator[list[str]]:
    """Tables written to while this stands, whatever became of the transaction."""
    noted: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITES.match(sql)
        if found and not found[1].startswith(UNMINDED):
            noted.append(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield noted
