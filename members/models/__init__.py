"""The register: employers, people, membership, cards, unions, honours, dues."""

from members.models.cards import Card, CardKind, CardList, CardLoss, CardState, ListKind
from members.models.details import PersonDetails, details_of
from members.models.dues import Dues, DuesKind, DuesRate
from members.models.duplicates import Pair, likely_pairs
from members.models.employers import Employer, HeadCount, UnitKind
from members.models.families import FamilyTie, Relation
from members.models.honours import Allowance, HolderKind, Honour, HonourKind
from members.models.joining import Application, ApplicationState, ApplicationWay, JoiningGroup
from members.models.lists import (
    NEW_FORM,
    DocumentKind,
    EconomyKind,
    Education,
    Ethnicity,
    HouseholdKind,
    Industry,
    MaritalStatus,
    PoliticalStatus,
    TechGrade,
    WorkGroup,
)
from members.models.memberships import (
    BEGINNINGS,
    ENDINGS,
    ChangeKind,
    Membership,
    MembershipChange,
    Retention,
)
from members.models.merges import STAY, Distinct, Merge
from members.models.past import PersonPast, dated_facts
from members.models.people import IdDoubt, Person, PersonPaper, Sex, WorkStatus, by_name
from members.models.reprieves import Reprieve
from members.models.terms import (
    ElectedBy,
    HonourLevel,
    Officer,
    OfficerPost,
    Rating,
    RatingKind,
    Regulation,
    RegulationAct,
    Term,
)
from members.models.transfers import Transfer, TransferState, receivers_of
from members.models.unions import Committee, CommitteeKind, Seat, UnionProfile, UnionType
from members.models.wanting import UNTOUCHED, lacks, still_here, wanting

__all__ = [
    "BEGINNINGS",
    "ENDINGS",
    "NEW_FORM",
    "STAY",
    "UNTOUCHED",
    "Allowance",
    "Application",
    "ApplicationState",
    "ApplicationWay",
    "Card",
    "CardKind",
    "CardList",
    "CardLoss",
    "CardState",
    "ChangeKind",
    "Committee",
    "CommitteeKind",
    "Distinct",
    "DocumentKind",
    "Dues",
    "DuesKind",
    "DuesRate",
    "EconomyKind",
    "Education",
    "ElectedBy",
    "Employer",
    "Ethnicity",
    "FamilyTie",
    "HeadCount",
    "HolderKind",
    "Honour",
    "HonourKind",
    "HonourLevel",
    "HouseholdKind",
    "IdDoubt",
    "Industry",
    "JoiningGroup",
    "ListKind",
    "MaritalStatus",
    "Membership",
    "MembershipChange",
    "Merge",
    "Officer",
    "OfficerPost",
    "Pair",
    "Person",
    "PersonDetails",
    "PersonPaper",
    "PersonPast",
    "PoliticalStatus",
    "Rating",
    "RatingKind",
    "Regulation",
    "RegulationAct",
    "Relation",
    "Reprieve",
    "Retention",
    "Seat",
    "Sex",
    "TechGrade",
    "Term",
    "Transfer",
    "TransferState",
    "UnionProfile",
    "UnionType",
    "UnitKind",
    "WorkGroup",
    "WorkStatus",
    "by_name",
    "dated_facts",
    "details_of",
    "lacks",
    "likely_pairs",
    "receivers_of",
    "still_here",
    "wanting",
]
