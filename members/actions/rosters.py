"""The roster's part in taking in sheets: what its lines do to the register, doing it, and taking
it back. Called by the actions on sheets of every kind, which ask for the right, lock and log.
"""

from members.actions._matching import plan
from members.actions._planned import Planned
from members.actions._taking import take
from members.actions._untaking import undo

__all__ = ["Planned", "plan", "take", "undo"]
