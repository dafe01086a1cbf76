"""Addresses of the one-person page: a tab each."""

from django.urls import URLPattern, path

from members.views import families, person_history, person_papers, person_spells

urlpatterns: list[URLPattern] = [
    path("people/<int:pk>/spells/", person_spells.spells, name="person_spells"),
    path("people/<int:pk>/family/", families.page, name="person_family"),
    path("people/<int:pk>/family/find/", families.find, name="family_find"),
    path("people/<int:pk>/family/add/", families.add, name="family_add"),
    path("people/<int:pk>/family/<int:tie>/change/", families.change, name="family_change"),
    path("people/<int:pk>/family/<int:tie>/remove/", families.remove, name="family_remove"),
    path("people/<int:pk>/papers/", person_papers.page, name="person_papers"),
    path("people/<int:pk>/papers/add/", person_papers.attach, name="paper_attach"),
    path(
        "people/<int:pk>/papers/<int:attachment>/open/",
        person_papers.open_paper,
        name="paper_open",
    ),
    path(
        "people/<int:pk>/papers/<int:attachment>/remove/",
        person_papers.detach,
        name="paper_detach",
    ),
    path("people/<int:pk>/history/", person_history.history, name="person_history"),
    path("people/<int:pk>/photo/", person_papers.photo, name="person_photo"),
    path("people/<int:pk>/photo/change/", person_papers.photo_change, name="photo_change"),
    path("people/<int:pk>/photo/remove/", person_papers.photo_remove, name="photo_remove"),
]
