"""The address of 从业经历."""

from django.urls import URLPattern, path

from members.views import employment

urlpatterns: list[URLPattern] = [
    path("people/<int:pk>/employment/", employment.page, name="person_employment"),
]
