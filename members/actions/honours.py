"""Honours of people, teams and unions: registering, correcting, taking back, their papers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from members.models import Honour
from members.rules import honours as rules
from unionhub import audit, changes
from unionhub.actions import attachments
from unionhub.models import Attachment, Organisation
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.reasons import stated
from unionhub.scope import Scope


@transaction.atomic
def register(*, by: Scope, **values: Any) -> Honour:
    """Put an honour on the register of the acting office, which keeps its person or unit.

    Raises ValidationError for a later day than today and for a holder of another office.
    """
    by.check(Permission.MEMBER_EDIT, by.organisation)
    _check(values, by)
    honour, diff = changes.create(Honour, organisation=by.organisation, **values)
    audit.record(by=by, verb="honour.register", target=honour, changes=diff)
    return honour


@transaction.atomic
def change(*, honour: Honour, by: Scope, version: int | None = None, **values: Any) -> Honour:
    """Correct what is on file; the allowance does not fall below what a year was paid."""
    by.check(Permission.MEMBER_EDIT, by.organisation)
    by.check(Permission.MEMBER_EDIT, honour.organisation)
    _check(values, by)
    current = changes.lock(honour, version)
    diff = changes.apply(current, values)
    _check_days(current)
    _check_paid(current)
    if diff:
        audit.record(by=by, verb="honour.change", target=current, changes=diff)
    return current


@transaction.atomic
def revoke(*, honour: Honour, reason: str, by: Scope, on: date | None = None) -> Honour:
    """From a day on the honour stands no longer: no allowance is due for the years after it.

    Refused while more was paid for a later year than is due then.
    """
    by.check(Permission.MEMBER_EDIT, honour.organisation)
    current = changes.lock(honour)
    if current.revoked_on is not None:
        raise ValidationError(
            f"这项荣誉已于{current.revoked_on:%Y-%m-%d}撤销，不用再办。", code="revoked"
        )
    reason = stated(reason, "请写明撤销原因和依据。")[:100]
    diff = changes.apply(current, {"revoked_on": on or today(), "revoked_reason": reason})
    _check_days(current)
    _check_paid(current)
    audit.record(by=by, verb="honour.revoke", target=current, changes=diff, note=reason)
    return current


@transaction.atomic
def attach(*, honour: Honour, upload: Any, by: Scope) -> Attachment:
    """Add the certificate, or the paper it was granted by."""
    by.check(Permission.MEMBER_EDIT, honour.organisation)
    current = changes.lock(honour)
    file = attachments.add(
        upload=upload,
        permission=Permission.MEMBER_EDIT,
        by=by,
        record=current.organisation,
        kind="证书",
    )
    current.attachments.add(file)
    audit.record(
        by=by, verb="honour.attach", target=current, changes={"file": [None, file.original_name]}
    )
    return file


def _check(values: dict[str, Any], by: Scope) -> None:
    """Day, and the holder inside the office."""
    if values.get("granted_on"):
        rules.check_granting(values["granted_on"], today())
    for field, words in (("person", "人员"), ("employer", "单位")):
        kept = values.get(field)
        if kept is not None and kept.organisation_id != by.organisation.pk:
            raise ValidationError({field: f"只能选择本工会登记的{words}。"})
    union = values.get("union")
    office = Organisation.objects.below(by.organisation.path)
    if union is not None and not office.filter(pk=union.pk).exists():
        raise ValidationError({"union": "只能选择本工会或其下级工会。"})


def _check_days(honour: Honour) -> None:
    if honour.revoked_on is not None:
        rules.check_revoking(
            revoked_on=honour.revoked_on, granted_on=honour.granted_on, today=today()
        )


def _check_paid(honour: Honour) -> None:
    """No year was paid more than is due under what now stands in the record."""
    for year, paid in honour.paid_by_year().items():
        if paid > honour.due_in(year):
            raise ValidationError(
                f"{year}年的津贴已发{paid:,.2f}元，超过改后应发的{honour.due_in(year):,.2f}元："
                "请先在津贴台账上冲销多发的。",
                code="overpaid",
            )
