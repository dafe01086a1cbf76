"""Forms of a person's photo and papers."""

from __future__ import annotations

from django import forms

from members.models import PersonPaper
from unionhub.forms.base import PlainForm


class PhotoForm(PlainForm):
    upload = forms.FileField(
        label="照片",
        help_text="JPG 或 PNG，证件照最好；太大的自动缩小。手机可直接拍。",
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    groups = (("照片", ("upload",)),)


class PaperForm(PlainForm):
    kind = forms.ChoiceField(label="类别", choices=PersonPaper.choices)
    upload = forms.FileField(
        label="文件",
        help_text="照片、PDF、Word（docx）或 Excel（xlsx），不超过10兆；手机可直接拍照。",
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf,.docx,.xlsx"}),
    )
    groups = (("材料", ("kind", "upload")),)
