"""The step table of a case: 申请 → 核实 → 审核 → 公示 → 审批 → 发放 → 结案, and the ways back."""

from __future__ import annotations

from aid.models import CaseState, Duty
from unionhub.permissions import Permission
from unionhub.workflow import Flow, Step

S = CaseState
P = Permission

CASE_FLOW = Flow(
    "帮扶申请",
    CaseState,
    Step(
        "verify",
        "核实",
        frozenset({S.APPLIED}),
        S.VERIFIED,
        P.AID_HANDLE,
        Duty.HANDLE,
        "登记两名入户人和核实情况，转审核。",
    ),
    Step(
        "review",
        "审核",
        frozenset({S.VERIFIED}),
        S.REVIEWED,
        P.AID_REVIEW,
        Duty.REVIEW,
        "材料和核实结果属实，转公示。",
    ),
    Step(
        "post_notice",
        "公示",
        frozenset({S.REVIEWED}),
        S.NOTICED,
        P.AID_HANDLE,
        Duty.HANDLE,
        "登记公示起止日期；截止日的次日起才能审批。",
    ),
    Step(
        "approve",
        "审批",
        frozenset({S.NOTICED}),
        S.APPROVED,
        P.AID_APPROVE,
        Duty.APPROVE,
        "同意帮扶：在所选资金中留用本件金额，转出纳发放。",
    ),
    Step(
        "pay",
        "发放",
        frozenset({S.APPROVED}),
        S.PAID,
        P.AID_PAY,
        Duty.PAY,
        "款物已交本人签收：从资金中支出，记入台账；此后只能更正，不能修改。",
    ),
    Step(
        "close",
        "结案",
        frozenset({S.PAID}),
        S.CLOSED,
        P.AID_HANDLE,
        Duty.HANDLE,
        "签收凭据齐全，归档结案。",
    ),
    Step(
        "resubmit",
        "重新提交",
        frozenset({S.RETURNED}),
        S.APPLIED,
        P.AID_HANDLE,
        Duty.HANDLE,
        "按退回意见改好后重新提交；核实、审核、公示从头办理。",
    ),
    Step(
        "send_back",
        "退回",
        frozenset({S.VERIFIED}),
        S.RETURNED,
        P.AID_REVIEW,
        Duty.REVIEW,
        "材料或核实有欠缺，退回经办修改，写明要补什么。",
        opinion=True,
    ),
    Step(
        "hand_back",
        "退回",
        frozenset({S.REVIEWED, S.NOTICED}),
        S.RETURNED,
        P.AID_APPROVE,
        Duty.APPROVE,
        "退回经办修改，写明要补什么；改后须重新核实、公示。",
        opinion=True,
    ),
    Step(
        "refuse",
        "不予帮扶",
        frozenset({S.REVIEWED, S.NOTICED}),
        S.REFUSED,
        P.AID_APPROVE,
        Duty.APPROVE,
        "不符合条件，本件就此终止，不能恢复；写明理由。",
        opinion=True,
    ),
    Step(
        "withdraw",
        "撤回",
        frozenset({S.APPLIED, S.VERIFIED, S.REVIEWED, S.NOTICED, S.RETURNED}),
        S.WITHDRAWN,
        P.AID_HANDLE,
        Duty.HANDLE,
        "申请人不再申请或登记有误，本件就此终止，不能恢复；写明原因。",
        opinion=True,
    ),
    Step(
        "revoke",
        "撤销审批",
        frozenset({S.APPROVED}),
        S.RETURNED,
        P.AID_APPROVE,
        Duty.APPROVE,
        "尚未发放：释放已留用的资金，退回经办修改，写明原因。",
        opinion=True,
    ),
)

# The way a case goes when nothing comes between; the strip on its page.
MAIN_PATH = ("apply", "verify", "review", "post_notice", "approve", "pay", "close")
REACHED = (S.APPLIED, S.VERIFIED, S.REVIEWED, S.NOTICED, S.APPROVED, S.PAID, S.CLOSED)
EDITABLE = frozenset({S.APPLIED, S.RETURNED})

# Rows of the timeline that move nothing, beside the steps of the table.
LABELS = {
    "apply": "申请",
    "change": "修改",
    "correct_ask": "提出更正",
    "correct": "同意更正",
    "correct_refuse": "不予更正",
    **{step.verb: step.label for step in CASE_FLOW},
}
