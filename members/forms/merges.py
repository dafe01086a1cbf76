"""Choosing between two records of one person, fact by fact."""

from __future__ import annotations

from typing import Any

from django import forms

from members import rules
from members.models import Person, PersonDetails
from unionhub.forms.base import PlainForm
from unionhub.people import masked_id

FIRST, SECOND = "first", "second"


class MergeForm(PlainForm):
    """One of ``pair`` is kept; of each fact they differ on, the value of one of them stays.

    ``seen`` carries their versions, so that nobody's edit meanwhile is overruled.
    """

    keep = forms.ChoiceField(
        label="保留的记录",
        choices=((FIRST, "保留这一条"), (SECOND, "保留这一条")),
        initial=FIRST,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="依据（必填，记入日志）",
        min_length=2,
        max_length=100,
        widget=forms.TextInput(
            attrs={"placeholder": "如：核对身份证，是同一个人", "class": "form-control broad"}
        ),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, pair: tuple[Person, Person], **kwargs: Any) -> None:
        self.pair = pair
        first, second = (rules.facts_of(person) for person in pair)
        differing = rules.differing(first, second)
        seen = ",".join(str(person.version) for person in pair)
        super().__init__(*args, initial={"seen": seen}, **kwargs)
        for fact in differing:
            self.fields[fact.key] = forms.ChoiceField(
                label=label_of(fact),
                choices=((FIRST, shown(fact, first)), (SECOND, shown(fact, second))),
                initial=FIRST,
                widget=forms.RadioSelect,
            )
        self.open = [fact.key for fact in differing]

    @property
    def rows(self) -> list[Any]:
        """The bound fields to choose in, the record itself first."""
        return [self[name] for name in ("keep", *self.open)]

    def answer(self) -> dict[str, Any]:
        """What the action is given; call once the form is valid."""
        given = self.cleaned_data
        stays = given["keep"]
        kept, gone = self.pair if stays == FIRST else self.pair[::-1]
        numbers = [int(text) for text in given["seen"].split(",") if text.isdecimal()]
        return {
            "kept": kept,
            "gone": gone,
            "chosen": [key for key in self.open if given[key] != stays],
            "reason": given["reason"],
            "versions": numbers if stays == FIRST else numbers[::-1],
        }


def label_of(fact: rules.Fact) -> str:
    if fact == rules.DOCUMENT:
        return "证件"
    model = PersonDetails if fact.further else Person
    return str(model._meta.get_field(fact.key).verbose_name)  # type: ignore[union-attr]


def shown(fact: rules.Fact, facts: dict[str, Any]) -> str:
    """A fact as the office reads it; a number masked."""
    value = facts[fact.key]
    if value is None or value == "":
        return "（未填）"
    if fact == rules.DOCUMENT:
        return f"{masked_id(value)}（{rules.SEX_LABELS[facts['sex']]}，{facts['birth_date']}）"
    if isinstance(value, bool):
        return "是" if value else "否"
    model = PersonDetails if fact.further else Person
    field: Any = model._meta.get_field(fact.key)
    return str(dict(field.flatchoices).get(value, value))
