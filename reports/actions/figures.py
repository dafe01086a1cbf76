"""What is recorded when a table of figures leaves the office."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from unionhub import audit
from unionhub.models import AuditEvent, Organisation
from unionhub.periods import Period
from unionhub.permissions import Permission
from unionhub.scope import Scope


@transaction.atomic
def record_export(*, organisation: Organisation, period: Period, by: Scope) -> AuditEvent:
    """Write down who takes which figures out, before they are handed over.

    Figures name nobody, so no reason is asked. Raises PermissionDenied without the right or
    beyond the scope.
    """
    by.check(Permission.EXPORT)
    if not Organisation.objects.visible_to(by).filter(pk=organisation.pk).exists():
        raise PermissionDenied("只能导出本级和下级工会的指标。")
    return audit.record(
        by=by, verb="figure.export", target=organisation, changes={"period": period.code}
    )
