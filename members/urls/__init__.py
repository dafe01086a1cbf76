"""The register's addresses, a file for each room."""

from django.urls import URLPattern

from members.urls import person, register

app_name = "members"
urlpatterns: list[URLPattern] = [
    *register.urlpatterns,
    *person.urlpatterns,
]
