"""Every figure the office quotes, defined once, in the order tables show them."""

from reports.indicators import activities, aid, members
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
    percent,
)

add(*members.INDICATORS, *aid.INDICATORS, *activities.INDICATORS)

__all__ = [
    "REGISTRY",
    "Family",
    "Figure",
    "Indicator",
    "Value",
    "activities",
    "aid",
    "choices",
    "completion",
    "figures",
    "figures_by_office",
    "members",
    "percent",
    "rows_of",
    "value_of",
]
