"""The tally of a period: on screen, and as the county's workbook."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from reports import tallies
from reports.actions.tallies import record_export
from reports.forms.periods import PeriodForm
from reports.indicators import Indicator
from reports.models import Summary
from reports.rules import in_words
from reports.views.figures import opens_to
from unionhub.listing_files import XLSX
from unionhub.models import Organisation
from unionhub.periods import Period
from unionhub.permissions import Permission as P
from unionhub.reasons import ReasonAct
from unionhub.scope import Scope
from unionhub.spreadsheets.writing import TooManyRows
from unionhub.web import OfficeRequest, download, may, words_sent


@require_safe
@may(P.FIGURE_VIEW)
def tally(request: OfficeRequest) -> HttpResponse:
    return _page(request, PeriodForm(request.GET, scope=request.scope))


@require_POST
@may(P.TALLY_EXPORT)
def export(request: OfficeRequest) -> HttpResponse:
    form = PeriodForm(request.POST, scope=request.scope)
    if not form.is_valid():
        return _page(request, form)
    office, period, reason = form.organisation, form.period, words_sent(request, "reason")
    try:
        content = tallies.workbook(office, period, by=request.scope)
        record_export(organisation=office, period=period, reason=reason, by=request.scope)
    except (ValidationError, TooManyRows) as error:
        return _page(request, form, refusal=" ".join(getattr(error, "messages", [str(error)])))
    return download(content, tallies.file_name(office, period), XLSX)


def _page(request: OfficeRequest, form: PeriodForm, refusal: str = "") -> HttpResponse:
    """The choice and, where it is valid, the table. An office out of sight does not exist."""
    context: dict[str, Any] = {"form": form, "title": "汇总表"}
    if form.is_valid():
        found = tallies.compute(form.organisation, form.period, by=request.scope)
        context |= {
            "tally": found,
            "query": form.query,
            "rows": _columns(found),
            "groups": _groups(found, request.scope),
            "papers": _papers(found) if request.scope.may(P.SUMMARY_VIEW) else None,
        }
        if request.scope.may(P.TALLY_EXPORT):
            context["export_act"] = _export_act(form, refusal)
    elif "organisation" in form.errors:
        raise Http404
    status = 422 if refusal or form.errors else 200
    return render(request, "reports/tallies.html", context, status=status)


def _export_act(form: PeriodForm, refusal: str) -> ReasonAct:
    return ReasonAct(
        key="export",
        label="导出 Excel",
        url=reverse("reports:tally_export"),
        example="报县总工会半年汇总",
        note="工作簿含汇总、会员、帮扶、活动台账和对账表；证件号码已遮盖。",
        refusal=refusal,
        buttons=(("xlsx", "导出"),),
        hidden=(("period", form.period.code), ("organisation", form.organisation.code)),
        primary=True,
    )


def _columns(found: tallies.Tally) -> tuple[tallies.Row, ...]:
    """The offices beside the total; none where there is only one, which is the total."""
    return found.rows if len(found.rows) > 1 else ()


def _groups(found: tallies.Tally, scope: Scope) -> list[dict[str, Any]]:
    """Sheet 1 turned on its side, which a screen shows better: a line for each indicator."""
    return [
        {"name": group.name, "lines": [_line(found, one, scope) for one in group.indicators]}
        for group in tallies.groups()
    ]


def _line(found: tallies.Tally, one: Indicator, scope: Scope) -> dict[str, Any]:
    opens = not one.is_ratio and opens_to(scope, one, found.period)
    cells = [_cell(found.period, one, found.organisation, found.total, opens)]
    cells += [_cell(found.period, one, row.office, row.values, opens) for row in _columns(found)]
    return {"indicator": one, "cells": cells}


def _cell(
    period: Period, one: Indicator, office: Organisation | None, values: tallies.Values, opens: bool
) -> dict[str, Any]:
    """A figure and the page of its records, if it opens; a rate has none, nor has 本级."""
    url = ""
    if office is not None and opens:
        query = urlencode({"period": period.code, "organisation": office.code})
        url = f"{reverse('reports:figure_rows', args=[one.key])}?{query}"
    return {"value": in_words(values[one.key]), "url": url}


def _papers(found: tallies.Tally) -> dict[str, Any]:
    """How many papers the period has, and the figures that have moved since they were signed."""
    papers = {line.summary.pk: line.summary for line in found.lines if line.summary}.values()
    signed = [paper for paper in papers if paper.state == Summary.State.SIGNED]
    differing = [line.in_words for line in found.lines if line.differs]
    return {"all": len(papers), "signed": len(signed), "differing": differing}


patterns: list[URLPattern] = [
    path("tallies/", tally, name="tallies"),
    path("tallies/export/", export, name="tally_export"),
]
