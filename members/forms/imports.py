"""The form a roster is handed in with."""

from __future__ import annotations

from django import forms

from unionhub.forms.base import PlainForm

NEW_NAMES = "新建表中没有登记的单位和村居"


class RosterForm(PlainForm):
    upload = forms.FileField(
        label="名册",
        help_text="Excel 工作簿（.xlsx），不超过20兆。按原样上传：标题、合计、备注都能识别。",
        widget=forms.FileInput(
            attrs={
                "accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
    )
    new_names = forms.BooleanField(
        label=NEW_NAMES,
        required=False,
        help_text="不选时，单位、村居没有登记的行会列为有误，请先核对是不是写法不同。",
    )
    groups = (("选择文件", ("upload", "new_names")),)
