from django.apps import AppConfig

from unionhub.permissions import Permission as P


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = "活动"
    flows = ("activities.workflow.EVENT_FLOW",)
    signs_of_life = ("activities.pickers.taken_part_since",)
    menu = (
        (
            "活动",
            "calendar-days",
            (
                ("活动", "activities:events", P.ACTIVITY_VIEW),
                ("阵地", "activities:facilities", P.ACTIVITY_VIEW),
                ("宣传", "activities:publicity", P.ACTIVITY_VIEW),
            ),
        ),
    )
    log_words = {
        "event.plan": "登记活动",
        "event.hold": "记为已举办",
        "event.change": "修改活动",
        "event.cancel": "取消活动",
        "event.participant.add": "加入参加名单",
        "event.participant.change": "修改参加记录",
        "event.participant.remove": "移出参加名单",
        "event.attach": "上传活动材料",
        "event.print": "打印活动表",
        "facility.open": "登记阵地",
        "facility.change": "修改阵地",
        "facility.close": "停用阵地",
        "facility.adjust": "调整阵地",
        "publicity.add": "登记宣传",
        "publicity.change": "修改宣传",
        "person": "人员",
        "file": "文件",
    }
