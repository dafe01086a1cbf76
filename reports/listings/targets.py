"""The list of goals, each with how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import QuerySet

from reports.indicators import REGISTRY, choices
from reports.models import Target
from reports.progress import REACHED, SHORT, Progress, progress_of
from unionhub.listing import Column, Listing
from unionhub.models import Organisation
from unionhub.scope import Scope


def _offices(request: Any) -> QuerySet[Any]:
    return Organisation.objects.visible_to(request.scope).offices().order_by("path")


class TargetFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(label="年度", min_value=1900, max_value=2199)
    organisation = django_filters.ModelChoiceFilter(label="工会", queryset=_offices)
    key = django_filters.ChoiceFilter(label="指标", choices=choices)

    class Meta:
        model = Target
        fields = ()


def _rows(scope: Scope) -> QuerySet[Target]:
    rows: QuerySet[Target] = Target.objects.visible_to(scope).filter(key__in=REGISTRY)
    return rows.select_related("organisation", "set_by").order_by(
        "-year", "organisation__path", "key"
    )


def targets_listing(scope: Scope) -> Listing:
    """Goals in scope. The figures of all goals are computed once, when the first is shown."""
    known: dict[int, Progress] = {}

    def far(show: Callable[[Progress], Any]) -> Callable[[Target], Any]:
        def cell(target: Target) -> Any:
            if not known:
                known.update(progress_of(_rows(scope), scope.organisation))
            return show(known[target.pk])

        return cell

    return Listing(
        title="目标",
        unit="项",
        rows=_rows,
        filters=TargetFilter,
        columns=(
            Column("年度", lambda t: str(t.year), width=6),
            Column("工会", lambda t: t.organisation, width=18, phone=False),
            Column("指标", lambda t: REGISTRY[t.key].label, width=22, link=True),
            Column("目标", far(lambda p: p.goal), "number"),
            Column("至今", far(lambda p: p.value), "number"),
            Column("单位", lambda t: REGISTRY[t.key].unit, width=6, phone=False),
            Column("完成目标的%", far(lambda p: p.percent), "integer", 11, phone=False),
            Column("状态", far(lambda p: p.state), "state", 8),
            Column("下达单位", lambda t: t.set_by, width=18, phone=False),
            Column("依据", lambda t: t.note, width=22, phone=False),
        ),
        tones={REACHED: "good", SHORT: "warn"},
        empty="还没有目标。由县总工会或本级主席、经办下达：选指标、填数，进度由记录自动算出。",
    )
