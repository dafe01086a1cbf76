"""Acts on many rows of a list at once: tick them, press a button, go on at the act's own page.

The rows travel by their numbers in the address, which say nothing about anybody; or the filter of
the list does, where all it leaves are meant.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from unionhub.listing_columns import Listing, Selection
from unionhub.web import OfficeRequest, number_sent

TICKED, WHOLE = "ticked", "whole"


def _every(_row: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Bulk:
    """Buttons over a list with boxes to tick: (label, name of its address).

    ``ticks``: which rows have a box.
    """

    acts: tuple[tuple[str, str], ...]
    ticks: Callable[[Any], bool] = _every


def bulk_of(request: OfficeRequest, bulk: Bulk, selection: Selection) -> dict[str, Any]:
    """What the page needs to draw the buttons. All rows of the filter can be meant where the
    address says which they are: a name that was looked up is not in it."""
    filters = [
        (name, value)
        for name, values in request.GET.lists()
        if name not in ("page", "size", TICKED, WHOLE)
        for value in values
    ]
    return {"acts": bulk.acts, "filters": filters, "whole": not selection.found}


def ticked_rows(
    request: OfficeRequest, listing: Listing, filtered: Callable[[], Selection]
) -> QuerySet[Any]:
    """The rows of the list that were ticked, or all that its filter leaves."""
    if request.GET.get(WHOLE):
        return filtered().rows
    numbers = [number_sent(text) for text in request.GET.getlist(TICKED)]
    return listing.rows(request.scope).filter(pk__in=numbers)
