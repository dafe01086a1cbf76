"""The register's addresses, a file for each room."""

from django.urls import URLPattern

from members.urls import honours, imports, joining, person, register, spells, unions

app_name = "members"
urlpatterns: list[URLPattern] = [
    *register.urlpatterns,
    *person.urlpatterns,
    *joining.urlpatterns,
    *spells.urlpatterns,
    *imports.urlpatterns,
    *honours.urlpatterns,
    *unions.urlpatterns,
]
