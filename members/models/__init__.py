"""The register: employers, people, membership, cards, unions."""

from members.models.employers import Employer, HeadCount, UnitKind
from members.models.memberships import Card, ChangeKind, Membership, MembershipChange
from members.models.people import Person, Sex, WorkStatus, by_name
from members.models.unions import Committee, Seat, UnionProfile

__all__ = [
    "Card",
    "ChangeKind",
    "Committee",
    "Employer",
    "HeadCount",
    "Membership",
    "MembershipChange",
    "Person",
    "Seat",
    "Sex",
    "UnionProfile",
    "UnitKind",
    "WorkStatus",
    "by_name",
]
