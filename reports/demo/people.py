"""Invented people: the same ones every time, with valid but unassigned identity numbers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from members.models import (
    Education,
    Ethnicity,
    HouseholdKind,
    PoliticalStatus,
    TechGrade,
    WorkGroup,
)
from unionhub.people import check_digit

SURNAMES = "王李张刘陈杨赵黄周吴徐孙朱马胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾田董潘"
MALE = "建国志强海峰文斌德厚永胜长河兴旺明远国栋立军春生宏伟玉山占奎宝林守业振东学文金龙"
FEMALE = "秀英桂兰丽华春梅玉珍晓红淑芬海燕雪梅凤霞文静小娟素琴彩云亚男冬梅翠莲美玲月娥红霞"
# Not a place: no county has a code beginning so, and so no person has such a number.
NOWHERE = "1599"


@dataclass(frozen=True, slots=True)
class Invented:
    """Name, sex and number of somebody who does not exist."""

    name: str
    sex: str
    born: date
    id_number: str
    phone: str


class Inventor:
    """Gives people one after another; the same seed (0 to 99) gives the same people."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self._seed = seed
        self._count = 0

    def person(self, youngest: int = 22, oldest: int = 55, *, year: int = 2010) -> Invented:
        """Somebody who was between two ages at the end of ``year``."""
        self._count += 1
        sex = self._dice.choice(("male", "female"))
        names = MALE if sex == "male" else FEMALE
        at = self._dice.randrange(0, len(names), 2)
        age = self._dice.randint(youngest, oldest)
        # From 1 March on, so that every birthday comes round every year.
        born = date(year - age, 3, 1) + timedelta(days=self._dice.randrange(300))
        return Invented(
            name=self._dice.choice(SURNAMES) + names[at : at + 2],
            sex=sex,
            born=born,
            id_number=self.number(born, sex),
            phone=f"199{self._seed:02}{self._count:06}",
        )

    def number(self, born: date, sex: str) -> str:
        """An identity number that passes every check and belongs to nobody."""
        order = (self._count * 2 + (1 if sex == "male" else 0)) % 1000
        body = f"{NOWHERE}{self._seed:02}{born:%Y%m%d}{order:03}"
        return body + check_digit(body)

    def people(self, count: int) -> Iterator[Invented]:
        for _ in range(count):
            yield self.person()


def sheet_of(one: Invented, *, migrant: bool) -> dict[str, str]:
    """What the member sheet asks besides, told apart by the phone so that no die is thrown."""
    n = int(one.phone[-6:])
    groups = {0: WorkGroup.TRUCK, 4: WorkGroup.COURIER} if migrant else {}
    return {
        "ethnicity": Ethnicity.MENGGU if n % 3 == 0 else Ethnicity.HAN,
        "education": Education.values[2 + n % 6],
        "political_status": PoliticalStatus.PARTY if n % 7 == 0 else PoliticalStatus.MASSES,
        "household_kind": HouseholdKind.FARMING if migrant else HouseholdKind.TOWN,
        "tech_grade": TechGrade.values[n % 6],
        "native_place": "内蒙古通辽",
        "work_group": groups.get(n % 9, WorkGroup.NONE),
    }
