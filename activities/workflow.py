"""Who may move an event from where to where. What was held is never undone, only corrected."""

from __future__ import annotations

from activities.models import EventState
from unionhub.permissions import Permission
from unionhub.workflow import Flow, Step

EVENT_FLOW = Flow(
    "活动",
    EventState,
    Step(
        "hold",
        "记为已举办",
        frozenset({EventState.PLANNED}),
        EventState.HELD,
        Permission.ACTIVITY_EDIT,
        consequence="填写参加人数和人次，计入总结和报表。",
    ),
    Step(
        "cancel",
        "取消活动",
        frozenset({EventState.PLANNED}),
        EventState.CANCELLED,
        Permission.ACTIVITY_EDIT,
        consequence="写明原因后保留记录，不计入总结，不能恢复。",
        opinion=True,
    ),
)
