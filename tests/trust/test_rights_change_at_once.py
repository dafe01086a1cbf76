"""Rights are those of this request: ended, moved, bound to a place, or kept from business data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from members.models import Person
from tests.trust.asking import addresses, filled, leaks, plain_routes, signed_in, writes_noted
from tests.trust.walking import walk
from tests.trust.world import Township, World
from unionhub.actions import accounts
from unionhub.models import Post
from unionhub.periods import today
from unionhub.scope import Scope

pytestmark = pytest.mark.django_db
TRAIL = {"unionhub_auditevent", "unionhub_audittail"}
Change = Callable[[Township, Scope], Any]


def post_of(scope: Scope) -> Post:
    return Post.objects.get(user=scope.user)


CHANGES: dict[str, Change] = {
    "relieved": lambda t, who: accounts.relieve(
        post=post_of(who), until=today(), by=t.scopes["admin"]
    ),
    "suspended": lambda t, who: accounts.suspend(user=who.user, active=False, by=t.scopes["admin"]),
    "reset": lambda t, who: accounts.reset_password(user=who.user, by=t.scopes["admin"]),
    "office closed": lambda t, who: (
        type(t.organisation).objects.filter(pk=t.organisation.pk).update(closed_on=today())
    ),
    "not yet begun": lambda t, who: Post.objects.filter(user=who.user).update(
        since=today() + timezone.timedelta(days=1)
    ),
}
# A page of each post and a deed of it.
WORK: dict[str, tuple[str, str]] = {
    "clerk": ("/members/people/", "/aid/cases/{case}/step/withdraw/"),
    "reviewer": ("/aid/cases/", "/aid/cases/{case}/step/review/"),
    "chair": ("/audit/", "/aid/cases/{noticed}/step/refuse/"),
    "cashier": ("/aid/ledger/", "/aid/funds/{fund}/income/"),
    "contact": ("/aid/cases/", "/aid/cases/{case}/attach/"),
    "auditor": ("/aid/funds/", "/audit/"),
}


def work_of(role: str, town: Township) -> tuple[str, str]:
    record = town.records
    numbers = {
        "case": record["case"].pk,
        "noticed": record["cases"]["noticed"].pk,
        "fund": record["fund"].pk,
    }
    page, deed = WORK[role]
    return page, deed.format(**numbers)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", WORK)
def test_the_next_request_knows(world: World, role: str, change: str) -> None:
    town = world.ours
    client, (page, deed) = signed_in(town.scopes[role]), work_of(role, town)
    assert client.get(page).status_code == 200

    CHANGES[change](town, town.scopes[role])

    with writes_noted() as written:
        answers = [
            client.get(page),
            client.post(deed, {"opinion": "已阅", "on": "2010-12-01", "do": "xlsx"}),
        ]
    assert [a.status_code for a in answers] == [302, 302]
    assert [word for a in answers for word in leaks(a, (town.mark,))] == []
    assert written == []


def test_another_role_is_another_role_at_once(world: World) -> None:
    town = world.ours
    client, (page, deed) = signed_in(town.chair), work_of("chair", town)
    assert client.get(page).status_code == 200
    Post.objects.filter(user=town.chair.user).update(role_key="cadre")

    with writes_noted() as written:
        assert client.get(page).status_code == 403
        assert client.post(deed, {"opinion": "已阅", "on": "2010-12-01"}).status_code == 403
    assert written == []


def test_who_moves_to_the_neighbour_leaves_everything_behind(world: World) -> None:
    client, case = signed_in(world.ours.clerk), world.ours.records["case"]
    Post.objects.filter(user=world.ours.clerk.user).update(organisation=world.theirs.organisation)

    assert client.get(case.get_absolute_url()).status_code == 404
    assert leaks(client.get("/members/people/"), (world.ours.records["person"].name,)) == []


# ---- Bound to a place ------------------------------------------------------------------------


def far_words(town: Township) -> tuple[str, ...]:
    """What a contact of the near village has no business with."""
    record = town.records
    person, case = record["far_person"], record["far_case"]
    return (person.name, person.phone, case.number, record["held"].name, town.far_place.name)


def contact_pages(town: Township, client: Client) -> dict[str, Any]:
    return walk(client, ("/", *(own for own, _ in addresses(town))))


def test_a_contact_walks_in_his_own_village_only(world: World) -> None:
    town = world.ours
    pages = contact_pages(town, signed_in(town.scopes["contact"]))
    told = {url: found for url, a in pages.items() if (found := leaks(a, far_words(town)))}
    assert told == {}
    assert any(leaks(a, (town.records["person"].name,)) for a in pages.values())


def test_a_contact_reaches_nothing_of_another_village(world: World) -> None:
    town, client = world.ours, signed_in(world.ours.scopes["contact"])
    record = town.records
    person, case, held = (record[name].pk for name in ("far_person", "far_case", "held"))
    urls = [
        f"/members/people/{person}/",
        f"/members/people/{person}/change/",
        f"/members/people/{person}/history/",
        f"/members/people/{person}/join/",
        f"/aid/people/{person}/",
        f"/aid/cases/{case}/",
        f"/aid/cases/{case}/change/",
        f"/aid/cases/{case}/step/verify/",
        f"/aid/cases/{case}/attach/",
        f"/aid/cases/add/?person={person}",
        f"/activities/people/{person}/",
        f"/activities/events/{held}/",
        f"/activities/events/{held}/people/",
        f"/activities/events/{held}/change/",
    ]
    assert {u: client.get(u).status_code for u in urls} == dict.fromkeys(urls, 404)
    with writes_noted() as written:
        for url in urls:
            client.post(url, {"do": "remove", "person": person, "reason": "核对"})
        for wish in ("add", "change", "remove"):
            near = f"/activities/events/{record['event'].pk}/people/"
            assert client.post(near, {"do": wish, "person": person}).status_code == 404
    assert written == []


def test_what_a_contact_looks_for_is_looked_for_in_his_village(world: World) -> None:
    town, client = world.ours, signed_in(world.ours.scopes["contact"])
    far, case = town.records["far_person"], town.records["far_case"]
    event = town.records["event"].pk
    for url in (
        "/members/people/",
        "/members/roll/",
        "/aid/cases/",
        "/aid/cases/find/",
        "/activities/events/",
        f"/activities/events/{event}/people/",
    ):
        for word in (far.name, far.id_number, far.phone, case.number):
            answer = client.post(url, {"find": word})
            assert leaks(answer, far_words(town), word) == [], f"{url} {word}"
    typed = client.post("/members/people/id-facts/", {"id_number": far.id_number}).json()
    assert "登记" not in typed["words"]


def test_a_contact_enters_nobody_into_another_village(world: World) -> None:
    town, client = world.ours, signed_in(world.ours.scopes["contact"])
    sent = {"name": "样本", "place": town.far_place.pk, "sex": "male", "birth_date": "1980-05-01"}
    with writes_noted() as written:
        answer = client.post("/members/people/add/", {**sent, "work_status": "at_work"})
    assert (answer.status_code, written) == (422, [])
    assert not Person.objects.filter(name="样本").exists()


def test_what_waits_on_the_first_page_of_a_contact_is_of_his_village(world: World) -> None:
    """Two requests wait to be verified in the office, one of them in the contact's village."""
    town = world.ours
    shown = {
        role: {
            one.label: one.count for one in signed_in(town.scopes[role]).get("/").context["waiting"]
        }
        for role in ("clerk", "contact")
    }
    assert shown["clerk"]["帮扶申请待核实"] == 2
    assert shown["contact"]["帮扶申请待核实"] == 1


