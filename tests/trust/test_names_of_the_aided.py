"""Who was helped is known to who may see cases, and to nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.trust.asking import addresses, leaks, signed_in, text_of
from tests.trust.walking import walk
from tests.trust.world import Township, World
from unionhub.models import AuditEvent, Post
from unionhub.permissions import Permission as P
from unionhub.roles import ROLES, Role

pytestmark = pytest.mark.django_db


def names_of_the_aided(town: Township) -> tuple[str, ...]:
    cases = town.records["cases"].values()
    return tuple(word for case in cases for word in (case.person.name, case.number))


def test_whoever_reads_the_ledger_the_log_or_the_internal_copy_may_see_cases() -> None:
    """The ledger says 受助人 and the log names records: these rights come with that of cases."""
    for right in (P.FUND_VIEW, P.AUDIT_VIEW, P.SUMMARY_VIEW):
        blind = [role.key for role in ROLES.values() if right in role.permissions - {P.AID_VIEW}]
        assert [key for key in blind if P.AID_VIEW not in ROLES[key].permissions] == [], right


@pytest.fixture
def figures_only(world: World, monkeypatch: pytest.MonkeyPatch) -> Role:
    """A post that counts and sums, writes papers and takes tallies, but may see no case."""
    kept = {P.FIGURE_VIEW, P.SUMMARY_VIEW, P.SUMMARY_WRITE, P.TALLY_EXPORT, P.EXPORT, P.TARGET_EDIT}
    role = Role("clerk", "试", "", frozenset(kept | {P.ACTIVITY_VIEW, P.ORGANISATION_VIEW}))
    monkeypatch.setattr(Post, "role", property(lambda post: role))
    return role


def test_counting_names_nobody(world: World, figures_only: Role) -> None:
    town, client = world.ours, signed_in(world.ours.clerk)
    names, record = names_of_the_aided(town), town.records
    period = "period=2010H1"
    answers = walk(client, ("/", f"/figures/?{period}", f"/tallies/?{period}"))
    answers |= {
        url: client.get(url)
        for paper in ("draft", "signed")
        for url in (f"/summaries/{record[paper].pk}/{form}" for form in ("", "pdf/", "docx/"))
    }
    taken = {"period": "2010H1", "reason": "核对情况"}
    answers["tally"] = client.post("/tallies/export/", taken)
    answers["figures"] = client.post(f"/figures/?{period}")

    assert {url: found for url, a in answers.items() if (found := leaks(a, names))} == {}
    assert {url: answers[url].status_code for url in ("tally", "figures")} == {
        "tally": 200,
        "figures": 200,
    }


def test_the_internal_copy_needs_the_right_to_see_cases(world: World, figures_only: Role) -> None:
    client = signed_in(world.ours.clerk)
    for paper in ("draft", "signed"):
        url = f"/summaries/{world.ours.records[paper].pk}/internal/"
        for form in ("screen", "pdf", "docx"):
            answer = client.post(url, {"form": form, "reason": "核对情况"})
            assert answer.status_code == 403
            assert leaks(answer, names_of_the_aided(world.ours)) == []


def test_the_published_copy_names_nobody_and_the_internal_one_does(world: World) -> None:
    town, client = world.ours, signed_in(world.ours.scopes["cadre"])
    paper, pupil = town.records["signed"], town.records["cases"]["paid"].person
    for form in ("", "pdf/", "docx/"):
        answer = client.get(f"/summaries/{paper.pk}/{form}")
        assert answer.status_code == 200
        assert leaks(answer, names_of_the_aided(town)) == []

    internal = client.post(f"/summaries/{paper.pk}/internal/", {"form": "pdf", "reason": "归档"})
    assert pupil.name in text_of(internal)


def test_a_name_was_asked_for_and_why_stands_in_the_log(world: World) -> None:
    paper, client = world.ours.records["signed"], signed_in(world.ours.scopes["cadre"])

    refused = client.post(f"/summaries/{paper.pk}/internal/", {"form": "screen"})
    assert refused.status_code == 422
    assert leaks(refused, names_of_the_aided(world.ours)) == []
    client.post(f"/summaries/{paper.pk}/internal/", {"form": "screen", "reason": "归档"})

    last: Any = AuditEvent.objects.order_by("-seq").first()
    assert (last.verb, last.note) == ("summary.internal", "归档")


def test_a_diagnosis_is_shown_by_no_page_file_or_log(world: World) -> None:
    """It is shown once, by a POST with a reason, to who may; see tests/aid."""
    town = world.ours
    words = (town.records["case"].illness,)
    client = signed_in(town.clerk)
    pages = walk(client, ("/", *(own for own, _ in addresses(town) if "/step/" not in own)))
    assert {url: 1 for url, a in pages.items() if leaks(a, words)} == {}
    assert len(pages) > 50
    taken = client.post("/aid/cases/", {"do": "xlsx", "reason": "核对情况"})
    assert leaks(taken, words) == []
