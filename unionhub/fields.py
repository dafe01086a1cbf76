"""Model fields every app uses: money in whole fen, sealed text, keyed hash of sealed text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator
from django.db import models
from django.db.models.expressions import Combinable

from unionhub import crypto

LARGEST_YUAN = Decimal("9999999999.99")


def fen_of(yuan: Decimal | int | str) -> int:
    """Whole fen of an amount in yuan. Raises ValidationError on more than two decimals."""
    exact = Decimal(yuan)
    fen = exact * 100
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise ValidationError("金额最多保留两位小数（到分）。", code="decimals")
    return int(fen)


class YuanField(models.BigIntegerField):
    """Decimal yuan in Python, whole fen in the database, so that sums are exact everywhere.

    Aggregates (Sum, F arithmetic) keep the field as output and come back as Decimal yuan too.
    """

    # What the type checker takes it to be: without these it would say int.
    _pyi_private_set_type: Decimal | int | str | Combinable  # type: ignore[assignment]
    _pyi_private_get_type: Decimal  # type: ignore[assignment]
    _pyi_lookup_exact_type: Decimal | int | str  # type: ignore[assignment]

    def from_db_value(self, value: Any, *_args: Any) -> Decimal | None:
        return None if value is None else Decimal(int(value)).scaleb(-2)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        if isinstance(value, float):
            raise ValidationError("金额不能用浮点数表示。", code="float")
        try:
            return Decimal(str(value))
        except ArithmeticError:
            raise ValidationError("请输入金额。", code="invalid") from None

    def get_prep_value(self, value: Any) -> int | None:
        if value is None or hasattr(value, "resolve_expression"):
            return value
        exact = self.to_python(value)
        return None if exact is None else fen_of(exact)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return models.Field.formfield(
            self,
            **{
                "form_class": forms.DecimalField,
                "max_digits": 12,
                "decimal_places": 2,
                "max_value": LARGEST_YUAN,
                **kwargs,
            },
        )

    @property
    def validators(self) -> list[Any]:
        # The integer range validators of the parent would compare fen limits with yuan.
        return [DecimalValidator(12, 2)]

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))


class EncryptedField(models.TextField):
    """Text sealed at rest. Only ``isnull`` can be looked up; search goes through DigestField."""

    def __init__(self, label: str = "", *args: Any, **kwargs: Any) -> None:
        self.label = label
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, [self.label, *args], kwargs

    def get_prep_value(self, value: Any) -> Any:
        return crypto.seal(str(value), self.label) if value else value

    def from_db_value(self, value: str | None, *_args: Any) -> str | None:
        return crypto.unseal(value, self.label) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"widget": forms.TextInput, **kwargs})


class DigestField(models.CharField):
    """Keyed hash of a sealed field on the same record; null where that field is empty."""

    def __init__(self, source: str = "", *args: Any, **kwargs: Any) -> None:
        self.source = source
        kwargs.setdefault("max_length", 64)
        kwargs.setdefault("editable", False)
        kwargs.setdefault("null", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, [self.source, *args], kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        text = getattr(model_instance, self.source)
        digest = crypto.keyed_hash(text, self.source) if text else None
        setattr(model_instance, self.attname, digest)
        return digest
