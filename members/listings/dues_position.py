"""How far dues are paid: of people, units and unions, for the months of a period.

Dues of a month are owed by who was a member on its first day and not at rest then. Of the
money, a payment counts where its first month lies.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear

from members.models import Dues, DuesKind, Employer, Membership, Person, Retention
from members.rules.dues import months_of
from unionhub.fields import YuanField
from unionhub.models import Organisation

NOTHING = Value(Decimal(0), output_field=YuanField())


def people(
    rows: QuerySet[Person], from_month: date, to_month: date, union: Organisation | None = None
) -> QuerySet[Person]:
    """Who was a member in these months or paid for them, of one union or of any.

    With ``owed`` and ``missing`` months, ``monthly`` dues by the last payment, and in yuan
    ``due`` (what was entered, and the missing months at the last monthly dues), ``paid``,
    ``unpaid``.
    """
    months = months_of(from_month, to_month)
    of_union = {} if union is None else {"union": union}
    spells = Membership.objects.filter(person=OuterRef("pk"), **of_union)
    dues = Dues.objects.filter(person=OuterRef("pk"), **of_union)
    began = dues.beginning_in(months[0], months[-1])
    running = spells.filter(Q(left_on=None) | Q(left_on__gt=months[0]), joined_on__lte=months[-1])
    last = Dues.objects.standing().filter(person=OuterRef("pk"), due__isnull=False)
    return (
        rows.filter(Exists(running) | Exists(began))
        .annotate(
            union_name=Subquery(spells.order_by("-joined_on", "-pk").values("union__name")[:1]),
            base=Subquery(last.order_by("-to_month", "-pk").values("base")[:1]),
            monthly=_monthly(last),
            owed=_months(months, lambda m: _owed(spells, m)),
            missing=_months(
                months, lambda m: _owed(spells, m) & ~_covered(m, person=OuterRef("pk"))
            ),
            entered=_sum(began, "due"),
            paid=_sum(began, "amount"),
        )
        .annotate(arrears=F("monthly") * F("missing"))
        .annotate(due=F("entered") + F("arrears"))
        .annotate(unpaid=F("due") - F("paid"))
    )


def units(rows: QuerySet[Employer], from_month: date, to_month: date) -> QuerySet[Employer]:
    """Units open in these months, or that paid for them: months not entered, and yuan."""
    months = months_of(from_month, to_month)
    began = Dues.objects.filter(employer=OuterRef("pk")).beginning_in(months[0], months[-1])
    open_then = Q(closed_on=None) | Q(closed_on__gt=months[0])
    last = Dues.objects.standing().filter(employer=OuterRef("pk"), base__isnull=False)
    return (
        rows.filter(open_then | Exists(began))
        .annotate(
            base=Subquery(last.order_by("-to_month", "-pk").values("base")[:1]),
            missing=_months(
                months,
                lambda m: (
                    (Q(closed_on=None) | Q(closed_on__gt=m)) & ~_covered(m, employer=OuterRef("pk"))
                ),
            ),
            due=_sum(began, "due"),
            paid=_sum(began, "amount"),
            own=_sum(began, "own"),
            upper=_sum(began, "upper"),
        )
        .annotate(unpaid=F("due") - F("paid"))
    )


def unions(rows: QuerySet[Organisation], from_month: date, to_month: date) -> QuerySet[Any]:
    """Unions: members' months not paid, and yuan of members and of units."""
    months = months_of(from_month, to_month)
    began = Dues.objects.filter(union=OuterRef("pk")).beginning_in(months[0], months[-1])
    member, unit = began.filter(kind=DuesKind.MEMBER), began.filter(kind=DuesKind.UNIT)
    return rows.annotate(
        missing=Coalesce(Subquery(_missing_of_union(months)), 0, output_field=IntegerField()),
        member_paid=_sum(member, "amount"),
        unit_due=_sum(unit, "due"),
        unit_paid=_sum(unit, "amount"),
        own=_sum(began, "own"),
        upper=_sum(began, "upper"),
    ).annotate(unit_unpaid=F("unit_due") - F("unit_paid"))


def _missing_of_union(months: Sequence[date]) -> QuerySet[Any]:
    """Months owed and not paid of all spells of a union."""
    count = _months(
        months,
        lambda m: (
            Q(joined_on__lte=m)
            & (Q(left_on=None) | Q(left_on__gt=m))
            & ~Exists(Retention.objects.on(m).filter(membership=OuterRef("pk")))
            & ~_covered(m, person=OuterRef("person"))
        ),
    )
    spells = Membership.objects.filter(union=OuterRef("pk")).order_by()
    return spells.values("union").annotate(sum=Sum(count)).values("sum")


def _owed(spells: Any, month: date) -> Exists:
    resting = Retention.objects.on(month).filter(membership=OuterRef("pk"))
    return Exists(spells.as_of(month).filter(~Exists(resting)))


def _covered(month: date, **payer: Any) -> Exists:
    return Exists(Dues.objects.standing().filter(**payer).covering(month))


def _months(months: Sequence[date], condition: Any) -> Any:
    """How many of the months meet a condition."""
    total: Any = Value(0)
    for month in months:
        total = total + Case(When(condition(month), then=1), default=0, output_field=IntegerField())
    return total


def _monthly(last: Any) -> Any:
    """Dues of one month by the last payment: whole fen, for it is so many times a month's."""
    count = (
        (ExtractYear("to_month") - ExtractYear("from_month")) * 12
        + ExtractMonth("to_month")
        - ExtractMonth("from_month")
        + 1
    )
    one = Func(F("due"), count, arg_joiner=" / ", template="(%(expressions)s)")
    one.output_field = YuanField()
    rows = last.order_by("-to_month", "-pk").annotate(one=one).values("one")[:1]
    return Coalesce(Subquery(rows), NOTHING, output_field=YuanField())


def _sum(rows: Any, field: str) -> Any:
    sums = rows.order_by().annotate(all=Value(1)).values("all").annotate(sum=Sum(field))
    return Coalesce(Subquery(sums.values("sum")), NOTHING, output_field=YuanField())