# ---- Kept from business data, or from changing it ------------------------------------------------


def test_an_administrator_meets_no_business_data(world: World) -> None:
    town = world.ours
    client = signed_in(town.scopes["admin"])
    people = Person.objects.filter(organisation=town.organisation)
    words = [text for p in people for text in (p.name, p.id_number, p.phone)]
    record = town.records
    words += [c.number for c in record["cases"].values()] + [record["fund"].name]
    words += [str(record[name]) for name in ("event", "facility", "item", "committee", "employer")]
    pages = walk(client, ("/", *(own for own, _ in addresses(town))))

    told = {url: found for url, a in pages.items() if (found := leaks(a, tuple(words)))}

    assert told == {}
    assert sum(a.status_code == 200 for a in pages.values()) > 5


@pytest.mark.parametrize("role", ["auditor", "cadre"])
def test_a_reader_writes_nothing_by_any_address(world: World, role: str) -> None:
    town, client, found = world.ours, signed_in(world.ours.scopes[role]), []
    urls = [own for own, _ in addresses(town)]
    urls += [filled(r, {}) for r, _ in plain_routes() if r not in ("large-type/", "logout/")]
    for url in urls:
        with writes_noted() as written:
            client.post(url, {"reason": "核对情况", "form": "screen", "version": "0"})
        if set(written) - TRAIL:
            found.append(f"{url}: {written}")
    assert found == []
