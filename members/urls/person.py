"""Addresses of the one-person page: a tab each."""

from django.urls import URLPattern, path

from members.views import person_spells

urlpatterns: list[URLPattern] = [
    path("people/<int:pk>/spells/", person_spells.spells, name="person_spells"),
]
