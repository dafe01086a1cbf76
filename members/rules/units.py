"""Units of a union by the kinds the federation asks for, and how far their staff are members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from members.models import UnitKind
from members.models.terms import SOON
from members.rules.days import in_words
from unionhub.rates import percent

NOT_PUBLIC = (
    UnitKind.COOPERATIVE,
    UnitKind.ASSOCIATED,
    UnitKind.LIMITED,
    UnitKind.SHARES,
    UnitKind.PRIVATE,
    UnitKind.DOMESTIC,
    UnitKind.HKMT,
    UnitKind.FOREIGN,
)
SOCIAL = (UnitKind.SOCIETY, UnitKind.PRIVATE_NONPROFIT, UnitKind.FOUNDATION)
# 涵盖单位 as the federation's extension record splits them, and the rest that it leaves out.
GROUPS = (
    ("非公企业法人", NOT_PUBLIC),
    ("产业活动单位（个体经济组织）", (UnitKind.SELF_EMPLOYED,)),
    ("社会组织", SOCIAL),
)
OTHERS = "国有集体企业、机关事业和其他"


PARTS = {"women": "女职工人数", "migrants": "农民工人数"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit on a day; ``staff`` is None where nobody was counted yet."""

    pk: int
    name: str
    kind: str
    kind_words: str
    staff: int | None
    members: int


@dataclass(frozen=True, slots=True)
class Sum:
    """Units of one group together."""

    words: str
    units: int
    staff: int
    members: int

    @property
    def rate(self) -> Decimal | None:
        return percent(self.members, self.staff)


def beyond_staff(staff: int, parts: Mapping[str, int | None]) -> dict[str, str]:
    """Field → what is wrong, of those parts of a head-count that are more than the whole."""
    return {
        part: f"{PARTS[part]}不能多于职工人数（{staff}人）。"
        for part, number in parts.items()
        if number is not None and number > staff
    }


def group_of(kind: str) -> str:
    return next((words for words, kinds in GROUPS if kind in kinds), OTHERS)


def sums_of(units: Iterable[Unit]) -> list[Sum]:
    """Units, staff and members of each group, and of all of them last."""
    found = list(units)
    groups = [
        (words, [unit for unit in found if group_of(unit.kind) == words])
        for words in (*(words for words, _ in GROUPS), OTHERS)
    ]
    return [
        Sum(
            words,
            len(members),
            sum(unit.staff or 0 for unit in members),
            sum(unit.members for unit in members),
        )
        for words, members in [*groups, ("合计", found)]
    ]


def legal_warning(until: date, day: date) -> str:
    """What to say of a certificate that has run out or soon will; empty while there is time."""
    if until < day:
        return f"法人资格证书已于{in_words(until)}到期，请办理换证后修改有效期。"
    if until <= day + SOON:
        return f"法人资格证书{in_words(until)}到期，请及时办理换证。"
    return ""
