"""Names of people who asked for help, hidden where the published copy would say them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from unionhub.documents.runs import printable
from unionhub.people import masked_name_web

# The points people type inside a name: 古丽·买买提.
POINTS = "·•‧・∙"
ONE_POINT = str.maketrans(POINTS, POINTS[0] * len(POINTS))


class NameMask:
    """Masks names in texts and remembers which it met.

    A name is found however it is spaced and pointed (马 关 旺). ``kept`` are words that stay as
    they are although a name is in them, such as the village 高林村 where a 高林 lives.
    """

    def __init__(self, names: Iterable[str], *, kept: Iterable[str]) -> None:
        self.names = sorted(names, key=len, reverse=True)
        self.kept = sorted(kept, key=len, reverse=True)
        self.met: set[str] = set()

    def __call__(self, text: str) -> str:
        masked = printable(text)  # a mark without width would part a name and print as nothing
        for name in self.names:
            if _squeezed(name) in _squeezed(masked):
                masked = self._masked(name, masked)
        return masked

    def _masked(self, name: str, text: str) -> str:
        kept = [word for word in self.kept if name in word]
        either = "|".join([*map(re.escape, kept), _spelt(name)])

        def mask(found: re.Match[str]) -> str:
            if found.group() in kept:
                return found.group()
            self.met.add(name)
            return masked_name_web(name)

        return re.sub(either, mask, text)


def _squeezed(text: str) -> str:
    return "".join(text.translate(ONE_POINT).split())


def _spelt(name: str) -> str:
    """A pattern of the name with blanks anywhere inside and any of the points."""
    marks = (f"[{POINTS}]" if mark in POINTS else re.escape(mark) for mark in _squeezed(name))
    return r"\s*".join(marks)
