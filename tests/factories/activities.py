"""The smallest valid events, facilities and publicity items. Nothing is random."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from activities.models import (
    Event,
    EventKind,
    EventState,
    Facility,
    FacilityKind,
    Participation,
    PublicityItem,
    PublicityKind,
)


class EventFactory(DjangoModelFactory):
    """A planned event of one day; ``held`` and ``cancelled`` name the two ends."""

    class Meta:
        model = Event

    class Params:
        held = factory.Trait(state=EventState.HELD, heads=30, person_times=30)
        cancelled = factory.Trait(state=EventState.CANCELLED, cancel_reason="因暴雨取消")

    kind = EventKind.SPORT
    name = factory.Sequence(lambda n: f"健身活动{n}")
    begins_on = date(2010, 5, 4)
    ends_on = factory.SelfAttribute("begins_on")


class ParticipationFactory(DjangoModelFactory):
    class Meta:
        model = Participation


class FacilityFactory(DjangoModelFactory):
    class Meta:
        model = Facility

    kind = FacilityKind.FITNESS
    name = factory.Sequence(lambda n: f"健身站点{n}")
    opened_on = date(2009, 6, 1)


class PublicityItemFactory(DjangoModelFactory):
    class Meta:
        model = PublicityItem

    kind = PublicityKind.SLOGAN
    text = factory.Sequence(lambda n: f"工会是我家{n}")
    on = date(2010, 3, 1)
