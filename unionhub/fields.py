"""Model fields every app uses: money in whole fen, sealed text, keyed hash of sealed text."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import FieldError, ValidationError
from django.core.validators import DecimalValidator
from django.db import models
from django.db.models import lookups
from django.db.models.expressions import (
    Combinable,
    CombinedExpression,
    register_combinable_fields,
)

from unionhub import crypto

LARGEST_YUAN = Decimal("9999999999.99")


def fen_of(yuan: Decimal | int | str) -> int:
    """Whole fen of an amount in yuan. Raises ValidationError on more than two decimals."""
    exact = Decimal(yuan)
    fen = exact * 100
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise ValidationError("金额最多保留两位小数（到分）。", code="decimals")
    return int(fen)


class YuanField(models.Field):
    """Decimal yuan in Python, whole fen in the database, so that sums are exact everywhere.

    Aggregates and sums of such fields come back as Decimal yuan too. It is no integer field to
    Django on purpose: F("spent") + 5 would be five fen, and raises FieldError instead. A plain
    amount in an expression is ``Value(amount, output_field=YuanField())``.
    """

    # What the type checker takes it to be: without these it would say int.
    _pyi_private_set_type: Decimal | int | str | Combinable
    _pyi_private_get_type: Decimal
    _pyi_lookup_exact_type: Decimal | int | str

    def db_type(self, connection: Any) -> str:
        return "bigint"

    def from_db_value(self, value: Any, *_args: Any) -> Decimal | None:
        """Averages, the only numbers between two fen, are rounded to the nearer."""
        return None if value is None else Decimal(str(value)).quantize(1, ROUND_HALF_UP).scaleb(-2)

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

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        fen = super().get_db_prep_value(value, connection, prepared)
        return connection.ops.adapt_integerfield_value(fen, "BigIntegerField")

    def get_placeholder(self, value: Any, _compiler: Any, _connection: Any) -> str:
        _refuse_bare_numbers(value)
        return "%s"

    def get_lookup(self, lookup_name: str) -> Any:
        found: Any = super().get_lookup(lookup_name)
        return _yuan_lookup(found) if found else None

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(
            **{
                "form_class": forms.DecimalField,
                "max_digits": 12,
                "decimal_places": 2,
                "max_value": LARGEST_YUAN,
                **kwargs,
            },
        )

    default_validators = [DecimalValidator(12, 2)]

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))


def _refuse_bare_numbers(value: Any) -> None:
    """Raise FieldError where an expression adds fen and a number that is not in fen."""
    if isinstance(value, CombinedExpression) and not isinstance(value.output_field, YuanField):
        raise FieldError("Amounts in an expression need output_field=YuanField().")


@cache
def _yuan_lookup(lookup: type[Any]) -> type[Any]:
    """The lookup, with the expression it compares with checked."""

    def get_prep_lookup(self: Any) -> Any:
        _refuse_bare_numbers(self.rhs)
        return lookup.get_prep_lookup(self)

    return type(lookup.__name__, (lookup,), {"get_prep_lookup": get_prep_lookup})


register_combinable_fields(YuanField, Combinable.ADD, YuanField, YuanField)
register_combinable_fields(YuanField, Combinable.SUB, YuanField, YuanField)
register_combinable_fields(YuanField, Combinable.MUL, models.IntegerField, YuanField)


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
    """Keyed hash of a sealed field on the same record; null where that field is empty.

    Follows it in save() and bulk_create(); name both in update_fields. update() and bulk_update()
    go past it and are not for sealed fields.
    """

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


@models.CharField.register_lookup
class Begins(lookups.StartsWith):
    """``name__begins="张"``: like startswith, but answered from an index on every database.

    SQLite's LIKE takes no index here, so there it is a range; on PostgreSQL it stays LIKE and
    takes an index with ``varchar_pattern_ops``, since no range is a prefix in its collations.
    """

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return lookups.StartsWith(self.lhs, self.rhs).as_sql(compiler, connection)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        text = str(self.rhs)
        if not (after := _after(text)):
            return f"{column} >= %s", [*params, text]
        return f"({column} >= %s AND {column} < %s)", [*params, text, *params, after]


def _after(text: str) -> str:
    """The first text that no longer begins with this one, by code point; none for the last."""
    for end in range(len(text), 0, -1):
        point = ord(text[end - 1]) + 1
        if point <= 0x10FFFF:
            return text[: end - 1] + chr(0xE000 if point == 0xD800 else point)
    return ""
