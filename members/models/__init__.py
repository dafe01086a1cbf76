"""The register: employers, people, membership, cards, unions."""

from members.models.details import PersonDetails, details_of
from members.models.employers import Employer, HeadCount, UnitKind
from members.models.lists import (
    NEW_FORM,
    DocumentKind,
    Education,
    Ethnicity,
    HouseholdKind,
    MaritalStatus,
    PoliticalStatus,
    TechGrade,
    WorkGroup,
)
from members.models.memberships import Card, ChangeKind, Membership, MembershipChange
from members.models.people import Person, Sex, WorkStatus, by_name
from members.models.unions import Committee, Seat, UnionProfile

__all__ = [
    "NEW_FORM",
    "Card",
    "ChangeKind",
    "Committee",
    "DocumentKind",
    "Education",
    "Employer",
    "Ethnicity",
    "HeadCount",
    "HouseholdKind",
    "MaritalStatus",
    "Membership",
    "MembershipChange",
    "Person",
    "PersonDetails",
    "PoliticalStatus",
    "Seat",
    "Sex",
    "TechGrade",
    "UnionProfile",
    "UnitKind",
    "WorkGroup",
    "WorkStatus",
    "by_name",
    "details_of",
]
