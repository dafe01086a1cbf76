"""A list shows the own office however it is filtered, looked through, turned over or taken away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django import forms

from tests.trust.asking import filled, leaks, plain_routes, signed_in
from tests.trust.world import World
from unionhub import listing_files
from unionhub.documents.blocks import Block

pytestmark = pytest.mark.django_db
PERIOD = {"period": "2010H1"}
ROWS = ("members.total", "aid.people", "aid.amount", "events.total")
Queries = tuple[dict[str, str], ...]
ODD: Queries = (
    {"page": "-1", "size": "100"},
    {"page": "9" * 20, "size": "²"},
    {"organisation": "' OR 1=1 --", "page": "二"},
    {"organisation__path__gte": "0001", "ordering": "organisation__users__password"},
    {"at_after": "0001-01-01", "at_before": "9999-12-31"},
)


@pytest.fixture(autouse=True)
def printed_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """A printed list is read as the words that go to print."""

    def words(paper: list[Block], **_: Any) -> bytes:
        return str(paper).encode()

    monkeypatch.setattr(listing_files.pdf, "render_pdf", words)


def lists_of(client: Any) -> dict[str, Any]:
    """Address → page of every list this post may open."""
    urls = [filled(route, {}) for route, _ in plain_routes()]
    urls += [f"/figures/{key}/?{urlencode(PERIOD)}" for key in ROWS]
    answers = {url: client.get(url) for url in urls}
    return {
        u: a for u, a in answers.items() if a.status_code == 200 and "listing" in (a.context or ())
    }


def words_of_theirs(world: World) -> list[str]:
    """What somebody would look for who wants to know about one of theirs."""
    person, case = world.theirs.records["person"], world.theirs.records["case"]
    return [person.name, person.id_number, person.phone, case.number, "%"]


def requests_of(
    client: Any, url: str, page: Any, world: World, odd: Queries
) -> Iterator[tuple[str, str, Any]]:
    """(what is asked, what was typed, the answer) of one list."""
    period = PERIOD if "?" in url else {}
    theirs = filters_on_theirs(page, world)
    for query in (*odd, *theirs):
        yield f"get {query}", nonsense(world), client.get(url, {**period, **query})
    for word in words_of_theirs(world):
        yield f"find {word}", word, client.post(url, {"find": word})
    for wish in ("xlsx", "print"):
        for query in ({}, *theirs[:1]):
            given = {"do": wish, "reason": "核对情况"}
            answer = client.post(url, given, query_params={**period, **query})
            yield f"{wish} {query}", nonsense(world), answer


def filters_on_theirs(page: Any, world: World) -> list[dict[str, str]]:
    """Every filter of the page, set to records of theirs and to a word nobody has."""
    form = page.context["selection"].form
    if form is None:
        return []
    asked = []
    for name, one in form.fields.items():
        if isinstance(one, forms.ModelChoiceField):
            rows = one.queryset.model._default_manager.all()
            asked += [{name: str(row.pk)} for row in rows if world.theirs.mark in str(row)][:2]
        asked.append({name: nonsense(world)})
    return asked


def nonsense(world: World) -> str:
    return f"{world.theirs.mark}？"


@pytest.mark.parametrize("role", ["clerk", "contact", "cashier", "auditor", "admin"])
def test_no_list_shows_theirs(world: World, role: str) -> None:
    client, tell_tales, found = signed_in(world.ours.scopes[role]), world.theirs.tell_tales, []
    lists = lists_of(client)
    assert len(lists) >= (2 if role == "admin" else 4)
    for url, page in lists.items():
        odd = ODD if role == "clerk" or url == "/audit/" else ()
        for what, typed, answer in requests_of(client, url, page, world, odd):
            told = leaks(answer, tell_tales, typed)
            if told or answer.status_code >= 500:
                found.append(f"{url} {what}: {answer.status_code} {told}")
    assert found == []


def test_what_is_looked_for_is_found_at_home(world: World) -> None:
    """The control: the same words of the own office find their records, on screen and in files."""
    client, person = signed_in(world.ours.clerk), world.ours.records["person"]
    for word in (person.name, person.id_number, person.phone):
        assert person.name in client.post("/members/people/", {"find": word}).content.decode()
    for wish in ("xlsx", "print"):
        taken = client.post("/members/people/", {"do": wish, "reason": "核对情况"})
        assert leaks(taken, (person.name,))


def test_a_number_looked_for_in_vain_does_not_tell_where_it_is(world: World) -> None:
    """While a number is typed, and when it is sent: the same words as for one nobody has."""
    client, theirs = signed_in(world.ours.clerk), world.theirs.records["person"]
    typed = client.post("/members/people/id-facts/", {"id_number": theirs.id_number}).json()
    assert "登记" not in typed["words"]
    sent = {"id_number": theirs.id_number, "name": "样本", "place": world.ours.place.pk}
    sent |= {"work_status": "at_work"}

    answer = client.post("/members/people/add/", sent)

    assert answer.status_code == 302, answer.context["form"].errors
    assert leaks(client.get(answer.url), (world.theirs.mark,)) == []


def test_the_county_sees_both(world: World) -> None:
    answer = signed_in(world.above["county"]).get("/members/people/")
    assert set(leaks(answer, (world.ours.mark, world.theirs.mark))) == {"犇", "龘"}
