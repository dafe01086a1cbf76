"""Every figure the office quotes, defined once. Importing this fills the registry."""

from reports.indicators import activities, aid, members
from reports.indicators.registry import (
    REGISTRY,
    Family,
    Figure,
    Indicator,
    Value,
    completion,
    figures,
    figures_by_office,
    percent,
    rows_of,
    value_of,
)

__all__ = [
    "REGISTRY",
    "Family",
    "Figure",
    "Indicator",
    "Value",
    "activities",
    "aid",
    "completion",
    "figures",
    "figures_by_office",
    "members",
    "percent",
    "rows_of",
    "value_of",
]
