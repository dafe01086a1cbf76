"""Ten messy rosters load without anybody editing them, and load twice as once."""

from __future__ import annotations

import pytest

from members.imports.people import ROSTER
from members.models import Person, details_of
from tests.factories.members import EmployerFactory
from tests.members.messy import SHAPES
from tests.members.test_import_roster import run  # noqa: F401 — the fixture
from unionhub.people import check_id

pytestmark = pytest.mark.django_db


def kept(person):
    """What came to be on file, by the words of the shapes."""
    spell = person.memberships.first()
    card = spell.cards.first() if spell else None
    more = details_of(person)
    return {
        "sex": person.sex,
        "phone": person.phone,
        "number": person.id_number,
        "employer": str(person.employer or ""),
        "place": str(person.place or ""),
        "address": person.address,
        "work_status": person.work_status,
        "is_migrant": person.is_migrant,
        "joined": spell and spell.joined_on,
        "card": card and card.number,
        "started": more.started_work_on,
        **{
            name: getattr(more, name)
            for name in ("education", "ethnicity", "political_status", "tech_grade")
        },
    }


@pytest.mark.parametrize("shape", SHAPES)
def test_a_messy_roster_is_taken_in_whole(run, shape):  # noqa: F811
    content, wanted = SHAPES[shape]()
    code, told = run(content)
    assert (code, told["refused_rows"]) == (0, [])
    assert told["new"] == len(wanted)
    people = {person.name: person for person in Person.objects.all()}
    assert set(people) == set(wanted)
    for name, facts in wanted.items():
        found = kept(people[name])
        assert {fact: found[fact] for fact in facts} == facts, name
        assert check_id(people[name].id_number)

    code, told = run(content)
    assert (code, told["new"], told["updated"]) == (0, 0, 0)


def test_a_subtotal_that_does_not_add_up_is_noticed(xingfa):
    EmployerFactory(organisation=xingfa)
    content, wanted = SHAPES["factory"]()
    lines, _ = ROSTER.read(content, "花名册.xlsx")
    assert len(lines) == len(wanted)
    assert [line.warnings for line in lines if any("合计" in word for word in line.warnings)] == []
