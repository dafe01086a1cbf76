"""What is shown or printed of a person's case, and why: a right, a reason, an audit row."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from aid.models import AidCase
from unionhub import audit
from unionhub.permissions import Permission
from unionhub.scope import Scope


@transaction.atomic
def reveal_illness(*, case: AidCase, reason: str, by: Scope) -> str:
    """The diagnosis in clear, to who may see it and says what for."""
    by.check(Permission.REVEAL, case)
    audit.record(by=by, verb="aid.case.reveal", target=case, note=_stated(reason))
    return case.illness


@transaction.atomic
def note_print(*, case: AidCase, reason: str, by: Scope) -> AidCase:
    """Write down that the approval form was printed. The county may print what it sees."""
    by.check(Permission.EXPORT)
    audit.record(by=by, verb="aid.case.print", target=case, note=_stated(reason))
    return case


def _stated(reason: str) -> str:
    words = reason.strip()
    if len(words) < 2:
        raise ValidationError({"reason": "请填写用途，记入日志。"})
    return words[:200]
