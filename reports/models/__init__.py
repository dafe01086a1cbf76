"""The desk by the window: targets, summaries and what was signed."""

from reports.models.summaries import (
    Copy,
    FrozenFile,
    FrozenPaper,
    SectionText,
    Summary,
    SummaryState,
    SummaryStep,
)
from reports.models.targets import Target

__all__ = [
    "Copy",
    "FrozenFile",
    "FrozenPaper",
    "SectionText",
    "Summary",
    "SummaryState",
    "SummaryStep",
    "Target",
]
