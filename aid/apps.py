from django.apps import AppConfig

from unionhub.permissions import Permission as P


class AidConfig(AppConfig):
    name = "aid"
    verbose_name = "帮扶"
    flows = ("aid.workflow.CASE_FLOW",)
    menu = (
        (
            "帮扶",
            "hand-heart",
            (
                ("帮扶申请", "aid:cases", P.AID_VIEW),
                ("资金", "aid:funds", P.FUND_VIEW),
                ("资金台账", "aid:ledger", P.FUND_VIEW),
            ),
        ),
    )
    log_words = {
        "aid.case.apply": "登记帮扶申请",
        "aid.case.change": "修改帮扶申请",
        "aid.case.verify": "核实",
        "aid.case.review": "审核",
        "aid.case.post_notice": "公示",
        "aid.case.approve": "审批",
        "aid.case.pay": "发放",
        "aid.case.close": "结案",
        "aid.case.resubmit": "重新提交",
        "aid.case.send_back": "审核退回",
        "aid.case.hand_back": "审批退回",
        "aid.case.refuse": "不予帮扶",
        "aid.case.withdraw": "撤回",
        "aid.case.revoke": "撤销审批",
        "aid.case.attach": "上传帮扶材料",
        "aid.case.print": "打印审批表",
        "aid.case.reveal": "查看病情",
        "aid.correction.ask": "提出更正",
        "aid.correction.correct": "同意更正",
        "aid.correction.correct_refuse": "不予更正",
        "aid.fund.open": "新设资金",
        "aid.fund.change": "修改资金",
        "aid.fund.income": "登记资金收入",
        "aid.fund.reverse_income": "冲销资金收入",
        "aid.fund.close_month": "关账",
        "lines": "帮扶内容",
        "granted": "同意更正",
        "total": "发放合计",
    }
