"""继续在会: a member proposed for 自动退会 is kept, with the reason, for six months."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from members.actions import _spells
from members.models import Membership, Reprieve
from members.signs import silent
from unionhub import audit, changes
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.reasons import stated
from unionhub.scope import Scope


@transaction.atomic
def keep(*, membership: Membership, reason: str, by: Scope) -> Reprieve:
    """Leave a silent member in; the spell is proposed again in six months at the earliest.

    Raises ValidationError without a reason, and for who is not proposed (any more).
    """
    current = _spells.lock_spell(membership, by, Permission.MEMBER_APPROVE)
    words = stated(reason, "请写明继续在会的理由，如“外出务工，已联系上，愿意补交会费”。")[:100]
    if not silent(Membership.objects.filter(pk=current.pk), today()).exists():
        raise ValidationError(
            "此人不在自动退会待定名单里，不用决定；可能已有人办理，请刷新后核对。"
        )
    reprieve, diff = changes.create(
        Reprieve,
        organisation=by.organisation,
        membership=current,
        on=today(),
        reason=words,
        decided_by=by.user,
    )
    told = {"on": diff["on"]}
    audit.record(by=by, verb="membership.reprieve", target=current, changes=told, note=words)
    return reprieve
