"""Addresses of likely duplicates, merges, and the list of what is wanting on file."""

from django.urls import URLPattern, path

from members.views import merges, wanting

urlpatterns: list[URLPattern] = [
    path("duplicates/", merges.duplicates, name="duplicates"),
    path("duplicates/list/", merges.duplicates_list, name="duplicates_list"),
    path("duplicates/<int:pk>/<int:other>/", merges.merge, name="merge"),
    path("duplicates/<int:pk>/<int:other>/apart/", merges.tell_apart, name="tell_apart"),
    path("people/<int:pk>/merge/", merges.find, name="merge_find"),
    path("merges/", merges.list_merges, name="merges"),
    path("merges/<int:pk>/", merges.page, name="merge_page"),
    path("merges/<int:pk>/undo/", merges.undo, name="merge_undo"),
    path("wanting/", wanting.list_wanting, name="wanting"),
    path("wanting/confirm/", wanting.confirm, name="confirm"),
]
