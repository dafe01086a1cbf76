"""Papers of the register, a file for each."""

from members.printouts.registration import TITLE, registration_form

__all__ = ["TITLE", "registration_form"]
