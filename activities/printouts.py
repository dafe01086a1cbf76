"""Papers of one event: the sheet people sign at the door, and the record for the file."""

from __future__ import annotations

from collections.abc import Sequence

from activities.models import Event, Participation
from unionhub.documents import blocks
from unionhub.listing import shown
from unionhub.models import Attachment

LINES = 20  # one page to sign on
SPARE = 5  # for those who come unlisted


def sign_in_sheet(event: Event, listed: Sequence[Participation]) -> list[blocks.Block]:
    """签到表: those listed first, then blank lines to write on."""
    blank = max(LINES - len(listed), SPARE)
    named = [
        (str(number), row.person.name, _from(row), "", "") for number, row in enumerate(listed, 1)
    ]
    empty = [(str(len(listed) + number), "", "", "", "") for number in range(1, blank + 1)]
    return [
        blocks.Title((f"{event.name}签到表",)),
        blocks.SubLine((f"主办：{_organiser(event)}", event.days)),
        *([blocks.SubLine((f"地点：{event.where}",))] if event.where else []),
        blocks.Table(
            caption="",
            head=("序号", "姓名", "单位（村居）", "联系电话", "签　　　　名"),
            rows=(*named, *empty),
        ),
        blocks.SignOff(("签到负责人", "日期")),
    ]


def event_record(
    event: Event, listed: Sequence[Participation], files: Sequence[Attachment]
) -> list[blocks.Block]:
    """活动记录: what it was, how many came, what it cost, the write-up, the names, the file."""
    paper: list[blocks.Block] = [
        blocks.Title(("活动记录",)),
        blocks.SubLine((f"填报单位：{event.organisation}",)),
        blocks.Facts(_facts(event)),
    ]
    for heading, text in (("活动内容", event.purpose), ("活动小结", event.write_up)):
        if text:
            paper.append(blocks.Heading(heading, level=2))
            paper += [blocks.Paragraph(line) for line in text.splitlines() if line.strip()]
    if listed:
        paper += [
            blocks.Heading(f"参加名单（{len(listed)}人）", level=2),
            blocks.Table(
                caption="",
                head=("序号", "姓名", "单位（村居）", "参加场次", "成绩（结果）"),
                rows=[
                    (str(number), row.person.name, _from(row), str(row.sessions), row.result)
                    for number, row in enumerate(listed, 1)
                ],
                align=("text", "text", "text", "number", "text"),
            ),
        ]
    if files:
        paper.append(blocks.Attachment([file.original_name for file in files]))
    return [*paper, blocks.SignOff(("填表人", "审核人", "负责人", "日期"))]


def _facts(event: Event) -> list[list[tuple[str, str]]]:
    return [
        [("活动名称", event.name)],
        [("类别", event.get_kind_display()), ("状态", event.get_state_display())],
        [("主题", event.theme), ("主办", _organiser(event))],
        [("日期", event.days), ("地点", event.where)],
        [("参加人数", shown(event.heads, "integer")), ("其中女", shown(event.women, "integer"))],
        [
            ("参加人次", shown(event.person_times, "integer")),
            ("实际支出（元）", shown(event.cost, "money")),
        ],
        *([[("取消原因", event.cancel_reason)]] if event.cancel_reason else []),
    ]


def _organiser(event: Event) -> str:
    return event.organiser or str(event.organisation)


def _from(row: Participation) -> str:
    """Where a person comes from: the employer, else the place."""
    return str(row.person.employer or row.person.place or "")
