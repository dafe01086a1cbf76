"""Photo and papers of a person: hung on, taken off, and looked at with a reason."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from members.models import Person, PersonDetails
from unionhub import audit, changes
from unionhub.actions import attachments
from unionhub.models import Attachment
from unionhub.permissions import Permission
from unionhub.reasons import stated
from unionhub.scope import Scope

# The portrait of an identity card, in pixels: width, height.
FRAME = (358, 441)


@transaction.atomic
def set_photo(*, person: Person, upload: Any, by: Scope) -> PersonDetails:
    """Put a photo on the person's page, in place of the one there. Raises FileRefused."""
    by.check(Permission.MEMBER_EDIT, person)
    current = changes.lock(person)
    photo = attachments.add(
        upload=upload,
        permission=Permission.MEMBER_EDIT,
        by=by,
        record=current,
        kind="photo",
        within=FRAME,
    )
    details = PersonDetails.objects.select_for_update().filter(person=current).first()
    if details is None:
        details, _ = changes.create(PersonDetails, person=current, photo=photo)
    else:
        changes.apply(details, {"photo": photo})
    audit.record(by=by, verb="person.photo", target=current, note=str(photo))
    return details


@transaction.atomic
def remove_photo(*, person: Person, by: Scope) -> PersonDetails:
    """Take the photo off the page. Raises ValidationError where there is none."""
    by.check(Permission.MEMBER_EDIT, person)
    current = changes.lock(person)
    held = PersonDetails.objects.select_for_update().filter(person=current)
    details = held.exclude(photo=None).first()
    if details is None:
        raise ValidationError("此人没有照片，请刷新页面。", code="no_photo")
    changes.apply(details, {"photo": None})
    audit.record(by=by, verb="person.photo_off", target=current)
    return details


@transaction.atomic
def attach(*, person: Person, upload: Any, kind: str, by: Scope) -> Attachment:
    """Keep a paper of the person's own: a copy of the card, the form, the contract."""
    by.check(Permission.MEMBER_EDIT, person)
    current = changes.lock(person)
    paper = attachments.add(
        upload=upload, permission=Permission.MEMBER_EDIT, by=by, record=current, kind=kind
    )
    current.papers.add(paper)
    audit.record(by=by, verb="person.attach", target=current, note=str(paper))
    return paper


@transaction.atomic
def detach(*, person: Person, paper: Attachment, by: Scope) -> Person:
    """Take off a paper that was hung on the wrong person; papers of a deed stay with the deed."""
    by.check(Permission.MEMBER_EDIT, person)
    current = changes.lock(person)
    if not current.papers.filter(pk=paper.pk).exists():
        raise ValidationError("这份材料不在此人名下，请刷新页面。", code="not_there")
    current.papers.remove(paper)
    audit.record(by=by, verb="person.detach", target=current, note=str(paper))
    return current


@transaction.atomic
def open_paper(*, person: Person, paper: Attachment, reason: str, by: Scope) -> Attachment:
    """Leave word of who looks at a paper, which shows numbers in full, and why. Call before
    handing it out."""
    by.check(Permission.REVEAL, person)
    note = f"{paper}：{stated(reason)}"
    audit.record(by=by, verb="person.open_paper", target=person, note=note)
    return paper
