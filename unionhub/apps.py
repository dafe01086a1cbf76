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

    organisation_pages = (("组织和沿革", "unionhub:organisation", P.ORGANISATION_VIEW),)
    log_words = {
        "session.login": "登录",
        "session.refused": "登录失败",
        "session.logout": "退出登录",
        "account.open": "开户",
        "account.reset_password": "重置密码",
        "account.set_password": "修改密码",
        "account.suspend": "停用账号",
        "account.resume": "启用账号",
        "account.appoint": "任命岗位",
        "account.relieve": "免去岗位",
        "organisation.found": "开设单位",
        "organisation.open": "登记工会",
        "organisation.change": "修改工会",
        "organisation.move": "划转工会",
        "organisation.close": "撤销工会",
        "parent": "上级工会",
        "place.add": "登记村居",
        "place.change": "修改村居",
        "attachment.add": "上传附件",
        "sheet.check": "检查表格",
        "sheet.apply": "导入表格",
        "sheet.hand_back": "取回标注后的表格",
        "sheet.withdraw": "撤回导入",
        "list.xlsx": "导出名册",
        "list.full": "导出名册（完整证件号）",
        "list.print": "打印名册",
    }

    def ready(self) -> None:
        # Registers the system checks; nothing else happens at start.
        from unionhub import checks  # noqa: F401
