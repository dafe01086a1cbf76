"""The rosters that were taken in, and those that wait."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localtime

from members.actions.rosters import KIND
from unionhub.listing import Column, Listing
from unionhub.models import ImportRun
from unionhub.scope import Scope

RUN_TONES = {"已检查，未导入": "warn", "已导入": "good"}


def runs_of(scope: Scope) -> QuerySet[ImportRun]:
    """The runs of the acting office's own rosters of people."""
    rows: QuerySet[ImportRun] = ImportRun.objects.kept_by(scope).filter(kind=KIND)
    return rows.select_related("organisation", "added_by", "applied_by")


def _moment(at: datetime | None) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at else ""


RUNS = Listing(
    title="名册导入",
    unit="次",
    rows=runs_of,
    columns=(
        Column("文件", lambda r: r.original_name, width=30, link=True),
        Column("状态", lambda r: r.get_state_display(), "state", 14),
        Column("新增", lambda r: r.new, "integer", 8),
        Column("更新", lambda r: r.updated, "integer", 8),
        Column("未变", lambda r: r.unchanged, "integer", 8, phone=False),
        Column("有误", lambda r: r.refused, "integer", 8),
        Column("检查人", lambda r: r.added_by.name, width=10, phone=False),
        Column("检查时间", lambda r: _moment(r.added_at), width=16, phone=False),
        Column(
            "导入人", lambda r: r.applied_by.name if r.applied_by else "", width=10, phone=False
        ),
        Column("导入时间", lambda r: _moment(r.applied_at), width=16, phone=False),
    ),
    tones=RUN_TONES,
    empty="还没有导入过名册。点“导入名册”上传一份。",
)
