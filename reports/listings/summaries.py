"""The list of papers: own ones, and for the county those of every office below."""

from __future__ import annotations

import django_filters

from reports.models import Summary, SummaryState
from unionhub.listing import Column, Listing

TONES = {"草稿": "warn", "已签发": "good"}


class SummaryFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label="状态", choices=SummaryState.choices)

    class Meta:
        model = Summary
        fields = ()


SUMMARIES = Listing(
    title="工作总结",
    unit="份",
    rows=lambda scope: Summary.objects.visible_to(scope).for_list(),
    filters=SummaryFilter,
    columns=(
        Column("标题", str, width=34, link=True),
        Column("工会", lambda s: s.organisation, width=20, phone=False),
        Column("期间", lambda s: s.period.label, width=16, phone=False),
        Column("版次", lambda s: s.edition, "integer", 6, phone=False),
        Column("成文日期", lambda s: s.dated, "day", 12, phone=False),
        Column("状态", lambda s: s.get_state_display(), "state", 8),
        Column("签发人", lambda s: s.signed_by, width=10),
    ),
    tones=TONES,
    empty="还没有工作总结。点“编写总结”，选好期间，系统按已有记录写出初稿。",
)
