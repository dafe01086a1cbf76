"""System checks: views closed by default, paper can be printed, data is safe on disk."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Info, Tags, Warning, register
from django.db import connections
from django.urls import URLPattern, URLResolver, get_resolver

from unionhub.documents.fonts import FontsMissing, find_fonts

SUBSETTER = "libharfbuzz-subset.so.0"
SAFE_SYNCHRONOUS = 2  # FULL; 3 is EXTRA


@register("unionhub")
def views_declare_permission(**_: Any) -> list[CheckMessage]:
    """E001: a URL leads to a view that names no permission."""
    return [
        Error(
            f"{route} ({pattern.callback.__module__}.{pattern.callback.__qualname__}) "
            "declares no permission.",
            hint="Decorate it with unionhub.web.may, signed_in or public.",
            id="unionhub.E001",
        )
        for route, pattern in all_patterns()
        if not hasattr(pattern.callback, "permission")
    ]


# Papers are a matter of the machine, not of a start: looked at by ``check --deploy`` only.
@register("papers", deploy=True)
def papers_have_fonts(**_: Any) -> list[CheckMessage]:
    """E002: papers cannot be printed. I003: they are printed, but not in the standard's faces."""
    try:
        fonts = find_fonts()
    except FontsMissing as error:
        hint = "Run bin/setup, or install fonts-babelstone-han and fonts-noto-cjk."
        return [Error(f"No fonts for papers: {error.messages[0]}", hint=hint, id="unionhub.E002")]
    if fonts.standard:
        return []
    used = ", ".join(f"{part}: {family}" for part, family in fonts.families().items())
    hint = "Run bin/setup where the Fandol fonts can be fetched."
    return [Info(f"Papers use fallback fonts ({used}).", hint=hint, id="unionhub.I003")]


@register("papers", deploy=True)
def papers_have_a_subsetter(**_: Any) -> list[CheckMessage]:
    """W004: without this library a page takes 20 seconds and the engine's next version fails."""
    try:
        ctypes.CDLL(SUBSETTER)
    except OSError:
        hint = "Install the system package libharfbuzz-subset0."
        return [Warning(f"{SUBSETTER} is not installed.", hint=hint, id="unionhub.W004")]
    return []


@register(Tags.database)
def sqlite_keeps_what_it_acknowledged(
    databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """E005: a power cut could take back a payment that was reported as saved."""
    hint = "Leave init_command in unionhub.settings.SQLITE_OPTIONS as it is."
    return [
        Error(f"SQLite database {alias!r} is not synchronous=FULL.", hint=hint, id="unionhub.E005")
        for alias in databases or ()
        if connections[alias].vendor == "sqlite" and _synchronous(alias) < SAFE_SYNCHRONOUS
    ]


def _synchronous(alias: str) -> int:
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        level: int = cursor.fetchone()[0]
    return level


def all_patterns(
    resolver: URLResolver | None = None, prefix: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Every URL pattern with its full route."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from all_patterns(entry, route)
        else:
            yield route, entry
