"""Whoever looks from above reads and does not write, and no button leads to a closed door."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

import pytest
from django.db import transaction
from django.test import Client

from tests.trust.asking import addresses, leaks, signed_in, writes_noted
from tests.trust.walking import is_page, links, postings, route_of, walk
from tests.trust.world import World
from unionhub.documents import pdf
from unionhub.roles import ROLES

pytestmark = pytest.mark.django_db
TRAIL = {"unionhub_auditevent", "unionhub_audittail"}
# What a county does below itself, by the verb: it opens and names unions, and it sets goals.
REACH_DOWN = ("/organisations/", "/targets/", "/accounts/")
CLOSED = (403, 404)
ABOVE = ("county", "clerk", "chair", "cashier", "auditor", "admin")


@pytest.fixture(autouse=True)
def quick_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "render_pdf", lambda blocks, **_: b"%PDF-1.4")


# ---- From above ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ABOVE)
def test_the_county_changes_no_record_below(world: World, role: str) -> None:
    client, found = signed_in(world.above[role]), []
    for url, _ in addresses(world.ours):
        if url.startswith(REACH_DOWN):
            continue
        page = client.get(url)
        if page.status_code == 200 and "submit" in (page.context or {}):
            found.append(f"{url}: shows a form")
        for body in ({}, {"reason": "核对情况", "version": "0", "do": "remove", "form": "screen"}):
            with writes_noted() as written:
                answer = client.post(url, body)
            if set(written) - TRAIL:
                found.append(f"{url}: {answer.status_code} {written}")
    assert found == []


def test_the_county_reads_what_is_below(world: World) -> None:
    client = signed_in(world.above["county"])
    read = [client.get(url) for url, _ in addresses(world.ours)]
    assert sum(a.status_code == 200 and bool(leaks(a, (world.ours.mark,))) for a in read) > 15
    # The code on a card leads on to the page of its holder.
    assert {a.status_code for a in read} <= {200, 302, 403, 404, 405}


# ---- Every button opens ------------------------------------------------------------------------


def closed_doors(client: Client, begin: tuple[str, ...]) -> list[str]:
    """Links and buttons on the pages of this post that answer 403 or 404."""
    found, tried = [], set[tuple[str, str]]()
    answers = walk(client, begin)
    status = {url: answer.status_code for url, answer in answers.items()}
    for source, page in answers.items():
        if page.status_code != 200 or not is_page(page):
            continue
        here = route_of(source)
        for url in links(page):
            if url not in status and (here, route_of(url)) not in tried:
                tried.add((here, route_of(url)))
                status[url] = client.get(url).status_code
            if status.get(url) in CLOSED:
                found.append(f"{source} → {url}")
        for posting in postings(page):
            there = urljoin(source, posting.action)
            if (here, f"post {route_of(there)}") not in tried:
                tried.add((here, f"post {route_of(there)}"))
                if pressed(client, there, posting) in CLOSED:
                    found.append(f"{source} ⇒ {there} {posting.buttons}")
    return found


def pressed(client: Client, url: str, posting: Any) -> int:
    """The first button of the form, its deed taken back."""
    with transaction.atomic():
        answer = client.post(url, {**posting.data, **dict(posting.buttons[:1])})
        transaction.set_rollback(True)
    return int(answer.status_code)


@pytest.mark.parametrize("role", [key for key in ROLES if key not in ("reviewer", "county")])
def test_no_button_of_an_office_leads_to_a_closed_door(world: World, role: str) -> None:
    assert closed_doors(signed_in(world.ours.scopes[role]), ("/",)) == []


@pytest.mark.parametrize("role", ["county", "clerk", "auditor", "admin"])
def test_no_button_of_the_county_leads_to_a_closed_door(world: World, role: str) -> None:
    client = signed_in(world.above[role])
    assert closed_doors(client, ("/", *one_of_each(client, world))) == []


def one_of_each(client: Client, world: World) -> list[str]:
    """A page below of every route that opens."""
    routes = {route_of(url): url for url, _ in addresses(world.ours)}
    return [url for url in routes.values() if client.get(url).status_code == 200]
