"""The apps by name, and the kernel's own pages."""

from django.urls import URLPattern, URLResolver, include, path

from unionhub.views import accounts, audit, organisations, session

kernel: list[URLPattern] = [
    path("login/", session.log_in, name="login"),
    path("logout/", session.log_out, name="logout"),
    path("post/", session.choose_post, name="choose_post"),
    path("password/", session.password, name="password"),
    path("large-type/", session.large_type, name="large_type"),
    path("healthz", session.health, name="health"),
    path("organisations/", organisations.tree, name="organisations"),
    path("organisations/<int:pk>/", organisations.page, name="organisation"),
    path("organisations/<int:pk>/add/", organisations.add, name="organisation_add"),
    path("organisations/<int:pk>/change/", organisations.change, name="organisation_change"),
    path("organisations/<int:pk>/move/", organisations.move, name="organisation_move"),
    path("organisations/<int:pk>/close/", organisations.close, name="organisation_close"),
    path("places/", organisations.places, name="places"),
    path("places/add/", organisations.place_add, name="place_add"),
    path("places/<int:pk>/", organisations.place_change, name="place"),
    path("accounts/", accounts.account_list, name="accounts"),
    path("accounts/add/", accounts.add, name="account_add"),
    path("accounts/<int:pk>/", accounts.page, name="account"),
    path("accounts/<int:pk>/reset/", accounts.reset, name="account_reset"),
    path("accounts/<int:pk>/suspend/", accounts.suspend, name="account_suspend"),
    path("accounts/<int:pk>/appoint/", accounts.appoint, name="account_appoint"),
    path("accounts/<int:pk>/relieve/<int:post>/", accounts.relieve, name="account_relieve"),
    path("audit/", audit.log, name="audit"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((kernel, "unionhub"))),
    path("members/", include("members.urls")),
    path("aid/", include("aid.urls")),
    path("activities/", include("activities.urls")),
    path("", include("reports.urls")),
]

handler403 = "unionhub.views.errors.forbidden"
handler404 = "unionhub.views.errors.missing"
handler500 = "unionhub.views.errors.broken"
