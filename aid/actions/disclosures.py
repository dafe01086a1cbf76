"""What is shown or printed of a person's case, and why: a right, a reason, an audit row."""

from __future__ import annotations

from django.db import transaction

from aid.models import AidCase
from unionhub import audit
from unionhub.permissions import Permission
from unionhub.reasons import stated
from unionhub.scope import Scope


@transaction.atomic
def reveal_illness(*, case: AidCase, reason: str, by: Scope) -> str:
    """The diagnosis in clear, to who may see it and says what for."""
    by.check(Permission.REVEAL, case)
    audit.record(by=by, verb="aid.case.reveal", target=case, note=stated(reason))
    return case.illness


@transaction.atomic
def note_print(*, case: AidCase, reason: str, by: Scope) -> AidCase:
    """Write down that the approval form was printed. The county may print what it sees."""
    by.check(Permission.EXPORT)
    audit.record(by=by, verb="aid.case.print", target=case, note=stated(reason))
    return case
