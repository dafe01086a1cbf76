"""The form a sheet is handed in with."""

from __future__ import annotations

from typing import Any

from django import forms

from unionhub.forms.base import PlainForm, dress, helper_for
from unionhub.sheets import Option, SheetKind

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class SheetForm(PlainForm):
    """The file, and what is to be chosen for its kind."""

    upload = forms.FileField(
        help_text="Excel 工作簿（.xlsx），不超过20兆。按原样上传：标题、合计、备注都能识别。",
        widget=forms.FileInput(attrs={"accept": f".xlsx,{WORKBOOK}"}),
    )

    def __init__(self, *args: Any, kind: SheetKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upload"].label = kind.title
        self.fields |= {option.key: _field(option) for option in kind.options}
        dress(self)
        names = ("upload", *(option.key for option in kind.options))
        self.helper = helper_for(self, (("选择文件", names),))


def _field(option: Option) -> forms.Field:
    shown: dict[str, Any] = {"label": option.label, "help_text": option.help, "required": False}
    if option.kind == "flag":
        return forms.BooleanField(**shown)
    if option.kind == "choice":
        return forms.ChoiceField(choices=option.choices, **shown)
    return forms.DateField(**shown)
