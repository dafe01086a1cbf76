"""What a paper speaks of, read once: figures, targets, help given, slogans, groups, surveys.

Rows come from the indicators' own row sets, so that a composed sentence and the figure beside it
cannot disagree. After this nothing asks the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from aid.models import AidCase
from reports.indicators import Figure, figures, rows_of
from reports.models import Target
from unionhub.models import Organisation, Place
from unionhub.periods import Period

# What no paper says and nobody needs opened for it.
UNREAD = ("illness", "reason", "findings", "person__id_number")


@dataclass(frozen=True, slots=True)
class Helped:
    """One paid case. ``identity`` is the same for one person known to several offices."""

    case: int
    kind: str
    beneficiary: str
    identity: str
    name: str
    place: int
    place_name: str
    place_kind: str


@dataclass(frozen=True, slots=True)
class Sources:
    """Plain values of one organisation (all below it included) and one period."""

    organisation: Organisation
    above: str  # the union one level up, by name
    period: Period
    figures: Mapping[str, Figure]
    targets: Mapping[str, Target]
    helped: tuple[Helped, ...]
    goods: Mapping[str, Decimal]  # kind of help → the part of its sum that was goods
    slogans: tuple[str, ...]
    committees: tuple[str, ...]
    themes: tuple[str, ...]
    widest_survey: int
    aided_names: frozenset[str]  # everyone who ever asked for help here
    places: frozenset[str]


def gather(organisation: Organisation, period: Period) -> Sources:
    """Everything the paper of a period may speak of, in a fixed number of queries."""
    parent = Organisation.objects.get_parent(organisation)
    year = period.last_day.year
    targets = Target.objects.filter(organisation=organisation, year=year)
    applicants = AidCase.objects.below(organisation.path).values_list("person__name", flat=True)
    surveys = rows_of("events.surveyed", organisation, period)
    return Sources(
        organisation=organisation,
        above=parent.name if parent else "上级工会",
        period=period,
        figures=figures(organisation, period),
        targets={target.key: target for target in targets},
        helped=_helped(organisation, period),
        goods=_goods(organisation, period),
        slogans=_texts("publicity.slogans", "text", "on", organisation, period),
        committees=_texts("committees.formed", "name", "formed_on", organisation, period),
        themes=_texts("events.recreation", "theme", "begins_on", organisation, period),
        widest_survey=max(surveys.values_list("heads", flat=True), default=0),
        aided_names=frozenset(name for name in applicants.distinct() if len(name) > 1),
        places=frozenset(Place.objects.below(organisation.path).values_list("name", flat=True)),
    )


def _helped(organisation: Organisation, period: Period) -> tuple[Helped, ...]:
    """The paid cases, in the order they were paid."""
    rows = rows_of("aid.cases", organisation, period).order_by("paid_on", "pk")
    return tuple(
        Helped(
            case=case.pk,
            kind=case.kind,
            beneficiary=case.beneficiary,
            identity=case.person.id_digest or str(case.person_id),
            name=case.person.name,
            place=case.place_id,
            place_name=_called(case, organisation),
            place_kind=case.place.kind,
        )
        for case in rows.select_related("person", "place", "organisation").defer(*UNREAD)
    )


def _called(case: AidCase, organisation: Organisation) -> str:
    """铁柱片 in the office's own paper, 兴发乡铁柱片 in that of a union above it."""
    own = case.organisation_id == organisation.pk
    return case.place.name if own else f"{case.organisation.title}{case.place.name}"


def _goods(organisation: Organisation, period: Period) -> dict[str, Decimal]:
    rows = rows_of("aid.amount", organisation, period).order_by()
    sums = rows.values_list("case__kind").annotate(Sum("goods"))
    return {kind: -(goods or Decimal(0)) for kind, goods in sums}


def _texts(
    key: str, field: str, day: str, organisation: Organisation, period: Period
) -> tuple[str, ...]:
    """One text field of the rows behind a figure, by date, without blanks and repeats."""
    rows = rows_of(key, organisation, period).order_by(day, "pk").values_list(field, flat=True)
    return tuple(dict.fromkeys(text.strip() for text in rows if text.strip()))
