"""What is known of those who pay, read under their lock."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Sum

from members.models import Dues, DuesKind, Employer, Membership, Person, Retention
from members.rules import dues as rules


@dataclass(slots=True)
class Member:
    """Months paid, spells with the union of each, and times at rest."""

    paid: set[date] = field(default_factory=set)
    spells: list[rules.Span] = field(default_factory=list)
    unions: list[int] = field(default_factory=list)
    rests: list[rules.Span] = field(default_factory=list)

    def refusal(self, months: Collection[date]) -> str:
        return rules.member_refusal(
            months=months, paid=self.paid, spells=self.spells, rests=self.rests
        )

    def union_on(self, months: Sequence[date]) -> int:
        """The union of the last spell that has begun by the end of these months."""
        after = rules.next_month(months[-1])
        begun = [u for (since, _), u in zip(self.spells, self.unions, strict=True) if since < after]
        return begun[-1]


def members(people: Collection[int], months: Sequence[date]) -> dict[int, Member]:
    """These people, locked in the order of their numbers, and what is known of each."""
    locked = Person.objects.select_for_update(of=("self",)).filter(pk__in=people).order_by("pk")
    known = {person.pk: Member() for person in locked}
    for spell in Membership.objects.filter(person__in=known).order_by("joined_on", "pk"):
        known[spell.person_id].spells.append((spell.joined_on, spell.left_on))
        known[spell.person_id].unions.append(spell.union_id)
    # A rest ends with its spell, and one of a spell that never was does not count.
    rests = Retention.objects.filter(membership__person__in=known, membership__voided_at=None)
    for rest in rests.select_related("membership"):
        ends = [day for day in (rest.until_on, rest.membership.left_on) if day is not None]
        known[rest.membership.person_id].rests.append((rest.from_on, min(ends, default=None)))
    paid = Dues.objects.standing().filter(person__in=known).touching(months[0], months[-1])
    for person, first, last in paid.values_list("person", "from_month", "to_month"):
        known[person].paid.update(rules.months_of(first, last))
    return known


def check_kind(employer: Employer, kind: str, from_month: date) -> None:
    """拨缴经费 comes from units with a union, 建会筹备金 from those without."""
    union = employer.union
    if kind == DuesKind.UNIT and union is None:
        raise ValidationError({"kind": "该单位尚未建会：请登记为建会筹备金。"})
    if kind == DuesKind.PREPARATORY and union is not None:
        opened = union.opened_on
        if opened is None or rules.first_of_month(opened) <= from_month:
            raise ValidationError({"kind": f"该单位已建会（{union}）：请登记为拨缴经费。"})


def check_again(employer: Employer, from_month: date, to_month: date, amount: Decimal) -> bool:
    """Whether this is a 补缴 of months entered before; refused where it cannot be one."""
    before = Dues.objects.standing().filter(employer=employer).touching(from_month, to_month)
    if not before:
        return False
    if {(row.from_month, row.to_month) for row in before} != {(from_month, to_month)}:
        months = rules.span_words(
            {m for row in before for m in rules.months_of(row.from_month, row.to_month)}
        )
        raise ValidationError(
            {"from_month": f"{months}已登记过：补缴请填与原来相同的起止月，其余月份另行登记。"}
        )
    short = sum((row.due or Decimal(0)) - row.amount for row in before)
    if amount > short:
        paid = sum(row.amount for row in before)
        words = f"{rules.span_words(rules.months_of(from_month, to_month))}已缴{paid:,.2f}元，"
        words += (
            f"尚欠{short:,.2f}元，补缴不能多于尚欠。" if short > 0 else "已缴足，不能重复登记。"
        )
        raise ValidationError({"amount": words})
    return True


def check_nothing_stands_on(row: Dues) -> None:
    """A first payment is taken back after the 补缴 of the same months."""
    if row.employer_id is None or not row.due:
        return
    later = Dues.objects.standing().filter(
        employer=row.employer_id, from_month=row.from_month, to_month=row.to_month
    )
    extra = later.exclude(pk=row.pk).aggregate(sum=Sum("amount"))["sum"]
    if extra:
        raise ValidationError(
            f"这几个月后来还补缴过{extra:,.2f}元：请先冲销补缴的，再冲销这一笔。", code="later"
        )
