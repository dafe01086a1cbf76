"""What views are made of: the permission they declare, pages, redirects and refusals."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import quote

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from unionhub.models import Attachment, Organisation, Post, User
from unionhub.permissions import Permission
from unionhub.scope import Scope

View = Callable[..., HttpResponse]


class OfficeRequest(HttpRequest):
    """What the middleware makes of a request: who asks, in which post, of which posts held.

    Behind ``may`` and ``any_post`` user and scope are there; elsewhere the scope may be None.
    """

    user: User
    scope: Scope
    posts: list[Post]


T = TypeVar("T")


def may(permission: Permission) -> Callable[[View], View]:
    """The view's right. Without a post one is chosen first; without the right it is 403."""

    def decorate(view: View) -> View:
        def asked(request: OfficeRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.scope.may(permission):
                raise PermissionDenied("当前岗位没有查看此页的权限。")
            return view(request, *args, **kwargs)

        guarded = any_post(wraps(view)(asked))
        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def any_post(view: View) -> View:
    """For pages any post may open, which show each only what it may see (the first page)."""

    @wraps(view)
    def guarded(request: OfficeRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.must_change_password:
            return redirect("unionhub:password")
        if request.scope is None:
            return redirect(f"{reverse('unionhub:choose_post')}?next={quote(request.path)}")
        return view(request, *args, **kwargs)

    guarded.permission = "any_post"  # type: ignore[attr-defined]
    return guarded


def signed_in(view: View) -> View:
    """For pages any account may open, whatever its post (own password, choice of post)."""
    view.permission = "signed_in"  # type: ignore[attr-defined]
    return view


def public(view: View) -> View:
    """For the few pages open to everyone (log-in, health)."""
    view.permission = "public"  # type: ignore[attr-defined]
    return login_not_required(view)


def form_page(
    request: HttpRequest,
    form: BaseForm,
    *,
    title: str,
    back: Any,
    submit: str = "保存",
    **more: Any,
) -> HttpResponse:
    """The page every form of one record is shown on; 422 when it came back with errors."""
    context = {"form": form, "title": title, "back": resolve_url(back), "submit": submit, **more}
    template = more.get("template", "layouts/form_page.html")
    return render(request, template, context, status=422 if form.errors else 200)


def attempt(form: BaseForm, deed: Callable[[], T]) -> T | None:
    """Do it; a refusal becomes errors of the form, which keeps what was typed."""
    try:
        return deed()
    except ValidationError as error:
        known = error.error_dict if hasattr(error, "error_dict") else {None: error}
        for field, problem in known.items():
            form.add_error(field if field in form.fields else None, problem)
        return None


def attempt_button(request: HttpRequest, deed: Callable[[], T]) -> T | None:
    """Do what a button asks; a refusal becomes a message on the next page."""
    try:
        return deed()
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
        return None


def done(request: HttpRequest, message: str, to: Any, *args: Any) -> HttpResponse:
    """Say what was done and go on."""
    messages.success(request, message)
    return redirect(to, *args)


def safe_next(request: HttpRequest, default: str) -> str:
    """The page asked for before log-in, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours and wanted.startswith("/") else default


def number_sent(text: str) -> int:
    """A whole number as a request names it; 0, which no record has, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def words_sent(request: HttpRequest, name: str, most: int = 200) -> str:
    """What was typed into a box: blanks folded, and no control characters, which some databases
    refuse."""
    text = "".join(" " if ord(c) < 32 or ord(c) == 127 else c for c in request.POST.get(name, ""))
    return " ".join(text.split())[:most]


def download(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to keep: attachment with an RFC 6266 name, never shown inline or sniffed."""
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def send_attachment(attachment: Attachment) -> HttpResponse:
    """Serve a stored file of a record the caller has already found in scope.

    A file that is gone or altered raises AttachmentLost, which the middleware answers.
    """
    return download(attachment.read(), attachment.original_name, attachment.media_type)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: who acts, and the menu of what that post may open."""
    scope = getattr(request, "scope", None)
    return {
        "scope": scope,
        "menu": menu_of(request, scope),
        "finder_url": finder_of(scope),
        "posts": getattr(request, "posts", []),
    }


def finder_of(scope: Any) -> str:
    """Where the find box of the top bar posts to: the list an app names as its finder."""
    for config in apps.get_app_configs():
        name, permission = getattr(config, "finder", ("", None))
        if name and scope is not None and scope.may(permission):
            return reverse(name)
    return ""


def organisation_tabs(
    scope: Scope, organisation: Organisation, current: str
) -> list[tuple[str, str, bool]]:
    """(text, address, whether it is the page shown) of what is kept about an organisation and
    this post may open; each app declares its own as ``organisation_pages`` on its config.

    ``current`` is the name of the page's address.
    """
    pages = [
        (text, name)
        for config in apps.get_app_configs()
        for text, name, permission in getattr(config, "organisation_pages", ())
        if scope.may(permission)
    ]
    return [(text, reverse(name, args=[organisation.pk]), name == current) for text, name in pages]


def menu_of(request: HttpRequest, scope: Any) -> list[dict[str, Any]]:
    """Groups of the left menu; each app declares its own as ``menu`` on its config.

    The group of the page shown stands open, the first one where there is none: all of them open
    would not fit a small screen.
    """
    if scope is None:
        return []
    groups = []
    for config in apps.get_app_configs():
        for label, icon, items in getattr(config, "menu", ()):
            entries = [
                {"label": text, "url": (url := reverse(name)), "current": _within(request, url)}
                for text, name, permission in items
                if scope.may(permission)
            ]
            if entries:
                shown = any(entry["current"] for entry in entries)
                groups.append({"label": label, "icon": icon, "entries": entries, "open": shown})
    if groups and not any(group["open"] for group in groups):
        groups[0]["open"] = True
    return groups


def _within(request: HttpRequest, url: str) -> bool:
    return request.path == url or (url != "/" and request.path.startswith(url))
