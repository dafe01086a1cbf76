"""Addresses of the one-person page: a tab each."""

from django.urls import URLPattern, path

from members.views import families, person_spells

urlpatterns: list[URLPattern] = [
    path("people/<int:pk>/spells/", person_spells.spells, name="person_spells"),
    path("people/<int:pk>/family/", families.page, name="person_family"),
    path("people/<int:pk>/family/find/", families.find, name="family_find"),
    path("people/<int:pk>/family/add/", families.add, name="family_add"),
    path("people/<int:pk>/family/<int:tie>/change/", families.change, name="family_change"),
    path("people/<int:pk>/family/<int:tie>/remove/", families.remove, name="family_remove"),
]
