"""The file that goes along with a member: the same person here, or a copy of what was there."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from members.actions import people
from members.models import Employer, Person, PersonDetails, details_of
from unionhub import changes, many
from unionhub.actions import attachments
from unionhub.models import Attachment, Place
from unionhub.models.attachments import AttachmentLost
from unionhub.permissions import Permission
from unionhub.scope import Scope

# What is of the person itself; place and unit the receiving office gives, from its own.
OWN_FACTS = (
    "name",
    "document_kind",
    "id_number",
    "sex",
    "birth_date",
    "phone",
    "address",
    "work_status",
    "is_migrant",
)


def known_here(person: Person, by: Scope) -> Person | None:
    """The same person on the own office's register, by the hash of the number."""
    if not person.id_digest:
        return None
    here = Person.objects.filter(organisation=by.organisation, id_digest=person.id_digest)
    found: Person | None = here.first()
    return found


def lock_both(there: Person, here: Person | None) -> None:
    """Both files, in the one order of their numbers."""
    many.lock_all(Person, [there.pk, *([here.pk] if here else [])])


def received(
    there: Person,
    here: Person | None,
    by: Scope,
    *,
    place: Place | None,
    employer: Employer | None,
) -> Person:
    """The person on the own register, working and living where the receiver says."""
    chosen: dict[str, Any] = {
        name: one for name, one in (("place", place), ("employer", employer)) if one
    }
    if here is not None:
        return people.change(person=here, by=by, **chosen) if chosen else here
    details = details_of(there)
    facts: dict[str, Any] = {name: getattr(there, name) for name in OWN_FACTS}
    facts |= {name: getattr(details, name) for name in PersonDetails.FACTS}
    person = people.register(by=by, **facts, **chosen)
    if details.photo:
        _bring(details.photo, person, by)
    return person


def _bring(photo: Attachment, person: Person, by: Scope) -> None:
    """The photo as a file of the receiving office's own; a lost one stays behind."""
    try:
        upload = ContentFile(photo.read(), name=photo.original_name)
    except AttachmentLost:
        return
    kept = attachments.add(
        upload=upload, permission=Permission.MEMBER_EDIT, by=by, record=person, kind="photo"
    )
    details = PersonDetails.objects.filter(person=person).first()
    if details is None:
        changes.create(PersonDetails, person=person, photo=kept)
    else:
        changes.apply(details, {"photo": kept})
