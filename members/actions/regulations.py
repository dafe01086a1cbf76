"""Regulations set up or revised, with their text."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from members.models import Regulation
from unionhub import audit, changes
from unionhub.actions import attachments
from unionhub.models import Attachment, Organisation
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope


@transaction.atomic
def issue(*, union: Organisation, by: Scope, upload: Any = None, **values: Any) -> Regulation:
    """Take down a regulation of a union the acting office keeps, with its text where there is."""
    by.check(Permission.MEMBER_EDIT, union.keeper())
    _check_day(values)
    regulation, diff = changes.create(
        Regulation, organisation=by.organisation, union=union, **values
    )
    if upload is not None:
        _hang(regulation, upload, by)
    audit.record(by=by, verb="regulation.issue", target=regulation, changes=diff)
    return regulation


@transaction.atomic
def change(
    *,
    regulation: Regulation,
    by: Scope,
    upload: Any = None,
    version: int | None = None,
    **values: Any,
) -> Regulation:
    """Correct what is on file about a regulation, or add its text. A revision is a new one."""
    by.check(Permission.MEMBER_EDIT, regulation)
    _check_day(values)
    current = changes.lock(regulation, version)
    diff = changes.apply(current, values)
    if upload is not None:
        diff["attachments"] = [None, str(_hang(current, upload, by))]
    if diff:
        audit.record(by=by, verb="regulation.change", target=current, changes=diff)
    return current


def _hang(regulation: Regulation, upload: Any, by: Scope) -> Attachment:
    text = attachments.add(
        upload=upload,
        permission=Permission.MEMBER_EDIT,
        by=by,
        record=regulation,
        kind="制度文本",
    )
    regulation.attachments.add(text)
    return text


def _check_day(values: dict[str, Any]) -> None:
    if values.get("on") and values["on"] > today():
        raise ValidationError({"on": "施行日期不能晚于今天，施行后再登记。"})
