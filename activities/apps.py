from django.apps import AppConfig

from unionhub.permissions import Permission as P


class ActivitiesConfig(AppConfig):
    name = "activities"
    verbose_name = "活动"
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
