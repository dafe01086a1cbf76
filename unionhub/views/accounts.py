"""Accounts and appointments, for the administrator."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from unionhub.actions import accounts
from unionhub.forms.accounts import AccountForm, PostForm
from unionhub.listing import show_list
from unionhub.listings import ACCOUNTS
from unionhub.models import Post
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, attempt, attempt_button, done, form_page, may


@require_http_methods(["GET", "POST"])
@may(P.ACCOUNT_MANAGE)
def account_list(request: OfficeRequest) -> HttpResponse:
    return show_list(request, ACCOUNTS, buttons=[("开户", "unionhub:account_add")])


@require_safe
@may(P.ACCOUNT_MANAGE)
def page(request: OfficeRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(accounts.accounts_of(request.scope), pk=pk)
    context = {"account": user, "held": user.posts.select_related("organisation", "place")}
    return render(request, "unionhub/accounts/page.html", context)


@require_http_methods(["GET", "POST"])
@may(P.ACCOUNT_MANAGE)
def add(request: OfficeRequest) -> HttpResponse:
    form = AccountForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: accounts.open_account(by=request.scope, **form.cleaned_data))
        if made:
            return _hand_over(request, *made)
    return form_page(request, form, title="开户", back="unionhub:accounts")


def _hand_over(request: OfficeRequest, user: object, password: str) -> HttpResponse:
    """Show the one-time password once, on the answer itself: it is stored nowhere."""
    context = {"account": user, "password": password}
    return render(request, "unionhub/accounts/password_once.html", context)


@require_POST
@may(P.ACCOUNT_MANAGE)
def reset(request: OfficeRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(accounts.accounts_of(request.scope), pk=pk)
    made = attempt_button(request, lambda: accounts.reset_password(user=user, by=request.scope))
    return _hand_over(request, *made) if made else redirect("unionhub:account", pk)


@require_POST
@may(P.ACCOUNT_MANAGE)
def suspend(request: OfficeRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(accounts.accounts_of(request.scope), pk=pk)
    active = request.POST.get("active") == "1"
    saved = attempt_button(
        request, lambda: accounts.suspend(user=user, by=request.scope, active=active)
    )
    if saved:
        return done(request, "已启用。" if active else "已停用。", "unionhub:account", pk)
    return redirect("unionhub:account", pk)


@require_http_methods(["GET", "POST"])
@may(P.ACCOUNT_MANAGE)
def appoint(request: OfficeRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(accounts.accounts_of(request.scope), pk=pk)
    form = PostForm(request.POST or None, scope=request.scope, initial={"since": today()})
    if request.method == "POST" and form.is_valid():
        post = attempt(
            form, lambda: accounts.appoint(user=user, by=request.scope, **form.cleaned_data)
        )
        if post:
            return done(request, f"已任命：{post}。", "unionhub:account", pk)
    return form_page(request, form, title=f"任命岗位：{user}", back=f"/accounts/{pk}/")


@require_POST
@may(P.ACCOUNT_MANAGE)
def relieve(request: OfficeRequest, pk: int, post: int) -> HttpResponse:
    user = get_object_or_404(accounts.accounts_of(request.scope), pk=pk)
    held = get_object_or_404(Post.objects.filter(user=user), pk=post)
    if attempt_button(
        request, lambda: accounts.relieve(post=held, until=today(), by=request.scope)
    ):
        return done(request, f"已免去：{held}。", "unionhub:account", pk)
    return redirect("unionhub:account", pk)
