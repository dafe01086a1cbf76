"""Papers of the register, a file for each."""

from members.printouts.joining import LETTER, joining_papers
from members.printouts.registration import TITLE, registration_form
from members.printouts.transfers import TRANSFER_LETTER, transfer_letter

__all__ = [
    "LETTER",
    "TITLE",
    "TRANSFER_LETTER",
    "joining_papers",
    "registration_form",
    "transfer_letter",
]
