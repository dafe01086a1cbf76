"""Log in, log out, choose a post, own password, larger type."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unionhub import audit
from unionhub.actions import accounts
from unionhub.addresses import address_of
from unionhub.forms.accounts import LoginForm, PasswordForm
from unionhub.models import User
from unionhub.web import OfficeRequest, done, form_page, public, safe_next, signed_in


@public
@require_http_methods(["GET", "POST"])
def log_in(request: OfficeRequest) -> HttpResponse:
    form = LoginForm(request, data=request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            user = form.get_user()
            login(request, user)
            _log(request, "session.login", user.username, user.name)
            return redirect(
                f"{reverse('unionhub:choose_post')}?next={quote(safe_next(request, '/'))}"
            )
        _log(request, "session.refused", _known(request.POST.get("username", "")), "")
    context = {"form": form, "next": safe_next(request, "/")}
    return render(request, "unionhub/login.html", context, status=422 if form.errors else 200)


def _known(username: str) -> str:
    """Only a real account name goes into the log: people type passwords in the wrong field."""
    return username if User.objects.filter(username=username).exists() else ""


def _log(request: OfficeRequest, verb: str, username: str, name: str) -> None:
    audit.append(verb=verb, username=username, user_name=name, address=address_of(request))


def locked_out(request: OfficeRequest, credentials: Any, *_: Any, **__: Any) -> HttpResponse:
    """What the guard against guessing answers while a name is locked."""
    return render(request, "unionhub/locked.html", status=429)


@signed_in
@require_POST
def log_out(request: OfficeRequest) -> HttpResponse:
    user = request.user
    if not isinstance(user, AnonymousUser):
        _log(request, "session.logout", user.username, user.name)
    logout(request)
    return redirect("unionhub:login")


@signed_in
@require_http_methods(["GET", "POST"])
def choose_post(request: OfficeRequest) -> HttpResponse:
    if request.user.must_change_password:
        return redirect("unionhub:password")
    posts = request.posts
    if request.method == "POST":
        wanted = request.POST.get("post", "")
        if wanted in {str(post.pk) for post in posts}:
            request.session["post"] = int(wanted)
            return redirect(safe_next(request, "/"))
    if len(posts) == 1:
        return redirect(safe_next(request, "/"))
    return render(
        request, "unionhub/choose_post.html", {"posts": posts, "next": safe_next(request, "/")}
    )


@signed_in
@require_http_methods(["GET", "POST"])
def password(request: OfficeRequest) -> HttpResponse:
    user = request.user
    form = PasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        scope = request.scope
        changed = accounts.set_own_password(user=user, password=form.cleaned_data["new"], by=scope)
        update_session_auth_hash(request, changed)
        return done(request, "密码已修改，请记牢新密码。", "unionhub:choose_post")
    return form_page(
        request,
        form,
        title="修改密码",
        back="/",
        first_time=user.must_change_password,
        template="unionhub/password.html",
    )


@signed_in
@require_POST
def large_type(request: OfficeRequest) -> HttpResponse:
    """大字版: one switch, remembered with the account."""
    User.objects.filter(pk=request.user.pk).update(large_type=not request.user.large_type)
    return redirect(safe_next(request, "/"))


@public
@require_safe
def health(request: OfficeRequest) -> HttpResponse:
    """For the start script: the database answers."""
    User.objects.exists()
    return JsonResponse({"ok": True})
