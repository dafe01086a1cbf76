"""Deeds that say what for: showing, printing and handing out what names people.

The reason is asked in a small form behind a button, the same everywhere
(components/reason_act.html), and goes into the log with the deed.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError

SHORTEST, LONGEST = 2, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonAct:
    """The button, and the form it opens.

    ``url`` empty posts to the page itself. ``key`` tells the fields of a page apart. Without an
    ``example`` no reason is asked. ``buttons`` are (value, label), sent under ``sends``.
    """

    key: str
    label: str
    buttons: tuple[tuple[str, str], ...]
    url: str = ""
    example: str = ""
    note: str = ""
    refusal: str = ""
    sends: str = "do"
    hidden: tuple[tuple[str, str], ...] = ()
    primary: bool = False


def stated(reason: str, refusal: str = "请写明用途，记入日志。") -> str:
    """The reason as it is kept; raises ValidationError on ``reason`` when none was given."""
    words = " ".join(reason.split())
    if len(words) < SHORTEST:
        raise ValidationError({"reason": refusal})
    return words[:LONGEST]
