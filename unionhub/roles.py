"""Roles are code: what each may do is a reviewable diff. Posts (rows) say who holds one where.

The keys are stored in the database and must not change. A role acts on the records of its own
organisation only; organisations below it are read, unless a verb says otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass

from unionhub.permissions import Permission as P


@dataclass(frozen=True, slots=True)
class Role:
    """A key, the office's word for it, a sentence for the appointment page, and its rights."""

    key: str
    label: str
    sentence: str
    permissions: frozenset[P]


_READ = frozenset(
    {
        P.ORGANISATION_VIEW,
        P.MEMBER_VIEW,
        P.AID_VIEW,
        P.FUND_VIEW,
        P.DUES_VIEW,
        P.ACTIVITY_VIEW,
        P.FIGURE_VIEW,
        P.SUMMARY_VIEW,
    }
)

CLERK = Role(
    "clerk",
    "经办",
    "日常办事：登记人员、会籍、活动，经办帮扶，编写总结，导出报表。",
    _READ
    | {
        P.ORGANISATION_EDIT,
        P.MEMBER_EDIT,
        P.REVEAL,
        P.EXPORT,
        P.DUES_EDIT,
        P.AID_HANDLE,
        P.ACTIVITY_EDIT,
        P.TARGET_EDIT,
        P.SUMMARY_WRITE,
        P.TALLY_EXPORT,
    },
)
REVIEWER = Role("reviewer", "审核", "审核帮扶申请的材料和核实结果。", _READ | {P.AID_REVIEW})
CHAIR = Role(
    "chair",
    "主席",
    "审批入会，审核、审批帮扶，签发总结，下达目标。",
    _READ
    | {
        P.AUDIT_VIEW,
        P.REVEAL,
        P.EXPORT,
        P.MEMBER_APPROVE,
        P.AID_REVIEW,
        P.AID_APPROVE,
        P.TARGET_EDIT,
        P.SUMMARY_WRITE,
        P.SUMMARY_SIGN,
        P.TALLY_EXPORT,
    },
)
CASHIER = Role(
    "cashier",
    "出纳",
    "登记资金收入、会费和经费，发放已审批的帮扶资金和物资，按月关账。",
    frozenset(
        {
            P.ORGANISATION_VIEW,
            P.AID_VIEW,
            P.AID_PAY,
            P.FUND_VIEW,
            P.FUND_EDIT,
            P.DUES_VIEW,
            P.DUES_EDIT,
            P.EXPORT,
        }
    ),
)
CADRE = Role("cadre", "干部", "查看各项工作，打印总结。", _READ)
CONTACT = Role(
    "contact",
    "联络员",
    "只看本村（单位）的人员和事项，登记入户、申请和活动。",
    frozenset(
        {
            P.MEMBER_VIEW,
            P.MEMBER_EDIT,
            P.AID_VIEW,
            P.AID_HANDLE,
            P.ACTIVITY_VIEW,
            P.ACTIVITY_EDIT,
        }
    ),
)
COUNTY = Role(
    "county",
    "县总",
    "查看下级工会的记录和总结，下达目标，导出全县汇总。",
    _READ | {P.AUDIT_VIEW, P.EXPORT, P.TARGET_EDIT, P.TALLY_EXPORT},
)
AUDITOR = Role(
    "auditor",
    "经审",
    "只读：资金台账、会费和经费、帮扶支出和操作日志。",
    frozenset(
        {
            P.ORGANISATION_VIEW,
            P.AID_VIEW,
            P.FUND_VIEW,
            P.DUES_VIEW,
            P.AUDIT_VIEW,
            P.FIGURE_VIEW,
        }
    ),
)
ADMIN = Role(
    "admin",
    "管理员",
    "开设账号、任免岗位、维护组织；不接触业务数据。",
    frozenset({P.ORGANISATION_VIEW, P.ORGANISATION_EDIT, P.ACCOUNT_MANAGE}),
)
# Commands and imports run from the shell act as this role; no post may carry it.
SYSTEM = Role("system", "系统", "命令行任务，不能登录。", frozenset(P))

ROLES: dict[str, Role] = {
    role.key: role
    for role in (CLERK, REVIEWER, CHAIR, CASHIER, CADRE, CONTACT, COUNTY, AUDITOR, ADMIN)
}
