"""The first page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reports import first_page
from reports.waiting import to_do
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.web import OfficeRequest, any_post


@require_safe
@any_post
def home(request: OfficeRequest) -> HttpResponse:
    scope = request.scope
    period, compared = first_page.comparison(scope)
    context = {
        "title": "首页",
        "day": today(),
        "waiting": to_do(scope),
        "shortcuts": first_page.shortcuts(scope),
        "sees_goals": scope.may(P.FIGURE_VIEW),
        "sets_goals": scope.may(P.TARGET_EDIT),
        "goals": first_page.goals(scope),
        "period": period,
        "compared": compared,
        "has_work": scope.may(P.AID_VIEW) or scope.may(P.ACTIVITY_VIEW),
    }
    return render(request, "reports/home.html", context)
