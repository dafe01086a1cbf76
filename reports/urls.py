"""The desk: first page, figures, targets, papers, tallies."""

from django.urls import URLPattern, path

from reports.views import figures, home, summaries, tallies, targets

app_name = "reports"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("figures/", figures.figure_table, name="figures"),
    path("figures/<str:key>/", figures.figure_rows, name="figure_rows"),
    path("figures/<str:key>/by/<slug:by>/", figures.figure_split, name="figure_split"),
    path("targets/", targets.target_list, name="targets"),
    path("targets/add/", targets.add, name="target_add"),
    path("targets/<int:pk>/", targets.page, name="target"),
    path("targets/<int:pk>/change/", targets.change, name="target_change"),
    *summaries.patterns,
    *tallies.patterns,
]
