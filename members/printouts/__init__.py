"""Papers of the register, a file for each."""

from members.printouts.joining import LETTER, joining_papers
from members.printouts.registration import TITLE, registration_form

__all__ = ["LETTER", "TITLE", "joining_papers", "registration_form"]
