from django.apps import AppConfig

from unionhub.permissions import Permission as P


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "会员"
    menu = (
        (
            "会员",
            "users",
            (
                ("人员", "members:people", P.MEMBER_VIEW),
                ("会员花名册", "members:members", P.MEMBER_VIEW),
                ("会员证", "members:cards", P.MEMBER_VIEW),
                ("用人单位", "members:employers", P.MEMBER_VIEW),
                ("工会概况", "members:unions", P.MEMBER_VIEW),
                ("领导小组", "members:committees", P.MEMBER_VIEW),
            ),
        ),
    )
    finder = ("members:people", P.MEMBER_VIEW)
    organisation_pages = (("工会概况", "members:union", P.MEMBER_VIEW),)
    log_words = {
        "person.register": "登记人员",
        "person.change": "修改人员资料",
        "person.reveal": "查看完整证件号码",
        "person.print": "打印会员登记表",
        "roster.check": "检查名册",
        "roster.apply": "导入名册",
        "roster.hand_back": "取回标注后的名册",
        "membership.join": "办理入会",
        "membership.leave": "办理退会",
        "card.issue": "发放会员证",
        "card.void": "作废会员证",
        "employer.register": "登记单位",
        "employer.change": "修改单位资料",
        "employer.close": "注销单位",
        "headcount.record": "登记职工人数",
        "headcount.change": "修改职工人数",
        "union.profile": "填写工会概况",
        "committee.set_up": "成立领导小组",
        "committee.change": "修改领导小组",
        "card": "会员证",
        "seats": "成员",
    }
