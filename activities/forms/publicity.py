"""The form of a publicity item."""

from __future__ import annotations

from activities.models import PublicityItem
from unionhub.forms.base import RecordForm


class PublicityForm(RecordForm):
    class Meta:
        model = PublicityItem
        fields = ("kind", "text", "on", "channel", "copies", "reach")
        help_texts = {"text": "宣传口号照原文填写，不加引号，可写进总结"}

    groups = (("宣传", ("kind", "text", "on", "channel", "copies", "reach")),)
