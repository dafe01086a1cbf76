from django.apps import AppConfig

from unionhub.permissions import Permission as P


class KernelConfig(AppConfig):
    name = "unionhub"
    verbose_name = "系统"
    menu = (
        (
            "系统",
            "settings",
            (
                ("工会组织", "unionhub:organisations", P.ORGANISATION_VIEW),
                ("片区村居", "unionhub:places", P.ORGANISATION_VIEW),
                ("账号岗位", "unionhub:accounts", P.ACCOUNT_MANAGE),
                ("操作日志", "unionhub:audit", P.AUDIT_VIEW),
            ),
        ),
    )

    def ready(self) -> None:
        # Registers the system checks; nothing else happens at start.
        from unionhub import checks  # noqa: F401
