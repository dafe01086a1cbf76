"""Addresses of what happens to a spell."""

from typing import Any

from django.urls import URLPattern, path

from members.models import ChangeKind
from members.views import lapses, spells


def _of(kind: ChangeKind) -> dict[str, Any]:
    return {"kind": kind}


urlpatterns: list[URLPattern] = [
    path("roll/<int:pk>/leave/", spells.end, _of(ChangeKind.LEAVE), name="leave"),
    path("roll/<int:pk>/die/", spells.end, _of(ChangeKind.DIE), name="die"),
    path("roll/<int:pk>/lapse/", spells.decide_end, _of(ChangeKind.LAPSE), name="lapse"),
    path("roll/<int:pk>/expel/", spells.decide_end, _of(ChangeKind.EXPEL), name="expel"),
    path("roll/<int:pk>/retain/", spells.rest, _of(ChangeKind.RETAIN), name="retain"),
    path("roll/<int:pk>/resume/", spells.rest, _of(ChangeKind.RESUME), name="resume"),
    path("roll/silent/", lapses.list_silent, name="silent_members"),
    path("roll/<int:pk>/silent/", lapses.page, name="silent_member"),
    path("roll/<int:pk>/keep/", lapses.keep, name="keep"),
    path("roll/<int:pk>/void/", spells.void, name="spell_void"),
    path("roll/<int:pk>/paper/<int:attachment>/", spells.paper, name="change_paper"),
]
