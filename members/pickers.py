"""The register's door for other apps: choosing people and employers, a person's tabs, numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from members.models import Dues, Employer, HeadCount, Membership, Person
from members.rules.dues import months_of, span_words
from members.signs import silent
from unionhub.periods import today
from unionhub.permissions import Permission as P
from unionhub.scope import Scope

Tab = tuple[str, str, bool]


class PersonField(forms.ModelChoiceField):
    """A person found beforehand and carried in a hidden input; the form narrows it to its scope."""

    default_error_messages = {
        "required": "请先查找并选定人员。",
        "invalid_choice": "选定的人员不在本工会的登记里，请重新查找选定。",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "人员")
        kwargs.setdefault("widget", forms.HiddenInput)
        super().__init__(Person.objects.all(), **kwargs)


class EmployerField(forms.ModelChoiceField):
    """An employer of the office, by name; the form narrows it to its scope."""

    default_error_messages = {
        "invalid_choice": "选定的单位不在本工会的登记里，请重新选择。",
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "用人单位")
        super().__init__(Employer.objects.order_by("name"), **kwargs)


def find_people(scope: Scope, text: str, limit: int = 20) -> QuerySet[Person]:
    """People of the own office by name, pinyin, exact number, phone or card; none for no text.

    Whom the text names in full stands first.
    """
    if not text.strip():
        return Person.objects.none()
    return Person.objects.kept_by(scope).find(text).for_list().best_first(text)[:limit]


def person_tabs(scope: Scope, person: Person, current: str) -> list[Tab]:
    """(text, address, whether it is the page shown) for components/tabs.html.

    ``current`` is the name of the page's address, e.g. ``members:person``.
    """
    pages = (
        ("基本情况", "members:person", P.MEMBER_VIEW),
        ("会籍", "members:person_spells", P.MEMBER_VIEW),
        ("从业经历", "members:person_employment", P.MEMBER_VIEW),
        ("家庭", "members:person_family", P.MEMBER_VIEW),
        ("帮扶", "aid:of_person", P.AID_VIEW),
        ("活动", "activities:of_person", P.ACTIVITY_VIEW),
        ("荣誉", "members:honours_of_person", P.MEMBER_VIEW),
        ("会费", "members:dues_of_person", P.DUES_VIEW),
        ("材料", "members:person_papers", P.MEMBER_VIEW),
        ("变更记录", "members:person_history", P.MEMBER_VIEW),
    )
    return [
        (text, reverse(name, args=[person.pk]), name == current)
        for text, name, permission in pages
        # Without the right to people, their payments are all that opens of one.
        if scope.may(permission) and (scope.may(P.MEMBER_VIEW) or permission == P.DUES_VIEW)
    ]


def silent_members(scope: Scope) -> QuerySet[Membership]:
    """Members of the own office who gave no sign for half a year, for somebody to decide on."""
    return silent(Membership.objects.kept_by(scope), today())


def members_by_union(_scope: Scope, day: date) -> dict[str, int]:
    """How many members each union has on a day, by its path: for the tree of organisations."""
    rows = Membership.objects.as_of(day).order_by().values("union__path")
    return {row["union__path"]: row["n"] for row in rows.annotate(n=Count("pk"))}


def staff_by_union(_scope: Scope, day: date) -> dict[str, int]:
    """How many work at the units of each union by their newest counts, by its path; units without
    a union count for the office that registered them."""
    counted = HeadCount.objects.latest_on(day).order_by()
    where = Coalesce("employer__union__path", "organisation__path")
    rows = counted.values(where=where).annotate(n=Sum("staff"))
    return {row["where"]: row["n"] for row in rows}


def months_paid(row: Dues) -> str:
    """The months a payment is for, in words: 2026年1月至3月."""
    return span_words(months_of(row.from_month, row.to_month))
