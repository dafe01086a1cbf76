"""What happens around every request: headers, session limits, acting post, troubles."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from unionhub.models import AttachmentLost, Post
from unionhub.periods import today
from unionhub.scope import Scope
from unionhub.views.errors import busy, lost

Handler = Callable[[HttpRequest], HttpResponse]
SEEN_STEP_SECONDS = 60


def headers(get_response: Handler) -> Handler:
    """Pages are never cached and switch off what the product does not use."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith(settings.STATIC_URL):
            response.headers.setdefault("Cache-Control", "no-store, private")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(self), geolocation=(), microphone=(), payment=()"
        )
        return response

    return middleware


def session_limits(get_response: Handler) -> Handler:
    """Log out after half an hour idle and after eight hours in any case."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now, session = int(time.time()), request.session
            began, seen = session.setdefault("began", now), session.setdefault("seen", now)
            idle = now - seen > settings.SESSION_IDLE_SECONDS
            if idle or now - began > settings.SESSION_LONGEST_SECONDS:
                logout(request)
            elif now - seen > SEEN_STEP_SECONDS:
                session["seen"] = now
        return get_response(request)

    return middleware


def acting_post(get_response: Handler) -> Handler:
    """Put the acting post on the request, read anew each time so that rights change at once."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.scope = scope_of(request)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def scope_of(request: HttpRequest) -> Scope | None:
    """The chosen post, or the only one held today; None when there is none or a choice."""
    if not request.user.is_authenticated:
        return None
    posts = list(Post.objects.on(today()).filter(user=request.user))
    request.posts = posts  # type: ignore[attr-defined]
    chosen = [post for post in posts if post.pk == request.session.get("post")]
    if not chosen and len(posts) == 1:
        chosen = posts
    if not chosen:
        return None
    post = chosen[0]
    return Scope(post.user, post.organisation, post.role, post.place)


class Troubles:
    """What went wrong below and has a page of its own: a busy database (503, with a retry hint),
    a stored file that is gone or altered."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, OperationalError):
            return busy(request)
        return lost(request, str(error)) if isinstance(error, AttachmentLost) else None


troubles = Troubles
