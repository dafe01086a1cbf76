"""What a field says when it cannot take what was typed: what is wrong, and what to write instead.

The framework's own words name neither. A message a form or model declares itself is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

# The nearer kind comes after the wider one.
BY_KIND: tuple[tuple[type[forms.Field], dict[str, str]], ...] = (
    (
        forms.ChoiceField,
        {"required": "请选择一项。", "invalid_choice": "没有这个选项，请重新选择。"},
    ),
    (forms.FileField, {"required": "请选择文件。"}),
    (forms.DateField, {"invalid": "日期写得不对，请写成 2010-06-30 这样。"}),
    (forms.IntegerField, {"invalid": "请填写整数，如 12。"}),
    (forms.DecimalField, {"invalid": "请填写数字，如 120.50。"}),
)
COMMON = {
    "required": "请填写，不能空着。",
    "max_decimal_places": "最多%(max)s位小数，请核对后重填。",
    "max_digits": "数字太长，请核对位数。",
    "max_whole_digits": "数字太长，请核对位数。",
    "min_value": "不能小于%(limit_value)s，请核对后重填。",
    "max_value": "不能大于%(limit_value)s，请核对后重填。",
    "max_length": "最多%(limit_value)d个字，现有%(show_value)d个，请缩短。",
}


def speak_plainly(fields: Iterable[forms.Field]) -> None:
    """Give every field the office's words where it would use the framework's."""
    for field in fields:
        words = dict(COMMON)
        for kind, own in BY_KIND:
            if isinstance(field, kind):
                words |= own
        for code, text in words.items():
            # The framework's messages are lazy translations, ours are plain strings.
            if not isinstance(field.error_messages.get(code), str):
                field.error_messages[code] = text
