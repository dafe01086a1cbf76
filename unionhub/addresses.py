"""Where a request comes from."""

from __future__ import annotations

from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The peer's own address. Forwarded headers are not believed: anyone can send them."""
    return str(request.META.get("REMOTE_ADDR", ""))
