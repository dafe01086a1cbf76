"""工会概况: the sheet of each union, and what becomes of its records when it moves or ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Model

from members.models import (
    Committee,
    Employer,
    Membership,
    Rating,
    Regulation,
    Term,
    UnionProfile,
)
from members.rules import codes
from unionhub import audit, changes
from unionhub.actions import attachments
from unionhub.models import Attachment, Organisation
from unionhub.people import PhoneProblem, clean_phone
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope

# What is kept about a union itself and goes along with it to another office; honours, dues and
# ended spells are history and stay where they were made.
GO_ALONG: tuple[type[Model], ...] = (UnionProfile, Term, Committee, Rating, Regulation)


def office_of(union: Organisation) -> Organisation:
    """The office that keeps a union's sheet: itself, or the nearest office above it."""
    return union.keeper()


@transaction.atomic
def write_profile(
    *, union: Organisation, by: Scope, version: int | None = None, **values: Any
) -> UnionProfile:
    """Make or change the sheet of a union that the acting office keeps.

    ``version`` is that of the sheet the form was opened on, None for a union without one.
    """
    by.check(Permission.MEMBER_EDIT, office_of(union))
    clean = _clean(values)
    # The union's own row makes two first sheets at once wait for each other.
    locked = changes.lock(union)
    profile = UnionProfile.objects.filter(union=locked).first()
    if profile is None:
        profile, diff = changes.create(
            UnionProfile, organisation=by.organisation, union=locked, **clean
        )
    else:
        profile = changes.lock(profile, -1 if version is None else version)
        diff = changes.apply(profile, clean)
    if diff:
        audit.record(by=by, verb="union.profile", target=profile, changes=diff)
    return profile


@transaction.atomic
def attach(*, profile: UnionProfile, upload: Any, by: Scope) -> Attachment:
    """Hang one of the papers of its founding on a union's sheet."""
    by.check(Permission.MEMBER_EDIT, profile)
    current = changes.lock(profile)
    paper = attachments.add(
        upload=upload, permission=Permission.MEMBER_EDIT, by=by, record=current, kind="建会材料"
    )
    current.founding_files.add(paper)
    audit.record(by=by, verb="union.attach", target=current, note=str(paper))
    return paper


@transaction.atomic
def hand_over(*, union: Organisation, old: Organisation, new: Organisation, by: Scope) -> None:
    """Before a union moves to another office: its sheets, terms, committees, ratings and
    regulations, and those of the unions below it, are kept by that one from now on.

    Refused while the old office has members or units of it on file: they are people's files,
    which both offices hand over one by one.
    """
    by.check(Permission.ORGANISATION_EDIT)
    moved = Organisation.objects.below(union.path)
    members = Membership.objects.filter(union__in=moved, organisation=old).as_of(today()).count()
    units = Employer.objects.filter(union__in=moved, organisation=old).standing(today()).count()
    if members or units:
        raise ValidationError(
            f"“{union}”还有{members}名会员、{units}家单位登记在“{old}”：请先办理会员转出、"
            "改单位的所属基层工会，再划转。",
            code="not_handed_over",
        )
    counted = {}
    for model in GO_ALONG:
        rows = model._default_manager.filter(union__in=moved, organisation=old)
        count = rows.update(organisation=new, version=F("version") + 1)
        counted[str(model._meta.verbose_name)] = count
    audit.record(
        by=by,
        verb="union.hand_over",
        target=union,
        changes={"organisation": [str(old), str(new)], "handed_over": [None, counted]},
    )


def check_settled(*, union: Organisation, on: date) -> None:
    """Before a union is closed: nobody is a member of it any more and no unit belongs to it.

    Source: members of a unit that closes are kept at its higher union (会籍管理办法).
    """
    members = Membership.objects.filter(union=union).as_of(on).count()
    units = Employer.objects.filter(union=union).standing(on).count()
    if members or units:
        raise ValidationError(
            f"“{union}”还有{members}名在会会员、{units}家单位：请先把会员转到上级或其他工会、"
            "改单位的所属基层工会，再撤销。",
            code="not_settled",
        )


def _clean(values: dict[str, Any]) -> dict[str, Any]:
    """Phone and codes in the one form they are kept in; a certificate's day with its number."""
    clean = dict(values)
    if clean.get("phone"):
        try:
            clean["phone"] = clean_phone(clean["phone"])
        except PhoneProblem as problem:
            raise ValidationError({"phone": problem.message}) from None
    for field, check in (("unit_code", codes.unit_code), ("credit_code", codes.union_code)):
        if clean.get(field):
            try:
                clean[field] = check(clean[field])
            except ValidationError as problem:
                raise ValidationError({field: problem.messages}) from None
    if clean.get("legal_until") and not clean.get("legal_number", "").strip():
        raise ValidationError({"legal_number": "填了有效期，请同时填写法人资格证书编号。"})
    if clean.get("postcode") and not codes.is_postcode(clean["postcode"]):
        raise ValidationError({"postcode": "邮编是6位数字，如 028400。"})
    return clean
