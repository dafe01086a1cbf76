"""The sheets of a kind that were taken in, and those that wait."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db.models import QuerySet
from django.utils.timezone import localtime

from unionhub.listing import Column, Listing
from unionhub.models import ImportRun
from unionhub.scope import Scope
from unionhub.sheets import SheetKind

RUN_TONES = {"待检查": "warn", "已检查，未导入": "warn", "已导入": "good", "已撤回": "info"}


def runs_of(kind: SheetKind, scope: Scope) -> QuerySet[ImportRun]:
    """The runs of the acting office's own sheets of a kind."""
    rows: QuerySet[ImportRun] = ImportRun.objects.kept_by(scope).filter(kind=kind.key)
    return rows.select_related("organisation", "added_by", "applied_by", "withdrawn_by")


def _moment(at: datetime | None) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}" if at else ""


def runs_list(kind: SheetKind) -> Listing:
    """The list of a kind's runs."""
    return Listing(
        title=f"{kind.title}导入",
        unit="次",
        rows=partial(runs_of, kind),
        columns=(
            Column("文件", lambda r: r.original_name, width=30, link=True),
            Column("状态", lambda r: r.get_state_display(), "state", 14),
            Column("新增", lambda r: r.new, "integer", 8),
            Column("更新", lambda r: r.updated, "integer", 8),
            Column("未变", lambda r: r.unchanged, "integer", 8, phone=False),
            Column("待选", lambda r: r.choose, "integer", 8, phone=False),
            Column("有误", lambda r: r.refused, "integer", 8),
            Column("检查人", lambda r: r.added_by.name, width=10, phone=False),
            Column("检查时间", lambda r: _moment(r.added_at), width=16, phone=False),
            Column(
                "导入人", lambda r: r.applied_by.name if r.applied_by else "", width=10, phone=False
            ),
            Column("导入时间", lambda r: _moment(r.applied_at), width=16, phone=False),
        ),
        tones=RUN_TONES,
        empty=f"还没有导入过{kind.title}。点“导入{kind.title}”上传一份。",
    )
