"""The purse: help given, and the trail of every yuan."""

from aid.models.cases import (
    GIVEN,
    AidCase,
    AidKind,
    AidLine,
    Beneficiary,
    CaseState,
    CaseStep,
    Duty,
    ExceptionGround,
    LineForm,
)
from aid.models.corrections import Correction, CorrectionState
from aid.models.funds import (
    Commitment,
    CommitmentState,
    EntryKind,
    Fund,
    FundSource,
    LedgerEntry,
    is_closed,
)
from aid.models.papers import CasePaper

__all__ = [
    "GIVEN",
    "AidCase",
    "AidKind",
    "AidLine",
    "Beneficiary",
    "CasePaper",
    "CaseState",
    "CaseStep",
    "Commitment",
    "CommitmentState",
    "Correction",
    "CorrectionState",
    "Duty",
    "EntryKind",
    "ExceptionGround",
    "Fund",
    "FundSource",
    "LedgerEntry",
    "LineForm",
    "is_closed",
]
