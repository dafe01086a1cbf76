"""How long it takes to find a person among many: python -m tests.benchmarks.finding [people].

Makes a county of thirty townships in a folder of its own, or in the empty database that
DATABASE_URL names, and prints how long the first page of each find takes to be fetched, as the
county, a township's clerk and a village contact ask; the middle of five, in milliseconds.
"""

from __future__ import annotations

import os
import sys
import time
from itertools import product
from statistics import median

import tests.environment  # noqa: F401  # isort: skip — an office of its own, before the settings

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhub.settings")
django.setup()

from members.listings.people import PEOPLE  # noqa: E402
from members.models import Membership, Person  # noqa: E402
from tests.factories.kernel import PlaceFactory, below, county, scope_of  # noqa: E402
from tests.factories.members import id_number  # noqa: E402
from unionhub.models import Organisation  # noqa: E402
from unionhub.people import find_keys  # noqa: E402

TOWNSHIPS, VILLAGES, TIMES, BATCH = 30, 10, 5, 1000
SURNAMES = "张王李赵刘陈杨黄周吴徐孙马朱胡林郭何高罗"
GIVEN = "文军红梅建国志强丽华秀英海燕春生玉兰明亮安然福贵小平永康"
NAMES = ["".join(one) for one in product(SURNAMES, GIVEN, GIVEN)]
ASKED = ("张", "张文军", "文军", "w", "zwj", "zhangwj", "zhangwenjun", "5678", "13800012345")


def fill(people: int) -> None:
    root = county()
    towns = [below(root, f"T{n:02}", f"第{n}乡工会") for n in range(TOWNSHIPS)]
    places = [PlaceFactory.create_batch(VILLAGES, organisation=town) for town in towns]
    keys = {name: find_keys(name) for name in NAMES}
    for start in range(0, people, BATCH):
        made = Person.objects.bulk_create(
            _person(n, towns, places, keys) for n in range(start, min(start + BATCH, people))
        )
        Membership.objects.bulk_create(
            Membership(
                organisation_id=one.organisation_id,
                union_id=one.organisation_id,
                person=one,
                joined_on="2010-03-01",
            )
            for one in made
        )


def _person(n: int, towns: list, places: list, keys: dict) -> Person:
    name, phone = NAMES[n * 11 % len(NAMES)], f"138{n:08}"
    town = n % TOWNSHIPS
    return Person(
        organisation=towns[town],
        place=places[town][n // TOWNSHIPS % VILLAGES],
        name=name,
        phone=phone,
        phone_end=phone[-4:],
        id_number=f"{id_number(n)[:-1]}{n}",
        sex="male",
        **keys[name],
    )


def measure() -> None:
    town = Person.objects.first().organisation
    village = Person.objects.filter(organisation=town).first().place
    posts = {
        "county": scope_of(Organisation.objects.get_parent(town), "county"),
        "township": scope_of(town, "clerk"),
        "village": scope_of(town, "contact", place=village),
    }
    print(f"{Person.objects.count()} people; first page of a find, ms")
    print(f"{'':14}" + "".join(f"{who:>18}" for who in posts))
    for text in (*ASKED, Person.objects.last().id_number):
        told = [f"{_time(text, scope):10.1f} ({_found(text, scope):5})" for scope in posts.values()]
        print(f"{text[:12]:14}" + "".join(f"{one:>18}" for one in told))


def _rows(text: str, scope: object) -> object:
    return PEOPLE.find(PEOPLE.rows(scope), text)


def _found(text: str, scope: object) -> int:
    return _rows(text, scope).count()


def _time(text: str, scope: object) -> float:
    """What a page asks of the database: how many there are, and the first twenty."""
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        _found(text, scope)
        list(_rows(text, scope)[:20])
        taken.append(time.perf_counter() - begun)
    return median(taken) * 1000


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    fill(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
    measure()
