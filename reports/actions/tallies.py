"""What is recorded when a tally leaves the office."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from unionhub import audit
from unionhub.models import AuditEvent, Organisation
from unionhub.periods import Period
from unionhub.permissions import Permission
from unionhub.reasons import stated
from unionhub.scope import Scope


@transaction.atomic
def record_export(
    *, organisation: Organisation, period: Period, reason: str, by: Scope
) -> AuditEvent:
    """Write down who takes which tally out and what for, before it is handed over.

    A county takes the tally of any office below it. Raises PermissionDenied without the right or
    beyond the scope, ValidationError without a reason.
    """
    by.check(Permission.TALLY_EXPORT)
    if not Organisation.objects.visible_to(by).filter(pk=organisation.pk).exists():
        raise PermissionDenied("只能导出本级和下级工会的汇总表。")
    return audit.record(
        by=by,
        verb="tally.export",
        target=organisation,
        changes={"period": period.code},
        note=stated(reason, "汇总表含个人信息：请先填写导出用途（至少两个字），再点导出。"),
    )
