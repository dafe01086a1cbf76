"""Every paper that hangs on a person within the register, whatever it was handed in for."""

from __future__ import annotations

from dataclasses import dataclass

from members.models import Application, CardList, Honour, Membership, Person, PersonPaper
from unionhub.models import Attachment
from unionhub.scope import Scope

KINDS = dict(PersonPaper.choices)


@dataclass(frozen=True, slots=True)
class Paper:
    """A file and what it is of. ``own``: hung on the person itself, not on a deed."""

    file: Attachment
    of: str
    own: bool = False


def papers_of(person: Person, scope: Scope) -> list[Paper]:
    """The newest first; of deeds only those this post may see."""
    own = [Paper(file, KINDS.get(file.kind, "其他"), True) for file in person.papers.all()]
    deeds = [*_of_joining(person, scope), *_of_spells(person, scope), *_of_honours(person, scope)]
    found = [*own, *deeds, *_of_cards(person, scope)]
    return sorted(found, key=lambda paper: paper.file.pk, reverse=True)


def _of_joining(person: Person, scope: Scope) -> list[Paper]:
    rows = Application.objects.visible_to(scope).filter(person=person)
    return [
        Paper(file, f"入会申请（{row.applied_on:%Y-%m-%d}）")
        for row in rows.prefetch_related("attachments")
        for file in row.attachments.all()
    ]


def _of_spells(person: Person, scope: Scope) -> list[Paper]:
    rows = Membership.objects.visible_to(scope).filter(person=person)
    return [
        Paper(change.attachment, f"{change.get_kind_display()}（{change.on:%Y-%m-%d}）")
        for row in rows.prefetch_related("changes__attachment")
        for change in row.changes.all()
        if change.attachment
    ]


def _of_honours(person: Person, scope: Scope) -> list[Paper]:
    rows = Honour.objects.visible_to(scope).filter(person=person)
    return [
        Paper(file, row.name)
        for row in rows.prefetch_related("attachments")
        for file in row.attachments.all()
    ]


def _of_cards(person: Person, scope: Scope) -> list[Paper]:
    rows = CardList.objects.visible_to(scope).filter(cards_handed__membership__person=person)
    return [
        Paper(file, str(row))
        for row in rows.distinct().prefetch_related("signed")
        for file in row.signed.all()
    ]
