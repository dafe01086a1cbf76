"""Addresses of people, employers and unions."""

from django.urls import URLPattern, path

from members.views import employers, memberships, people

urlpatterns: list[URLPattern] = [
    path("people/", people.list_people, name="people"),
    path("people/sheet/", people.sheet, name="person_sheet"),
    path("people/add/", people.add, name="person_add"),
    path("people/id-facts/", people.id_facts, name="id_facts"),
    path("people/<int:pk>/", people.page, name="person"),
    path("people/<int:pk>/change/", people.change, name="person_change"),
    path("people/<int:pk>/reveal/", people.reveal, name="person_reveal"),
    path("people/<int:pk>/print/", people.print_form, name="person_print"),
    path("people/<int:pk>/join/", memberships.join, name="join"),
    path("roll/", memberships.roll, name="members"),
    path("roll/sheet/", memberships.collection, name="collection"),
    path("employers/", employers.list_employers, name="employers"),
    path("employers/sheet/", employers.sheet, name="employer_sheet"),
    path("employers/add/", employers.add, name="employer_add"),
    path("employers/<int:pk>/", employers.page, name="employer"),
    path("employers/<int:pk>/change/", employers.change, name="employer_change"),
    path("employers/<int:pk>/close/", employers.close, name="employer_close"),
    path("employers/<int:pk>/head-count/", employers.head_count_add, name="head_count_add"),
    path("employers/head-counts/<int:pk>/", employers.head_count_change, name="head_count_change"),
]
