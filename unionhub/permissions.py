"""Every verb of the office on one page, where an auditor wants them."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """A right a role may carry. The value is stored in audit rows and must not change."""

    ORGANISATION_VIEW = "organisation.view"
    ORGANISATION_EDIT = "organisation.edit"
    ACCOUNT_MANAGE = "account.manage"
    AUDIT_VIEW = "audit.view"

    MEMBER_VIEW = "member.view"
    MEMBER_EDIT = "member.edit"
    MEMBER_APPROVE = "member.approve"
    REVEAL = "member.reveal"
    EXPORT = "list.export"
    DUES_VIEW = "dues.view"
    DUES_EDIT = "dues.edit"

    AID_VIEW = "aid.view"
    AID_HANDLE = "aid.handle"
    AID_REVIEW = "aid.review"
    AID_APPROVE = "aid.approve"
    AID_PAY = "aid.pay"
    FUND_VIEW = "fund.view"
    FUND_EDIT = "fund.edit"

    ACTIVITY_VIEW = "activity.view"
    ACTIVITY_EDIT = "activity.edit"

    FIGURE_VIEW = "figure.view"
    TARGET_EDIT = "target.edit"
    SUMMARY_VIEW = "summary.view"
    SUMMARY_WRITE = "summary.write"
    SUMMARY_SIGN = "summary.sign"
    TALLY_EXPORT = "tally.export"


LABELS: dict[Permission, str] = {
    Permission.ORGANISATION_VIEW: "查看工会组织",
    Permission.ORGANISATION_EDIT: "维护下级工会和村居",
    Permission.ACCOUNT_MANAGE: "管理账号和岗位",
    Permission.AUDIT_VIEW: "查看操作日志",
    Permission.MEMBER_VIEW: "查看人员、会籍和单位",
    Permission.MEMBER_EDIT: "登记人员、会籍和单位",
    Permission.MEMBER_APPROVE: "审批入会、除名和自动退会",
    Permission.REVEAL: "查看完整证件号码",
    Permission.EXPORT: "导出和打印名册",
    Permission.DUES_VIEW: "查看会费和经费",
    Permission.DUES_EDIT: "登记和冲销会费、经费",
    Permission.AID_VIEW: "查看帮扶申请",
    Permission.AID_HANDLE: "经办帮扶（申请、核实、公示、结案）",
    Permission.AID_REVIEW: "审核帮扶",
    Permission.AID_APPROVE: "审批帮扶",
    Permission.AID_PAY: "发放帮扶资金和物资",
    Permission.FUND_VIEW: "查看资金台账",
    Permission.FUND_EDIT: "登记和冲销资金收入、关账",
    Permission.ACTIVITY_VIEW: "查看活动、阵地和宣传",
    Permission.ACTIVITY_EDIT: "登记活动、阵地和宣传",
    Permission.FIGURE_VIEW: "查看指标",
    Permission.TARGET_EDIT: "下达和修改目标",
    Permission.SUMMARY_VIEW: "查看工作总结",
    Permission.SUMMARY_WRITE: "编写工作总结",
    Permission.SUMMARY_SIGN: "签发工作总结",
    Permission.TALLY_EXPORT: "导出汇总表",
}
