"""The register's rules as pure functions of plain values, a file for each noun."""

from members.rules.bodies import DUTIES, LONGEST_DUTY, seats_in_words, seats_of
from members.rules.days import age_on, birthday, in_words
from members.rules.people import SEX_LABELS, clean_person, document_words, doubts, id_words
from members.rules.spells import (
    LEAVING_REASONS,
    OTHER_REASON,
    WORKING_AGE,
    check_issuing,
    check_joining,
    check_leaving,
    check_voiding,
)

__all__ = [
    "DUTIES",
    "LEAVING_REASONS",
    "LONGEST_DUTY",
    "OTHER_REASON",
    "SEX_LABELS",
    "WORKING_AGE",
    "age_on",
    "birthday",
    "check_issuing",
    "check_joining",
    "check_leaving",
    "check_voiding",
    "clean_person",
    "document_words",
    "doubts",
    "id_words",
    "in_words",
    "seats_in_words",
    "seats_of",
]
