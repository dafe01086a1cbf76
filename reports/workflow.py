"""Who may move a summary. Signing is the end of an edition; a mistake found later is mended in
the next edition, which stands beside the signed one."""

from __future__ import annotations

from reports.models import SummaryState
from unionhub.permissions import Permission
from unionhub.workflow import Flow, Step

SUMMARY_FLOW = Flow(
    "工作总结",
    SummaryState,
    Step(
        "sign",
        "签发",
        frozenset({SummaryState.DRAFT}),
        SummaryState.SIGNED,
        Permission.SUMMARY_SIGN,
        consequence="正文、数据和所依据的记录就此固定，公开版、内部版的PDF和Word一并存档，"
        "此后不能修改；发现差错另起新版。",
    ),
    Step(
        "reopen",
        "另起新版",
        frozenset({SummaryState.SIGNED}),
        SummaryState.SIGNED,
        Permission.SUMMARY_WRITE,
        consequence="按本版文字另起一份草稿，数据按现在的记录重新计算；本版原样保留。",
    ),
)
