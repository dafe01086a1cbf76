"""The register's addresses, a file for each room."""

from django.urls import URLPattern

from members.urls import (
    cards,
    dues,
    employment,
    honours,
    imports,
    joining,
    merges,
    person,
    register,
    spells,
    transfers,
    unions,
)

app_name = "members"
urlpatterns: list[URLPattern] = [
    *register.urlpatterns,
    *merges.urlpatterns,
    *cards.urlpatterns,
    *person.urlpatterns,
    *joining.urlpatterns,
    *spells.urlpatterns,
    *imports.urlpatterns,
    *honours.urlpatterns,
    *dues.urlpatterns,
    *unions.urlpatterns,
    *transfers.urlpatterns,
    *employment.urlpatterns,
]
