"""Every figure the office quotes, defined once, in the order tables show them."""

from reports.indicators import activities, aid, bodies, honours, members, standing, unions
from reports.indicators.computing import (
    Figure,
    figures,
    figures_by_office,
    rows_of,
    value_of,
)
from reports.indicators.registry import (
    REGISTRY,
    Family,
    Indicator,
    Value,
    add,
    choices,
    completion,
)

add(
    *unions.INDICATORS,
    *members.INDICATORS,
    *standing.INDICATORS,
    *bodies.INDICATORS,
    *honours.INDICATORS,
    *aid.INDICATORS,
    *activities.INDICATORS,
)

__all__ = [
    "REGISTRY",
    "Family",
    "Figure",
    "Indicator",
    "Value",
    "activities",
    "aid",
    "bodies",
    "choices",
    "completion",
    "figures",
    "figures_by_office",
    "honours",
    "members",
    "rows_of",
    "standing",
    "unions",
    "value_of",
]
