"""Addresses of sheets that are taken in: the same for each kind."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from members.imports.kinds import KINDS
from members.views import imports
from unionhub.sheets import SheetKind
from unionhub.web import View


def _of(kind: SheetKind, view: View) -> View:
    """The view of one kind. It asks for the kind's right itself; here it is named."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return view(request, *args, kind=kind, **kwargs)

    page.permission = kind.permission  # type: ignore[attr-defined]
    return page


def _addresses(kind: SheetKind) -> list[URLPattern]:
    def at(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
        return path(
            f"imports/{kind.slug}/{route}", _of(kind, view), name=f"{kind.slug}_import{name}"
        )

    return [
        at("", imports.list_runs, "s"),
        at("add/", imports.hand_in, "_add"),
        at("template/", imports.blank, "_template"),
        at("<int:pk>/", imports.page, ""),
        at("<int:pk>/apply/", imports.apply, "_apply"),
        at("<int:pk>/recheck/", imports.recheck, "_recheck"),
        at("<int:pk>/answer/", imports.answer, "_answer"),
        at("<int:pk>/choose/", imports.choose, "_choose"),
        at("<int:pk>/withdraw/", imports.withdraw, "_withdraw"),
        at("<int:pk>/marked/", imports.hand_back, "_marked"),
    ]


urlpatterns: list[URLPattern] = [one for kind in KINDS for one in _addresses(kind)]
