"""Who may decide what about membership: the steps of an application and of a card, and who ends
a spell.
"""

from __future__ import annotations

from members.models import ApplicationState, CardState, ChangeKind, TransferState
from unionhub.permissions import Permission
from unionhub.workflow import Flow, Step

S = ApplicationState
P = Permission

APPLICATION_FLOW = Flow(
    "入会申请",
    ApplicationState,
    Step(
        "approve",
        "批准",
        frozenset({S.WAITING}),
        S.APPROVED,
        P.MEMBER_APPROVE,
        "审批",
        "自批准之日起在会，可以接着办会员证。经办人不能审批自己登记的申请。",
    ),
    Step(
        "refuse",
        "不予批准",
        frozenset({S.WAITING}),
        S.REFUSED,
        P.MEMBER_APPROVE,
        "审批",
        "申请到此为止；以后可以重新申请。",
        opinion=True,
    ),
    Step(
        "withdraw",
        "撤回",
        frozenset({S.WAITING}),
        S.WITHDRAWN,
        P.MEMBER_EDIT,
        "经办",
        "本人不再申请，或登记有误；以后可以重新申请。",
        opinion=True,
    ),
)

# The union's committee decides who is struck off; everything else is taken down as it comes in.
DECIDED = (ChangeKind.LAPSE, ChangeKind.EXPEL, ChangeKind.VOID)


def permission_for(kind: ChangeKind) -> Permission:
    """The right to record a change of this kind."""
    return P.MEMBER_APPROVE if kind in DECIDED else P.MEMBER_EDIT


C = CardState
CLERKS_DUTY = "经办"

CARD_FLOW = Flow(
    "会员证",
    CardState,
    Step(
        "make",
        "登记制证",
        frozenset({C.ASKED}),
        C.MADE,
        P.MEMBER_EDIT,
        CLERKS_DUTY,
        "证已制好：编上证号，列入制证清单，等待发放。",
    ),
    Step(
        "hand_out",
        "发放",
        frozenset({C.MADE}),
        C.HELD,
        P.MEMBER_EDIT,
        CLERKS_DUTY,
        "本人已领证签字：列入领证签收表，计入发证数。",
    ),
    Step(
        "lose",
        "挂失",
        frozenset({C.HELD}),
        C.LOST,
        P.MEMBER_EDIT,
        CLERKS_DUTY,
        "从挂失之日起不计入有效证；找到了可以恢复，找不到就补办。",
    ),
    Step(
        "find",
        "恢复",
        frozenset({C.LOST}),
        C.HELD,
        P.MEMBER_EDIT,
        CLERKS_DUTY,
        "原证找到，从恢复之日起照常有效。",
    ),
    Step(
        "replace",
        "补办",
        frozenset({C.HELD, C.LOST}),
        C.VOID,
        P.MEMBER_EDIT,
        CLERKS_DUTY,
        "原证作废，同时申领一张新证，编新证号。",
        opinion=True,
    ),
    Step(
        "void",
        "作废",
        frozenset({C.ASKED, C.MADE, C.HELD, C.LOST}),
        C.VOID,
        P.MEMBER_EDIT,
        CLERKS_DUTY,
        "此证不再有效，不能恢复，证号不再使用。",
        opinion=True,
    ),
)

T = TransferState

# Who sends, withdraws and takes down the receipt; the receiving office accepts or returns.
TRANSFER_FLOW = Flow(
    "组织关系转接",
    TransferState,
    Step(
        "accept",
        "接收",
        frozenset({T.WAITING}),
        T.ACCEPTED,
        P.MEMBER_EDIT,
        CLERKS_DUTY,
        "在本工会建立会籍，带来个人资料；原工会的会籍同日结束，原会员证作废。",
    ),
    Step(
        "send_back",
        "退回",
        frozenset({T.WAITING}),
        T.REFUSED,
        P.MEMBER_EDIT,
        CLERKS_DUTY,
        "不接收，退回原工会，写明原因。会籍留在原工会。",
        opinion=True,
    ),
    Step(
        "confirm",
        "登记回执",
        frozenset({T.WAITING}),
        T.ACCEPTED,
        P.MEMBER_EDIT,
        CLERKS_DUTY,
        "外地工会已接收、寄回回执：此段会籍到接收日期为止，会员证同日作废。",
    ),
    Step(
        "withdraw",
        "撤回",
        frozenset({T.WAITING}),
        T.WITHDRAWN,
        P.MEMBER_EDIT,
        CLERKS_DUTY,
        "不再转出，介绍信作废；会籍照旧。",
        opinion=True,
    ),
)
# Steps by the side that takes them; an outside union's receipt is taken down by the sender.
RECEIVERS_STEPS, SENDERS_STEPS = ("accept", "send_back"), ("confirm", "withdraw")
