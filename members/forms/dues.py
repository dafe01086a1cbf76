"""Forms of dues: for whom and which months, a table of members, one unit, rates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from members.actions.dues import Paid
from members.models import DuesKind, DuesRate, Employer, Person
from members.rules.dues import due_of
from unionhub.fields import LARGEST_YUAN
from unionhub.forms.base import DayInput, PlainForm, RecordForm
from unionhub.forms.months import MonthField
from unionhub.models import Organisation
from unionhub.periods import today
from unionhub.permissions import Permission
from unionhub.scope import Scope


def yuan_field(label: str, *, required: bool = False, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        max_digits=12,
        decimal_places=2,
        min_value=Decimal("0.01"),
        max_value=LARGEST_YUAN,
        **more,
    )


class TargetForm(PlainForm):
    """Whose dues of which months are entered next: all members of a union, or of a unit."""

    union = forms.ModelChoiceField(Organisation.objects.none(), label="基层工会", required=False)
    employer = forms.ModelChoiceField(Employer.objects.none(), label="工作单位", required=False)
    from_month = MonthField(label="起月")
    to_month = MonthField(label="止月")

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, scope=scope, **kwargs)
        choices: Any = self.fields
        choices["union"].queryset = Organisation.objects.below(scope.organisation.path)
        kept = Employer.objects.visible_by(Permission.DUES_EDIT, scope)
        choices["employer"].queryset = kept.filter(organisation=scope.organisation).order_by("name")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if not values.get("union") and not values.get("employer") and not self.errors:
            self.add_error("union", "请选择基层工会，或选择工作单位。")
        first, last = values.get("from_month"), values.get("to_month")
        if first and last and last < first:
            self.add_error("to_month", "止月不能早于起月。")
        return values


class EntryForm(PlainForm):
    """A row for each payer: monthly wage and what was paid. A row without a sum is not there.

    ``payers`` are people with ``base``, their last monthly wage, and ``shut``, why nothing is
    taken from one now.
    """

    paid_on = forms.DateField(label="缴纳日期", widget=DayInput)
    voucher = forms.CharField(label="凭证号", max_length=30, required=False)

    def __init__(
        self,
        *args: Any,
        payers: Sequence[Any],
        months: Sequence[date],
        rate: Decimal,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.payers, self.months, self.rate = payers, months, rate
        self.fields["paid_on"].initial = today()
        for name in ("paid_on", "voucher"):
            self.fields[name].widget.attrs["class"] = "form-control"
        for person in self._open():
            base = yuan_field(f"{person}月工资基数", initial=person.base)
            amount = yuan_field(f"{person}实缴")
            for name, field, column in (("base", base, "1"), ("amount", amount, "2")):
                field.widget = forms.TextInput(
                    attrs={
                        "class": "form-control cell-money",
                        "inputmode": "decimal",
                        "autocomplete": "off",
                        "data-column": column,
                    }
                )
                self.fields[f"{name}_{person.pk}"] = field

    def _open(self) -> Iterable[Any]:
        return (person for person in self.payers if not person.shut)

    def rows(self) -> list[dict[str, Any]]:
        """What the table shows: payer, cells, and the dues by the wage that stands in the row."""
        return [self._row(person) for person in self.payers]

    def _row(self, person: Any) -> dict[str, Any]:
        if person.shut:
            return {"person": person, "shut": person.shut}
        base, amount = self[f"base_{person.pk}"], self[f"amount_{person.pk}"]
        return {
            "person": person,
            "base": base,
            "amount": amount,
            "due": self._due(self._read(base.name, base.value())),
        }

    def _read(self, name: str, value: Any) -> Decimal | None:
        try:
            return self.fields[name].clean(value)  # type: ignore[no-any-return]
        except forms.ValidationError:
            return None

    def _due(self, base: Decimal | None) -> Decimal | None:
        return None if base is None else due_of(base, self.rate, len(self.months))

    def paid(self) -> list[Paid]:
        """The rows with a sum."""
        answers = self.cleaned_data
        return [
            Paid(person, answers[f"amount_{person.pk}"], answers[f"base_{person.pk}"])
            for person in self._open()
            if answers.get(f"amount_{person.pk}") is not None
        ]

    def filled(self) -> Any:
        """What was typed, with the dues put in where no sum stands yet."""
        sent: Any = self.data
        data = sent.copy()
        for person in self._open():
            name = f"amount_{person.pk}"
            due = self._due(self._read(f"base_{person.pk}", data.get(f"base_{person.pk}")))
            if not data.get(name) and due is not None:
                data[name] = str(due)
        return data


class MemberDuesForm(PlainForm):
    """What one member paid."""

    from_month = MonthField(label="起月")
    to_month = MonthField(label="止月")
    base = yuan_field("月工资基数（元）", help_text="基本工资，奖金、津贴不计；不清楚的留空。")
    amount = yuan_field("实缴（元）", required=True)
    paid_on = forms.DateField(label="缴纳日期", widget=DayInput)
    voucher = forms.CharField(label="凭证号", max_length=30, required=False)
    groups = (("会费", ("from_month", "to_month", "base", "amount", "paid_on", "voucher")),)

    def row(self, person: Person) -> Paid:
        return Paid(person, self.cleaned_data["amount"], self.cleaned_data["base"])

    def stretch(self) -> dict[str, Any]:
        """Months, day and voucher, as the action takes them."""
        names = ("from_month", "to_month", "paid_on", "voucher")
        return {name: self.cleaned_data[name] for name in names}


class UnitDuesForm(PlainForm):
    """What one unit paid, by its monthly wage bill."""

    kind = forms.ChoiceField(
        label="类别", choices=[(k.value, k.label) for k in (DuesKind.UNIT, DuesKind.PREPARATORY)]
    )
    from_month = MonthField(label="起月")
    to_month = MonthField(label="止月")
    base = yuan_field("月工资总额（元）", help_text="全部职工一个月的工资总额；补缴的留空。")
    amount = yuan_field("实缴（元）", required=True)
    paid_on = forms.DateField(label="缴纳日期", widget=DayInput)
    voucher = forms.CharField(label="凭证号", max_length=30, required=False)
    groups = (("经费", ("kind", "from_month", "to_month", "base", "amount", "paid_on", "voucher")),)


class RateForm(RecordForm):
    groups = (("比例", ("from_on", "member_rate", "unit_rate", "own_share", "paper")),)

    class Meta:
        model = DuesRate
        fields = ("from_on", "member_rate", "unit_rate", "own_share", "paper")
        help_texts = {
            "member_rate": "占会员每月基本工资，法定0.5。",
            "unit_rate": "占全部职工工资总额，法定2。",
            "own_share": "拨缴经费留在本级的部分，一般60，其余上缴。会费全部留在基层工会。",
        }
