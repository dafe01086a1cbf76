"""The calendar: what was done, where, with whom."""

from activities.models.events import Event, EventKind, EventState, Participation
from activities.models.facilities import Facility, FacilityAdjustment, FacilityKind
from activities.models.publicity import PublicityItem, PublicityKind

__all__ = [
    "Event",
    "EventKind",
    "EventState",
    "Facility",
    "FacilityAdjustment",
    "FacilityKind",
    "Participation",
    "PublicityItem",
    "PublicityKind",
]
