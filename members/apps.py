from django.apps import AppConfig

from unionhub.permissions import Permission as P


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "会员"
    flows = ("members.workflow.APPLICATION_FLOW", "members.workflow.CARD_FLOW")
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
                ("荣誉", "members:honours", P.MEMBER_VIEW),
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
        "person.photo": "上传照片",
        "person.photo_off": "撤下照片",
        "person.attach": "上传人员材料",
        "person.detach": "移出人员材料",
        "person.open_paper": "查看人员材料",
        "family.add": "登记家庭成员",
        "family.change": "修改家庭成员",
        "family.remove": "移出家庭成员",
        "membership.join": "登记会籍",
        "membership.leave": "办理退会",
        "membership.lapse": "办理自动退会",
        "membership.expel": "办理除名",
        "membership.die": "登记去世",
        "membership.retain": "办理保留会籍",
        "membership.resume": "办理恢复会籍",
        "membership.void": "撤销会籍登记",
        "paper": "依据文号或材料",
        "card.issue": "发放会员证",
        "card.void": "作废会员证",
        "card.ask": "申领会员证",
        "card.make": "登记制证",
        "card.hand_out": "发放会员证",
        "card.lose": "挂失会员证",
        "card.find": "恢复会员证",
        "card.replace": "补办会员证",
        "card.print": "打印会员证和清单",
        "card_list.make": "登记制证清单",
        "card_list.hand_out": "登记领证签收表",
        "card_list.attach": "上传签收扫描件",
        "employer.register": "登记单位",
        "employer.change": "修改单位资料",
        "employer.close": "注销单位",
        "headcount.record": "登记职工人数",
        "headcount.change": "修改职工人数",
        "union.profile": "填写工会概况",
        "committee.set_up": "成立领导小组",
        "committee.change": "修改领导小组",
        "honour.register": "登记荣誉",
        "honour.change": "修改荣誉",
        "honour.revoke": "撤销荣誉",
        "honour.attach": "上传荣誉证书",
        "allowance.pay": "发放荣誉津贴",
        "allowance.reverse": "冲销荣誉津贴",
        "card": "会员证",
        "cards": "张数",
        "printed": "打印内容",
        "found_on": "找回日期",
        "seats": "成员",
    }
