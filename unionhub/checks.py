"""System checks: views closed by default, paper can be printed, data is safe on disk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver


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
