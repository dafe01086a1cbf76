"""The register's rules as pure functions of plain values, a file for each noun."""

from members.rules.bodies import DUTIES, LONGEST_DUTY, seats_in_words, seats_of
from members.rules.cards import (
    Holder,
    Made,
    bank_number,
    check_card_day,
    check_open,
    few,
    matched,
    need_reason,
    read_made,
)
from members.rules.days import age_on, birthday, in_words
from members.rules.merges import DOCUMENT, FACTS, Fact, differing, facts_of, taken_over
from members.rules.past import check_change
from members.rules.people import (
    SEX_LABELS,
    UNTOLD,
    clean_person,
    document_words,
    doubts,
    id_words,
    told,
)
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
    "DOCUMENT",
    "DUTIES",
    "FACTS",
    "LEAVING_REASONS",
    "LONGEST_DUTY",
    "OTHER_REASON",
    "SEX_LABELS",
    "UNTOLD",
    "WORKING_AGE",
    "Fact",
    "Holder",
    "Made",
    "age_on",
    "bank_number",
    "birthday",
    "check_card_day",
    "check_change",
    "check_issuing",
    "check_joining",
    "check_leaving",
    "check_open",
    "check_voiding",
    "clean_person",
    "differing",
    "document_words",
    "doubts",
    "facts_of",
    "few",
    "id_words",
    "in_words",
    "matched",
    "need_reason",
    "read_made",
    "seats_in_words",
    "seats_of",
    "taken_over",
    "told",
]
