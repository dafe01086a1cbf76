"""Addresses of 入会申请 and 集体入会."""

from django.urls import URLPattern, path

from members.views import applications, joining_groups

urlpatterns: list[URLPattern] = [
    path("people/<int:pk>/apply/", applications.apply, name="apply"),
    path("applications/", applications.list_applications, name="applications"),
    path("applications/<int:pk>/", applications.page, name="application"),
    *(
        path(
            f"applications/<int:pk>/{verb}/",
            applications.step,
            {"verb": verb},
            name=f"application_{verb}",
        )
        for verb in applications.DEEDS
    ),
    path("applications/<int:pk>/print/", applications.print_papers, name="application_print"),
    path("applications/<int:pk>/attach/", applications.attach, name="application_attach"),
    path(
        "applications/<int:pk>/files/<int:attachment>/",
        applications.attachment,
        name="application_file",
    ),
    path("joining/", joining_groups.list_groups, name="joining_groups"),
    path("joining/add/", joining_groups.add, name="joining_group_add"),
    path("joining/<int:pk>/", joining_groups.page, name="joining_group"),
    path("joining/<int:pk>/approve/", joining_groups.approve, name="joining_group_approve"),
    path("joining/<int:pk>/print/", joining_groups.print_papers, name="joining_group_print"),
]
