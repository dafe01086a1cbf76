"""What relatives are called from either end, and how what is typed about them is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError

from members.models import Relation
from unionhub import people

# What the person whose page has the tie is to the relative.
_BACK = {
    Relation.SPOUSE: "配偶",
    Relation.CHILD: "父母",
    Relation.PARENT: "子女",
    Relation.PARENT_IN_LAW: "儿媳（女婿）",
    Relation.SIBLING: "兄弟姐妹",
    Relation.GRANDPARENT: "孙子女",
    Relation.GRANDCHILD: "祖父母",
    Relation.OTHER: "其他",
}
_CLEANED: dict[str, Callable[[str], str]] = {"name": people.clean_name, "phone": people.clean_phone}


def relation_words(relation: str) -> str:
    """What the relative is to the person: 子女."""
    return Relation(relation).label


def inverse_words(relation: str) -> str:
    """What the person is to the relative: 父母, where the relative is a child."""
    return _BACK[Relation(relation)]


def clean_relative(typed: Mapping[str, Any]) -> dict[str, Any]:
    """Name and phone as they are kept; both may be empty. Raises ValidationError by field."""
    values, problems = dict(typed), {}
    for field, clean in _CLEANED.items():
        if values.get(field):
            try:
                values[field] = clean(values[field])
            except people.FactProblem as problem:
                problems[field] = ValidationError(problem.message, code=problem.code)
    if problems:
        raise ValidationError(problems)
    return values
