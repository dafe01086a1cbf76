"""Figures of a period and an office, and the records behind each."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from reports.actions.figures import record_export
from reports.forms.periods import PeriodForm
from reports.indicators import REGISTRY, Figure, Indicator, figures, rows_of, value_of
from reports.indicators.splits import Split, split_rows, splits_of
from reports.listings.figures import rows_listing, split_listing
from reports.models import Target
from reports.rules import in_unit, in_words
from reports.sheets import figures_workbook
from unionhub.listing import show_list
from unionhub.listing_files import XLSX
from unionhub.models import Organisation
from unionhub.periods import Period
from unionhub.permissions import Permission as P
from unionhub.scope import Scope
from unionhub.web import OfficeRequest, download, may

MEASURED = {
    "rows": "等于下列记录数。",
    "sum": "等于下列相应一列的合计。",
    "things": "是下列记录涉及的个数，同一个只算一次。",
    "people": "是下列记录涉及的人数，同一身份证号只算一人。",
}


@require_http_methods(["GET", "POST"])
@may(P.FIGURE_VIEW)
def figure_table(request: OfficeRequest) -> HttpResponse:
    form = PeriodForm(request.GET, scope=request.scope)
    context: dict[str, Any] = {"form": form, "title": "指标"}
    if form.is_valid():
        office, period = form.organisation, form.period
        found = list(figures(office, period).values())
        goals = _goals(request, office, period)
        if request.method == "POST":
            record_export(organisation=office, period=period, by=request.scope)
            content = figures_workbook(office, period, found, goals)
            return download(content, f"{office}{period.label}指标.xlsx", XLSX)
        context |= {
            "organisation": office,
            "period": period,
            "groups": _grouped(request, form, found, goals),
            "may_export": request.scope.may(P.EXPORT),
        }
    elif "organisation" in form.errors:
        raise Http404
    return render(request, "reports/figures/table.html", context)


@require_http_methods(["GET", "POST"])
@may(P.FIGURE_VIEW)
def figure_rows(request: OfficeRequest, key: str) -> HttpResponse:
    form = PeriodForm(request.GET, scope=request.scope)
    if key not in REGISTRY or not form.is_valid():
        raise Http404
    one, office, period = REGISTRY[key], form.organisation, form.period
    title = f"{office}{period.label}{one.label}"
    crumbs = [("指标", f"{reverse('reports:figures')}?{form.query}"), (one.label, "")]
    if one.is_ratio:
        return _ratio(request, one, form, {"title": title, "crumbs": crumbs})
    if not request.scope.may(view_right(one, period)):
        raise PermissionDenied("当前岗位可以看指标，不能查看其后的记录。")
    rows = rows_of(key, office, period).visible_to(request.scope)  # type: ignore[attr-defined]
    value = value_of(key, rows)
    notice = f"{one.label} {in_words(value)} {one.unit}，{MEASURED[one.measure]}"
    return show_list(
        request,
        rows_listing(one, title, rows, value),
        crumbs=crumbs,
        notice=f"{notice}口径：{one.rule}；{one.dated}。",
        template_tools="reports/figures/splits.html",
        splits=_split_links(one, form),
    )


@require_http_methods(["GET", "POST"])
@may(P.FIGURE_VIEW)
def figure_split(request: OfficeRequest, key: str, by: str) -> HttpResponse:
    """A figure by its parts. It names nobody, so whoever sees the figure sees them."""
    form = PeriodForm(request.GET, scope=request.scope)
    one = REGISTRY.get(key)
    split = next((s for s in splits_of(one) if s.key == by), None) if one else None
    if one is None or split is None or not form.is_valid():
        raise Http404
    office, period = form.organisation, form.period
    title = f"{office}{period.label}{one.label}（按{split.label}）"
    whole = f"{reverse('reports:figure_rows', args=[key])}?{form.query}"
    return show_list(
        request,
        split_listing(one, split, title, split_rows(key, split, office, period)),
        crumbs=[
            ("指标", f"{reverse('reports:figures')}?{form.query}"),
            (one.label, whole),
            (f"按{split.label}", ""),
        ],
        notice=f"口径：{one.rule}；{one.dated}。",
        template_tools="reports/figures/splits.html",
        splits=_split_links(one, form, split),
    )


def _split_links(
    one: Indicator, form: PeriodForm, shown: Split | None = None
) -> list[tuple[str, str, bool]]:
    """(label, address, whether shown) of the ways to part a figure."""
    return [
        (
            s.label,
            f"{reverse('reports:figure_split', args=[one.key, s.key])}?{form.query}",
            s == shown,
        )
        for s in splits_of(one)
    ]


def _ratio(
    request: OfficeRequest, one: Indicator, form: PeriodForm, more: dict[str, Any]
) -> HttpResponse:
    """A rate has no rows of its own: its two parts are opened instead."""
    found = figures(form.organisation, form.period, [one.key, one.part, one.whole])
    parts = [_line(request, form, found[key]) for key in (one.part, one.whole)]
    context = {"one": one, "value": in_words(found[one.key].value), "parts": parts, **more}
    return render(request, "reports/figures/ratio.html", context)


def _goals(request: OfficeRequest, office: Organisation, period: Period) -> dict[str, Any]:
    """Goals of the year the period ends in, by indicator."""
    goals = Target.objects.visible_to(request.scope).filter(
        organisation=office, year=period.last_day.year, key__in=REGISTRY
    )
    return {one.key: in_unit(one.number, REGISTRY[one.key].unit) for one in goals}


def _grouped(
    request: OfficeRequest, form: PeriodForm, found: list[Figure], goals: dict[str, Any]
) -> list[dict[str, Any]]:
    return [
        {"name": name, "lines": [_line(request, form, one, goals.get(one.key)) for one in run]}
        for name, run in groupby(found, lambda one: one.indicator.group)
    ]


def _line(
    request: OfficeRequest, form: PeriodForm, one: Figure, goal: Any = None
) -> dict[str, Any]:
    """A line of the table; the value is a link where this post may see the records."""
    what = one.indicator
    counted = REGISTRY[what.part] if what.is_ratio else what
    may_open = request.scope.may(view_right(counted, form.period))
    url = f"{reverse('reports:figure_rows', args=[what.key])}?{form.query}"
    return {
        "figure": what,
        "value": in_words(one.value),
        "goal": "" if goal is None else in_words(goal),
        "url": url if may_open else "",
    }


def opens_to(scope: Scope, one: Indicator, period: Period) -> bool:
    """Whether the page behind a figure opens to this post; that of a rate only lists its parts."""
    return one.is_ratio or scope.may(view_right(one, period))


def view_right(one: Indicator, period: Period) -> P:
    """The right to see the kind of records an indicator counts."""
    right: P = one.rows(period).view_permission  # type: ignore[attr-defined]
    return right
