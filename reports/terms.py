"""What decides a paper's text beside the records: whose, of when, in which words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reports.assembling import Paper, Texts, Written, assemble
from reports.models import Summary
from reports.sources import Sources, gather
from unionhub.models import Organisation
from unionhub.periods import Period, today
from unionhub.snapshots import snapshot


@dataclass(frozen=True, slots=True)
class Terms:
    """``dated`` is the day printed below the signature."""

    organisation: Organisation
    period: Period
    texts: Texts
    rounded: bool
    dated: date

    def sources(self) -> Sources:
        """All that is said, read as of one moment: a sentence never disagrees with the table."""
        with snapshot():
            return gather(self.organisation, self.period)

    def paper(self, copy: str, sources: Sources | None = None) -> Paper:
        """The paper as the records stand now."""
        return assemble(
            sources or self.sources(),
            texts=self.texts,
            copy=copy,
            rounded=self.rounded,
            dated=self.dated,
        )


def terms_of(summary: Summary, dated: date | None = None) -> Terms:
    """A summary's own terms; undated it bears today's date, as it would if signed now."""
    texts = {one.key: Written(one.text, one.heading) for one in summary.texts.all()}
    day = dated or summary.dated or today()
    return Terms(summary.organisation, summary.period, texts, summary.rounded, day)


def default_terms(organisation: Organisation, period: Period) -> Terms:
    """For a period without a summary: the default texts, sums said as the office last did."""
    return Terms(organisation, period, {}, habit_of(organisation), today())


def habit_of(organisation: Organisation) -> bool:
    """Whether the office's newest paper says 多."""
    newest = Summary.objects.filter(organisation=organisation).order_by("-pk").first()
    return newest is not None and newest.rounded
